/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ratchet verify: the proofs of apply, for any commits.  Nothing here knows of
 * series.
 */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auto_config.h"
#include "child.h"
#include "history.h"
#include "log.h"
#include "report_verify.h"
#include "verify_module.h"
#include "verify_note.h"

enum { OPT_CONFIG = 256, OPT_BUILD_DIR, OPT_BISECT, OPT_KEEP_GOING,
       OPT_FULL, OPT_NOTES, OPT_SAME_CODE, OPT_REPLAY, OPT_SERIES };

static const struct argp_option options[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "config", OPT_CONFIG, "FRAGMENT", 0,
	  "a file of CONFIG_ lines over defconfig; may be given again. auto: what would show lines that the others do not compile",
	  0 },
	{ "build-dir", OPT_BUILD_DIR, "DIR", 0,
	  "where to build (default: ratchet/ in git's directory)", 0 },
	{ "bisect", OPT_BISECT, NULL, 0,
	  "exit status for git bisect run: 125 if the commit cannot be judged",
	  0 },
	{ "keep-going", OPT_KEEP_GOING, NULL, 0,
	  "after a commit that fails, go on with the next", 0 },
	{ "full", OPT_FULL, NULL, 0,
	  "also build and link all of the configured tree", 0 },
	{ "same-code", OPT_SAME_CODE, NULL, 0,
	  "the commits change nothing at run time: what they affect must be the same code",
	  0 },
	{ "notes", OPT_NOTES, NULL, 0,
	  "keep in refs/notes/ratchet which commits are proven, and believe what is there",
	  0 },
	{ "replay", OPT_REPLAY, NULL, 0,
	  "make each commit again by the rules that its trailers name, and compare",
	  0 },
	{ "series", OPT_SERIES, "SERIES", 0,
	  "of --replay: the series to take, if it is not found by its name", 0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only what fails", 0 },
	{ "verbose", 'v', NULL, 0, "say what is run", 0 },
	{ 0 },
};

#define MAX_AUTO 4	/* configurations of --config auto */

struct args {
	const char *tree, *range, *build_dir;
	const char *kdir, *module;	/* an external module's */
	struct strvec configs;
	struct verify_options verify;
	const char *series;
	bool bisect, keep_going, auto_config, notes, same_code, replay;
	int jobs;
};

static error_t take_positional(struct args *a, char *arg)
{
	if (starts_with(arg, "KDIR="))
		a->kdir = arg + 5;
	else if (starts_with(arg, "M="))
		a->module = arg + 2;
	else if (cmd_is_variable(arg))
		strvec_push(&a->verify.make_vars, arg);
	else if (!a->range)
		a->range = arg;
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
	case OPT_CONFIG:
		if (!strcmp(arg, "auto"))
			a->auto_config = true;
		else
			strvec_push(&a->configs, arg);
		break;
	case OPT_BUILD_DIR: a->build_dir = arg; break;
	case OPT_BISECT: a->bisect = true; break;
	case OPT_NOTES: a->notes = true; break;
	case OPT_SAME_CODE: a->same_code = true; break;
	case OPT_REPLAY: a->replay = true; break;
	case OPT_SERIES: a->series = arg; break;
	case OPT_FULL: a->verify.full = true; break;
	case OPT_KEEP_GOING: a->keep_going = true; break;
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case 'j':
		return cmd_parse_jobs(arg, &a->jobs);
	case ARGP_KEY_ARG:
		return take_positional(a, arg);
	case ARGP_KEY_END:
		if (a->module && !a->kdir)
			return cmd_usage_error("M= needs KDIR=, the kernel to build the module for");
		if (a->series && !a->replay)
			return cmd_usage_error("--series goes with --replay");
		if (a->replay && (a->kdir || a->notes || a->auto_config ||
				  a->configs.nr || a->verify.full || a->same_code))
			return cmd_usage_error("nothing is built with --replay: it takes no option of a proof");
		if (a->kdir && a->notes)
			return cmd_usage_error("--notes does not go with KDIR=");
		if (a->kdir && a->same_code)
			return cmd_usage_error("--same-code does not go with KDIR=");
		if (a->kdir && a->verify.full)
			return cmd_usage_error("all of a module is built: --full does not go with KDIR=");
		if (a->kdir && (a->configs.nr || a->auto_config))
			return cmd_usage_error("a module has the configuration of its kernel: --config does not go with KDIR=");
		if (!a->range && !a->bisect)
			return cmd_usage_error("a range of commits is needed, such as main..HEAD");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "RANGE [VARIABLE=VALUE...]",
	.doc = "Prove that each commit of a range builds: the objects that it can affect, compared with those of its parent.\v"
	       "RANGE is A..B, by first parents, or one commit; with --bisect it may be left out and is HEAD, compared with the last commit that git bisect knows to be good. "
	       "VARIABLE=VALUE goes to make (ARCH=, CROSS_COMPILE=, ...). "
	       "With KDIR=DIR the repository is that of an external module, built for the kernel there, in its directory M= or at its top. "
	       "Your work tree and build directory are never touched. "
	       "Exit status: 0 every commit is proven, 1 one is not, 2 could not run; with --replay 125 if the rules of one are not at hand.",
};

