/* SPDX-License-Identifier: GPL-2.0-only */
#include "step.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"

/* A step on its way. */
struct run {
	struct engine *e;
	const struct step *step;
	struct snapshot *before;
	struct snapshot *now;		/* a reference of ours */
	struct facts facts;
	struct strvec candidates;	/* of all passes that change files */
	struct step_result *out;
};

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

void step_result_release(struct step_result *r)
{
	snapshot_put(r->after);
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
	}
	free(r->notes);
	residue_list_release(&r->residue);
	memset(r, 0, sizeof(*r));
}

static void add_problem(struct run *run, const char *path, unsigned line,
			unsigned col, const char *fmt, ...) PRINTF(5, 6);

static void add_problem(struct run *run, const char *path, unsigned line,
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
}

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

/* ---- passes ---- */

static void note_file(struct run *run, const struct pass *p,
		      const struct file_result *f)
{
	struct step_result *r = run->out;
	struct step_file *s;

	ALLOC_GROW(r->files, r->nr_files + 1, r->alloc_files);
	s = &r->files[r->nr_files++];
	s->pass = p;
	s->path = xstrdup(f->path);
	s->outcome = f->outcome;
	s->sites = f->sites;
	s->cached = f->cached;
	s->spatch_us = f->spatch_us;
	r->sites += f->sites;
	r->spatch_us += f->spatch_us;
}

/* Is @name declared on a line that begins with "static"? */
static bool is_static_variable(const struct strbuf *text, const char *name)
{
	const char *p = text->buf, *end = text->buf + text->len;

	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t len = (nl ? nl : end) - p;

		/* what an initialiser names is somebody else's */
		if (len > strlen("static ") && starts_with(p, "static ") &&
		    text_has_word(p, strcspn(p, "=(\n"), name))
			return true;
		p += len + 1;
	}
	return false;
}

static void add_note(struct run *run, const char *path, unsigned line,
		     unsigned col, const char *text)
{
	struct step_result *r = run->out;
	struct problem *p;

	ALLOC_GROW(r->notes, r->nr_notes + 1, r->alloc_notes);
	p = &r->notes[r->nr_notes++];
	p->path = xstrdup(path);
	p->line = line;
	p->col = col;
	p->text = xstrdup(text);
}

/*
 * "set NAME IDENT", "refuse LINE COL why" and "note LINE COL why"; anything
 * else is a bad script.
 */
static void take_report(struct run *run, const struct pass *p,
			const struct file_result *f, const char *report,
			const struct csource *cs, const struct strbuf *text)
{
	char set[64], name[256];
	unsigned line, col;
	int n = 0;

	if (sscanf(report, "refuse %u %u %n", &line, &col, &n) == 2 && n) {
		add_problem(run, f->path, line, col + 1, "refused: %s",
			    report + n);
	} else if (sscanf(report, "note %u %u %n", &line, &col, &n) == 2 && n) {
		add_note(run, f->path, line, col + 1, report + n);
	} else if (p->kind == PASS_COLLECT &&
		   sscanf(report, "set %63s %255s", set, name) == 2) {
		facts_add(&run->facts, set, name, f->path,
			  csource_find_function(cs, name) ||
			  is_static_variable(text, name));
	} else {
		add_problem(run, f->path, 0, 0,
			    "%s: a script of the rule reports '%s', which means nothing here",
			    p->name, report);
	}
}

static int take_reports(struct run *run, const struct pass *p,
			const struct file_result *f, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	struct csource *cs;
	int ret;

	if (!f->reports.nr)
		return 0;
	ret = snapshot_read(run->now, f->path, &text, err);
	if (!ret) {
		cs = csource_parse(text.buf, text.len);
		for (size_t i = 0; i < f->reports.nr; i++)
			take_report(run, p, f, f->reports.v[i], cs, &text);
		csource_free(cs);
	}
	strbuf_release(&text);
	return ret;
}

static bool outcome_is_ok(enum spatch_outcome o)
{
	return o == SPATCH_CHANGED || o == SPATCH_UNCHANGED;
}

