/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pass_text: passes that need no spatch.  Each is loaded from a text of
 * statements, one a line, and turns files into files in this process, or by a
 * program that is quick.  What they report is what scripts of rules report.
 */
#ifndef PASS_TEXT_H
#define PASS_TEXT_H

#include "pass.h"

/* A file on its way through a pass. */
struct text_job {
	struct engine *engine;
	const struct pass *pass;
	struct snapshot *snap;
	const char *path;
	const struct strbuf *before;
	struct strbuf after;		/* begins as a copy of @before */
	struct file_result *result;	/* for refusals and bad outcomes */
	void *data;
};

/* 0 also when the file went wrong: then the outcome or a report says so. */
typedef int text_job_fn(struct text_job *job, struct strbuf *err);

int text_pass_each(struct engine *e, const struct pass *p,
		   struct snapshot *snap, const struct strvec *paths,
		   text_job_fn *fn, void *data, struct pass_result *out,
		   struct strbuf *err);
/* The site cannot be converted: the step fails.  @col from 0. */
void text_refuse(struct text_job *job, unsigned line, unsigned col,
		 const char *fmt, ...) PRINTF(4, 5);

/* A statement of such a pass. */
struct text_line {
	unsigned number;
	struct strvec words;
};
typedef int text_line_fn(struct pass *p, const struct text_line *l,
			 void *data, struct strbuf *err);
/*
 * Each line that is neither empty nor a comment; words are parted by blanks, a
 * text in quotes is one of them (with its first quote, without its last).
 */
int text_pass_lines(struct pass *p, text_line_fn *fn, void *data,
		    struct strbuf *err);
int text_line_error(const struct pass *p, const struct text_line *l,
		    struct strbuf *err, const char *fmt, ...) PRINTF(4, 5);
/* One more alternative of the words without which a file is no candidate. */
void text_pass_add_words(struct pass *p, const char *a, const char *b);

/* The kinds: check the text and derive the words; candidates; the work. */
int kconfig_pass_load(struct pass *p, struct strbuf *err);
int kconfig_pass_candidates(struct engine *e, const struct pass *p,
			    struct snapshot *snap, struct strvec *paths,
			    struct strbuf *err);
int kconfig_pass_run(struct engine *e, const struct pass *p,
		     struct snapshot *snap, const struct strvec *paths,
		     struct pass_result *out, struct strbuf *err);

int unifdef_pass_load(struct pass *p, struct strbuf *err);
int unifdef_pass_candidates(struct engine *e, const struct pass *p,
			    struct snapshot *snap, struct strvec *paths,
			    struct strbuf *err);
int unifdef_pass_run(struct engine *e, const struct pass *p,
		     struct snapshot *snap, const struct strvec *paths,
		     struct pass_result *out, struct strbuf *err);

int rst_pass_load(struct pass *p, struct strbuf *err);
int rst_pass_candidates(struct engine *e, const struct pass *p,
			struct snapshot *snap, struct strvec *paths,
			struct strbuf *err);
int rst_pass_run(struct engine *e, const struct pass *p,
		 struct snapshot *snap, const struct strvec *paths,
		 struct pass_result *out, struct strbuf *err);

#endif
