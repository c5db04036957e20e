/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet conform: does a tree's memremap core do what golden does? */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "conform.h"
#include "log.h"
#include "report_conform.h"
#include "tempfile.h"

enum { OPT_CORE = 256, OPT_HEADER, OPT_FORMAT, OPT_CACHE, OPT_QUICK };

static const struct argp_option options[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "core", OPT_CORE, "FILE", 0,
	  "judge this file, with --header, not a commit", 0 },
	{ "header", OPT_HEADER, "FILE", 0, "the header that it goes with", 0 },
	{ "format", OPT_FORMAT, "text|json", 0, "of the report", 0 },
	{ "cache", OPT_CACHE, "DIR", 0,
	  "keep there what is the same each time (default with a commit: ratchet/ in git's directory)", 0 },
	{ "quick", OPT_QUICK, NULL, 0,
	  "stop at the first thing that is violated", 0 },
	{ "jobs", 'j', "N", 0, "processes at a time", 0 },
	{ "verbose", 'v', NULL, 0, "traces in full", 0 },
	{ 0 },
};

struct args {
	const char *tree, *rev, *core, *header, *cache;
	bool json, whole, quick;
	int jobs;
};

static error_t parse_format(struct args *a, const char *s)
{
	a->json = !strcmp(s, "json");
	if (a->json || !strcmp(s, "text"))
		return 0;
	return cmd_usage_error("'%s' is no format: text or json", s);
}

static error_t check(const struct args *a)
{
	if (!a->core != !a->header)
		return cmd_usage_error("--core and --header go together");
	if (a->core && (a->rev || a->tree))
		return cmd_usage_error("a file or a commit, not both");
	return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case 'C': a->tree = arg; break;
	case OPT_CORE: a->core = arg; break;
	case OPT_HEADER: a->header = arg; break;
	case OPT_QUICK: a->quick = true; break;
	case OPT_CACHE: a->cache = arg; break;
	case OPT_FORMAT:
		return parse_format(a, arg);
	case 'j':
		return cmd_parse_jobs(arg, &a->jobs);
	case 'v': a->whole = true; break;
	case ARGP_KEY_ARG:
		if (a->rev)
			return cmd_usage_error("unexpected argument '%s'", arg);
		a->rev = arg;
		break;
	case ARGP_KEY_END:
		return check(a);
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[REV]\n--core FILE --header FILE",
	.doc = "Run the memremap core of a commit against a model of the kernel, and say which clauses of its contract hold.\v"
	       "REV is HEAD if it is not given. The core is compiled and run: "
	       "do not ask about one that you would not build. "
	       "Exit status: 0 it conforms, but perhaps for known weaknesses, 1 it does not, "
	       "2 it could not be judged.",
};

/* Beside the series: golden, the model, the scenarios. */
char *cmd_golden_dir(void)
{
	static const char *const places[] = { "../kernel-fixtures/golden",
					      "../golden" };
	struct stat st;
	char *dir = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		free(dir);
		dir = xasprintf("%s/%s", cmd_data_dir(), places[i]);
		if (!stat(dir, &st) && S_ISDIR(st.st_mode))
			break;
	}
	return dir;
}

/* @cache is where to keep something; NULL: nowhere. */
static int read_source(const struct args *a, struct conform_source *s,
		       char **cache, struct strbuf *err)
{
	struct repo *repo = NULL;
	struct oid commit;
	int ret;

	if (a->cache)
		*cache = xstrdup(a->cache);
	if (a->core)
		return conform_read_files(s, a->core, a->header, err);
	ret = repo_open(&repo, a->tree ? a->tree : ".", err);
	if (!ret)
		ret = repo_resolve(repo, a->rev ? a->rev : "HEAD", &commit, err);
	if (!ret)
		ret = conform_read_commit(s, repo, &commit, err);
	if (!ret && !*cache)
		*cache = xasprintf("%s/ratchet/cache", repo_common_dir(repo));
	repo_free(repo);
	return ret;
}

static int status_of(const struct conform *c)
{
	switch (conform_verdict(c)) {
	case VERDICT_VIOLATED: return EXIT_NO;
	case VERDICT_UNSUPPORTED: return EXIT_UNABLE;
	default: return EXIT_CLEAN;
	}
}

/* Judge and print; the exit status. */
static int judge(const struct args *a, const struct conform_source *source,
		 const char *cache_dir)
{
	struct cache *cache = cache_dir ? cache_open(cache_dir) : cache_none();
	struct strbuf err = STRBUF_INIT, out = STRBUF_INIT;
	struct conform result;
	char *golden = cmd_golden_dir();
	int ret, status;

	log_progress("running the core");
	ret = conform_run(source, golden, cache, a->quick, a->jobs, &result,
			  &err);
	log_progress_done();
	if (!ret && a->json)
		report_conform_json(&result, source, &out);
	else if (!ret)
		report_conform_text(&result, source, a->whole, &out);
	fwrite(out.buf, 1, out.len, stdout);
	status = ret ? cmd_failed(ret, &err) : status_of(&result);
	conform_release(&result);
	cache_free(cache);
	free(golden);
	strbuf_release(&err);
	strbuf_release(&out);
	return status;
}

int cmd_conform(int argc, char **argv)
{
	struct args a = { 0 };
	struct strbuf err = STRBUF_INIT;
	struct conform_source source;
	char *cache = NULL;
	int ret, status;

	if (cmd_parse(&argp, argc, argv, "ratchet conform", &a))
		return EXIT_UNABLE;
	conform_source_init(&source);
	ret = read_source(&a, &source, &cache, &err);
	status = ret ? cmd_failed(ret, &err) : judge(&a, &source, cache);
	conform_source_release(&source);
	scratch_remove();
	free(cache);
	strbuf_release(&err);
	return status;
}