static int take_results(struct run *run, const struct pass *p,
			struct pass_result *r, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < r->nr && !ret; i++) {
		struct file_result *f = &r->files[i];

		note_file(run, p, f);
		if (f->outcome == SPATCH_BAD_RULE) {
			/* its own check says where the rule is wrong */
			struct pass copy = *p;

			ret = pass_check(run->e, &copy, err);
			if (ret)
				break;
		}
		if (!outcome_is_ok(f->outcome))
			add_problem(run, f->path, 0, 0, "%s: %s%s%s", p->name,
				    spatch_outcome_name(f->outcome),
				    f->message.len ? ": " : "",
				    f->message.buf);
		else if (p->kind == PASS_COLLECT &&
			 f->outcome == SPATCH_CHANGED)
			add_problem(run, f->path, 0, 0,
				    "%s: a collect pass may not change a file",
				    p->name);
		ret = take_reports(run, p, f, err);
	}
	return ret;
}

/*
 * A callback may be defined in a file that holds none of the pass's words:
 * the files that define or declare what the facts name are candidates too.
 */
static int learnt_files(struct run *run, const struct pass *p,
			struct strvec *paths, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT, files = STRVEC_INIT;
	int ret = 0;

	if (p->own_candidates || !facts_wanted(p->text))
		return 0;
	for (size_t i = 0; i < run->facts.nr; i++)
		if (!run->facts.v[i].local)
			strvec_push(&names, run->facts.v[i].name);
	strvec_sort_uniq(&names);
	if (names.nr)
		ret = snapshot_learn(run->now, &names, err);
	for (size_t i = 0; i < names.nr && !ret; i++)
		ret = snapshot_grep(run->now, names.v[i], &files, err);
	for (size_t i = 0; i < files.nr; i++)
		if (is_c_file(files.v[i]))
			strvec_push(paths, files.v[i]);
	for (size_t i = 0; i < run->facts.nr; i++)
		strvec_push(paths, run->facts.v[i].path);
	strvec_sort_uniq(paths);
	strvec_release(&names);
	strvec_release(&files);
	return ret;
}

/*
 * The snapshot with what @nr passes wrote, one after the other: of each file
 * the last text counts.
 */
static void apply_changes(struct run *run, struct pass_result *r, size_t nr)
{
	struct strvec paths = STRVEC_INIT;
	struct file_change *changes;
	struct snapshot *next;
	size_t n = 0;

	for (size_t i = 0; i < nr; i++)
		for (size_t k = 0; k < r[i].nr; k++)
			if (r[i].files[k].outcome == SPATCH_CHANGED)
				strvec_insert_sorted(&paths,
						     r[i].files[k].path);
	changes = xcalloc(paths.nr, sizeof(*changes));
	for (size_t p = 0; p < paths.nr; p++) {
		struct file_result *last = NULL;
		struct oid ignored;

		for (size_t i = 0; i < nr; i++)
			for (size_t k = 0; k < r[i].nr; k++)
				if (r[i].files[k].outcome == SPATCH_CHANGED &&
				    !strcmp(r[i].files[k].path, paths.v[p]))
					last = &r[i].files[k];
		changes[n].path = paths.v[p];
		strbuf_init(&changes[n].content);
		strbuf_swap(&changes[n].content, &last->content);
		if (snapshot_stat(run->now, paths.v[p], &ignored,
				  &changes[n].mode))
			BUG("'%s' was read and is gone", paths.v[p]);
		n++;
	}
	if (n) {
		next = snapshot_derive(run->now, changes, n);
		snapshot_put(run->now);
		run->now = next;
	}
	free(changes);
	strvec_release(&paths);
}

/*
 * A pass by itself: a collect pass, as the others need what it learns, or one
 * that is no semantic patch.
 */
static int run_alone(struct run *run, const struct pass *p,
		       struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct pass_result r = { 0 };
	int ret = pass_candidates(run->e, p, run->now, &paths, err);

	if (!ret)
		ret = pass_run(run->e, p, run->now, run->before, &run->facts,
			       &paths, &r, err);
	if (!ret)
		ret = take_results(run, p, &r, err);
	if (!ret && !run->out->nr_problems && p->kind != PASS_COLLECT) {
		strvec_pushv(&run->candidates, &paths);
		apply_changes(run, &r, 1);
	}
	pass_result_release(&r);
	strvec_release(&paths);
	return ret;
}

