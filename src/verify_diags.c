/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_diags: which diagnostics a step introduced, and which are gone.
 *
 * Two are the same if path and text are (without notes, which carry line
 * numbers) and the line of the one is, by the lines that the step left alone,
 * the line of the other; or, of what is left then, if both stand in the same
 * function.  Counting would let one that goes hide one that comes.
 */
#include "verify_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"

/* A file before and after. */
struct file_pair {
	char *path;
	struct strbuf a, b;
	struct csource *ca, *cb;
	unsigned *to;		/* of each line of a; see lines_map() */
	size_t nr;
};

struct compare {
	struct snapshot *before, *after;
	struct file_pair **files;
	size_t nr, alloc;
};

static struct file_pair *file_of(struct compare *c, const char *path)
{
	struct file_pair *f;

	for (size_t i = 0; i < c->nr; i++)
		if (!strcmp(c->files[i]->path, path))
			return c->files[i];
	f = xcalloc(1, sizeof(*f));
	f->path = xstrdup(path);
	strbuf_init(&f->a);
	strbuf_init(&f->b);
	/* a generated file is in neither */
	if (!snapshot_stat(c->before, path, NULL, NULL))
		snapshot_read(c->before, path, &f->a, NULL);
	if (!snapshot_stat(c->after, path, NULL, NULL))
		snapshot_read(c->after, path, &f->b, NULL);
	f->ca = csource_parse(f->a.buf, f->a.len);
	f->cb = csource_parse(f->b.buf, f->b.len);
	f->to = lines_map(f->a.buf, f->b.buf, &f->nr);
	ALLOC_GROW(c->files, c->nr + 1, c->alloc);
	c->files[c->nr++] = f;
	return f;
}

static void compare_release(struct compare *c)
{
	for (size_t i = 0; i < c->nr; i++) {
		struct file_pair *f = c->files[i];

		csource_free(f->ca);
		csource_free(f->cb);
		strbuf_release(&f->a);
		strbuf_release(&f->b);
		free(f->path);
		free(f->to);
		free(f);
	}
	free(c->files);
}

bool verify_same_text(const struct diagnostic *a, const struct diagnostic *b)
{
	size_t n = strcspn(a->text, "\n");

	return a->is_error == b->is_error && !strcmp(a->path, b->path) &&
	       n == strcspn(b->text, "\n") && !strncmp(a->text, b->text, n);
}

static bool same_line(const struct file_pair *f, const struct diagnostic *a,
		      const struct diagnostic *b)
{
	if (!f->nr || !f->b.len)
		return a->line == b->line;
	return a->line && a->line <= f->nr ? f->to[a->line] == b->line :
	       a->line == b->line;
}

static bool same_function(const struct file_pair *f, const struct diagnostic *a,
			  const struct diagnostic *b)
{
	const struct c_function *x = csource_function_at(f->ca, a->line);
	const struct c_function *y = csource_function_at(f->cb, b->line);

	return x && y ? !strcmp(x->name, y->name) : !x && !y;
}

static void pair_up(struct compare *c, const struct diagnostics *before,
		    const struct diagnostics *after, bool *old, bool *new,
		    bool (*same)(const struct file_pair *f,
				 const struct diagnostic *a,
				 const struct diagnostic *b))
{
	for (size_t i = 0; i < after->nr; i++)
		for (size_t j = 0; j < before->nr && !new[i]; j++) {
			const struct diagnostic *a = &before->v[j];
			const struct diagnostic *b = &after->v[i];

			if (old[j] || !verify_same_text(a, b) ||
			    !same(file_of(c, b->path), a, b))
				continue;
			old[j] = new[i] = true;
		}
}

static void add_rest(const struct diagnostics *from, const bool *paired,
		     struct diagnostics *out)
{
	for (size_t i = 0; out && i < from->nr; i++)
		if (!paired[i])
			diagnostics_add(out, from->v[i].path, from->v[i].line,
					from->v[i].col, from->v[i].is_error,
					from->v[i].text);
}

void verify_compare_diags(struct snapshot *before, struct snapshot *after,
			  const struct diagnostics *old,
			  const struct diagnostics *now,
			  struct diagnostics *fresh, struct diagnostics *gone)
{
	struct compare c = { .before = before, .after = after };
	bool *a = xcalloc(old->nr + 1, sizeof(*a));
	bool *b = xcalloc(now->nr + 1, sizeof(*b));

	pair_up(&c, old, now, a, b, same_line);
	pair_up(&c, old, now, a, b, same_function);
	add_rest(now, b, fresh);
	add_rest(old, a, gone);
	compare_release(&c);
	free(a);
	free(b);
}
