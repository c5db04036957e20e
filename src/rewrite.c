/* SPDX-License-Identifier: GPL-2.0-only */
#include "rewrite_priv.h"

#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "log.h"

/* Each time something more stands back, so it ends; this is against a mistake. */
#define ATTEMPTS_MAX 100

static void texts_free(struct strbuf *texts, size_t nr)
{
	for (size_t i = 0; i < nr && texts; i++)
		strbuf_release(&texts[i]);
	free(texts);
}

static void step_release(struct rewrite_step *s, size_t nr)
{
	texts_free(s->view, nr);
	texts_free(s->texts, nr);
}

void rewrite_result_release(struct rewrite_result *r)
{
	for (size_t i = 0; i < r->nr_files; i++)
		strbuf_release(&r->texts[i]);
	free(r->texts);
	for (size_t i = 0; i < r->nr_steps; i++)
		step_release(&r->steps[i], r->nr_files);
	free(r->steps);
	for (size_t i = 0; i < r->left.nr; i++)
		left_release(&r->left.v[i]);
	free(r->left.v);
	memset(r, 0, sizeof(*r));
}

/* ---- what went wrong ---- */

static const char *without(const char *text, const char *prefix)
{
	return starts_with(text, prefix) ? text + strlen(prefix) : text;
}

/* One more record, and what is connected with the place stands back. */
static int refuse(struct rewriting *rw, const struct step *step,
		  const struct view_of_step *v, size_t file, unsigned line,
		  const struct pass *pass, const char *why, struct strbuf *err)
{
	struct rewrite_left *l = left_add(rw, &rw->out->left, step, file, line,
					why);

	l->pass = pass;
	l->refused = true;
	return freeze_add(rw, step, v, file, line, rw->out->left.nr, err);
}

static int take_problems(struct rewriting *rw, const struct step *step,
			 const struct view_of_step *v,
			 const struct step_result *r, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < r->nr_problems && !ret; i++) {
		const struct problem *p = &r->problems[i];
		size_t file = host_file(rw, p->path);

		ret = refuse(rw, step, v, file, file < rw->nr ? p->line : 0,
			     p->pass, without(p->text, "refused: "), err);
	}
	return ret;
}

/* The line that the step was shown for line @line of what it made. */
static unsigned line_shown(const struct view_of_step *v, size_t file,
			   const struct step_result *r, const char *path,
			   unsigned line)
{
	struct strbuf made = STRBUF_INIT;

	if (r->after && !snapshot_read(r->after, path, &made, NULL))
		line = line_from(&v->masks[file].text, &made, line);
	strbuf_release(&made);
	return line;
}

/* What a step leaves where it could see it: its rules do not know the form. */
static int take_residue(struct rewriting *rw, const struct step *step,
			const struct view_of_step *v,
			const struct step_result *r, bool *bad,
			struct strbuf *err)
{
	struct strbuf what = STRBUF_INIT;
	int ret = 0;

	*bad = false;
	for (size_t i = 0; i < r->residue.nr && !ret; i++) {
		const struct residue *x = &r->residue.v[i];
		size_t file = host_file(rw, x->path);
		struct rewrite_left *l;
		unsigned line;

		if (x->harmless || file == rw->nr)
			continue;
		*bad = true;
		line = line_shown(v, file, r, x->path, x->line);
		l = left_add(rw, &rw->out->left, step, file, line, x->why);
		strbuf_reset(&what);
		expect_describe(x->expect, &what);
		l->what = strbuf_detach(&what, NULL);
		l->cls = x->cls;
		l->col = x->col;
		ret = freeze_add(rw, step, v, file, line, rw->out->left.nr,
				 err);
	}
	return ret;
}

/* ---- what a step made ---- */

