/* SPDX-License-Identifier: GPL-2.0-only */
#include "step_priv.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"

const char *step_state_name(enum step_state s)
{
	static const char *const names[] = {
		[STEP_APPLIED] = "applied",
		[STEP_ALREADY] = "already applied",
		[STEP_NOT_APPLICABLE] = "not applicable",
		[STEP_FAILED] = "failed",
	};

	return names[s];
}

void step_words(const struct step *step, struct strvec *words)
{
	for (size_t i = 0; i < step->nr_passes; i++)
		pass_words(&step->passes[i], words);
	for (size_t i = 0; i < step->nr_expects; i++)
		if (step->expects[i].rule)
			pass_words(step->expects[i].rule, words);
	expect_words(step, words);
}

void step_tags(const struct step *step, struct strvec *tags)
{
	for (size_t i = 0; i < step->nr_passes; i++)
		pass_tags(&step->passes[i], tags);
	for (size_t i = 0; i < step->nr_expects; i++) {
		const struct expect *x = &step->expects[i];

		if (x->rule)
			pass_tags(x->rule, tags);
		if (x->what == WHAT_MEMBER && x->kind == EXPECT_ABSENT)
			strvec_push(tags, x->name);
	}
}

void step_message(const struct step *step, const struct engine *e,
		  struct strbuf *out)
{
	strbuf_addf(out, "%s\n", step->message);
	strbuf_addf(out, "Ratchet-Series: %s\n", step->series->name);
	strbuf_addf(out, "Ratchet-Step: %s\n", step->name);
	strbuf_addf(out, "Ratchet-Rule: sha1:%s\n", step->hash);
	strbuf_addf(out, "Ratchet-Tools: ratchet %s, spatch %s\n",
		    RATCHET_VERSION, e->spatch.version);
}

void step_result_release(struct step_result *r)
{
	snapshot_put(r->after);
	snapshot_put(r->offer);
	for (size_t i = 0; i < r->nr_files; i++)
		free(r->files[i].path);
	free(r->files);
	for (size_t i = 0; i < r->nr_problems; i++) {
		free(r->problems[i].path);
		free(r->problems[i].text);
	}
	free(r->problems);
	for (size_t i = 0; i < r->nr_notes; i++) {
		free(r->notes[i].path);
		free(r->notes[i].text);
		free(r->notes[i].source);
	}
	free(r->notes);
	strvec_release(&r->doubts);
	residue_list_release(&r->residue);
	memset(r, 0, sizeof(*r));
}

void step_problem(struct run *run, const char *path, unsigned line,
			unsigned col, const char *fmt, ...)
{
	struct step_result *r = run->out;
	struct strbuf text = STRBUF_INIT;
	struct problem *p;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	ALLOC_GROW(r->problems, r->nr_problems + 1, r->alloc_problems);
	p = &r->problems[r->nr_problems++];
	p->path = path ? xstrdup(path) : NULL;
	p->line = line;
	p->col = col;
	p->text = strbuf_detach(&text, NULL);
	p->source = NULL;
	p->pass = NULL;
}

void step_note(struct run *run, const char *path, unsigned line, unsigned col,
	       const char *text, char *source)
{
	struct step_result *r = run->out;
	struct problem *p;

	ALLOC_GROW(r->notes, r->nr_notes + 1, r->alloc_notes);
	p = &r->notes[r->nr_notes++];
	p->path = xstrdup(path);
	p->line = line;
	p->col = col;
	p->text = xstrdup(text);
	p->source = source;
	p->pass = NULL;
}

/* ---- what spatch did not see ---- */

/* The text of lines [first, last]. */
static void text_of_lines(const struct strbuf *text, struct line_range range,
			  const char **start, size_t *len)
{
	const char *p = text->buf, *end = text->buf + text->len;
	unsigned line = 1;

	for (; p < end && line < range.first; line++) {
		p = memchr(p, '\n', end - p);
		p = p ? p + 1 : end;
	}
	*start = p;
	for (; p < end && line <= range.last; line++) {
		p = memchr(p, '\n', end - p);
		p = p ? p + 1 : end;
	}
	*len = p - *start;
}

