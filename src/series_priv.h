/* SPDX-License-Identifier: GPL-2.0-only */
/* Between series.c, series_pass.c and series_expect.c. */
#ifndef SERIES_PRIV_H
#define SERIES_PRIV_H

#include "series.h"

/* A line of a text file, and where it is, for messages. */
struct line_reader {
	const char *path;
	const char *next;
	unsigned line;
	struct strbuf text;	/* the line at hand, blanks at its ends cut off */
};

void reader_init(struct line_reader *r, const char *path, const char *text);
/* The next line that is not empty and no '#' comment; false: no more. */
bool reader_next(struct line_reader *r);
void reader_release(struct line_reader *r);
/* "path:line: ..." in @err; returns ERR_UNABLE. */
int reader_error(const struct line_reader *r, struct strbuf *err,
		 const char *fmt, ...) PRINTF(3, 4);

/* Load the rule file @path as a pass named @name. */
int pass_load(struct pass *p, enum pass_kind kind, const char *path,
	      const char *name, struct strbuf *err);
/* The expect file of @step, if it has one. */
int expects_load(struct step *step, struct strbuf *err);
void expect_release(struct expect *e);

#endif