/* A run on its way. */
struct run {
	struct args *a;
	struct engine *e;
	struct ledger *ledger;
	struct verify *verify;
	struct verify_module *module;	/* instead */
	struct history at;		/* the source before the next commit */
	const struct oid *base;		/* to compare with, not the parent; or NULL */
	size_t nr, done, failed, not_compiled;
	size_t lines, compiled;		/* changed ones */
	/* what commits brought, and which; "" if one fixed it */
	struct diagnostics brought;
	struct strvec brought_by;
	struct strvec pairs;		/* lines about those that did */
	/* a first pass says nothing, and finds what would show more lines */
	struct strvec *changes;
};

/* The configurations' names are those of their files, without ".config". */
static int read_configs(struct args *a, struct strbuf *err)
{
	struct series_config *v = xcalloc(a->configs.nr, sizeof(*v));
	int ret = 0;

	a->verify.configs = v;
	for (size_t i = 0; i < a->configs.nr && !ret; i++) {
		const char *path = a->configs.v[i];
		const char *slash = strrchr(path, '/');
		char *name = xstrdup(slash ? slash + 1 : path);

		if (ends_with(name, ".config"))
			name[strlen(name) - strlen(".config")] = '\0';
		for (size_t k = 0; k < i && !ret; k++)
			if (!strcmp(v[k].name, name))
				ret = error_set(err, ERR_UNABLE,
						"two configurations are called '%s': rename one",
						name);
		series_config_init(&v[i], name);
		a->verify.nr_configs = i + 1;
		if (!ret)
			ret = series_config_read(&v[i], path, err);
		free(name);
	}
	return ret;
}

static void release_configs(struct args *a)
{
	struct series_config *v = (struct series_config *)a->verify.configs;

	for (size_t i = 0; i < a->verify.nr_configs; i++)
		series_config_release(&v[i]);
	free(v);
}

/* ---- from commit to commit ---- */

static int open_module(struct run *r, struct strbuf *err)
{
	char *kdir = realpath(r->a->kdir, NULL);
	const struct verify_module_options opt = {
		.build_dir = r->a->verify.build_dir, .kdir = kdir,
		.subdir = r->a->module, .make_vars = &r->a->verify.make_vars,
	};
	int ret;

	if (!kdir)
		return error_set(err, ERR_UNABLE, "KDIR=%s: there is no such directory",
				 r->a->kdir);
	ret = verify_module_open(&r->module, r->e, &opt, err);
	free(kdir);
	return ret;
}

static int open_proof(struct run *r, struct strbuf *err)
{
	struct strvec unmet = STRVEC_INIT;
	int ret;

	if (r->verify || r->module)
		return 0;
	if (r->a->kdir)
		return open_module(r, err);
	log_progress("preparing the proof's work tree");
	ret = verify_open(&r->verify, r->e, r->at.now, &r->a->verify, &unmet, err);
	log_progress_done();
	for (size_t i = 0; i < unmet.nr; i++)
		log_warn("%s", unmet.v[i]);
	strvec_release(&unmet);
	return ret;
}

/* ---- what is told ---- */

static struct proven_commit this_commit(const struct run *r, const char *hex,
					const struct commit_info *info)
{
	return (struct proven_commit){ r->done, r->nr, hex, info->message };
}

