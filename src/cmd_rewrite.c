/* SPDX-License-Identifier: GPL-2.0-only */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"
#include "log.h"
#include "report_rewrite.h"
#include "rewrite_chain.h"
#include "rewrite_choose.h"
#include "rewrite_commit.h"
#include "tempfile.h"
#include "workers.h"
#include "writeback.h"

enum { OPT_IN_PLACE = 256, OPT_COMMIT, OPT_BRANCH, OPT_DIFF, OPT_TO, OPT_COMPAT, OPT_KERNEL,
       OPT_OLD_KERNEL, OPT_LEDGER, OPT_EXPLAIN, OPT_DROP_OLD };

static const struct argp_option options[] = {
	{ "diff", OPT_DIFF, NULL, 0,
	  "print the change as a diff, write nothing (default)", 0 },
	{ "in-place", OPT_IN_PLACE, NULL, 0,
	  "change the files; each that changes is kept as FILE.orig", 0 },
	{ "commit", OPT_COMMIT, NULL, 0,
	  "make one commit a step on a new branch of the repository that the driver is in; no file is touched",
	  0 },
	{ "branch", OPT_BRANCH, "NAME", 0,
	  "its name (default: ratchet/SERIES)", 0 },
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
	{ "drop-old", OPT_DROP_OLD, NULL, 0,
	  "remove what no kernel from that one on compiles", 0 },
	{ "kernel", OPT_KERNEL, "KDIR", 0,
	  "build what it becomes for this kernel (a copy, by make M=)", 0 },
	{ "old-kernel", OPT_OLD_KERNEL, "KDIR", 0,
	  "build it for this one: as it is, and, with guards, what it becomes",
	  0 },
	{ "ledger", OPT_LEDGER, "FILE", 0,
	  "record what was done and what was left, in JSON lines", 0 },
	{ "explain", OPT_EXPLAIN, "FILE:LINE", 0,
	  "say all that is known of what is left there, and print no change; FILE as the report names it",
	  0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "quiet", 'q', NULL, 0, "only what was left", 0 },
	{ "verbose", 'v', NULL, 0, "say what is run", 0 },
	{ 0 },
};