/* The outcomes in the passes' order, up to the first pass that went wrong. */
static int take_chain(struct run *run, const struct pass_chain *chain,
		      struct pass_result *r, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < chain->nr && !ret && !run->out->nr_problems;
	     i++) {
		ret = take_results(run, chain->passes[i], &r[i], err);
		if (ret || run->out->nr_problems)
			break;
		for (size_t k = 0; k < r[i].nr; k++)
			strvec_push(&run->candidates, r[i].files[k].path);
	}
	if (!ret && !run->out->nr_problems)
		apply_changes(run, r, chain->nr);
	return ret;
}

/* Passes that rewrite, one after the other. */
static int run_chain(struct run *run, const struct pass *const *passes,
		     size_t nr, struct strbuf *err)
{
	struct pass_chain chain = {
		.passes = passes, .nr = nr,
		.candidates = xcalloc(nr, sizeof(*chain.candidates)),
		.learnt = xcalloc(nr, sizeof(*chain.learnt)),
	};
	struct pass_result *r = xcalloc(nr, sizeof(*r));
	int ret = 0;

	for (size_t i = 0; i < nr; i++) {
		strvec_init(&chain.candidates[i]);
		strvec_init(&chain.learnt[i]);
	}
	for (size_t i = 0; i < nr && !ret; i++) {
		ret = pass_candidates(run->e, passes[i], run->now,
				      &chain.candidates[i], err);
		if (!ret)
			ret = learnt_files(run, passes[i], &chain.learnt[i],
					   err);
		strvec_pushv(&chain.candidates[i], &chain.learnt[i]);
		strvec_sort_uniq(&chain.candidates[i]);
	}
	if (!ret)
		ret = pass_run_chain(run->e, &chain, run->now, run->before,
				     &run->facts, r, err);
	if (!ret)
		ret = take_chain(run, &chain, r, err);
	for (size_t i = 0; i < nr; i++) {
		strvec_release(&chain.candidates[i]);
		strvec_release(&chain.learnt[i]);
		pass_result_release(&r[i]);
	}
	free(chain.candidates);
	free(chain.learnt);
	free(r);
	return ret;
}

static int run_passes(struct run *run, struct strbuf *err)
{
	const struct step *step = run->step;
	const struct pass **rewriting;
	size_t nr = 0, i = 0;
	int ret = 0;

	rewriting = xcalloc(step->nr_passes, sizeof(*rewriting));
	while (i < step->nr_passes && !ret && !run->out->nr_problems) {
		for (nr = 0; i < step->nr_passes &&
			     step->passes[i].kind == PASS_COCCI; i++)
			rewriting[nr++] = &step->passes[i];
		if (nr)
			ret = run_chain(run, rewriting, nr, err);
		else
			ret = run_alone(run, &step->passes[i++], err);
	}
	free(rewriting);
	return ret;
}

/* ---- what spatch did not see ---- */