static void say(struct strbuf *out)
{
	fwrite(out->buf, 1, out->len, stdout);
	fflush(stdout);
	strbuf_release(out);
}

/*
 * What one commit of the range brought and a later one took away: the two
 * belong together.
 */
static void match_fixes(struct run *r, const char *hex,
			const struct verify_result *p)
{
	for (size_t i = 0; i < p->gone_diags.nr; i++)
		for (size_t k = 0; k < r->brought.nr; k++) {
			const struct diagnostic *d = &r->brought.v[k];

			if (!*r->brought_by.v[k] ||
			    !verify_same_text(d, &p->gone_diags.v[i]))
				continue;
			strvec_pushf(&r->pairs, "%.12s fixes what %.12s brought (%s: %.*s): fold or reorder them",
				     hex, r->brought_by.v[k], d->path,
				     (int)strcspn(d->text, "\n"), d->text);
			*r->brought_by.v[k] = '\0';
			break;
		}
	for (size_t i = 0; i < p->new_diags.nr; i++) {
		const struct diagnostic *d = &p->new_diags.v[i];

		diagnostics_add(&r->brought, d->path, d->line, d->col,
				d->is_error, d->text);
		strvec_push(&r->brought_by, hex);
	}
}

/* Which part of it is it? */
static int tell_culprit(struct run *r, struct snapshot *after,
			const struct verify_result *p, const char *hex,
			struct strbuf *err)
{
	struct strbuf out = STRBUF_INIT;
	struct culprit c;
	int ret;

	log_progress("looking for the part of %.12s that breaks it", hex);
	ret = culprit_find(r->verify, r->at.now, after, p, &c, err);
	log_progress_done();
	/* that all of it does is nothing new */
	if (!ret && c.nr < c.of)
		report_culprit(&c, &out);
	say(&out);
	if (!ret)
		verify_culprit_ledger(r->ledger, "commit", hex, &c);
	culprit_release(&c);
	return ret;
}

static void take_changes(struct run *r, const struct verify_result *p)
{
	for (size_t i = 0; i < p->lines.nr; i++)
		if (p->lines.v[i].change)
			strvec_push(r->changes, p->lines.v[i].change);
}

static int prove_after(struct run *r, const struct oid *commit,
		       const struct commit_info *info, struct snapshot *after,
		       struct strbuf *err)
{
	struct strbuf out = STRBUF_INIT;
	struct verify_result p = { 0 };
	struct proven_commit c;
	const struct strvec everywhere = STRVEC_INIT;
	char hex[OID_HEX + 1];
	bool failed, noted = false;
	int ret = open_proof(r, err);

	if (ret)
		return ret;
	oid_hex(commit, hex);
	if (r->a->notes && !r->changes) {
		ret = verify_note_read(r->verify, commit, r->at.now, after,
				       r->a->same_code, &noted, err);
		if (ret)
			return ret;
	}
	if (noted) {
		r->done++;
		c = this_commit(r, hex, info);
		report_noted(&c, &out);
		say(&out);
		return 0;
	}
	log_progress("proving %.12s", hex);
	ret = r->module ? verify_module_step(r->module, r->at.now, after, &p, err) :
			  verify_step(r->verify, r->at.now, after,
				      r->a->same_code && !r->changes ?
				      &everywhere : NULL, &p, err);
	log_progress_done();
	if (ret && ret != ERR_FAILED)
		return ret;
	if (r->changes) {
		take_changes(r, &p);
		verify_result_release(&p);
		strbuf_reset(err);
		return 0;
	}
	for (size_t i = 0; i < p.unmet.nr; i++)
		log_warn("%.12s: %s", hex, p.unmet.v[i]);
	r->done++;
	r->failed += ret == ERR_FAILED;
	r->not_compiled += p.not_compiled;
	r->lines += p.lines.lines;
	r->compiled += p.lines.compiled;
	c = this_commit(r, hex, info);
	report_proof(&c, &p, ret == ERR_FAILED, &out);
	say(&out);
	match_fixes(r, hex, &p);
	failed = ret == ERR_FAILED;
	strbuf_reset(err);
	/* code that is not the same has none: it compiles as it should */
	ret = failed && r->verify && !p.broken && p.same.same == p.same.nr ?
	      tell_culprit(r, after, &p, hex, err) : 0;
	verify_ledger(r->ledger, "commit", hex, &p, failed);
	if (!ret && !failed && r->a->notes)
		ret = verify_note_write(r->verify, commit, r->at.now, after, &p,
					err);
	verify_result_release(&p);
	return ret;
}

