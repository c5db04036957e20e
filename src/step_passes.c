/* SPDX-License-Identifier: GPL-2.0-only */
/* The passes of a step, and what they report. */
#include "step_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"

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

/* One that is not may be declared in a header, and called elsewhere. */
static bool is_static_function(const struct csource *cs, const char *name)
{
	const struct c_function *f = csource_find_function(cs, name);

	return f && f->is_static;
}

static char *copy_line(const struct strbuf *text, unsigned line)
{
	const char *p = text->buf;

	while (line > 1 && *(p += strcspn(p, "\n"))) {
		p++;
		line--;
	}
	return xstrndup(p, strcspn(p, "\n"));
}

/*
 * "set NAME IDENT", "refuse LINE COL why" and "note LINE COL why"; anything
 * else is a bad script, but for spatch's own questions.
 */
static void take_report(struct run *run, const struct pass *p,
			const struct file_result *f, const char *report,
			const struct csource *cs, const struct strbuf *text)
{
	char set[64], name[256];
	unsigned line, col;
	int n = 0;

	if (pass_takes_doubt(p, report, &run->out->doubts)) {
		;
	} else if (sscanf(report, "refuse %u %u %n", &line, &col, &n) == 2 && n) {
		step_problem(run, f->path, line, col + 1, "refused: %s",
			    report + n);
		run->out->problems[run->out->nr_problems - 1].pass = p;
	} else if (sscanf(report, "note %u %u %n", &line, &col, &n) == 2 && n) {
		step_note(run, f->path, line, col + 1, report + n,
			  copy_line(text, line));
	} else if (p->kind == PASS_COLLECT &&
		   sscanf(report, "set %63s %255s", set, name) == 2) {
		struct fact *fact =
			facts_add(&run->facts, set, name, f->path,
				  is_static_function(cs, name) ||
				  is_static_variable(text, name));

		fact->made_up = !text_has_word(text->buf, text->len, name);
	} else {
		step_problem(run, f->path, 0, 0,
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

	if (r->nr && pass_is_cocci(p))
		pass_doubt_types(p, &run->out->doubts);
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
			step_problem(run, f->path, 0, 0, "%s: %s%s%s", p->name,
				    spatch_outcome_name(f->outcome),
				    f->message.len ? ": " : "",
				    f->message.buf);
		else if (p->kind == PASS_COLLECT &&
			 f->outcome == SPATCH_CHANGED)
			step_problem(run, f->path, 0, 0,
				    "%s: a collect pass may not change a file",
				    p->name);
		ret = take_reports(run, p, f, err);
	}
	return ret;
}

/*
 * A callback may be defined in a file that holds none of the pass's words:
 * the files that define or declare what its sets name are candidates too.
 */
static int learnt_files(struct run *run, const struct pass *p,
			struct strvec *paths, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT, files = STRVEC_INIT;
	struct strvec sets = STRVEC_INIT;
	int ret = 0;

	if (p->own_candidates)
		return 0;
	facts_sets(p->text, &sets);
	for (size_t i = 0; i < run->facts.nr; i++) {
		const struct fact *f = &run->facts.v[i];

		if (!strvec_has_sorted(&sets, f->set))
			continue;
		strvec_push(paths, f->path);
		/* what a script put together stands in no file */
		if (!f->local && !f->made_up)
			strvec_push(&names, f->name);
	}
	strvec_sort_uniq(&names);
	if (names.nr)
		ret = snapshot_learn(run->now, &names, err);
	for (size_t i = 0; i < names.nr && !ret; i++)
		ret = snapshot_grep(run->now, names.v[i], &files, err);
	for (size_t i = 0; i < files.nr; i++)
		if (is_c_file(files.v[i]) &&
		    engine_is_about(run->e, files.v[i]))
			strvec_push(paths, files.v[i]);
	strvec_sort_uniq(paths);
	strvec_release(&sets);
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

int step_run_passes(struct run *run, struct strbuf *err)
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

/* ---- rules ---- */

struct pass_list {
	struct pass **v;
	size_t nr, alloc;
};

static bool has_no_candidates(const struct step *step, const struct pass *p,
			      void *data)
{
	(void)step, (void)data;
	return !p->nr_candidates;
}

int steps_check(struct engine *e, const struct step *steps, size_t nr,
		step_pass_fn *wanted, void *data, struct strbuf *err)
{
	struct pass_list list = { 0 };
	int ret;

	if (!wanted)
		wanted = has_no_candidates;
	for (const struct step *s = steps; s < steps + nr; s++) {
		ALLOC_GROW(list.v, list.nr + s->nr_passes + s->nr_expects,
			   list.alloc);
		for (size_t k = 0; k < s->nr_passes; k++)
			if (wanted(s, &s->passes[k], data))
				list.v[list.nr++] = &s->passes[k];
		for (size_t k = 0; k < s->nr_expects; k++)
			if (s->expects[k].rule &&
			    wanted(s, s->expects[k].rule, data))
				list.v[list.nr++] = s->expects[k].rule;
	}
	ret = pass_check_all(e, list.v, list.nr, err);
	free(list.v);
	return ret;
}
