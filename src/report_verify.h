/* SPDX-License-Identifier: GPL-2.0-only */
/* report_verify: what proofs say of commits, as text for a person. */
#ifndef REPORT_VERIFY_H
#define REPORT_VERIFY_H

#include "culprit.h"

/* Of which commit it is. */
struct proven_commit {
	size_t number, of;	/* in the range */
	const char *hex;
	const char *message;
};

/*
 * The line of a commit, "+" before what is new and "-" before what is gone, as
 * buildman has it, and lines that nobody compiled; what the log level asks for.
 */
void report_proof(const struct proven_commit *c, const struct verify_result *p,
		  bool failed, struct strbuf *out);
/* That a note says it is proven. */
void report_noted(const struct proven_commit *c, struct strbuf *out);
/* The hunks that did it. */
void report_culprit(const struct culprit *c, struct strbuf *out);

#endif
