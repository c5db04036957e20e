/* SPDX-License-Identifier: GPL-2.0-only */
#include "report_verify.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "report_text.h"

static void tell_diags(const struct diagnostics *l, const char *mark,
		       struct strbuf *out)
{
	for (size_t i = 0; i < l->nr; i++) {
		strbuf_addf(out, "  %s ", mark);
		report_diagnostic(&l->v[i], out);
		strbuf_addch(out, '\n');
	}
}

/* Lines that nobody compiled; with -v also who compiled the others. */
static void tell_lines(const struct compiled_lines *l, struct strbuf *out)
{
	for (size_t i = 0; i < l->nr; i++) {
		const struct compiled_range *x = &l->v[i];

		if (x->by && log_get_level() < LOG_VERBOSE)
			continue;
		strbuf_addf(out, "  %s ", x->by ? "compiled" : "not compiled:");
		report_text(x->path, out);
		strbuf_addf(out, ":%u", x->first);
		if (x->last > x->first)
			strbuf_addf(out, "-%u", x->last);
		strbuf_addstr(out, x->by ? " by " : ": ");
		report_text(x->by ? x->by : x->why, out);
		if (x->change)
			strbuf_addf(out, " (%s would show it)", x->change);
		strbuf_addch(out, '\n');
	}
}

static void add_subject(const struct proven_commit *c, struct strbuf *out)
{
	char *subject = xstrndup(c->message, strcspn(c->message, "\n"));

	report_text(subject, out);
	strbuf_addch(out, '\n');
	free(subject);
}

static void add_counts(const struct proven_commit *c,
		       const struct verify_result *p, bool failed,
		       struct strbuf *out)
{
	strbuf_addf(out, "%02zu/%02zu %.12s %s: %zu built, ", c->number, c->of,
		    c->hex, failed ? "FAILED" : "proven", p->built);
	if (p->failed)
		strbuf_addf(out, "%zu failed, ", p->failed);
	strbuf_addf(out, "%zu not compiled", p->not_compiled);
	if (p->same_asked)
		strbuf_addf(out, ", %zu of %zu objects the same", p->same.same,
			    p->same.nr);
	strbuf_addstr(out, ": ");
	add_subject(c, out);
}

void report_proof(const struct proven_commit *c, const struct verify_result *p,
		  bool failed, struct strbuf *out)
{
	if (failed || log_get_level() > LOG_QUIET)
		add_counts(c, p, failed, out);
	tell_diags(&p->new_diags, "+", out);
	if (log_get_level() > LOG_QUIET) {
		tell_diags(&p->gone_diags, "-", out);
		tell_lines(&p->lines, out);
	}
	for (size_t i = 0; i < p->nr; i++) {
		if (p->objects[i].state != OBJECT_NOT_COMPILED ||
		    log_get_level() < LOG_VERBOSE)
			continue;
		strbuf_addstr(out, "  not compiled: ");
		report_text(p->objects[i].source, out);
		strbuf_addch(out, '\n');
	}
}

void report_noted(const struct proven_commit *c, struct strbuf *out)
{
	if (log_get_level() <= LOG_QUIET)
		return;
	strbuf_addf(out, "%02zu/%02zu %.12s proven, by its note: ", c->number,
		    c->of, c->hex);
	add_subject(c, out);
}

void report_culprit(const struct culprit *c, struct strbuf *out)
{
	for (size_t i = 0; i < c->nr; i++) {
		const struct culprit_hunk *h = &c->v[i];

		strbuf_addstr(out, "  by ");
		report_text(h->path, out);
		strbuf_addf(out, ":%u", h->first);
		if (h->last > h->first)
			strbuf_addf(out, "-%u", h->last);
		strbuf_addstr(out, h->last < h->first ? ", lines removed" : "");
		if (h->rule)
			strbuf_addf(out, ", written by %s", h->rule);
		strbuf_addf(out, " (%zu of %zu hunks%s): ", c->nr, c->of,
			    c->exact ? "" : ", perhaps fewer");
		report_diagnostic(&c->diag, out);
		strbuf_addch(out, '\n');
	}
}
