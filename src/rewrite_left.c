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

unsigned original_line(const struct rewriting *rw, size_t file, unsigned line)
{
	struct line_change *c;
	size_t nr;
	int moved = 0;

	if (!line || diff_lines(&rw->d->files[file].text, &rw->texts[file], &c,
				&nr, NULL))
		return line;
	for (size_t i = 0; i < nr && c[i].new_line <= line; i++) {
		if (line < c[i].new_line + c[i].new_nr) {
			/* of a line that was made: the one it was made of */
			unsigned k = line - c[i].new_line;

			if (k >= c[i].old_nr)
				k = c[i].old_nr ? c[i].old_nr - 1 : 0;
			free(c);
			return c[i].old_line + k;
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
		l->line = original_line(rw, file, line);
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

static void take_use(struct rewriting *rw, const struct step *step,
		     const struct view_of_step *v, const struct residue *x)
{
	struct left_list *list = &rw->out->left;
	size_t file = host_file(rw, x->path);
	unsigned line = original_line(rw, file, x->line), why;
	struct strbuf what = STRBUF_INIT;
	const struct guard_lines *g;
	struct rewrite_left *l;

	if (file == rw->nr ||
	    is_told(list, &rw->d->files[file], line, x->col))
		return;
	why = stands_back(rw, step, v, file, x->line);
	l = left_add(rw, list, step, file, x->line, x->why);
	expect_describe(x->expect, &what);
	l->what = strbuf_detach(&what, NULL);
	l->col = x->col;
	l->cls = x->cls;
	l->harmless = x->harmless;
	g = &v->guards[file];
	if (x->line && x->line <= g->nr &&
	    g->v[x->line - 1].state == GUARD_OUT && !l->harmless) {
		l->cls = RESIDUE_OLD_ARM;
		l->harmless = true;
	} else if (why && !l->harmless) {
		const struct rewrite_left *r = &list->v[why - 1];

		l->cls = RESIDUE_REJECTED;
		l->unit = why;
		free(l->why);
		l->why = r->path ?
			 xasprintf("it goes with %s:%u, which stands back",
				   r->path, r->line) :
			 xstrdup("the driver stands back as a whole");
	}
}

static bool anything_hidden(const struct rewriting *rw,
			    const struct view_of_step *v)
{
	bool hidden = v->hides;

	for (size_t i = 0; i <= rw->t->series->nr_steps; i++)
		hidden |= rw->groups[i].all || rw->alone[i].all ||
			  rw->groups[i].items.nr || rw->alone[i].items.nr;
	return hidden;
}

int left_find(struct rewriting *rw, struct strbuf *err)
{
	const struct series *s = rw->t->series;
	struct view_of_step v;
	int ret = view_make(rw, s->steps, &v, err);

	if (!anything_hidden(rw, &v)) {
		view_of_step_release(rw, &v);
		goto notes;
	}
	for (size_t i = 0; i < s->nr_steps && !ret; i++) {
		struct snapshot *host;
		struct residue_list list;

		if (!rw->t->applies[i])
			continue;
		host = host_make(rw, i, NULL);
		ret = residue_find(&rw->t->engine, &s->steps[i], host, host,
				   NULL, 0, &list, NULL, err);
		for (size_t k = 0; k < list.nr && !ret; k++)
			take_use(rw, &s->steps[i], &v, &list.v[k]);
		residue_list_release(&list);
		snapshot_put(host);
	}
	view_of_step_release(rw, &v);
notes:
	for (size_t i = 0; i < rw->notes.nr; i++) {
		struct left_list *list = &rw->out->left;

		ALLOC_GROW(list->v, list->nr + 1, list->alloc);
		list->v[list->nr++] = rw->notes.v[i];
	}
	rw->notes.nr = 0;
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