static void check_regions(struct run *run, const char *path,
			  const struct strbuf *text,
			  const struct parse_report *report)
{
	const struct step *step = run->step;

	if (report->failed)
		add_problem(run, path, 0, 0,
			    "unparsed: spatch gives no parse report for it");
	for (size_t i = 0; i < report->nr; i++) {
		const char *start;
		size_t len;

		text_of_lines(text, report->bad[i], &start, &len);
		for (size_t k = 0; k < step->nr_passes; k++) {
			if (!pass_concerns(&step->passes[k], start, len))
				continue;
			add_problem(run, path, report->bad[i].first, 0,
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
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	struct parse_report *reports;
	int ret = 0;

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
		ret = pass_parse_reports(run->e, run->now, &paths, reports,
					 err);
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
	strvec_release(&paths);
	return ret;
}

/* ---- expectations ---- */

static void describe_expect(const struct expect *x, struct strbuf *out)
{
	strbuf_addf(out, "%s %s%s%s", expect_what_name(x->what), x->name,
		    x->member ? "." : "", x->member ? x->member : "");
	for (size_t i = 0; i < x->in.nr; i++)
		strbuf_addf(out, "%s %s", i ? "" : " in", x->in.v[i]);
}

/* The first requires line that does not hold. */
static int check_requires(struct run *run, struct strbuf *err)
{
	for (size_t i = 0; i < run->step->nr_expects; i++) {
		const struct expect *x = &run->step->expects[i];
		int holds;

		if (x->kind != EXPECT_REQUIRES)
			continue;
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
		holds = expect_holds(run->e, x, run->now, err);
		if (holds < 0) {
			ret = holds;
		} else if (!holds) {
			strbuf_reset(&what);
			describe_expect(x, &what);
			add_problem(run, NULL, 0, 0,
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
			add_problem(run, NULL, 0, 0,
				    "expect:%u: %u sites were changed, at least %u and at most %u are expected",
				    x->line, n, x->min, x->max);
	}
}

static void add_residue_problem(struct run *run, const struct residue *r)
{
	struct strbuf what = STRBUF_INIT;

	describe_expect(r->expect, &what);
	add_problem(run, r->path, r->line, r->col,
		    "%s is still there (%s%s%s%s%s)", what.buf,
		    residue_class_name(r->cls), r->function ? ", in " : "",
		    r->function ? r->function : "", r->why ? ": " : "",
		    r->why ? r->why : "");
	strbuf_release(&what);
}

static int check_residue(struct run *run, struct strbuf *err)
{
	struct strvec unused = STRVEC_INIT;
	struct residue_list *list = &run->out->residue;
	int ret = residue_find(run->e, run->step, run->before, run->now, list,
			       &unused, err);

	for (size_t i = 0; i < list->nr && !ret; i++)
		if (!list->v[i].harmless)
			add_residue_problem(run, &list->v[i]);
	for (size_t i = 0; i < unused.nr && !ret; i++)
		add_problem(run, NULL, 0, 0,
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

/* Everything after the passes; decides the state. */
static int judge(struct run *run, struct strbuf *err)
{
	struct step_result *r = run->out;
	int ret = check_unparsed(run, err);

	if (!ret)
		ret = check_residue(run, err);
	if (!ret)
		ret = check_present(run, err);
	if (ret)
		return ret;
	count_changed(run);
	if (r->changed)
		check_sites(run);
	if (r->nr_problems)
		r->state = STEP_FAILED;
	else
		r->state = r->changed ? STEP_APPLIED : STEP_ALREADY;
	if (r->state == STEP_APPLIED)
		r->after = snapshot_get(run->now);
	return 0;
}

/* Up to the judgement; the state is then still STEP_FAILED, or not applicable. */
static int begin(struct run *run, struct strbuf *err)
{
	int ret;

	memset(run->out, 0, sizeof(*run->out));
	run->out->state = STEP_FAILED;
	run->now = snapshot_get(run->before);
	ret = check_requires(run, err);
	if (!ret && run->out->state != STEP_NOT_APPLICABLE)
		ret = run_passes(run, err);
	return ret;
}

static void end(struct run *run)
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
	int ret = begin(&run, err);

	if (!ret && out->state != STEP_NOT_APPLICABLE && !out->nr_problems)
		ret = judge(&run, err);
	if (ret == ERR_NOT_FOUND)
		ret = ERR_UNABLE;
	out->wall_us = now_us() - start;
	end(&run);
	return ret;
}

int step_passes(struct engine *e, const struct step *step,
		struct snapshot *before, struct snapshot **after,
		struct strbuf *err)
{
	struct step_result out;
	struct run run = {
		.e = e, .step = step, .before = before, .out = &out,
		.candidates = STRVEC_INIT,
	};
	int ret = begin(&run, err);

	if (!ret && out.nr_problems)
		ret = ERR_FAILED;
	*after = ret ? NULL : snapshot_get(run.now);
	end(&run);
	step_result_release(&out);
	return ret;
}
