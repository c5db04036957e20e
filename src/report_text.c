/* SPDX-License-Identifier: GPL-2.0-only */
#include "report_text.h"

#include <stdio.h>
#include <string.h>

#define SHORT_ID 12

static void add_place(struct strbuf *out, const char *path, unsigned line,
		      unsigned col)
{
	if (!path)
		return;
	strbuf_add_printable(out, path, strlen(path));
	strbuf_addch(out, ':');
	if (line)
		strbuf_addf(out, "%u:", line);
	if (line && col)
		strbuf_addf(out, "%u:", col);
	strbuf_addch(out, ' ');
}

static void add_text(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n' || *text == '\t')
			strbuf_addch(out, ' ');
		else
			strbuf_add_printable(out, text, 1);
	}
}

void report_diagnostic(const struct diagnostic *d, struct strbuf *out)
{
	add_place(out, d->path, d->line, d->col);
	strbuf_addf(out, "%s: ", d->is_error ? "error" : "warning");
	add_text(out, d->text);
}

void report_text(const char *text, struct strbuf *out)
{
	add_text(out, text);
}

void report_problems(const struct applied_step *s, struct strbuf *out)
{
	const struct step_result *r = &s->result;

	for (size_t i = 0; i < r->nr_problems; i++) {
		const struct problem *p = &r->problems[i];

		add_place(out, p->path, p->line, p->col);
		strbuf_addstr(out, "error: ");
		add_text(out, p->text);
		strbuf_addf(out, " [%s]\n", s->step->name);
	}
	for (size_t i = 0; s->has_proof && i < s->proof.new_diags.nr; i++) {
		report_diagnostic(&s->proof.new_diags.v[i], out);
		strbuf_addf(out, " [%s]\n", s->step->name);
	}
}

void report_residue(const struct applied_step *s, struct strbuf *out)
{
	for (size_t i = 0; i < s->result.residue.nr; i++) {
		const struct residue *r = &s->result.residue.v[i];

		if (!r->harmless)
			continue;
		add_place(out, r->path, r->line, r->col);
		strbuf_addf(out, "note: %s%s%s is left (%s%s%s) [%s]\n",
			    r->expect->name, r->expect->member ? "." : "",
			    r->expect->member ? r->expect->member : "",
			    residue_class_name(r->cls),
			    r->allowed_by ? ", allowed: " : "",
			    r->allowed_by ? r->allowed_by->text : "",
			    s->step->name);
	}
}

static const char *state_of(const struct step_row *r)
{
	return r->skipped ? "skipped" : r->proof_failed ? "proof failed" :
	       r->state != STEP_APPLIED ? step_state_name(r->state) :
	       r->mend == MEND_BY_HAND ? "mended" :
	       r->mend == MEND_AGAIN ? "mended again" : "applied";
}

static void add_row(struct strbuf *out, int width,
		    const struct applied_step *s)
{
	const struct step_row *r = &s->row;
	char hex[OID_HEX + 1] = "-";

	strbuf_addf(out, "%-*s  %-15s %5zu %5zu %7zu ", width, s->step->name,
		    state_of(r), r->files, r->sites, r->residue);
	if (r->proven)
		strbuf_addf(out, " %5zu %12zu", r->built, r->not_compiled);
	else
		strbuf_addf(out, " %5s %12s", "-", "-");
	if (!oid_is_null(&s->commit))
		oid_hex(&s->commit, hex);
	strbuf_addf(out, "  %.*s\n", SHORT_ID, hex);
}

static void add_table(struct strbuf *out, const struct apply_result *r)
{
	int width = 4;

	for (size_t i = 0; i < r->nr; i++)
		if ((int)strlen(r->steps[i].step->name) > width)
			width = strlen(r->steps[i].step->name);
	strbuf_addf(out, "%-*s  %-15s %5s %5s %7s  %5s %12s  %s\n", width,
		    "step", "state", "files", "sites", "residue", "built",
		    "not compiled", "commit");
	for (size_t i = 0; i < r->nr; i++)
		add_row(out, width, &r->steps[i]);
}

static void add_not_applicable(struct strbuf *out, const struct apply_result *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct expect *x = r->steps[i].result.unmet;

		if (!x)
			continue;
		strbuf_addf(out, "%s: not applicable: it requires ",
			    r->steps[i].step->name);
		expect_describe(x, out);
		if (x->cond) {
			strbuf_addstr(out, ", as there is ");
			expect_describe(x->cond, out);
		}
		strbuf_addch(out, '\n');
	}
}

static void add_not_compiled(struct strbuf *out, const struct apply_result *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct applied_step *s = &r->steps[i];

		for (size_t k = 0; s->has_proof && k < s->proof.nr; k++) {
			if (s->proof.objects[k].state != OBJECT_NOT_COMPILED)
				continue;
			strbuf_addf(out, "%s: not compiled in any configuration: ",
				    s->step->name);
			add_text(out, s->proof.objects[k].source);
			strbuf_addch(out, '\n');
		}
	}
}

