/* SPDX-License-Identifier: GPL-2.0-only */
#include "cmd.h"

#include <argp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "mendtree.h"
#include "report_text.h"
#include "report_verify.h"
#include "runlock.h"
#include "session.h"

enum { OPT_ONTO = 256, OPT_BRANCH, OPT_STEPS, OPT_VERIFY, OPT_BUILD_DIR,
       OPT_KEEP, OPT_KEEP_GOING, OPT_RULE,
       OPT_WORKTREE };

static const struct argp_option options[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "onto", OPT_ONTO, "REV", 0, "base commit (default: HEAD); sites are compared with a former run on another", 0 },
	{ "branch", OPT_BRANCH, "NAME", 0,
	  "branch to make (default: ratchet/SERIES)", 0 },
	{ "steps", OPT_STEPS, "A..B", 0, "only these step numbers", 0 },
	{ "rule", OPT_RULE, "FILE", 0,
	  "apply one .cocci file in place of a series", 0 },
	{ "verify", OPT_VERIFY, "LEVEL", 0,
	  "none; object: build what each commit affects; full: all of it, too", 0 },
	{ "build-dir", OPT_BUILD_DIR, "DIR", 0,
	  "where to build (default: ratchet/ in git's directory)", 0 },
	{ "keep-proven", OPT_KEEP, NULL, 0,
	  "if a step fails, keep the commits before it", 0 },
	{ "keep-going", OPT_KEEP_GOING, NULL, 0,
	  "if a proof fails, prove the steps behind it, too; nothing of them is kept",
	  0 },
	{ "worktree", OPT_WORKTREE, "DIR", 0,
	  "if a step fails, make a work tree in DIR to mend it in", 0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "dry-run", 'n', NULL, 0, "make no commit", 0 },
	{ "signoff", 's', NULL, 0, "add your Signed-off-by", 0 },
	{ "quiet", 'q', NULL, 0, "only the result and errors", 0 },
	{ "verbose", 'v', NULL, 0, "say what is run and what is left", 0 },
	{ 0 },
};

struct args {
	const char *tree, *series, *rule, *branch, *build_dir, *worktree;
	struct apply_options apply;
	bool verify_given;
	int jobs;
};

/* "8", "8..", "..9", "8..9" */
static bool parse_steps(const char *s, unsigned *first, unsigned *last)
{
	const char *dots = strstr(s, "..");
	char *end;

	*first = 0;
	*last = UINT_MAX;
	if (s != dots) {
		*first = strtoul(s, &end, 10);
		if (end == s || *s == '-' || (dots ? end != dots : *end))
			return false;
	}
	if (!dots) {
		*last = *first;
	} else if (dots[2]) {
		*last = strtoul(dots + 2, &end, 10);
		if (*end || dots[2] == '-')
			return false;
	}
	return *first <= *last && *s;
}

static bool parse_level(const char *s, enum proof_level *out)
{
	if (!strcmp(s, "none"))
		*out = PROOF_NONE;
	else if (!strcmp(s, "object"))
		*out = PROOF_OBJECT;
	else if (!strcmp(s, "full"))
		*out = PROOF_FULL;
	else
		return false;
	return true;
}