static void check_regions(struct run *run, const char *path,
			  const struct strbuf *text,
			  const struct parse_report *report)
{
	const struct step *step = run->step;

	if (report->failed)
		step_problem(run, path, 0, 0,
			    "unparsed: spatch gives no parse report for it");
	for (size_t i = 0; i < report->nr; i++) {
		const char *start;
		size_t len;

		text_of_lines(text, report->bad[i], &start, &len);
		for (size_t k = 0; k < step->nr_passes; k++) {
			if (!pass_concerns(&step->passes[k], start, len))
				continue;
			step_problem(run, path, report->bad[i].first, 0,
				    "unparsed: spatch cannot parse lines %u to %u, which %s is about",
				    report->bad[i].first, report->bad[i].last,
				    step->passes[k].name);
			break;
		}
	}
}

/*
 * A region that spatch cannot parse still stands in the result as it was; so
 * only results that still hold a pass's words need a parse report.
 */
static int check_unparsed(struct run *run, struct strbuf *err)
{
	const struct step *step = run->step;
	struct strvec paths = STRVEC_INIT, words = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	struct parse_report *reports;
	int ret = 0;

	for (size_t i = 0; i < step->nr_passes; i++)
		pass_concern_words(&step->passes[i], &words);
	strvec_sort_uniq(&words);
	strvec_sort_uniq(&run->candidates);
	for (size_t i = 0; i < run->candidates.nr && !ret; i++) {
		const char *path = run->candidates.v[i];
		size_t k = 0;

		if (!is_c_file(path))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(run->now, path, &text, err);
		while (k < step->nr_passes &&
		       !pass_concerns(&step->passes[k], text.buf, text.len))
			k++;
		if (k < step->nr_passes)
			strvec_push(&paths, path);
	}
	reports = xcalloc(paths.nr, sizeof(*reports));
	if (!ret)
		ret = pass_parse_reports(run->e, run->now, &paths, &words,
					 reports, err);
	for (size_t i = 0; i < paths.nr; i++) {
		strbuf_reset(&text);
		if (!ret)
			ret = snapshot_read(run->now, paths.v[i], &text, err);
		if (!ret)
			check_regions(run, paths.v[i], &text, &reports[i]);
		parse_report_release(&reports[i]);
	}
	free(reports);
	strbuf_release(&text);
	strvec_release(&words);
	strvec_release(&paths);
	return ret;
}

/* ---- expectations ---- */

/* Whether a line counts: what stands behind its "if" was there before. */
static int is_meant(struct run *run, const struct expect *x, struct strbuf *err)
{
	return x->cond ? expect_holds(run->e, x->cond, run->before, err) : 1;
}

/* The first requires line that does not hold. */
int step_check_requires(struct run *run, struct strbuf *err)
{
	for (size_t i = 0; i < run->step->nr_expects; i++) {
		const struct expect *x = &run->step->expects[i];
		int holds;

		if (x->kind != EXPECT_REQUIRES)
			continue;
		holds = is_meant(run, x, err);
		if (!holds)
			continue;
		if (holds > 0)
			holds = expect_holds(run->e, x, run->before, err);
		if (holds < 0)
			return holds;
		if (!holds) {
			run->out->state = STEP_NOT_APPLICABLE;
			run->out->unmet = x;
			break;
		}
	}
	return 0;
}