static int prove(struct run *r, const struct oid *commit, struct strbuf *err)
{
	struct snapshot *after = NULL;
	struct commit_info info;
	int ret = repo_commit_info(r->e->repo, commit, &info, err);

	if (ret)
		return ret;
	if (r->base)
		info.parent = *r->base;
	else if (!info.parents) {
		char hex[OID_HEX + 1];

		oid_hex(commit, hex);
		ret = error_set(err, ERR_UNABLE,
				"commit '%.12s' has no parent to compare with",
				hex);
	}
	if (!ret)
		ret = history_go(&r->at, &info.parent, err);
	if (!ret)
		ret = history_next(&r->at, commit, &after, err);
	if (!ret)
		ret = prove_after(r, commit, &info, after, err);
	if (!ret)
		history_take(&r->at, commit, after);
	else
		snapshot_put(after);
	commit_info_release(&info);
	return ret;
}

/* ---- the command ---- */

/* What of the work is none of a commit's: told apart. */
static int prepare_range(struct run *r, const struct oid *commits, size_t nr,
			 struct strbuf *err)
{
	uint64_t start = cpu_us();
	struct commit_info info;
	size_t objects;
	int ret = repo_commit_info(r->e->repo, commits, &info, err);

	if (ret)
		return ret;
	/* a commit without a parent is told of when its turn comes */
	if (!info.parents)
		goto out;
	ret = history_go(&r->at, &info.parent, err);
	if (!ret)
		ret = open_proof(r, err);
	if (!ret) {
		log_progress("building what the range affects, as it was");
		ret = verify_ahead(r->verify, &r->at, commits, nr, &objects,
				   err);
		log_progress_done();
	}
	/* the silent round of --config auto has none */
	if (!ret && r->ledger)
		ledger_add(r->ledger, "prepared",
			   json_pack("{s:i, s:f}", "objects", (int)objects,
				     "cpu_s", (cpu_us() - start) / 1e6));
out:
	commit_info_release(&info);
	return ret;
}

static int prove_all(struct run *r, const struct oid *commits, size_t nr,
		     struct strbuf *err)
{
	int ret = 0;

	r->nr = nr;
	if (nr > 1 && !r->a->kdir && !r->a->notes)
		ret = prepare_range(r, commits, nr, err);
	for (size_t i = 0; i < nr && !ret; i++) {
		if (r->failed && !r->a->keep_going)
			break;
		if (child_interrupted())
			return error_set(err, ERR_INTERRUPTED, "interrupted");
		if (nr > 1 && i == nr - 1 && r->verify)
			verify_tip(r->verify);
		ret = prove(r, &commits[i], err);
	}
	return ret;
}

/* Prove the range silently, for the configurations that would show more. */
static int add_auto_configs(struct run *r, const struct oid *commits,
			    size_t nr, struct strbuf *err)
{
	struct args *a = r->a;
	struct strvec changes = STRVEC_INIT;
	const struct verify_options *o = &a->verify;
	struct run first = { .a = a, .e = r->e, .at = r->at, .brought_by = STRVEC_INIT,
			     .pairs = STRVEC_INIT, .changes = &changes };
	struct series_config *more, *all;
	size_t n, had = o->nr_configs ? o->nr_configs : 1;
	int ret = prove_all(&first, commits, nr, err);

	verify_close(first.verify);
	history_release(&first.at);
	strvec_sort_uniq(&changes);
	n = ret ? 0 : auto_configs(&changes, o->nr_configs ?
				   o->configs[0].fragment.buf : "", MAX_AUTO,
				   &more);
	if (n) {
		all = xcalloc(had + n, sizeof(*all));
		if (o->nr_configs)
			memcpy(all, o->configs, had * sizeof(*all));
		else
			series_config_init(&all[0], "defconfig");
		memcpy(all + had, more, n * sizeof(*all));
		free((void *)o->configs);
		a->verify.configs = all;
		a->verify.nr_configs = had + n;
	}
	if (!ret)
		free(more);
	strvec_release(&changes);
	return ret;
}