/* Of a line of the view as it is now: a name that would decide about it. */
static char *open_name(struct rewriting *rw, size_t file, unsigned line)
{
	unsigned at = line_from(&rw->arms[file].text, &rw->texts[file], line);
	struct guard_lines g;
	char *name = NULL;

	guards_of(rw, file, rewrite_target(rw), &g);
	if (at && at <= g.nr && g.v[at - 1].unknown)
		name = xstrdup(g.v[at - 1].unknown);
	guard_lines_release(&g);
	return name;
}

/*
 * A changed line under a condition on something that neither the driver nor the
 * user defines: which kernel the line is for is not known.
 */
static int check_open_arms(struct rewriting *rw, const struct step *step,
			   const struct view_of_step *v, size_t file,
			   const struct strbuf *text, bool *bad,
			   struct strbuf *err)
{
	struct line_change *c;
	size_t nr;
	int ret = diff_lines(&rw->texts[file], text, &c, &nr, err);

	for (size_t i = 0; i < nr && !ret; i++) {
		/* what is only added belongs to the line before it */
		unsigned line = c[i].old_line - !c[i].old_nr;
		char *name = NULL, *why;

		for (unsigned k = 0; k <= c[i].old_nr && !name; k++)
			if (!k || k < c[i].old_nr)
				name = open_name(rw, file, line + k);
		if (!name)
			continue;
		why = xasprintf("it stands under a condition on '%s', which neither the driver nor the command line decides: give -D %s or -U %s",
				name, name, name);
		ret = refuse(rw, step, v, file, line, NULL, why, err);
		free(why);
		free(name);
		*bad = true;
	}
	free(c);
	return ret;
}

/* What stands back is put back. */
static int take_texts(struct rewriting *rw, const struct step *step,
		      const struct view_of_step *v, struct snapshot *after,
		      struct strbuf *texts, bool *bad, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < rw->nr && !ret; i++) {
		struct strbuf made = STRBUF_INIT;
		struct mask_range lost;

		ret = snapshot_read(after, rw->host_paths.v[i], &made, err);
		if (!ret && !mask_restore(&v->masks[i], &rw->texts[i], &made,
					  &texts[i], &lost)) {
			ret = refuse(rw, step, v, i, lost.first, NULL,
				     "something that stands back is within what would have to change",
				     err);
			*bad = true;
		} else if (!ret) {
			ret = check_open_arms(rw, step, v, i, &texts[i], bad,
					      err);
		}
		strbuf_release(&made);
	}
	return ret;
}

unsigned rewrite_count_changes(const struct strbuf *a, const struct strbuf *b)
{
	struct line_change *c;
	size_t nr = 0;

	if (!strbuf_cmp(a, b))
		return 0;
	diff_lines(a, b, &c, &nr, NULL);
	free(c);
	return nr;
}

static void note_step(struct rewriting *rw, const struct step *step,
		      const struct strbuf *texts)
{
	struct rewrite_result *r = rw->out;
	struct rewrite_step *s;

	ALLOC_GROW(r->steps, r->nr_steps + 1, r->alloc_steps);
	s = &r->steps[r->nr_steps];
	memset(s, 0, sizeof(*s));
	s->step = step;
	s->view = xcalloc(rw->nr, sizeof(*s->view));
	for (size_t i = 0; i < rw->nr; i++) {
		unsigned n = rewrite_count_changes(&rw->texts[i], &texts[i]);

		s->files += n > 0;
		s->sites += n;
		strbuf_init(&s->view[i]);
		strbuf_addbuf(&s->view[i], &texts[i]);
	}
	if (s->files)
		r->nr_steps++;
	else
		step_release(s, rw->nr);
}

static void take_notes(struct rewriting *rw, const struct step *step,
		       const struct step_result *r)
{
	for (size_t i = 0; i < r->nr_notes; i++) {
		const struct problem *n = &r->notes[i];
		size_t file = host_file(rw, n->path);
		struct rewrite_left *l;

		if (file == rw->nr)
			continue;
		l = left_add(rw, &rw->notes, step, file, n->line, n->text);
		l->cls = RESIDUE_REJECTED;
		l->harmless = true;
	}
}