static int check_present(struct run *run, struct strbuf *err)
{
	struct strbuf what = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < run->step->nr_expects && !ret; i++) {
		const struct expect *x = &run->step->expects[i];
		int holds;

		if (x->kind != EXPECT_PRESENT)
			continue;
		holds = is_meant(run, x, err);
		if (!holds)
			continue;
		if (holds > 0)
			holds = expect_holds(run->e, x, run->now, err);
		if (holds < 0) {
			ret = holds;
		} else if (!holds) {
			strbuf_reset(&what);
			expect_describe(x, &what);
			step_problem(run, NULL, 0, 0,
				    "expect:%u: %s is not there", x->line,
				    what.buf);
		}
	}
	strbuf_release(&what);
	return ret;
}

static void check_sites(struct run *run)
{
	for (size_t i = 0; i < run->step->nr_expects; i++) {
		const struct expect *x = &run->step->expects[i];
		unsigned n = run->out->sites;

		if (x->kind == EXPECT_SITES && (n < x->min || n > x->max))
			step_problem(run, NULL, 0, 0,
				    "expect:%u: %u sites were changed, at least %u and at most %u are expected",
				    x->line, n, x->min, x->max);
	}
}

static void add_residue_problem(struct run *run, const struct residue *r)
{
	struct strbuf what = STRBUF_INIT;

	expect_describe(r->expect, &what);
	step_problem(run, r->path, r->line, r->col,
		    "%s is still there (%s%s%s%s%s)", what.buf,
		    residue_class_name(r->cls), r->function ? ", in " : "",
		    r->function ? r->function : "", r->why ? ": " : "",
		    r->why ? r->why : "");
	strbuf_release(&what);
}

static int find_residue(struct run *run, struct strvec *unused,
			struct strbuf *err)
{
	struct residue_list *list = &run->out->residue;
	size_t nr = run->out->nr_notes;
	struct left_site *left = xcalloc(nr, sizeof(*left));
	int ret;

	for (size_t i = 0; i < nr; i++) {
		const struct problem *n = &run->out->notes[i];

		left[i] = (struct left_site) { n->path, n->source, n->text };
	}
	ret = residue_find(run->e, run->step, run->before, run->now, left, nr,
			   list, unused, err);
	free(left);
	strvec_pushv(&run->out->doubts, &list->doubts);
	return ret;
}

static int check_residue(struct run *run, struct strbuf *err)
{
	struct strvec unused = STRVEC_INIT;
	struct residue_list *list = &run->out->residue;
	int ret = find_residue(run, &unused, err);

	for (size_t i = 0; i < list->nr && !ret; i++)
		if (!list->v[i].harmless)
			add_residue_problem(run, &list->v[i]);
	for (size_t i = 0; i < unused.nr && !ret; i++)
		step_problem(run, NULL, 0, 0,
			    "%s: nothing was there to allow: drop the line",
			    unused.v[i]);
	strvec_release(&unused);
	return ret;
}

static void count_changed(struct run *run)
{
	struct step_result *r = run->out;

	for (size_t i = 0; i < run->candidates.nr; i++) {
		struct oid a, b;

		if (!snapshot_stat(run->before, run->candidates.v[i], &a,
				   NULL) &&
		    !snapshot_stat(run->now, run->candidates.v[i], &b, NULL) &&
		    !oid_equal(&a, &b))
			r->changed++;
	}
}

/*
 * Everything after the passes; decides the state.  Of a part only what the
 * passes did decides: what is left is no failure.
 */
int step_judge(struct run *run, struct strbuf *err)
{
	struct step_result *r = run->out;
	int ret = check_unparsed(run, err);

	if (!ret && run->part)
		ret = find_residue(run, NULL, err);
	else if (!ret)
		ret = check_residue(run, err);
	if (!ret && !run->part)
		ret = check_present(run, err);
	if (ret)
		return ret;
	count_changed(run);
	if (r->changed && !run->part)
		check_sites(run);
	if (r->nr_problems)
		r->state = STEP_FAILED;
	else
		r->state = r->changed ? STEP_APPLIED : STEP_ALREADY;
	if (r->state == STEP_APPLIED)
		r->after = snapshot_get(run->now);
	return 0;
}

