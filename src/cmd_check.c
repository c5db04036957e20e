/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet check: the gate that keeps a series' work done. */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "report_check.h"

enum { OPT_MODE = 256 };

static const struct argp_option options[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "mode", OPT_MODE, "MODE", 0,
	  "ratchet: new uses are errors (the default); pending: they are told, and the status is 0; enforce: any use is an error, also one that stood there before",
	  0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only what is found", 0 },
	{ "verbose", 'v', NULL, 0,
	  "each commit, why each use is one, and what the series makes of it", 0 },
	{ 0 },
};

struct args {
	const char *tree, *series, *range;
	struct check_options check;
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

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case 'C': a->tree = arg; break;
	case OPT_MODE: return parse_mode(a, arg);
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case 'j': return cmd_parse_jobs(arg, &a->jobs);
	case ARGP_KEY_ARG:
		if (!a->series)
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
	.args_doc = "SERIES RANGE",
	.doc = "Do commits use what a series has removed?  Each commit of the range is compared with its parents; a use that one of them has, too, is not new, wherever it stands now.\v"
	       "RANGE is A..B, all that 'git rev-list A..B' lists, or one commit. "
	       "A comment 'ratchet: allow STEP/WORD because REASON' on the line or above it allows a use. "
	       "A commit whose trailers say that a step made it is made again and compared. "
	       "Exit status: 0 nothing is found, 1 something is, 2 could not run.",
};

static int check(struct args *a, struct repo *repo, struct strbuf *err)
{
	struct strbuf out = STRBUF_INIT;
	struct check_result result = { 0 };
	struct series *series = NULL;
	struct engine e = { 0 };
	int ret = cmd_load_series(a->series, &series, err);
	int status = EXIT_CLEAN;

	a->check.data_dir = cmd_data_dir();
	if (!ret)
		ret = check_range(&e, repo, a->jobs, series, a->range,
				  &a->check, &result, err);
	if (!ret) {
		report_check_text(&result, log_get_level() == LOG_VERBOSE,
				  &out);
		fwrite(out.buf, 1, out.len, stdout);
		status = result.errors ? EXIT_NO : EXIT_CLEAN;
	}
	engine_close(&e);
	check_result_release(&result);
	series_free(series);
	strbuf_release(&out);
	return ret ? cmd_failed(ret, err) : status;
}

int cmd_check(int argc, char **argv)
{
	struct args a = { 0 };
	struct strbuf err = STRBUF_INIT;
	struct repo *repo = NULL;
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet check", &a))
		return EXIT_UNABLE;
	ret = repo_open(&repo, a.tree ? a.tree : ".", &err);
	status = ret ? cmd_failed(ret, &err) : check(&a, repo, &err);
	repo_free(repo);
	strbuf_release(&err);
	return status;
}