/* 0, with *again: something more stands back now. */
static int do_step(struct rewriting *rw, size_t i, bool *again,
		   struct strbuf *err)
{
	const struct step *step = &rw->t->series->steps[i];
	struct strbuf *texts = xcalloc(rw->nr, sizeof(*texts));
	struct step_result r = { 0 };
	struct view_of_step v;
	struct snapshot *host;
	int ret;

	*again = false;
	view_make(rw, step, &v);
	for (size_t k = 0; k < rw->nr; k++)
		strbuf_init(&texts[k]);
	host = host_make(rw, i, &v, NULL);
	log_progress("%s: %s", rw->d->name, step->name);
	ret = step_run_part(&rw->t->engine, step, host, false, &r, err);
	log_progress_done();
	for (size_t k = 0; k < r.nr_files; k++)
		log_verbose("  %-7s %s %s, %llu ms",
			    r.files[k].cached ? "CACHED" : "DONE",
			    r.files[k].pass->name, r.files[k].path,
			    (unsigned long long)r.files[k].spatch_us / 1000);
	log_verbose("  STEP    %s, %llu ms", step->name,
		    (unsigned long long)r.wall_us / 1000);
	if (!ret && r.state == STEP_FAILED) {
		ret = take_problems(rw, step, &v, &r, err);
		*again = true;
	} else if (!ret) {
		ret = take_residue(rw, step, &v, &r, again, err);
	}
	if (!ret && !*again && r.after)
		ret = take_texts(rw, step, &v, r.after, texts, again, err);
	if (!ret && !*again)
		take_notes(rw, step, &r);
	if (!ret && !*again && r.after) {
		note_step(rw, step, texts);
		for (size_t k = 0; k < rw->nr; k++)
			strbuf_swap(&rw->texts[k], &texts[k]);
	}
	for (size_t k = 0; k < rw->nr; k++)
		strbuf_release(&texts[k]);
	free(texts);
	snapshot_put(host);
	step_result_release(&r);
	view_of_step_release(rw, &v);
	return ret;
}

/* ---- all steps ---- */

static void start_over(struct rewriting *rw)
{
	struct rewrite_result *r = rw->out;

	for (size_t i = 0; i < r->nr_steps; i++)
		step_release(&r->steps[i], rw->nr);
	r->nr_steps = 0;
	for (size_t i = 0; i < rw->notes.nr; i++)
		left_release(&rw->notes.v[i]);
	rw->notes.nr = 0;
	for (size_t i = 0; i < rw->nr; i++) {
		strbuf_reset(&rw->texts[i]);
		strbuf_addbuf(&rw->texts[i], &rw->arms[i].text);
	}
	rw->restart = false;
}

static int run_steps(struct rewriting *rw, struct strbuf *err)
{
	unsigned attempts = 0;
	int ret = 0;

	start_over(rw);
	for (size_t i = 0; i < rw->t->series->nr_steps && !ret; ) {
		const struct step *step = &rw->t->series->steps[i];
		bool again = false;

		if (!rw->t->applies[i] || freeze_of(rw, step)->all) {
			i++;
			continue;
		}
		ret = do_step(rw, i, &again, err);
		if (!ret && child_interrupted())
			ret = error_set(err, ERR_INTERRUPTED, "interrupted");
		if (!ret && again && ++attempts > ATTEMPTS_MAX)
			BUG("'%s' does not come to an end", rw->d->name);
		if (!again) {
			i++;
		} else if (rw->restart) {
			start_over(rw);
			i = 0;
		}
	}
	return ret;
}

/*
 * @line of the file as it was.  Which of the steps that changed the file changed
 * it there is not known any more: none of them does.
 */
