/* SPDX-License-Identifier: GPL-2.0-only */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "log.h"
#include "report_rewrite.h"
#include "writeback.h"

enum { OPT_IN_PLACE = 256, OPT_DIFF, OPT_TO, OPT_COMPAT, OPT_LEDGER };

static const struct argp_option options[] = {
	{ "diff", OPT_DIFF, NULL, 0,
	  "print the change as a diff, write nothing (default)", 0 },
	{ "in-place", OPT_IN_PLACE, NULL, 0,
	  "change the files; each that changes is kept as FILE.orig", 0 },
	{ NULL, 'I', "DIR", 0,
	  "a directory of the driver's own headers, beside those that its make files name",
	  0 },
	{ NULL, 'D', "NAME[=VALUE]", 0,
	  "what the driver's build defines for the kernel that it is headed for",
	  0 },
	{ NULL, 'U', "NAME", 0, "what it does not define", 0 },
	{ "to", OPT_TO, "VERSION", 0,
	  "the kernel that it is headed for (default: the first that has the new interface)",
	  0 },
	{ "compat", OPT_COMPAT, NULL, 0,
	  "keep the old form beside each new one, under version guards", 0 },
	{ "ledger", OPT_LEDGER, "FILE", 0,
	  "record what was done and what was left, in JSON lines", 0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only what was left", 0 },
	{ "verbose", 'v', NULL, 0, "say what is run", 0 },
	{ 0 },
};

struct args {
	const char *series, *ledger;
	struct strvec paths, dirs;
	struct rewrite_options opt;
	bool in_place;
	int jobs;
};

static error_t parse_to(struct args *a, const char *arg)
{
	if (guard_parse_version(arg, &a->opt.version))
		return 0;
	return cmd_usage_error("--to takes a kernel's version, 5.3 or 5.3.1, not '%s'",
			       arg);
}

static error_t parse_symbol(struct args *a, const char *arg, bool defined)
{
	if (!is_identifier(arg, strcspn(arg, defined ? "=" : "")))
		return cmd_usage_error("'%s' is no name of a macro", arg);
	strvec_pushf(&a->opt.symbols, "%s%s", defined ? "" : "!", arg);
	return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case OPT_DIFF: a->in_place = false; break;
	case OPT_IN_PLACE: a->in_place = true; break;
	case 'I': strvec_push(&a->dirs, arg); break;
	case 'D': return parse_symbol(a, arg, true);
	case 'U': return parse_symbol(a, arg, false);
	case OPT_COMPAT: a->opt.compat = true; break;
	case OPT_TO: return parse_to(a, arg);
	case OPT_LEDGER: a->ledger = arg; break;
	case 'q': log_set_level(LOG_QUIET); break;
	case 'v': log_set_level(LOG_VERBOSE); break;
	case 'j': return cmd_parse_jobs(arg, &a->jobs);
	case ARGP_KEY_ARG:
		if (!a->series)
			a->series = arg;
		else
			strvec_push(&a->paths, arg);
		break;
	case ARGP_KEY_END:
		if (!a->series)
			return cmd_usage_error("a series is needed: 'ratchet list' shows them");
		if (!a->paths.nr)
			return cmd_usage_error("name the driver: its directory, or its files");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "SERIES PATH...",
	.doc = "Convert code that is in no kernel tree.\v"
	       "A directory is a driver with all its C files; files together are one, with the headers that they include by quotes. "
	       "The change goes to standard output as a diff; what was left, and why, to standard error. "
	       "Exit status: 0 nothing was left, 1 something was, and is named, 2 could not run.",
};

/* The paths of driver @i: a directory, or all files together. */
static bool paths_of(const struct args *a, size_t *next, bool *files,
		     struct strvec *out)
{
	strvec_release(out);
	while (*next < a->paths.nr) {
		const char *path = a->paths.v[(*next)++];

		if (driver_is_directory(path)) {
			strvec_push(out, path);
			return true;
		}
	}
	if (*files)
		return false;
	*files = true;
	for (size_t i = 0; i < a->paths.nr; i++)
		if (!driver_is_directory(a->paths.v[i]))
			strvec_push(out, a->paths.v[i]);
	return out->nr > 0;
}

static int tell(const struct args *a, const struct driver *d,
		const struct rewrite_result *r, struct strbuf *err)
{
	struct strbuf diff = STRBUF_INIT, text = STRBUF_INIT;
	struct strvec kept = STRVEC_INIT;
	int ret;

	if (a->in_place)
		ret = writeback(d, r, &kept, err);
	else
		ret = report_rewrite_diff(d, r, &diff, err);
	fwrite(diff.buf, 1, diff.len, stdout);
	for (size_t i = 0; i < kept.nr; i++)
		log_verbose("kept: %s", kept.v[i]);
	report_rewrite_text(d, r, &text);
	if (log_get_level() > LOG_QUIET || r->open)
		report_rewrite_row(d, r, &text);
	if (a->in_place)
		fwrite(text.buf, 1, text.len, stdout);
	else
		log_block("", text.buf, text.len);
	strvec_release(&kept);
	strbuf_release(&diff);
	strbuf_release(&text);
	return ret;
}

static int one_driver(struct args *a, struct rewrite_types *t,
		      const struct strvec *paths, struct ledger *ledger,
		      bool *open, struct strbuf *err)
{
	struct rewrite_result r = { 0 };
	struct driver d = { 0 };
	int ret = driver_read(&d, paths, &a->dirs, err);

	if (!ret)
		ret = rewrite_driver(t, &d, &a->opt, &r, err);
	if (!ret)
		ret = tell(a, &d, &r, err);
	if (!ret)
		report_rewrite_ledger(&d, &r, ledger);
	*open |= r.open > 0;
	rewrite_result_release(&r);
	driver_release(&d);
	return ret;
}

static int run(struct args *a, bool *open, struct strbuf *err)
{
	struct rewrite_types types = { 0 };
	struct ledger *ledger = NULL;
	struct series *series = NULL;
	const struct step *step;
	struct strvec paths = STRVEC_INIT;
	bool files = false;
	size_t next = 0;
	int ret = cmd_load_spec(a->series, &series, &step, err);

	if (!ret && step)
		ret = error_set(err, ERR_UNABLE,
				"'%s' is a step, and steps go on top of each other: give the series",
				a->series);
	if (!ret && a->ledger)
		ret = ledger_open(&ledger, a->ledger, err);
	else
		ledger = ledger_none();
	if (!ret)
		ret = rewrite_types_open(&types, series, a->jobs, err);
	while (!ret && paths_of(a, &next, &files, &paths))
		ret = one_driver(a, &types, &paths, ledger, open, err);
	if (types.series)
		rewrite_types_close(&types);
	if (ledger_close(ledger, ret ? NULL : err) && !ret)
		ret = ERR_UNABLE;
	series_free(series);
	strvec_release(&paths);
	return ret;
}

int cmd_rewrite(int argc, char **argv)
{
	struct args a = {
		.paths = STRVEC_INIT, .dirs = STRVEC_INIT,
		.opt.symbols = STRVEC_INIT,
	};
	struct strbuf err = STRBUF_INIT;
	bool open = false;
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet rewrite", &a)) {
		status = EXIT_UNABLE;
	} else {
		ret = run(&a, &open, &err);
		status = ret ? cmd_failed(ret, &err) :
			 open ? EXIT_NO : EXIT_CLEAN;
	}
	strvec_release(&a.paths);
	strvec_release(&a.dirs);
	strvec_release(&a.opt.symbols);
	strbuf_release(&err);
	return status;
}
