/* SPDX-License-Identifier: GPL-2.0-only */
/* What was not converted, and why. */
#include "rewrite_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"

void left_release(struct rewrite_left *l)
{
	free(l->path);
	free(l->function);
	free(l->what);
	free(l->why);
}

unsigned line_from(const struct strbuf *was, const struct strbuf *now,
		   unsigned line)
{
	struct line_change *c;
	size_t nr;
	int moved = 0;

	if (!line || diff_lines(was, now, &c, &nr, NULL))
		return line;
	for (size_t i = 0; i < nr && c[i].new_line <= line; i++) {
		if (line < c[i].new_line + c[i].new_nr) {
			/* of a line that was made: the one it was made of */
			unsigned k = line - c[i].new_line;

			if (k >= c[i].old_nr)
				k = c[i].old_nr ? c[i].old_nr - 1 : 0;
			line = c[i].old_line + k;
			free(c);
			return line;
		}
		moved = (int)(c[i].old_line + c[i].old_nr) -
			(int)(c[i].new_line + c[i].new_nr);
	}
	free(c);
	return line + moved;
}

static char *function_at(const struct strbuf *text, unsigned line)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_function *f = line ? csource_function_at(cs, line) : NULL;
	char *name = f ? xstrdup(f->name) : NULL;

	csource_free(cs);
	return name;
}

struct rewrite_left *left_add(struct rewriting *rw, struct left_list *list,
			      const struct step *step, size_t file,
			      unsigned line, const char *why)
{
	struct rewrite_left *l;

	ALLOC_GROW(list->v, list->nr + 1, list->alloc);
	l = &list->v[list->nr++];
	memset(l, 0, sizeof(*l));
	l->step = step;
	l->cls = RESIDUE_UNEXPLAINED;
	l->why = why ? xstrdup(why) : NULL;
	if (file < rw->nr) {
		const struct driver_file *f = &rw->d->files[file];

		l->path = xstrdup(f->path);
		l->line = line_from(&rw->arms[file].text, &rw->texts[file],
				    line);
		l->function = function_at(&f->text, l->line);
	}
	return l;
}

/* ---- in the end ---- */

static bool is_told(const struct left_list *list, const struct driver_file *f,
		    unsigned line, unsigned col)
{
	for (size_t i = 0; i < list->nr; i++) {
		const struct rewrite_left *l = &list->v[i];

		if (l->path && l->line == line && !strcmp(l->path, f->path) &&
		    (!l->col || !col || l->col == col))
			return true;
	}
	return false;
}

/* The record for which the place stands back, or 0. */
static unsigned stands_back(struct rewriting *rw, const struct step *step,
			    const struct view_of_step *v, size_t file,
			    unsigned line)
{
	const struct freeze *f = freeze_of(rw, step);
	const struct item *it = items_at(&v->items, file, line);
	unsigned why = 0;

	if (it && freeze_has(f, it, &why))
		return why;
	return f->all ? f->why_all : 0;
}

static struct rewrite_left *add_use(struct rewriting *rw,
				    const struct step *step, size_t file,
				    const struct residue *x)
{
	struct rewrite_left *l = left_add(rw, &rw->out->left, step, file, 0,
					  x->why);
	struct strbuf what = STRBUF_INIT;

	expect_describe(x->expect, &what);
	l->what = strbuf_detach(&what, NULL);
	l->col = x->col;
	l->cls = x->cls;
	l->harmless = x->harmless;
	return l;
}

/* Something that the target compiles: it stands back, or says so in prose. */
static void take_use(struct rewriting *rw, const struct step *step,
		     const struct view_of_step *v, const struct residue *x)
{
	struct left_list *list = &rw->out->left;
	size_t file = host_file(rw, x->path);
	unsigned line, why;
	struct rewrite_left *l;

	if (file == rw->nr)
		return;
	line = line_from(&rw->arms[file].text, &rw->texts[file], x->line);
	if (is_told(list, &rw->d->files[file], line, x->col))
		return;
	l = add_use(rw, step, file, x);
	l->line = line;
	l->function = function_at(&rw->d->files[file].text, line);
	why = stands_back(rw, step, v, file, x->line);
	if (why && !l->harmless) {
		const struct rewrite_left *r = &list->v[why - 1];

		l->cls = RESIDUE_REJECTED;
		l->unit = why;
		free(l->why);
		if (r->path && r->line)
			l->why = xasprintf("it goes with %s:%u, which stands back",
					   r->path, r->line);
		else
			l->why = xasprintf("%s stands back as a whole",
					   r->path ? r->path : "the driver");
	}
}