static error_t take_positional(struct args *a, char *arg)
{
	if (cmd_is_variable(arg))
		strvec_push(&a->apply.verify.make_vars, arg);
	else if (!a->series && !a->rule)
		a->series = arg;
	else
		return cmd_usage_error("unexpected argument '%s'", arg);
	return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case 'C': a->tree = arg; break;
	case OPT_ONTO:
		a->apply.onto = arg;
		a->apply.compare = true;
		break;
	case OPT_BRANCH: a->branch = arg; break;
	case OPT_RULE: a->rule = arg; break;
	case OPT_BUILD_DIR: a->build_dir = arg; break;
	case OPT_WORKTREE: a->worktree = arg; break;
	case OPT_KEEP: a->apply.keep_proven = true; break;
	case OPT_KEEP_GOING: a->apply.keep_going = true; break;
	case 'n': a->apply.dry_run = true; break;
	case 's': a->apply.signoff = true; break;
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case OPT_STEPS:
		if (!parse_steps(arg, &a->apply.first, &a->apply.last))
			return cmd_usage_error("'%s' is not a range of steps such as 8..13",
					       arg);
		break;
	case OPT_VERIFY:
		if (!parse_level(arg, &a->apply.proof))
			return cmd_usage_error("proof level '%s': it is none, object or full",
					       arg);
		a->verify_given = true;
		break;
	case 'j':
		return cmd_parse_jobs(arg, &a->jobs);
	case ARGP_KEY_ARG:
		return take_positional(a, arg);
	case ARGP_KEY_END:
		if (!a->series == !a->rule)
			return cmd_usage_error("one series is needed, or one --rule");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "SERIES [VARIABLE=VALUE...]\n--rule FILE",
	.doc = "Apply a series of semantic patches, one commit a step, on a new branch.\v"
	       "SERIES is a name (see 'ratchet list') or a path with a '/'. "
	       "VARIABLE=VALUE goes to make (ARCH=, CROSS_COMPILE=, ...). "
	       "The work tree, the index and the current branch are never touched. "
	       "A step that fails can be mended: see 'ratchet status'. "
	       "Exit status: 0 done or nothing to do, 1 a step failed, 2 could not run.",
};

static void show_step(const struct applied_step *s, void *data)
{
	struct strbuf text = STRBUF_INIT;

	log_info("  %-7s %s", s->result.state == STEP_APPLIED &&
		 !s->proof_failed ? "STEP" : "-", s->step->name);
	report_problems(s, &text);
	if (s->culprit.nr)
		report_culprit(&s->culprit, &text);
	if (text.len) {
		log_block("", text.buf, text.len);
		strbuf_reset(&text);
	}
	if (log_get_level() == LOG_VERBOSE)
		report_residue(s, &text);
	if (text.len)
		log_block("", text.buf, text.len);
	strbuf_release(&text);
}

static int open_ledger(struct ledger **out, struct repo *repo,
		       const struct apply_options *opt, struct strbuf *err)
{
	if (!opt->dry_run)
		return cmd_open_ledger(repo, out, err);
	*out = ledger_none();
	return 0;
}

/* The branch by its full name; the series' name where none was given. */
static int branch_of(struct args *a, const struct series *s, char **out,
		     struct strbuf *err)
{
	*out = a->branch ? xasprintf("refs/heads/%s", a->branch) :
			   xasprintf("refs/heads/ratchet/%s", s->name);
	/* git takes no branch with a leading dash, though a ref may have one */
	if (!repo_ref_name_valid(*out) || (a->branch && *a->branch == '-'))
		return error_set(err, ERR_UNABLE,
				 "'%s' is not a name for a branch",
				 *out + strlen("refs/heads/"));
	return 0;
}

static int level_of(struct args *a, struct repo *repo, struct strbuf *err)
{
	struct strbuf level = STRBUF_INIT;
	int ret = 0;

	if (!a->verify_given &&
	    !repo_config_string(repo, "ratchet.verify", &level) &&
	    !parse_level(level.buf, &a->apply.proof))
		ret = error_set(err, ERR_UNABLE,
				"'ratchet.verify' is '%s': it is none, object or full",
				level.buf);
	strbuf_release(&level);
	return ret;
}

static int load(struct args *a, struct series **out, struct strbuf *err)
{
	const struct step *step;
	int ret;

	if (a->rule)
		return series_load_rule(out, a->rule, err);
	ret = cmd_load_spec(a->series, out, &step, err);
	if (ret || !step)
		return ret;
	ret = error_set(err, ERR_UNABLE,
			"'%s' is a step, and steps go on top of each other: give the series, and --steps %u",
			a->series, step->number);
	series_free(*out);
	*out = NULL;
	return ret;
}

static int check_steps(const struct args *a, const struct series *s,
		       struct strbuf *err)
{
	for (size_t i = 0; i < s->nr_steps; i++)
		if (s->steps[i].number >= a->apply.first &&
		    s->steps[i].number <= a->apply.last)
			return 0;
	return error_set(err, ERR_UNABLE,
			 "series '%s' has no step in the range of --steps: see 'ratchet show'",
			 s->name);
}