static void tell_end(struct run *r)
{
	for (size_t i = 0; i < r->pairs.nr; i++)
		printf("%s\n", r->pairs.v[i]);
	printf("%zu of %zu commits proven", r->done - r->failed, r->nr);
	if (r->not_compiled)
		printf("; %zu times a file was not compiled in any configuration (-v names them)",
		       r->not_compiled);
	if (r->lines)
		printf("; %zu of %zu changed lines compiled", r->compiled,
		       r->lines);
	putchar('\n');
}

/*
 * Behind the commit that broke it each one is right by itself: bisecting asks
 * for what all since a good one did together.
 */
static int find_base(struct run *r, struct repo *repo, const struct oid *commit,
		     struct oid *base, struct strbuf *err)
{
	char hex[OID_HEX + 1];
	int ret;

	if (!r->a->bisect || r->a->range)
		return 0;
	ret = repo_bisect_good(repo, commit, base, err);
	if (ret)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	r->base = base;
	oid_hex(base, hex);
	log_info("compared with %.12s, which is good", hex);
	return 0;
}

static int run(struct args *a, struct repo *repo, struct strbuf *err)
{
	char *build_dir = NULL;
	struct engine e = { 0 };
	struct run r = { .a = a, .e = &e, .brought_by = STRVEC_INIT,
			 .pairs = STRVEC_INIT };
	struct oid *commits = NULL, base;
	size_t nr = 0;
	int ret;

	ret = repo_range(repo, a->range ? a->range : "HEAD", &commits, &nr, err);
	if (!ret)
		ret = find_base(&r, repo, commits, &base, err);
	if (!ret)
		ret = read_configs(a, err);
	if (!ret)
		ret = engine_open(&e, repo, a->jobs, err);
	if (!ret)
		ret = cmd_open_ledger(repo, &r.ledger, err);
	build_dir = cmd_build_dir(repo, a->build_dir);
	a->verify.gone = a->verify.lines = true;
	a->verify.build_dir = build_dir;
	r.at = (struct history){ .repo = repo, .cache = e.cache,
				 .threads = e.jobs };
	if (!ret && a->auto_config)
		ret = add_auto_configs(&r, commits, nr, err);
	if (!ret)
		ret = prove_all(&r, commits, nr, err);
	if (!ret) {
		tell_end(&r);
		ret = r.failed ? ERR_FAILED : 0;
	}
	verify_close(r.verify);
	verify_module_close(r.module);
	diagnostics_release(&r.brought);
	strvec_release(&r.brought_by);
	strvec_release(&r.pairs);
	history_release(&r.at);
	if (ledger_close(r.ledger, ret ? NULL : err) && !ret)
		ret = ERR_UNABLE;
	engine_close(&e);
	release_configs(a);
	free(build_dir);
	free(commits);
	return ret;
}

int cmd_verify(int argc, char **argv)
{
	struct args a = {
		.tree = ".", .configs = STRVEC_INIT,
		.verify.make_vars = STRVEC_INIT,
	};
	struct strbuf err = STRBUF_INIT;
	struct repo *repo = NULL;
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet verify", &a)) {
		strvec_release(&a.configs);
		strvec_release(&a.verify.make_vars);
		return EXIT_UNABLE;
	}
	ret = repo_open(&repo, a.tree, &err);
	if (!ret && a.replay) {
		status = cmd_replay(repo, a.range ? a.range : "HEAD", a.series,
				    a.jobs);
		goto out;
	}
	if (!ret)
		ret = run(&a, repo, &err);
	status = !ret ? EXIT_CLEAN : ret == ERR_FAILED && !err.len ?
		 EXIT_NO : cmd_failed(ret, &err);
	/* whatever kept us from an answer, another commit may give one */
	if (a.bisect && status == EXIT_UNABLE && ret != ERR_INTERRUPTED)
		status = EXIT_UNTESTABLE;
out:
	repo_free(repo);
	strvec_release(&a.configs);
	strvec_release(&a.verify.make_vars);
	strbuf_release(&err);
	return status;
}
