/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report_check: what a check found, for a person and for machines.  Names of
 * files, commit messages and source lines are other people's bytes: each form
 * writes them so that they stay in their place.
 */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "check.h"

/*
 * "path:line:col: error: text [rule]" for each finding, the commit, and a last
 * line of sums.  @all: also what is allowed or known, and why each is one.
 */
void report_check_text(const struct check_result *r, bool all,
		       struct strbuf *out);
/* Workflow commands of GitHub Actions. */
void report_check_github(const struct check_result *r, struct strbuf *out);
/* One test case a commit. */
void report_check_junit(const struct check_result *r, struct strbuf *out);
void report_check_json(const struct check_result *r, struct strbuf *out);
/* SARIF 2.1.0 */
void report_check_sarif(const struct check_result *r, struct strbuf *out);
/* A code quality report as GitLab takes it. */
void report_check_gitlab(const struct check_result *r, struct strbuf *out);

const char *check_level_name(enum check_level level);	/* "error", ... */
/* Nothing has to be done about it. */
static inline bool check_is_settled(const struct check_finding *f)
{
	return f->allowed || f->known;
}

#endif