int cmd_apply_series(struct repo *repo, struct series *series,
		     struct apply_options *opt, int jobs, struct strbuf *err)
{
	struct apply_result result = { 0 };
	struct strbuf text = STRBUF_INIT;
	struct ledger *ledger = NULL;
	struct engine e = { 0 };
	int ret = engine_open(&e, repo, jobs, err);

	if (!ret)
		ret = open_ledger(&ledger, repo, opt, err);
	if (ret)
		goto out;
	opt->verify.configs = series->configs;
	opt->verify.nr_configs = series->nr_configs;
	opt->verify.full = opt->proof == PROOF_FULL;
	ret = apply_series(&e, series, opt, ledger, show_step, NULL, &result,
			   err);
	if (ret)
		goto out;
	report_apply(&result, opt, &text);
	fwrite(text.buf, 1, text.len, stdout);
	ret = result.end == APPLY_STOPPED ? ERR_FAILED : 0;
	if (ledger_path(ledger))
		log_verbose("ledger: %s", ledger_path(ledger));
out:
	apply_result_release(&result);
	if (ledger_close(ledger, ret ? NULL : err) && !ret)
		ret = ERR_UNABLE;
	engine_close(&e);
	strbuf_release(&text);
	return ret;
}

/* The work tree that was asked for, if there is something to mend. */
static int offer_worktree(struct repo *repo, const char *dir,
			  struct strbuf *err)
{
	struct session s;
	int ret = session_load(&s, repo, err);

	if (ret)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	ret = session_worktree(&s, repo, dir, err);
	if (!ret)
		printf("mend it in %s\n", s.worktree);
	session_release(&s);
	return ret;
}

static int check_worktree(const struct args *a, struct strbuf *err)
{
	if (!a->worktree)
		return 0;
	if (a->apply.dry_run || a->apply.keep_proven || a->apply.keep_going)
		return error_set(err, ERR_UNABLE,
				 "--worktree is to go on after a step that fails; -n, --keep-proven and --keep-going end the run there");
	return mendtree_check(a->worktree, err);
}

static int run(struct args *a, struct repo *repo, struct strbuf *err)
{
	char *build_dir = NULL;
	struct series *series = NULL;
	char *branch = NULL, *rule = NULL;
	int ret, lock = -1;

	ret = check_worktree(a, err);
	if (!ret)
		ret = load(a, &series, err);
	if (!ret)
		ret = check_steps(a, series, err);
	if (!ret)
		ret = branch_of(a, series, &branch, err);
	if (!ret)
		ret = level_of(a, repo, err);
	if (!ret && !a->apply.dry_run)
		ret = session_lock(repo, &lock, err);
	if (!ret && !a->apply.dry_run)
		ret = session_refuse(repo, err);
	if (ret)
		goto out;
	build_dir = cmd_build_dir(repo, a->build_dir);
	rule = a->rule ? realpath(a->rule, NULL) : NULL;
	a->apply.series_path = rule ? rule : series->dir;
	a->apply.branch = branch;
	a->apply.verify.build_dir = build_dir;
	ret = cmd_apply_series(repo, series, &a->apply, a->jobs, err);
	if (ret == ERR_FAILED && !err->len && a->worktree)
		ret = offer_worktree(repo, a->worktree, err) ?: ERR_FAILED;
out:
	runlock_drop(lock);
	series_free(series);
	free(build_dir);
	free(rule);
	free(branch);
	return ret;
}

int cmd_apply(int argc, char **argv)
{
	struct args a = {
		.tree = ".",
		.apply = { .onto = "HEAD", .last = UINT_MAX,
			   .verify.make_vars = STRVEC_INIT },
	};
	struct strbuf err = STRBUF_INIT;
	struct repo *repo = NULL;
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet apply", &a))
		return EXIT_UNABLE;
	ret = repo_open(&repo, a.tree, &err);
	if (!ret)
		ret = run(&a, repo, &err);
	/* what a failed step has to say was said */
	status = !ret ? EXIT_CLEAN : ret == ERR_FAILED && !err.len ?
		 EXIT_NO : cmd_failed(ret, &err);
	repo_free(repo);
	strvec_release(&a.apply.verify.make_vars);
	strbuf_release(&err);
	return status;
}
