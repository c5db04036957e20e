/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet check: the gate that keeps a series' work done. */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "report_check.h"
#include "verify.h"

enum { OPT_MODE = 256, OPT_FORMAT, OPT_BASELINE, OPT_NO_DIFF, OPT_SANDBOX, OPT_VERIFY,
       OPT_CONFORM, OPT_BUILD_DIR };

static const struct argp_option options[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "mode", OPT_MODE, "MODE", 0,
	  "ratchet: new uses are errors (the default); pending: they are told, and the status is 0; enforce: any use is an error, also one that stood there before",
	  0 },
	{ "format", OPT_FORMAT, "FORM", 0,
	  "text (the default), json, sarif, junit, github or gitlab", 0 },
	{ "baseline", OPT_BASELINE, "FILE", 0,
	  "a former report (json, sarif or gitlab): what it has is known, and no error",
	  0 },
	{ "no-diff", OPT_NO_DIFF, NULL, 0,
	  "do not work out what the series makes of the files", 0 },
	{ "verify", OPT_VERIFY, "LEVEL", 0,
	  "none (the default), or object: also prove that each commit builds, in the configurations of the series",
	  0 },
	{ "build-dir", OPT_BUILD_DIR, "DIR", 0,
	  "where to build (default: ratchet/ in git's directory)", 0 },
	{ "conform", OPT_CONFORM, NULL, 0,
	  "also run the memremap core of each commit that changes it", 0 },
	{ "sandbox", OPT_SANDBOX, "MODE", 0,
	  "auto: programs run by bubblewrap where it can be had (the default); required: or not at all; off",
	  0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only what is found", 0 },
	{ "verbose", 'v', NULL, 0,
	  "each commit, why each use is one, and what the series makes of it", 0 },
	{ 0 },
};

static const struct form {
	const char *name;
	void (*write)(const struct check_result *r, struct strbuf *out);
} forms[] = {
	{ "text", NULL },
	{ "json", report_check_json },
	{ "sarif", report_check_sarif },
	{ "junit", report_check_junit },
	{ "github", report_check_github },
	{ "gitlab", report_check_gitlab },
};

struct args {
	const char *tree, *series, *range, *baseline;
	const struct form *form;
	bool no_diff;
	struct check_options check;
	struct verify_options verify;
	bool prove, conform;
	int jobs;
};

static error_t parse_mode(struct args *a, const char *arg)
{
	if (!strcmp(arg, "ratchet"))
		a->check.mode = CHECK_RATCHET;
	else if (!strcmp(arg, "pending"))
		a->check.mode = CHECK_PENDING;
	else if (!strcmp(arg, "enforce"))
		a->check.mode = CHECK_ENFORCE;
	else
		return cmd_usage_error("--mode is ratchet, pending or enforce, not '%s'",
				       arg);
	return 0;
}

static error_t parse_sandbox(struct args *a, const char *arg)
{
	if (!strcmp(arg, "auto"))
		a->check.sandbox = SANDBOX_AUTO;
	else if (!strcmp(arg, "required"))
		a->check.sandbox = SANDBOX_REQUIRED;
	else if (!strcmp(arg, "off"))
		a->check.sandbox = SANDBOX_OFF;
	else
		return cmd_usage_error("--sandbox is auto, required or off, not '%s'",
				       arg);
	return 0;
}

static error_t parse_verify(struct args *a, const char *arg)
{
	a->prove = !strcmp(arg, "object");
	if (!a->prove && strcmp(arg, "none"))
		return cmd_usage_error("--verify is none or object, not '%s'",
				       arg);
	return 0;
}

static error_t parse_form(struct args *a, const char *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (!strcmp(arg, forms[i].name)) {
			a->form = &forms[i];
			return 0;
		}
	return cmd_usage_error("--format is text, json, sarif, junit, github or gitlab, not '%s'",
			       arg);
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case 'C': a->tree = arg; break;
	case OPT_MODE: return parse_mode(a, arg);
	case OPT_FORMAT: return parse_form(a, arg);
	case OPT_BASELINE: a->baseline = arg; break;
	case OPT_SANDBOX: return parse_sandbox(a, arg);
	case OPT_VERIFY: return parse_verify(a, arg);
	case OPT_BUILD_DIR: a->verify.build_dir = arg; break;
	case OPT_CONFORM: a->conform = true; break;
	case OPT_NO_DIFF: a->no_diff = true; break;
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case 'j': return cmd_parse_jobs(arg, &a->jobs);
	case ARGP_KEY_ARG:
		if (cmd_is_variable(arg))
			strvec_push(&a->verify.make_vars, arg);
		else if (!a->series)
			a->series = arg;
		else if (!a->range)
			a->range = arg;
		else
			return cmd_usage_error("unexpected argument '%s'", arg);
		break;
	case ARGP_KEY_END:
		if (!a->range)
			return cmd_usage_error("a series and a range of commits are needed, such as 'ratchet check SERIES main..HEAD'");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "SERIES RANGE [VARIABLE=VALUE...]\nSERIES PATH",
	.doc = "Do commits use what a series has removed?  Each commit of the range is compared with its parents; a use that one of them has, too, is not new, wherever it stands now.\v"
	       "RANGE is A..B, all that 'git rev-list A..B' lists, or one commit. "
	       "PATH is code outside of a kernel, a directory or a file: any use in it is an error. "
	       "A comment 'ratchet: allow STEP/WORD because REASON' on the line or above it allows a use. "
	       "A commit whose trailers say that a step made it is made again and compared. "
	       "Exit status: 0 nothing is found, 1 something is, 2 could not run.",
};