struct args {
	const char *series, *ledger, *kernel, *old_kernel;
	struct strvec paths, dirs;
	struct rewrite_options opt;
	const char *branch;
	char *ref;		/* of the branch, in full */
	bool in_place, commit;
	char *explain;
	unsigned explain_line;
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

static error_t parse_explain(struct args *a, const char *arg)
{
	const char *colon = strrchr(arg, ':');
	char *end = NULL;

	a->explain_line = colon ? strtoul(colon + 1, &end, 10) : 0;
	if (!a->explain_line || *end)
		return cmd_usage_error("--explain takes FILE:LINE, not '%s'",
				       arg);
	free(a->explain);
	a->explain = xstrndup(arg, colon - arg);
	return 0;
}

/* Is it said where the driver is to go, so that no series need be named? */
static bool may_choose(const struct args *a)
{
	return a->opt.version || a->kernel;
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case OPT_DIFF: a->in_place = a->commit = false; break;
	case OPT_IN_PLACE: a->in_place = true; break;
	case OPT_COMMIT: a->commit = a->opt.each_step = true; break;
	case OPT_BRANCH: a->branch = arg; break;
	case 'I': strvec_push(&a->dirs, arg); break;
	case 'D': return parse_symbol(a, arg, true);
	case 'U': return parse_symbol(a, arg, false);
	case OPT_COMPAT: a->opt.compat = true; break;
	case OPT_DROP_OLD: a->opt.drop_old = true; break;
	case OPT_TO: return parse_to(a, arg);
	case OPT_EXPLAIN: return parse_explain(a, arg);
	case OPT_KERNEL: a->kernel = arg; break;
	case OPT_OLD_KERNEL: a->old_kernel = arg; break;
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
		if (!a->series && !may_choose(a))
			return cmd_usage_error("a series is needed: 'ratchet list' shows them");
		if (!a->series || (!a->paths.nr && !may_choose(a)))
			return cmd_usage_error("name the driver: its directory, or its files");
		if (a->in_place && a->commit)
			return cmd_usage_error("--in-place and --commit exclude each other");
		if (a->explain && (a->in_place || a->commit))
			return cmd_usage_error("--explain changes nothing: leave out --in-place and --commit");
		if (a->opt.compat && a->opt.drop_old)
			return cmd_usage_error("--compat and --drop-old exclude each other");
		if (a->branch && !a->commit)
			return cmd_usage_error("--branch goes with --commit");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[SERIES] PATH...",
	.doc = "Convert code that is in no kernel tree.\v"
	       "Without SERIES all those that lead to the kernel of --to or --kernel are taken, one after the other. "
	       "A directory is a driver with all its C files; files together are one, with the headers that they include by quotes. "
	       "The change goes to standard output as a diff; what was left, and why, to standard error. "
	       "Exit status: 0 nothing was left, 1 something was, and is named, 2 could not run.",
};

/* What is one driver: a directory, or all files together. */
struct work {
	struct args *a;
	struct series **series;
	struct rewrite_types *types;	/* of each of them */
	size_t nr_series;
	struct ledger *ledger;
	struct strvec *drivers;		/* the paths of each */
	size_t nr;
};

static void part_paths(struct work *w)
{
	const struct strvec *all = &w->a->paths;
	struct strvec files = STRVEC_INIT;

	w->drivers = xcalloc(all->nr + 1, sizeof(*w->drivers));
	for (size_t i = 0; i < all->nr; i++) {
		if (!driver_is_directory(all->v[i])) {
			strvec_push(&files, all->v[i]);
			continue;
		}
		strvec_init(&w->drivers[w->nr]);
		strvec_push(&w->drivers[w->nr++], all->v[i]);
	}
	if (files.nr)
		w->drivers[w->nr++] = files;
}

static int tell(const struct args *a, const struct driver *d,
		const struct rewrite_result *r, struct strbuf *err)
{
	struct strbuf diff = STRBUF_INIT, text = STRBUF_INIT;
	struct strvec kept = STRVEC_INIT;
	int ret;

	if (a->explain) {
		if (!report_rewrite_explain(d, r, a->explain, a->explain_line,
					    &text))
			strbuf_addf(&text, "nothing is left at %s:%u\n",
				    a->explain, a->explain_line);
		fwrite(text.buf, 1, text.len, stdout);
		strbuf_release(&text);
		return 0;
	}
	if (a->in_place)
		ret = writeback(d, r, &kept, err);
	else if (a->commit)
		ret = 0;
	else
		ret = report_rewrite_diff(d, r, &diff, err);
	fwrite(diff.buf, 1, diff.len, stdout);
	for (size_t i = 0; i < kept.nr; i++)
		log_verbose("kept: %s", kept.v[i]);
	report_rewrite_text(d, r, &text);
	/* of several there is a table */
	if (!*d->prefix && (log_get_level() > LOG_QUIET || r->open))
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

/* "../x/" and "/x/" are no paths of a diff: "x/". */
static void set_prefix(struct driver *d)
{
	const char *name = d->name;

	while (*name == '/' || starts_with(name, "./") ||
	       starts_with(name, "../"))
		name += *name == '/' ? 1 : strcspn(name, "/") + 1;
	free(d->prefix);
	d->prefix = driver_is_directory(d->name) ?
		    xasprintf("%s%s", name, ends_with(name, "/") ? "" : "/") :
		    xstrdup("./");
}

static char *row_path(size_t i)
{
	return xasprintf("%s/row-%zu", scratch_path(), i);
}

/* What the table says of a driver, for the first process. */
static int keep_row(size_t i, const struct rewrite_result *r,
		    struct strbuf *err)
{
	char *path = row_path(i);
	char *text = xasprintf("%u %u %u %d", r->sites, r->changed, r->open,
			       r->guarded);
	int ret = file_write(path, text, strlen(text), 0600, err);

	free(text);
	free(path);
	return ret;
}

static void print_table(const struct work *w)
{
	struct rewrite_row *rows = xcalloc(w->nr, sizeof(*rows));
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < w->nr; i++) {
		struct rewrite_row *r = &rows[i];
		struct strbuf text = STRBUF_INIT;
		char *path = row_path(i);

		r->name = w->drivers[i].v[0];
		r->known = !file_read(path, &text, NULL) &&
			   sscanf(text.buf, "%u %u %u %d", &r->sites, &r->files,
				  &r->left, &r->guarded) == 4;
		strbuf_release(&text);
		free(path);
	}
	report_rewrite_table(rows, w->nr, &out);
	if (w->a->in_place)
		fwrite(out.buf, 1, out.len, stdout);
	else
		log_block("", out.buf, out.len);
	strbuf_release(&out);
	free(rows);
}

static int commit(struct work *w, const struct driver *d,
		  const struct rewrite_result *r, struct strbuf *err)
{
	struct rewrite_commits c;
	char hex[OID_HEX + 1];
	int ret = rewrite_commit(&w->types[0].engine, d, r, w->a->ref, &c, err);

	if (ret)
		return ret;
	oid_hex(&c.tip, hex);
	if (c.same)
		printf("nothing to do: %s is this result already, %.12s\n",
		       w->a->ref + strlen("refs/heads/"), hex);
	else if (!c.nr)
		printf("nothing to commit\n");
	else
		printf("%u commits on %s, %.12s\n", c.nr,
		       w->a->ref + strlen("refs/heads/"), hex);
	return 0;
}

/*
 * As it was for the old kernel; what it becomes for the new one and, if it has
 * both forms, for the old one.  *open: something does not build.
 */
static int prove(struct work *w, const struct driver *d,
		 const struct rewrite_result *r, bool *open, struct strbuf *err)
{
	struct rewrite_build b[3] = { 0 };
	struct strbuf text = STRBUF_INIT;
	const struct args *a = w->a;
	size_t nr = 0;
	int ret = 0;

	if (!driver_is_directory(d->name))
		return error_set(err, ERR_UNABLE,
				 "'%s' is no directory, which a kernel can build",
				 d->name);
	if (a->old_kernel)
		ret = rewrite_build(&w->types[0].engine, d, NULL, a->old_kernel,
				    &b[nr++], err);
	if (!ret && a->old_kernel && r->guarded)
		ret = rewrite_build(&w->types[0].engine, d, r->texts,
				    a->old_kernel, &b[nr++], err);
	if (!ret && a->kernel)
		ret = rewrite_build(&w->types[0].engine, d, r->texts, a->kernel,
				    &b[nr++], err);
	for (size_t i = 0; i < nr; i++) {
		if (!ret)
			report_rewrite_build(&b[i], i ? &b[0] : NULL, &text);
		*open |= b[i].made.failed && !b[i].before;
		rewrite_build_release(&b[i]);
	}
	if (a->in_place)
		fwrite(text.buf, 1, text.len, stdout);
	else
		log_block("", text.buf, text.len);
	strbuf_release(&text);
	return ret;
}

static int one_driver(struct work *w, size_t i, bool *open, struct strbuf *err)
{
	struct rewrite_result r = { 0 };
	struct driver d = { 0 };
	int ret = driver_read(&d, &w->drivers[i], &w->a->dirs, err);

	if (!ret && w->nr > 1)
		set_prefix(&d);
	if (!ret)
		ret = rewrite_chain(w->types, w->nr_series, &d, &w->a->opt, &r,
				    err);
	if (!ret)
		ret = tell(w->a, &d, &r, err);
	if (!ret && w->a->commit)
		ret = commit(w, &d, &r, err);
	if (!ret && (w->a->kernel || w->a->old_kernel))
		ret = prove(w, &d, &r, open, err);
	if (!ret)
		report_rewrite_ledger(&d, &r, w->ledger);
	if (!ret && w->nr > 1)
		ret = keep_row(i, &r, err);
	*open |= r.open > 0;
	rewrite_result_release(&r);
	driver_release(&d);
	return ret;
}

static int work_on(size_t i, void *data)
{
	struct strbuf err = STRBUF_INIT;
	struct work *w = data;
	bool open = false;
	int ret;

	/* they share the processors */
	for (size_t k = 0; k < w->nr_series; k++)
		w->types[k].engine.jobs = 1;
	ret = one_driver(w, i, &open, &err);
	return ret ? cmd_failed(ret, &err) : open ? EXIT_NO : EXIT_CLEAN;
}

/* Each in a process of its own; one that cannot be done stops no other. */
static int side_by_side(struct work *w, bool *open, struct strbuf *err)
{
	int *status = xcalloc(w->nr, sizeof(*status));
	size_t unable = 0;
	int ret = workers_run(w->nr, w->types[0].engine.jobs, work_on, w, status,
			      err);

	if (!ret)
		print_table(w);
	for (size_t i = 0; i < w->nr && !ret; i++) {
		*open |= status[i] == EXIT_NO;
		unable += status[i] != EXIT_NO && status[i] != EXIT_CLEAN;
	}
	if (unable)
		ret = error_set(err, ERR_UNABLE,
				"%zu of %zu drivers could not be looked at",
				unable, w->nr);
	free(status);
	return ret;
}

static int name_branch(struct work *w, struct strbuf *err)
{
	struct args *a = w->a;
	long v = a->opt.version;

	if (a->branch)
		a->ref = xasprintf("refs/heads/%s", a->branch);
	else if (w->nr_series == 1)
		a->ref = xasprintf("refs/heads/ratchet/%s", w->series[0]->name);
	else
		a->ref = xasprintf("refs/heads/ratchet/to-%ld.%ld", v >> 16,
				   v >> 8 & 255);
	if (a->commit && w->nr > 1)
		return error_set(err, ERR_UNABLE,
				 "--commit is for one driver: give one directory, or files");
	if (!repo_ref_name_valid(a->ref) || (a->branch && *a->branch == '-'))
		return error_set(err, ERR_UNABLE,
				 "'%s' is not a name for a branch",
				 a->ref + strlen("refs/heads/"));
	return 0;
}

/* ---- which series ---- */

/* What is no series is a driver, if we may choose. */
static bool names_no_series(const struct args *a)
{
	char *list = xasprintf("%s/series", a->series);
	bool path = !a->paths.nr && strchr(a->series, '/');
	bool yes = may_choose(a) && access(list, F_OK) < 0 &&
		   (path || !access(a->series, F_OK));

	free(list);
	return yes;
}

static int choose(struct work *w, struct strbuf *err)
{
	struct args *a = w->a;
	int ret;

	strvec_push(&a->paths, a->series);
	log_progress("choosing the series");
	ret = rewrite_choose(cmd_data_dir(), a->kernel, &a->opt.version,
			     &w->series, &w->nr_series, err);
	log_progress_done();
	for (size_t i = 0; i < w->nr_series; i++)
		log_info("series: %s", w->series[i]->name);
	return ret;
}

static int load_series(struct work *w, struct strbuf *err)
{
	const struct step *step;
	struct series *series;
	int ret;

	if (names_no_series(w->a))
		return choose(w, err);
	if (!w->a->paths.nr)
		return error_set(err, ERR_UNABLE,
				 "name the driver: its directory, or its files");
	ret = cmd_load_spec(w->a->series, &series, &step, err);
	if (ret)
		return ret;
	w->series = xcalloc(1, sizeof(*w->series));
	w->series[w->nr_series++] = series;
	if (step)
		return error_set(err, ERR_UNABLE,
				 "'%s' is a step, and steps go on top of each other: give the series",
				 w->a->series);
	return 0;
}

static int open_types(struct work *w, struct strbuf *err)
{
	int ret = 0;

	w->types = xcalloc(w->nr_series, sizeof(*w->types));
	for (size_t i = 0; i < w->nr_series && !ret; i++)
		ret = rewrite_types_open(&w->types[i], w->series[i], w->a->jobs,
					 err);
	return ret;
}

static void work_release(struct work *w)
{
	for (size_t i = 0; i < w->nr_series && w->types; i++)
		if (w->types[i].series)
			rewrite_types_close(&w->types[i]);
	free(w->types);
	rewrite_chosen_free(w->series, w->nr_series);
	for (size_t i = 0; i < w->nr; i++)
		strvec_release(&w->drivers[i]);
	free(w->drivers);
}

static int run(struct args *a, bool *open, struct strbuf *err)
{
	struct work w = { .a = a };
	int ret = load_series(&w, err);

	if (!ret && a->ledger)
		ret = ledger_open(&w.ledger, a->ledger, err);
	else
		w.ledger = ledger_none();
	part_paths(&w);
	if (!ret)
		ret = open_types(&w, err);
	if (!ret)
		ret = name_branch(&w, err);
	if (!ret)
		ret = w.nr > 1 ? side_by_side(&w, open, err) :
				 one_driver(&w, 0, open, err);
	if (ledger_close(w.ledger, ret ? NULL : err) && !ret)
		ret = ERR_UNABLE;
	work_release(&w);
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
	free(a.ref);
	free(a.explain);
	strvec_release(&a.paths);
	strvec_release(&a.dirs);
	strvec_release(&a.opt.symbols);
	strbuf_release(&err);
	return status;
}
