/* SPDX-License-Identifier: GPL-2.0-only */
/* report_check: what a check found, for a person and for machines. */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "check.h"

/*
 * "path:line:col: error: text [rule]" for each finding, the commit, and a last
 * line of sums.  @all: also what is allowed or known, and why each is one.
 */
void report_check_text(const struct check_result *r, bool all,
		       struct strbuf *out);

#endif
