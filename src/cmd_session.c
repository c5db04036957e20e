/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet continue, skip, abort, status: a run that stopped at a step. */
#include "cmd.h"

#include <argp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mendtree.h"
#include "runlock.h"
#include "session.h"

enum { OPT_WORKTREE = 256 };

static const struct argp_option going_on[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only the result and errors", 0 },
	{ "verbose", 'v', NULL, 0, "say what is run and what is left", 0 },
	{ 0 },
};

static const struct argp_option only_tree[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ 0 },
};

static const struct argp_option of_status[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "worktree", OPT_WORKTREE, "DIR", OPTION_ARG_OPTIONAL,
	  "make the work tree to mend the step in (default: ratchet/mend in git's directory)",
	  0 },
	{ 0 },
};

struct args {
	const char *tree, *dir;
	bool worktree;
	int jobs;
};

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case 'C': a->tree = arg; break;
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case 'j': return cmd_parse_jobs(arg, &a->jobs);
	case OPT_WORKTREE:
		a->worktree = true;
		a->dir = arg;
		break;
	case ARGP_KEY_ARG:
		/* "--worktree DIR", which getopt leaves here */
		if (!a->worktree || a->dir)
			return cmd_usage_error("unexpected argument '%s'", arg);
		a->dir = arg;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp_continue = {
	.options = going_on, .parser = parse_option,
	.doc = "Go on with the run of apply that stopped here.\v"
	       "What stands in the work tree (see 'ratchet status') becomes the step's result: its rules go on from "
	       "there, what the step expects must hold, and the proof is made. What was edited is kept, and done again "
	       "by itself where the step stops for the same reasons. "
	       "Exit status: 0 done, 1 it is not mended yet or a later step failed, 2 could not run.",
};

static const struct argp argp_skip = {
	.options = going_on, .parser = parse_option,
	.doc = "Go on with the run of apply that stopped here, without the step that it stopped at.\v"
	       "What was edited in the work tree for it is lost. "
	       "Exit status: 0 done, 1 a later step failed, 2 could not run.",
};

static const struct argp argp_abort = {
	.options = only_tree, .parser = parse_option,
	.doc = "Give up the run of apply that stopped here: its commits, and the work tree with what was edited in it.\v"
	       "What was kept of steps that were mended stays. Exit status: 0 done, 2 could not.",
};

static const struct argp argp_status = {
	.options = of_status, .parser = parse_option,
	.doc = "Where a run of apply stopped, and why.\v"
	       "Exit status: 0, also if there is none; 2 could not run.",
};

static int no_session(struct strbuf *err)
{
	return error_set(err, ERR_UNABLE,
			 "no run has stopped here: there is nothing to continue, skip or abort");
}

/* ---- continue and skip ---- */

static void take_options(const struct session *s, struct apply_options *opt)
{
	opt->series_path = s->series_path;
	opt->branch = s->branch;
	opt->first = s->first;
	opt->last = s->last;
	opt->proof = s->proof;
	opt->signoff = s->signoff;
	opt->compare = s->compare;
	opt->verify.build_dir = s->build_dir;
	opt->verify.make_vars = s->make_vars;	/* borrowed */
}

/* It stopped again; a work tree that stands somewhere goes there, too. */
static int move_worktree(struct repo *repo, struct strbuf *err)
{
	struct session s;
	int ret = session_load(&s, repo, err);

	if (ret)
		return ret;
	if (s.worktree && !oid_equal(&s.prepared, &s.offer))
		ret = session_worktree(&s, repo, NULL, err);
	if (!ret && s.worktree)
		printf("mend it in %s\n", s.worktree);
	session_release(&s);
	return ret;
}

static int go_on(struct repo *repo, const struct args *a, bool skip,
		 struct strbuf *err)
{
	struct apply_resume resume = { .skip = skip };
	struct apply_options opt = { .resume = &resume };
	struct series *series = NULL;
	struct session s;
	int ret, lock;

	ret = session_lock(repo, &lock, err);
	if (ret)
		return ret;
	ret = session_load(&s, repo, err);
	if (ret) {
		ret = ret == ERR_NOT_FOUND ? no_session(err) : ret;
		goto out;
	}
	resume.session = &s;
	take_options(&s, &opt);
	ret = cmd_load_series(s.series_path, &series, err);
	if (!ret && !skip)
		ret = session_mended(&s, repo, &resume.mended, &resume.edited,
				     err);
	if (!ret)
		ret = cmd_apply_series(repo, series, &opt, a->jobs, err);
	if (!ret)
		ret = session_end(&s, repo, err);
	else if (ret == ERR_FAILED && !err->len)
		ret = move_worktree(repo, err) ?: ERR_FAILED;
	series_free(series);
	session_release(&s);
out:
	runlock_drop(lock);
	return ret;
}

static int give_up(struct repo *repo, struct strbuf *err)
{
	struct session s;
	int lock, ret = session_lock(repo, &lock, err);

	if (ret)
		return ret;
	ret = session_load(&s, repo, err);
	if (ret == ERR_NOT_FOUND) {
		ret = no_session(err);
	} else if (!ret) {
		ret = session_end(&s, repo, err);
		if (!ret)
			printf("the run of %s is given up; no branch was made\n",
			       s.series);
		session_release(&s);
	}
	runlock_drop(lock);
	return ret;
}