/* Something that only older kernels compile. */
static void take_old_use(struct rewriting *rw, const struct step *step,
			 struct guard_lines *guards, const struct residue *x)
{
	size_t file = host_file(rw, x->path);
	struct rewrite_left *l;

	if (file == rw->nr || !x->line || x->line > guards[file].nr ||
	    guards[file].v[x->line - 1].state != GUARD_OUT || x->harmless ||
	    is_told(&rw->out->left, &rw->d->files[file], x->line, x->col))
		return;
	l = add_use(rw, step, file, x);
	l->line = x->line;
	l->function = function_at(&rw->d->files[file].text, x->line);
	l->cls = RESIDUE_OLD_ARM;
	l->harmless = true;
	free(l->why);
	l->why = NULL;
}

/* Is one of the words that the step removes in a line that is hidden? */
static bool hides_words_of(const struct rewriting *rw, const struct step *step)
{
	struct strvec words = STRVEC_INIT;
	bool found = false;

	expect_words(step, &words);
	for (size_t i = 0; i < rw->nr && !found; i++) {
		const struct strbuf *a = &rw->d->files[i].text;

		for (size_t k = 0; k < words.nr && rw->arms[i].nr && !found;
		     k++)
			found = text_has_word(a->buf, a->len, words.v[k]);
	}
	strvec_release(&words);
	return found;
}

typedef void take_fn(struct rewriting *rw, const struct step *step,
		     const void *data, const struct residue *x);

static void take_use_fn(struct rewriting *rw, const struct step *step,
			const void *data, const struct residue *x)
{
	take_use(rw, step, data, x);
}

static void take_old_use_fn(struct rewriting *rw, const struct step *step,
			    const void *data, const struct residue *x)
{
	take_old_use(rw, step, (struct guard_lines *)data, x);
}

static int search(struct rewriting *rw, size_t i, const struct strbuf *texts,
		  take_fn *take, const void *data, struct strbuf *err)
{
	const struct step *step = &rw->t->series->steps[i];
	struct snapshot *host = host_make(rw, i, NULL, texts);
	struct residue_list list;
	int ret = residue_find(&rw->t->engine, step, host, host, NULL, 0, &list,
			       NULL, err);

	for (size_t k = 0; k < list.nr && !ret; k++)
		take(rw, step, data, &list.v[k]);
	residue_list_release(&list);
	snapshot_put(host);
	return ret;
}

static bool anything_stands_back(const struct rewriting *rw)
{
	bool some = false;

	for (size_t i = 0; i <= rw->t->series->nr_steps; i++)
		some |= rw->groups[i].all || rw->alone[i].all ||
			rw->groups[i].items.nr || rw->alone[i].items.nr;
	return some;
}

static int find_in_view(struct rewriting *rw, struct strbuf *err)
{
	const struct series *s = rw->t->series;
	struct view_of_step v;
	int ret = 0;

	if (!anything_stands_back(rw))
		return 0;
	view_make(rw, s->steps, &v);
	for (size_t i = 0; i < s->nr_steps && !ret; i++)
		if (rw->t->applies[i])
			ret = search(rw, i, rw->texts, take_use_fn, &v, err);
	view_of_step_release(rw, &v);
	return ret;
}

static int find_in_arms(struct rewriting *rw, struct strbuf *err)
{
	const struct series *s = rw->t->series;
	struct guard_lines *guards = xcalloc(rw->nr, sizeof(*guards));
	struct strbuf *was = xcalloc(rw->nr, sizeof(*was));
	int ret = 0;

	for (size_t i = 0; i < rw->nr; i++) {
		was[i] = rw->d->files[i].text;		/* borrowed */
		guards_of(rw, i, rewrite_target(rw), &guards[i]);
	}
	for (size_t i = 0; i < s->nr_steps && !ret; i++)
		if (rw->t->applies[i] && hides_words_of(rw, &s->steps[i]))
			ret = search(rw, i, was, take_old_use_fn, guards, err);
	for (size_t i = 0; i < rw->nr; i++)
		guard_lines_release(&guards[i]);
	free(guards);
	free(was);
	return ret;
}

int left_find(struct rewriting *rw, struct strbuf *err)
{
	int ret = find_in_view(rw, err);

	if (!ret)
		ret = find_in_arms(rw, err);
	for (size_t i = 0; i < rw->notes.nr; i++) {
		struct left_list *list = &rw->out->left;

		ALLOC_GROW(list->v, list->nr + 1, list->alloc);
		list->v[list->nr++] = rw->notes.v[i];
	}
	rw->notes.nr = 0;
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