/* What was left alone on purpose is for a person to decide. */
static void add_left(struct strbuf *out, const struct apply_result *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct applied_step *s = &r->steps[i];

		for (size_t k = 0; k < s->result.nr_notes; k++) {
			const struct problem *n = &s->result.notes[k];

			add_place(out, n->path, n->line, n->col);
			strbuf_addstr(out, "left alone: ");
			add_text(out, n->text);
			strbuf_addf(out, " [%s]\n", s->step->name);
		}
	}
}

static void add_same(struct strbuf *out, const struct apply_result *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct applied_step *s = &r->steps[i];

		if (s->has_proof && s->proof.same_asked)
			strbuf_addf(out, "%s: the same code in %zu of %zu objects\n",
				    s->step->name, s->proof.same.same,
				    s->proof.same.nr);
	}
}

static const char *branch_name(const struct apply_options *opt)
{
	return opt->branch + strlen("refs/heads/");
}

static void add_proof_line(struct strbuf *out, const struct apply_result *r,
			   const struct apply_options *opt)
{
	if (r->commits && opt->proof == PROOF_NONE)
		strbuf_addf(out, "no commit was proven to build: use --verify object\n");
}

/* Mended as it was mended before: nobody looked at it this time. */
static void add_mended(struct strbuf *out, const struct apply_result *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		const struct applied_step *s = &r->steps[i];
		char hex[OID_HEX + 1];

		if (s->row.mend != MEND_AGAIN || oid_is_null(&s->resolution))
			continue;
		oid_hex(&s->resolution, hex);
		strbuf_addf(out, "%s: mended as before, by resolution %.*s\n",
			    s->step->name, SHORT_ID, hex);
	}
}

static void add_ways_on(struct strbuf *out, const struct apply_result *r)
{
	if (r->commits)
		strbuf_addf(out, ", %u commit%s held", r->commits,
			    r->commits == 1 ? " is" : "s are");
	strbuf_addstr(out, "; mend it ('ratchet status --worktree'), then ratchet continue; or ratchet skip, or abort\n");
}

/* Beside the former run: of each step, and every site that is not the same. */
static void add_rerun(struct strbuf *out, const struct apply_result *r)
{
	const struct rerun *x = &r->rerun;
	char hex[OID_HEX + 1];
	int width = 4;

	for (size_t i = 0; i < r->nr; i++)
		if ((int)strlen(r->steps[i].step->name) > width)
			width = strlen(r->steps[i].step->name);
	oid_hex(&x->former.base, hex);
	strbuf_addf(out, "sites beside the run on %.*s, ", SHORT_ID, hex);
	add_text(out, x->former.branch + strlen("refs/heads/"));
	strbuf_addf(out, ":\n%-*s  %5s %5s %8s %6s\n", width, "step", "same",
		    "new", "vanished", "edited");
	for (size_t i = 0; i < x->nr_steps; i++) {
		const unsigned *n = x->counts[i].n;

		if (n[RERUN_SAME] + n[RERUN_NEW] + n[RERUN_VANISHED] +
		    n[RERUN_EDITED])
			strbuf_addf(out, "%-*s  %5u %5u %8u %6u\n", width,
				    r->steps[i].step->name, n[RERUN_SAME],
				    n[RERUN_NEW], n[RERUN_VANISHED],
				    n[RERUN_EDITED]);
	}
	for (size_t i = 0; i < x->nr; i++) {
		add_place(out, x->sites[i].path, x->sites[i].line, 0);
		strbuf_addf(out, "%s [%s]\n", rerun_kind_name(x->sites[i].kind),
			    r->steps[x->sites[i].step].step->name);
	}
}

void report_apply(const struct apply_result *r, const struct apply_options *opt,
		  struct strbuf *out)
{
	char tip[OID_HEX + 1];

	oid_hex(&r->tip, tip);
	add_table(out, r);
	add_not_applicable(out, r);
	add_not_compiled(out, r);
	add_same(out, r);
	add_left(out, r);
	add_mended(out, r);
	if (r->compared)
		add_rerun(out, r);
	switch (r->end) {
	case APPLY_DONE:
		add_proof_line(out, r, opt);
		strbuf_addf(out, "%u commits on %s, %.*s\n", r->commits,
			    branch_name(opt), SHORT_ID, tip);
		break;
	case APPLY_NOTHING:
		strbuf_addstr(out, "nothing to do: no step has anything to change\n");
		break;
	case APPLY_SAME:
		strbuf_addf(out, "nothing to do: %s is this result already, %.*s\n",
			    branch_name(opt), SHORT_ID, tip);
		break;
	case APPLY_DRY:
		strbuf_addf(out, "%u commits would be made, none was\n",
			    r->commits);
		break;
	case APPLY_STOPPED:
		strbuf_addf(out, "stopped at %s",
			    r->steps[r->failed].step->name);
		if (r->branch_moved)
			strbuf_addf(out, "; %u commits before it are on %s, %.*s\n",
				    r->commits, branch_name(opt), SHORT_ID,
				    tip);
		else if (r->session)
			add_ways_on(out, r);
		else
			strbuf_addf(out, "; nothing was kept\n");
		break;
	}
}
