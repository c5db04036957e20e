/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One step further back: in "a->ops->f" the name "ops" alone says little.  It
 * can be of the struct only if what stands before it is of a type that has
 * such a member, and so if "a" is a name by which that type is reached.
 */
#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

/* To know a type's names, all files that name it are read. */
#define CHEAP_FILES 64

struct holder {
	char *tag;
	struct strvec words;
	bool loaded;
};

struct holders {
	struct snapshot *before, *after;
	const struct reach *reach;
	struct holder *v;
	size_t nr, alloc;
};

struct holders *holders_new(struct snapshot *before, struct snapshot *after,
			    const struct reach *reach)
{
	struct holders *h = xcalloc(1, sizeof(*h));

	h->before = before;
	h->after = after;
	h->reach = reach;
	return h;
}

void holders_free(struct holders *h)
{
	size_t i;

	if (!h)
		return;
	for (i = 0; i < h->nr; i++) {
		free(h->v[i].tag);
		strvec_release(&h->v[i].words);
	}
	free(h->v);
	free(h);
}

static struct holder *find_holder(struct holders *h, const char *tag)
{
	struct holder *p;
	size_t i;

	for (i = 0; i < h->nr; i++)
		if (!strcmp(h->v[i].tag, tag))
			return &h->v[i];
	ALLOC_GROW(h->v, h->nr + 1, h->alloc);
	p = &h->v[h->nr++];
	p->tag = xstrdup(tag);
	strvec_init(&p->words);
	p->loaded = false;
	return p;
}

/* The names of a holder; not loaded afterwards: it was too much to read. */
static int load_holder(struct holders *h, struct holder *p, bool cheap,
		       struct strbuf *err)
{
	struct strvec files = STRVEC_INIT;
	int ret = 0;

	if (p->loaded)
		return 0;
	if (cheap) {
		ret = snapshot_grep(h->after, p->tag, &files, err);
		if (ret || files.nr > CHEAP_FILES)
			goto out;
	}
	ret = reach_words(h->before, p->tag, &p->words, err);
	if (!ret && h->before != h->after)
		ret = reach_words(h->after, p->tag, &p->words, err);
	p->loaded = !ret;
out:
	strvec_release(&files);
	return ret;
}

/* May what stands before the last name of @r be of the type @p? */
static bool reaches(const struct holder *p, const struct c_receiver *r)
{
	const struct strvec *words = &p->words;
	const char *word = r->base.buf;
	size_t i;

	if (!p->loaded)
		return true;
	/* only its own name: a typedef's struct, which is reached otherwise */
	if (words->nr <= 1)
		return true;
	if (r->path.nr >= 2)
		word = r->path.v[r->path.nr - 2];
	else if (r->tag.len)
		return !strcmp(r->tag.buf, p->tag);
	if (!strcmp(word, "[]") || strvec_has_sorted(words, word))
		return true;
	for (i = 0; r->path.nr < 2 && r->call && i < r->args.nr; i++)
		if (strvec_has_sorted(words, r->args.v[i]))
			return true;
	return false;
}

int holders_admit(struct holders *h, const struct c_receiver *r, bool cheap,
		  bool *admit, struct strbuf *err)
{
	const struct strvec *all = &h->reach->holders;
	size_t n = r->last.len, i;
	int ret;

	*admit = true;
	if (r->odd || !r->path.nr || !strcmp(r->last.buf, "[]"))
		return 0;
	for (i = 0; i < all->nr; i++) {
		struct holder *p;

		if (strncmp(all->v[i], r->last.buf, n) || all->v[i][n] != ' ')
			continue;
		p = find_holder(h, all->v[i] + n + 1);
		ret = load_holder(h, p, cheap, err);
		if (ret)
			return ret;
		if (reaches(p, r))
			return 0;
	}
	*admit = false;
	return 0;
}
