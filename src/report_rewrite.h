/* SPDX-License-Identifier: GPL-2.0-only */
/* report_rewrite: what became of drivers, for people. */
#ifndef REPORT_REWRITE_H
#define REPORT_REWRITE_H

#include "ledger.h"
#include "rewrite.h"
#include "rewrite_build.h"

/* The change as a diff; 0, or an error code. */
int report_rewrite_diff(const struct driver *d, const struct rewrite_result *r,
			struct strbuf *out, struct strbuf *err);
/*
 * What is left at FILE:LINE: each rule that could speak of it, with the lines of
 * the one that does.  false: nothing is left there.
 */
bool report_rewrite_explain(const struct driver *d,
			    const struct rewrite_result *r, const char *path,
			    unsigned line, struct strbuf *out);
/* What was converted, and all that was left, with its reason. */
void report_rewrite_text(const struct driver *d, const struct rewrite_result *r,
			 struct strbuf *out);
/* Several drivers: a line for each. */
struct rewrite_row {
	const char *name;
	bool known;
	unsigned sites, files, left;
	int guarded;
};
void report_rewrite_table(const struct rewrite_row *rows, size_t nr,
			  struct strbuf *out);
/* One driver alone. */
void report_rewrite_row(const struct driver *d, const struct rewrite_result *r,
			struct strbuf *out);
/* Does it build?  @was (may be NULL): what it said before, for its warnings. */
void report_rewrite_build(const struct rewrite_build *b,
			  const struct rewrite_build *was, struct strbuf *out);
void report_rewrite_ledger(const struct driver *d,
			   const struct rewrite_result *r,
			   struct ledger *ledger);

#endif
