/* SPDX-License-Identifier: GPL-2.0-only */
/* ratchet format-patch: commits as files to mail. */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mail.h"
#include "tempfile.h"

enum { OPT_COVER = 256, OPT_NO_COVER, OPT_SMPL, OPT_TO, OPT_CC,
       OPT_NO_MAINTAINERS, OPT_RANGE_DIFF, OPT_SERIES };

static const struct argp_option options[] = {
	{ "tree", 'C', "TREE", 0, "the repository (default: here)", 0 },
	{ "output-directory", 'o', "DIR", 0, "where to write (default: here)",
	  0 },
	{ "cover", OPT_COVER, NULL, 0,
	  "write a cover letter (default for two and more)", 0 },
	{ "no-cover", OPT_NO_COVER, NULL, 0, "write none", 0 },
	{ "reroll-count", 'v', "N", 0, "this is version N", 0 },
	{ "range-diff", OPT_RANGE_DIFF, "REV|RANGE", 0,
	  "show in the cover letter what changed since", 0 },
	{ "smpl", OPT_SMPL, "inline|cover|none", 0,
	  "where the semantic patches stand (default: inline, in the message of each commit)",
	  0 },
	{ "series", OPT_SERIES, "SERIES", 0,
	  "the series that made the commits, if it is not found by its name", 0 },
	{ "to", OPT_TO, "ADDRESS", 0, "may be given again", 0 },
	{ "cc", OPT_CC, "ADDRESS", 0, "may be given again", 0 },
	{ "no-maintainers", OPT_NO_MAINTAINERS, NULL, 0,
	  "do not run the tree's scripts/get_maintainer.pl", 0 },
	{ 0 },
};

struct args {
	const char *tree, *series;
	struct mail_options mail;
	int cover;	/* -1: as many commits as there are say */
};

static error_t parse_smpl(struct args *a, const char *s)
{
	static const char *const names[] = { "inline", "cover", "none" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(s, names[i])) {
			a->mail.smpl = i;
			return 0;
		}
	return cmd_usage_error("'%s' is no place for a semantic patch: inline, "
			       "cover or none", s);
}

static error_t parse_version(struct args *a, const char *s)
{
	char *end;
	long n = strtol(s, &end, 10);

	if (end == s || *end || n < 1 || n > 999)
		return cmd_usage_error("'%s' is not the number of a version", s);
	a->mail.version = n;
	return 0;
}

/* What ends a header line would begin another. */
static error_t parse_address(struct strvec *out, const char *s)
{
	if (strpbrk(s, "\r\n"))
		return cmd_usage_error("an address is one line");
	if (!strchr(s, '@'))
		return cmd_usage_error("'%s' is not an address", s);
	strvec_push(out, s);
	return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *st)
{
	struct args *a = st->input;

	switch (key) {
	case ARGP_KEY_INIT: cmd_parse_begin(st); break;
	case 'C': a->tree = arg; break;
	case 'o': a->mail.directory = arg; break;
	case OPT_COVER: a->cover = 1; break;
	case OPT_NO_COVER: a->cover = 0; break;
	case 'v':
		return parse_version(a, arg);
	case OPT_RANGE_DIFF: a->mail.previous = arg; break;
	case OPT_SMPL:
		return parse_smpl(a, arg);
	case OPT_SERIES: a->series = arg; break;
	case OPT_TO:
		return parse_address(&a->mail.to, arg);
	case OPT_CC:
		return parse_address(&a->mail.cc, arg);
	case OPT_NO_MAINTAINERS: a->mail.maintainers = false; break;
	case ARGP_KEY_ARG:
		if (a->mail.range)
			return cmd_usage_error("unexpected argument '%s'", arg);
		a->mail.range = arg;
		break;
	case ARGP_KEY_END:
		if (!a->mail.range)
			return cmd_usage_error("which commits? Give BASE..TIP");
		if (a->mail.previous && !a->cover)
			return cmd_usage_error("--range-diff stands in the cover "
					       "letter: not with --no-cover");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	.options = options,
	.parser = parse_option,
	.args_doc = "RANGE",
	.doc = "Write the commits of RANGE as files that git am takes, with a cover letter that says what is known of them.\v"
	       "Each file is read back before any is written: author, message "
	       "and tree must be those of the commit. Where the tree has a "
	       "scripts/get_maintainer.pl it is run, to know to whom. "
	       "Exit status: 0 written, 2 not.",
};

static int write_files(struct args *a, struct strvec *files, struct strbuf *err)
{
	struct series *series = NULL;
	struct repo *repo = NULL;
	struct oid *commits = NULL;
	size_t nr;
	int ret = repo_open(&repo, a->tree ? a->tree : ".", err);

	if (!ret && a->series)
		ret = cmd_load_series(a->series, &series, err);
	if (!ret)
		ret = repo_range(repo, a->mail.range, &commits, &nr, err);
	if (!ret) {
		a->mail.series = series;
		a->mail.data_dir = cmd_data_dir();
		a->mail.cover = a->cover < 0 ? nr > 1 || a->mail.previous :
			a->cover;
		ret = scratch_create(NULL, err);
	}
	if (!ret)
		ret = mail_write(repo, &a->mail, files, err);
	free(commits);
	series_free(series);
	repo_free(repo);
	return ret;
}

int cmd_format_patch(int argc, char **argv)
{
	struct args a = { .cover = -1,
			  .mail = { .directory = ".", .maintainers = true } };
	struct strvec files = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT;
	int ret;

	strvec_init(&a.mail.to);
	strvec_init(&a.mail.cc);
	if (cmd_parse(&argp, argc, argv, "ratchet format-patch", &a)) {
		ret = EXIT_UNABLE;
	} else {
		ret = write_files(&a, &files, &err);
		for (size_t i = 0; i < files.nr && !ret; i++)
			puts(files.v[i]);
		ret = ret ? cmd_failed(ret, &err) : EXIT_CLEAN;
	}
	scratch_remove();
	strvec_release(&files);
	strvec_release(&a.mail.to);
	strvec_release(&a.mail.cc);
	strbuf_release(&err);
	return ret;
}