/* What else is asked of each commit. */
static void choose_proofs(struct args *a, struct repo *repo,
			  const struct series *series, char **build_dir,
			  char **golden)
{
	*build_dir = cmd_build_dir(repo, a->verify.build_dir);
	a->verify.build_dir = *build_dir;
	a->verify.configs = series->configs;
	a->verify.nr_configs = series->nr_configs;
	if (a->prove)
		a->check.verify = &a->verify;
	if (a->conform)
		*golden = cmd_golden_dir();
	a->check.golden = *golden;
}

/* Who sees the diffs: a form that has a place for them, or text with -v. */
static bool wants_diffs(const struct args *a)
{
	if (a->no_diff)
		return false;
	return a->form->write ? a->form->write == report_check_json ||
				a->form->write == report_check_sarif :
				log_get_level() == LOG_VERBOSE;
}

/* Could it be "A..B"?  Then it is, whatever files there are. */
static bool looks_like_range(const char *arg)
{
	for (const char *p = arg; (p = strstr(p, "..")); p += 2)
		if ((p > arg && p[-1] != '/') || (p[2] && p[2] != '/'))
			return true;
	return false;
}

/* A revision comes first: a file of the tree must not stand in for one. */
static bool is_path(struct repo *repo, const char *arg)
{
	struct oid *commits = NULL;
	size_t nr;
	bool is_rev = looks_like_range(arg);

	if (!is_rev && repo)
		is_rev = !repo_range_all(repo, arg, &commits, &nr, NULL);
	free(commits);
	return !is_rev && *arg != '-' && !access(arg, F_OK);
}

static int look(struct args *a, struct repo *repo, struct series *series,
		struct check_result *result, struct strbuf *err)
{
	char *build_dir = NULL, *golden = NULL;
	struct engine e = { 0 };
	int ret;

	if (!repo) {
		if (a->prove || a->conform)
			return error_set(err, ERR_UNABLE,
					 "--verify and --conform are for commits; ratchet rewrite --kernel builds a driver");
		return check_path(series, a->range, a->jobs, &a->check, result,
				  err);
	}
	choose_proofs(a, repo, series, &build_dir, &golden);
	ret = check_range(&e, repo, a->jobs, series, a->range, &a->check,
			  result, err);
	engine_close(&e);
	free(build_dir);
	free(golden);
	return ret;
}

static void print(const struct args *a, const struct check_result *result)
{
	struct strbuf out = STRBUF_INIT;

	if (a->form->write)
		a->form->write(result, &out);
	else
		report_check_text(result, log_get_level() == LOG_VERBOSE, &out);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
}

/* @repo NULL: a path. */
static int check(struct args *a, struct repo *repo, struct strbuf *err)
{
	struct strvec baseline = STRVEC_INIT;
	struct check_result result = { 0 };
	struct series *series = NULL;
	int ret = cmd_load_series(a->series, &series, err);
	int status = EXIT_CLEAN;

	a->check.data_dir = cmd_data_dir();
	a->check.no_diffs = !wants_diffs(a);
	if (!ret && a->baseline)
		ret = check_baseline_read(a->baseline, &baseline, err);
	a->check.baseline = &baseline;
	if (!ret)
		ret = look(a, repo, series, &result, err);
	if (!ret) {
		print(a, &result);
		status = result.errors ? EXIT_NO : EXIT_CLEAN;
	}
	check_result_release(&result);
	series_free(series);
	strvec_release(&baseline);
	return ret ? cmd_failed(ret, err) : status;
}

int cmd_check(int argc, char **argv)
{
	struct args a = { .form = &forms[0],
			  .verify.make_vars = STRVEC_INIT };
	struct strbuf err = STRBUF_INIT;
	struct repo *repo = NULL;
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet check", &a)) {
		strvec_release(&a.verify.make_vars);
		return EXIT_UNABLE;
	}
	ret = repo_open(&repo, a.tree ? a.tree : ".", &err);
	if (is_path(ret ? NULL : repo, a.range))
		status = check(&a, NULL, &err);
	else
		status = ret ? cmd_failed(ret, &err) : check(&a, repo, &err);
	repo_free(repo);
	strvec_release(&a.verify.make_vars);
	strbuf_release(&err);
	return status;
}