int rewrite_refuse_later(struct rewriting *rw, size_t file, unsigned line,
			 const char *why, struct strbuf *err)
{
	struct strbuf *now = rw->texts;
	struct rewrite_left *l = NULL;
	unsigned number = 0;
	int ret = 0;

	rw->texts = xcalloc(rw->nr, sizeof(*rw->texts));
	for (size_t i = 0; i < rw->nr; i++)
		rw->texts[i] = rw->arms[i].text;	/* borrowed */
	for (size_t i = 0; i < rw->out->nr_steps && !ret; i++) {
		const struct step *step = rw->out->steps[i].step;
		struct view_of_step v;

		if (!strbuf_cmp(&rw->out->steps[i].view[file],
				i ? &rw->out->steps[i - 1].view[file] :
				    &rw->arms[file].text))
			continue;
		if (!l) {
			l = left_add(rw, &rw->out->left, step, file, line, why);
			l->refused = true;
			number = rw->out->left.nr;
		}
		view_make(rw, step, &v);
		ret = freeze_add(rw, step, &v, file, line, number, err);
		view_of_step_release(rw, &v);
	}
	if (!l)
		BUG("'%s' was changed by no step", rw->d->files[file].path);
	free(rw->texts);
	rw->texts = now;
	return ret;
}

/* What would compile in the end, and not work. */
static int check_result(struct rewriting *rw, bool *again, struct strbuf *err)
{
	const struct step *check = &rw->t->rules.check;
	struct step_result r = { 0 };
	struct view_of_step v;
	struct snapshot *host;
	int ret = 0;

	*again = false;
	if (!check->nr_passes || rw->groups[1].all)
		return 0;
	view_make(rw, check, &v);
	host = host_make(rw, rw->t->series->nr_steps, &v, NULL);
	ret = step_run_part(&rw->t->engine, check, host, false, &r, err);
	if (!ret && r.nr_problems) {
		ret = take_problems(rw, check, &v, &r, err);
		*again = true;
	} else if (!ret && r.changed) {
		ret = error_set(err, ERR_UNABLE,
				"'%s': its passes may change nothing",
				check->dir);
	} else if (!ret) {
		take_notes(rw, check, &r);
	}
	step_result_release(&r);
	snapshot_put(host);
	view_of_step_release(rw, &v);
	return ret;
}

/* Did nothing but steps change it that are no reason by themselves? */
static bool is_needless(const struct rewriting *rw)
{
	const struct rewrite_result *r = rw->out;

	for (size_t i = 0; i < r->nr_steps; i++)
		if (!rw->t->rules.only_with[r->steps[i].step -
					    rw->t->series->steps])
			return false;
	return true;
}

/*
 * The files after each step; where that cannot be written, a step's changes come
 * with those of the next one.
 */
static int write_each_step(struct rewriting *rw, struct strbuf *err)
{
	struct rewrite_result *r = rw->out;
	struct strbuf *now = rw->texts, *whole = rw->whole;
	bool guarded = r->guarded;
	size_t kept = 0;
	int ret = 0;

	rw->force_guards = guarded;
	for (size_t i = 0; i < r->nr_steps && !ret; i++) {
		struct rewrite_step s = r->steps[i];
		bool again = false;

		s.texts = xcalloc(rw->nr, sizeof(*s.texts));
		for (size_t k = 0; k < rw->nr; k++)
			strbuf_init(&s.texts[k]);
		rw->texts = s.view;
		rw->whole = s.texts;
		ret = rewrite_merge(rw, &again, err);
		r->steps[i] = s;
		if (again)
			step_release(&s, rw->nr);
		else
			r->steps[kept++] = s;
	}
	if (!ret)
		r->nr_steps = kept;
	rw->texts = now;
	rw->whole = whole;
	r->guarded = guarded;
	return ret;
}

/* ---- before and after ---- */

