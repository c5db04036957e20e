/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify_layout: a struct of which a member changed may look the same to who
 * only has one.  Some object that the step affects anyway is compiled with its
 * types before and after, and pahole asked; what it cannot tell counts as
 * changed.
 */
#include "verify_priv.h"

#include <string.h>

#define PROBES 4	/* objects that may have the structs */

/*
 * "OFFSET SIZE<TAB>TYPE NAME;" without the name: a member may be called
 * otherwise.  Types count, as who has one may initialise it by position.
 */
static void add_place(const char *line, struct strbuf *out)
{
	size_t n = strcspn(line, ";"), name;

	while (n && !is_word_char(line[n - 1]) && line[n - 1] != ')')
		n--;
	name = n;
	while (name && is_word_char(line[name - 1]))
		name--;
	/* a bit field's name stands before its width */
	if (name && line[name - 1] == ':') {
		strbuf_add(out, line + name - 1, n - name + 1);
		n = --name;
		while (name && is_word_char(line[name - 1]))
			name--;
	}
	strbuf_add(out, line, name);
	strbuf_addstr(out, line + n);
	strbuf_addch(out, '\n');
}

static bool same_lines(const struct strvec line[2])
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	bool same;

	for (size_t i = 0; i < line[0].nr; i++)
		add_place(line[0].v[i], &a);
	for (size_t i = 0; i < line[1].nr; i++)
		add_place(line[1].v[i], &b);
	same = a.len && !strbuf_cmp(&a, &b);
	strbuf_release(&a);
	strbuf_release(&b);
	return same;
}

/* Those of @sources that were compiled for the comparison. */
static void made_sources(const struct neutral_pair *p, struct strvec *out)
{
	for (size_t i = 0; i < p->sources.nr; i++)
		if (p->side[0][i].state == NEUTRAL_MADE &&
		    p->side[1][i].state == NEUTRAL_MADE)
			strvec_push(out, p->sources.v[i]);
}

/* A few that this configuration compiles. */
static int choose(struct neutral_pair *p, const struct strvec *sources)
{
	bool *yes = xcalloc(sources->nr + 1, sizeof(*yes));
	int ret = verify_go_to(p->v, p->c, p->snap[1], NULL, p->err);

	if (!ret)
		ret = kbuild_compiled(&p->c->k, sources, yes, p->err);
	for (size_t i = 0; i < sources->nr && !ret; i++)
		if (yes[i] && p->sources.nr < PROBES)
			strvec_push(&p->sources, sources->v[i]);
	free(yes);
	return ret;
}

static int probe(struct neutral_pair *p, const struct layout_group *g,
		 const struct strvec *sources, bool *same)
{
	struct strvec made = STRVEC_INIT;
	int ret = choose(p, sources);

	if (!ret)
		ret = neutral_changes(p);
	if (!ret)
		ret = neutral_make(p);
	if (!ret)
		made_sources(p, &made);
	*same = !ret;
	for (size_t i = 0; i < g->tags.nr && *same && !ret; i++) {
		struct strvec line[2] = { STRVEC_INIT, STRVEC_INIT };
		bool found;

		ret = neutral_layout(p, &made, g->tags.v[i], line, &found);
		*same = !ret && found && same_lines(line);
		strvec_release(&line[0]);
		strvec_release(&line[1]);
	}
	strvec_release(&made);
	return ret;
}

/* In one configuration; from the cache if it is known. */
static int is_same(struct verify *v, struct config *c, struct snapshot *before,
		   struct snapshot *after, const struct layout_group *g,
		   const struct strvec *sources, bool *same, struct strbuf *err)
{
	struct neutral_pair p = NEUTRAL_PAIR_INIT(v, c, before, after, err);
	struct strbuf what = STRBUF_INIT, known = STRBUF_INIT, why = STRBUF_INIT;
	char key[OID_HEX + 1];
	int ret;

	strbuf_addstr(&what, "layout 1");
	for (size_t i = 0; i < g->tags.nr; i++)
		strbuf_addf(&what, " %s", g->tags.v[i]);
	ret = verify_pair_key(v, c, before, after, what.buf, key, err);
	if (!ret && cache_get(v->e->cache, "layout", key, &known)) {
		*same = !strcmp(known.buf, "same");
	} else if (!ret) {
		p.err = &why;
		ret = probe(&p, g, sources, same);
		if (ret == ERR_INTERRUPTED) {
			strbuf_swap(err, &why);
		} else if (ret) {
			/* without an answer it is another */
			*same = false;
			ret = 0;
		} else {
			cache_put(v->e->cache, "layout", key,
				  *same ? "same" : "other", *same ? 4 : 5);
		}
	}
	neutral_pair_release(&p);
	strbuf_release(&what);
	strbuf_release(&known);
	strbuf_release(&why);
	return ret;
}

int verify_layouts(struct verify *v, struct snapshot *before,
		   struct snapshot *after, const struct layout_groups *groups,
		   struct strvec *sources, struct strbuf *err)
{
	struct strvec asked = STRVEC_INIT;
	int ret = 0;

	strvec_pushv(&asked, sources);
	for (size_t i = 0; i < groups->nr && !ret; i++) {
		const struct layout_group *g = &groups->v[i];
		/* the search is worth it for what is left of them */
		bool same = g->files.nr > 0;

		for (size_t k = 0; k < v->nr && same && !ret; k++)
			ret = is_same(v, &v->configs[k], before, after, g,
				      &asked, &same, err);
		if (!ret && !same)
			layout_group_take(g, sources);
	}
	strvec_release(&asked);
	return ret;
}