void step_begin(struct run *run)
{
	memset(run->out, 0, sizeof(*run->out));
	strvec_init(&run->out->doubts);
	run->out->state = STEP_FAILED;
	run->now = snapshot_get(run->before);
}

/* Up to the judgement; the state is then still STEP_FAILED, or not applicable. */
static int run_passes(struct run *run, struct strbuf *err)
{
	int ret = step_check_requires(run, err);

	if (!ret && run->out->state != STEP_NOT_APPLICABLE)
		ret = step_run_passes(run, err);
	return ret;
}

void step_end(struct run *run)
{
	snapshot_put(run->now);
	facts_release(&run->facts);
	strvec_release(&run->candidates);
}

int step_run(struct engine *e, const struct step *step,
	     struct snapshot *before, struct step_result *out,
	     struct strbuf *err)
{
	struct run run = {
		.e = e, .step = step, .before = before, .out = out,
		.candidates = STRVEC_INIT,
	};
	uint64_t start = now_us();
	int ret = 0;

	step_begin(&run);
	if (step_recall(&run)) {
		if (out->state == STEP_APPLIED)
			out->after = snapshot_get(run.now);
		goto out;
	}
	ret = run_passes(&run, err);
	if (!ret && out->state != STEP_NOT_APPLICABLE && !out->nr_problems)
		ret = step_judge(&run, err);
	if (!ret)
		step_remember(&run);
	if (!ret && out->state == STEP_FAILED)
		out->offer = snapshot_get(run.now);
	if (ret == ERR_NOT_FOUND)
		ret = ERR_UNABLE;
out:
	out->wall_us = now_us() - start;
	step_end(&run);
	return ret;
}

int step_run_part(struct engine *e, const struct step *step,
		  struct snapshot *before, bool keep, struct step_result *out,
		  struct strbuf *err)
{
	struct run run = {
		.e = e, .step = step, .before = before, .out = out,
		.candidates = STRVEC_INIT, .part = true,
	};
	uint64_t start = now_us();
	struct oid tree;
	int ret = 0;

	step_begin(&run);
	if (keep && step_recall(&run)) {
		if (out->state == STEP_APPLIED)
			out->after = snapshot_get(run.now);
		goto out;
	}
	ret = keep ? run_passes(&run, err) : step_run_passes(&run, err);
	if (!ret && out->state != STEP_NOT_APPLICABLE && !out->nr_problems)
		ret = step_judge(&run, err);
	/* what is remembered is recalled from the object store */
	if (!ret && keep && out->after)
		ret = snapshot_write(out->after, &tree, err);
	if (!ret && keep)
		step_remember(&run);
	if (ret == ERR_NOT_FOUND)
		ret = ERR_UNABLE;
out:
	out->wall_us = now_us() - start;
	step_end(&run);
	return ret;
}

static int run_only_passes(struct engine *e, const struct step *step,
			   struct snapshot *before, bool part,
			   struct snapshot **after, struct strbuf *err)
{
	struct step_result out;
	struct run run = {
		.e = e, .step = step, .before = before, .out = &out,
		.candidates = STRVEC_INIT,
	};
	int ret = 0;

	step_begin(&run);
	if (part)
		ret = step_run_passes(&run, err);
	else if (!step_recall(&run))
		ret = run_passes(&run, err);
	if (!ret && out.nr_problems)
		ret = ERR_FAILED;
	*after = ret ? NULL : snapshot_get(run.now);
	step_end(&run);
	step_result_release(&out);
	return ret;
}

int step_passes(struct engine *e, const struct step *step,
		struct snapshot *before, struct snapshot **after,
		struct strbuf *err)
{
	return run_only_passes(e, step, before, false, after, err);
}

int step_passes_part(struct engine *e, const struct step *step,
		     struct snapshot *before, struct snapshot **after,
		     struct strbuf *err)
{
	return run_only_passes(e, step, before, true, after, err);
}
