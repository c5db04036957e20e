/* SPDX-License-Identifier: GPL-2.0-only */
#include "rewrite_chain.h"

#include <stdlib.h>
#include <string.h>

#include "rewrite_priv.h"

struct chain {
	const struct driver *d;
	struct driver now;		/* its files' texts are @out's, or @d's */
	struct rewrite_result *out;
};

/* Lines of the driver as it was before the series to those of the user's. */
static void take_left(struct chain *c, struct rewrite_result *r)
{
	struct left_list *to = &c->out->left;
	size_t before = to->nr;

	ALLOC_GROW(to->v, to->nr + r->left.nr, to->alloc);
	for (size_t i = 0; i < r->left.nr; i++) {
		struct rewrite_left *l = &to->v[to->nr++];
		size_t k = 0;

		*l = r->left.v[i];
		l->unit += l->unit ? before : 0;
		while (k < c->d->nr && strcmp(c->d->files[k].path, l->path))
			k++;
		if (k < c->d->nr && l->line)
			l->line = line_from(&c->d->files[k].text,
					    &c->now.files[k].text, l->line);
	}
	r->left.nr = 0;
}

static void take_steps(struct chain *c, struct rewrite_result *r)
{
	struct rewrite_result *to = c->out;

	ALLOC_GROW(to->steps, to->nr_steps + r->nr_steps, to->alloc_steps);
	for (size_t i = 0; i < r->nr_steps; i++)
		to->steps[to->nr_steps++] = r->steps[i];
	r->nr_steps = 0;
}

/* What the series made is what the next one is shown. */
static void take(struct chain *c, struct rewrite_result *r)
{
	struct rewrite_result *to = c->out;
	struct strbuf *old = to->texts;

	take_left(c, r);
	take_steps(c, r);
	to->guarded |= r->guarded;
	to->dropped = r->dropped;
	to->target = r->target;
	to->open += r->open;
	to->wall_us += r->wall_us;
	to->texts = r->texts;
	to->nr_files = r->nr_files;
	r->texts = NULL;
	for (size_t i = 0; i < to->nr_files; i++) {
		c->now.files[i].text = to->texts[i];
		if (old)
			strbuf_release(&old[i]);
	}
	free(old);
	r->nr_files = 0;
}

static void count(const struct driver *d, struct rewrite_result *r)
{
	for (size_t i = 0; i < r->nr_files; i++) {
		unsigned n = rewrite_count_changes(&d->files[i].text,
						   &r->texts[i]);

		r->changed += n > 0;
		r->sites += n;
	}
	if (r->dropped)
		r->guarded = false;
}

int rewrite_chain(struct rewrite_types *t, size_t nr, const struct driver *d,
		  const struct rewrite_options *opt, struct rewrite_result *out,
		  struct strbuf *err)
{
	struct chain c = { .d = d, .now = *d, .out = out };
	int ret = 0;

	memset(out, 0, sizeof(*out));
	c.now.files = xcalloc(d->nr + 1, sizeof(*c.now.files));
	memcpy(c.now.files, d->files, d->nr * sizeof(*d->files));
	for (size_t i = 0; i < nr && !ret; i++) {
		struct rewrite_options o = *opt;
		struct rewrite_result r;

		o.drop_old &= i == nr - 1;
		ret = rewrite_driver(&t[i], &c.now, &o, &r, err);
		if (!ret)
			take(&c, &r);
		rewrite_result_release(&r);
	}
	if (!ret)
		count(d, out);
	free(c.now.files);
	return ret;
}