/* ---- status ---- */

static void print_done(const struct session *s)
{
	unsigned commits = 0;
	char hex[OID_HEX + 1];

	for (size_t i = 0; i < s->nr_done; i++)
		commits += !oid_is_null(&s->done[i].commit);
	oid_hex(&s->tip, hex);
	if (commits)
		printf("%u commit%s so far, the last %.12s:\n", commits,
		       commits == 1 ? "" : "s", hex);
	else
		printf("no commit so far\n");
	for (size_t i = 0; i < s->nr_done; i++) {
		const struct session_step *d = &s->done[i];

		oid_hex(&d->commit, hex);
		if (d->row.skipped)
			printf("  %-12s %s\n", "skipped", d->name);
		else if (!oid_is_null(&d->commit))
			printf("  %.12s %s%s\n", hex, d->name,
			       d->row.mend ? ", mended" : "");
	}
}

static int print_worktree(const struct session *s, struct repo *repo,
			  struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct oid offer, mended;
	bool edited;
	int ret;

	if (!s->worktree || !oid_equal(&s->prepared, &s->offer)) {
		printf("work tree: none yet, 'ratchet status --worktree' makes it\n");
		return 0;
	}
	if (!mendtree_is_there(repo, s->worktree)) {
		printf("work tree: %s, which is gone; 'ratchet status --worktree' makes it again\n",
		       s->worktree);
		return 0;
	}
	ret = session_mended(s, repo, &mended, &edited, err);
	if (!ret)
		ret = session_offer(s, repo, &offer, err);
	if (!ret)
		ret = repo_tree_diff(repo, &offer, &mended, &paths, err);
	if (ret)
		return ret;
	printf("work tree: %s, %s\n", s->worktree,
	       edited ? "edited:" : "nothing edited yet");
	for (size_t i = 0; i < paths.nr; i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_add_printable(&sb, paths.v[i], strlen(paths.v[i]));
		printf("  %s\n", sb.buf);
		strbuf_release(&sb);
	}
	strvec_release(&paths);
	return 0;
}

static int show_status(struct repo *repo, const struct args *a,
		       struct strbuf *err)
{
	char base[OID_HEX + 1];
	struct session s;
	int lock = -1, ret = 0;

	if (a->worktree)
		ret = session_lock(repo, &lock, err);
	if (ret)
		return ret;
	ret = session_load(&s, repo, err);
	if (ret == ERR_NOT_FOUND && !a->worktree) {
		printf("no run has stopped here\n");
		return 0;
	}
	if (ret) {
		ret = ret == ERR_NOT_FOUND ? no_session(err) : ret;
		goto out;
	}
	if (a->worktree)
		ret = session_worktree(&s, repo, a->dir, err);
	if (!ret) {
		oid_hex(&s.base, base);
		printf("series %s on %.12s, to be %s\n", s.series, base,
		       s.branch + strlen("refs/heads/"));
		printf("stopped at %s, %s:\n", s.step, s.proof_failed ?
		       "its proof failed" : "it failed");
		for (size_t i = 0; i < s.problems.nr; i++)
			printf("  %s\n", s.problems.v[i]);
		print_done(&s);
		ret = print_worktree(&s, repo, err);
	}
	if (!ret)
		printf("go on by ratchet continue, or ratchet skip, or ratchet abort\n");
	session_release(&s);
out:
	runlock_drop(lock);
	return ret;
}

/* ---- commands ---- */

enum what { CONTINUE, SKIP, ABORT, STATUS };

static int command(int argc, char **argv, const struct argp *argp,
		   const char *name, enum what what)
{
	struct args a = { .tree = "." };
	struct strbuf err = STRBUF_INIT;
	struct repo *repo = NULL;
	int ret, status;

	if (cmd_parse(argp, argc, argv, name, &a))
		return EXIT_UNABLE;
	ret = repo_open(&repo, a.tree, &err);
	if (!ret)
		ret = what == STATUS ? show_status(repo, &a, &err) :
		      what == ABORT ? give_up(repo, &err) :
		      go_on(repo, &a, what == SKIP, &err);
	/* what a failed step has to say was said */
	status = !ret ? EXIT_CLEAN : ret == ERR_FAILED && !err.len ?
		 EXIT_NO : cmd_failed(ret, &err);
	repo_free(repo);
	strbuf_release(&err);
	return status;
}

int cmd_continue(int argc, char **argv)
{
	return command(argc, argv, &argp_continue, "ratchet continue",
		       CONTINUE);
}

int cmd_skip(int argc, char **argv)
{
	return command(argc, argv, &argp_skip, "ratchet skip", SKIP);
}

int cmd_abort(int argc, char **argv)
{
	return command(argc, argv, &argp_abort, "ratchet abort", ABORT);
}

int cmd_status(int argc, char **argv)
{
	return command(argc, argv, &argp_status, "ratchet status", STATUS);
}