static void init(struct rewriting *rw)
{
	const struct driver *d = rw->d;
	size_t nr_steps = rw->t->series->nr_steps;

	rw->nr = d->nr;
	rw->texts = xcalloc(rw->nr, sizeof(*rw->texts));
	rw->whole = xcalloc(rw->nr, sizeof(*rw->whole));
	rw->groups = xcalloc(nr_steps + 1, sizeof(*rw->groups));
	rw->alone = xcalloc(nr_steps + 1, sizeof(*rw->alone));
	for (size_t i = 0; i <= nr_steps; i++) {
		strvec_init(&rw->groups[i].items);
		strvec_init(&rw->alone[i].items);
	}
	for (size_t i = 0; i < rw->nr; i++) {
		strbuf_init(&rw->texts[i]);
		strbuf_init(&rw->whole[i]);
		strvec_pushf(&rw->host_paths, DRIVER_DIR "/%s",
			     d->files[i].path);
		guard_own_names(&d->files[i].text, &rw->own);
	}
	strvec_sort_uniq(&rw->own);
	for (size_t i = 0; i < d->include_dirs.nr; i++)
		strvec_pushf(&rw->include_dirs, DRIVER_DIR "%s%s",
			     *d->include_dirs.v[i] ? "/" : "",
			     d->include_dirs.v[i]);
	/* the user's come last, and win */
	strvec_pushv(&rw->symbols, &d->symbols);
	strvec_pushv(&rw->symbols, &rw->opt->symbols);
	arms_hide(rw);
}

static void finish(struct rewriting *rw)
{
	struct rewrite_result *r = rw->out;

	r->target = rewrite_target(rw);
	r->nr_files = rw->nr;
	r->texts = rw->whole;
	for (size_t i = 0; i < rw->nr; i++) {
		unsigned n = rewrite_count_changes(&rw->d->files[i].text, &r->texts[i]);

		strbuf_release(&rw->texts[i]);
		mask_release(&rw->arms[i]);
		r->changed += n > 0;
		r->sites += n;
	}
	for (size_t i = 0; i < r->left.nr; i++)
		r->open += !r->left.v[i].harmless;
	for (size_t i = 0; i <= rw->t->series->nr_steps; i++) {
		freeze_release(&rw->groups[i]);
		freeze_release(&rw->alone[i]);
	}
	free(rw->groups);
	free(rw->alone);
	free(rw->texts);
	free(rw->arms);
	for (size_t i = 0; i < rw->notes.nr; i++)
		left_release(&rw->notes.v[i]);
	free(rw->notes.v);
	strvec_release(&rw->host_paths);
	strvec_release(&rw->include_dirs);
	strvec_release(&rw->symbols);
	strvec_release(&rw->own);
	strvec_release(&rw->words);
}

int rewrite_driver(struct rewrite_types *t, const struct driver *d,
		   const struct rewrite_options *opt,
		   struct rewrite_result *out, struct strbuf *err)
{
	struct rewriting rw = {
		.t = t, .d = d, .opt = opt, .out = out,
		.host_paths = STRVEC_INIT, .include_dirs = STRVEC_INIT,
		.symbols = STRVEC_INIT, .own = STRVEC_INIT,
		.words = STRVEC_INIT,
	};
	uint64_t start = now_us();
	unsigned attempts = 0;
	bool again;
	int ret;

	memset(out, 0, sizeof(*out));
	init(&rw);
	t->engine.below = DRIVER_DIR;
	t->engine.include_dirs = &rw.include_dirs;
	start_over(&rw);
	ret = rewrite_words(&rw, err);
	do {
		if (!ret)
			ret = run_steps(&rw, err);
		if (!ret && is_needless(&rw))
			start_over(&rw);
		again = false;
		if (!ret)
			ret = check_result(&rw, &again, err);
		if (!ret && !again)
			ret = rewrite_merge(&rw, &again, err);
		if (!ret && again && ++attempts > ATTEMPTS_MAX)
			BUG("'%s' does not come to an end", d->name);
	} while (!ret && again);
	if (!ret)
		ret = left_find(&rw, err);
	if (!ret && opt->each_step)
		ret = write_each_step(&rw, err);
	if (!ret && opt->drop_old)
		rewrite_drop_old(&rw);
	t->engine.below = NULL;
	t->engine.include_dirs = NULL;
	finish(&rw);
	out->wall_us = now_us() - start;
	return ret;
}
