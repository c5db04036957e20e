/* SPDX-License-Identifier: GPL-2.0-only */
/* report_text: what became of a run, as text for a person. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "apply.h"

/* The table of steps and the closing lines; the result, for stdout. */
void report_apply(const struct apply_result *r, const struct apply_options *opt,
		  struct strbuf *out);
/*
 * Why a step failed, a line each in the compilers' form
 * "path:line:col: error: text [step]", paths from the tree's top.
 */
void report_problems(const struct applied_step *s, struct strbuf *out);
/* One of a compiler's, in that form, without an end of the line. */
void report_diagnostic(const struct diagnostic *d, struct strbuf *out);
/* In one line, and nothing that a terminal would obey. */
void report_text(const char *text, struct strbuf *out);
/* Residue that does no harm, likewise as "note:". */
void report_residue(const struct applied_step *s, struct strbuf *out);

#endif
