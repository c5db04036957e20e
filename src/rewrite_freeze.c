/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands back, since something that it is connected with was refused. */
#include "rewrite_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "reach.h"

void freeze_release(struct freeze *f)
{
	strvec_release(&f->items);
	free(f->why);
}

unsigned group_of(const struct rewriting *rw, const struct step *step)
{
	/* the check is about what the steps make together */
	if (step == &rw->t->rules.check)
		return 1;
	return rw->t->rules.together[step - rw->t->series->steps];
}

struct freeze *freeze_of(struct rewriting *rw, const struct step *step)
{
	unsigned group = group_of(rw, step);

	return group ? &rw->groups[group] :
		       &rw->alone[step - rw->t->series->steps];
}

static char *key_of(const struct item *it)
{
	return xasprintf("%zu:%s", it->file, it->name);
}

bool freeze_has(const struct freeze *f, const struct item *it, unsigned *why)
{
	bool found = false;
	char *key;

	if (!it->name)
		return false;
	key = key_of(it);
	for (size_t i = 0; i < f->items.nr && !found; i++)
		if (!strcmp(f->items.v[i], key)) {
			*why = f->why[i];
			found = true;
		}
	free(key);
	return found;
}

static bool add_item(struct freeze *f, const struct item *it, unsigned why)
{
	unsigned ignored;
	char *key;

	if (!it->name || freeze_has(f, it, &ignored))
		return false;
	key = key_of(it);
	ALLOC_GROW(f->why, f->items.nr + 1, f->alloc_why);
	f->why[f->items.nr] = why;
	strvec_push(&f->items, key);
	free(key);
	return true;
}

/* By which words code gets at the structs @tags, and what else is declared. */
static int reach_all(struct rewriting *rw, struct strvec *tags,
		     struct strvec *words, struct strbuf *err)
{
	struct snapshot *host = host_make(rw, 0, NULL, rw->texts);
	int ret = 0;

	strvec_sort_uniq(tags);
	for (size_t i = 0; i < tags->nr && !ret; i++) {
		strvec_push(words, tags->v[i]);
		ret = reach_words(host, tags->v[i], words, err);
	}
	strvec_pushv(words, &rw->t->functions);
	strvec_sort_uniq(words);
	snapshot_put(host);
	return ret;
}

static void types_of(const struct step *step, struct strvec *tags)
{
	for (size_t i = 0; i < step->nr_expects; i++)
		if (step->expects[i].what == WHAT_TYPE &&
		    step->expects[i].name)
			strvec_push(tags, step->expects[i].name);
}

/* What the steps of the group are about. */
static int words_of_group(struct rewriting *rw, const struct step *step,
			  struct strvec *words, struct strbuf *err)
{
	const struct series *s = rw->t->series;
	unsigned group = group_of(rw, step);
	struct strvec tags = STRVEC_INIT;
	int ret;

	for (size_t i = 0; i < s->nr_steps; i++)
		if (&s->steps[i] == step ||
		    (group && rw->t->rules.together[i] == group)) {
			step_tags(&s->steps[i], &tags);
			types_of(&s->steps[i], &tags);
		}
	ret = reach_all(rw, &tags, words, err);
	strvec_release(&tags);
	return ret;
}

/* The words of a pass that it does not need a struct for. */
static void plain_words(const struct pass *p, struct strvec *words)
{
	for (size_t i = 0; i < p->nr_candidates; i++) {
		const struct strvec *alt = &p->candidates[i].words;
		bool tag = false;

		for (size_t k = 0; k < alt->nr; k++)
			tag |= *alt->v[k] == '@';
		for (size_t k = 0; k < alt->nr && !tag; k++)
			strvec_push(words, alt->v[k]);
	}
}

static void words_of_step(const struct step *step, struct strvec *words)
{
	for (size_t i = 0; i < step->nr_passes; i++)
		plain_words(&step->passes[i], words);
	for (size_t i = 0; i < step->nr_expects; i++) {
		const struct expect *x = &step->expects[i];

		if (x->rule)
			plain_words(x->rule, words);
		else if (x->name)
			strvec_push(words, x->name);
	}
}

/* A member is nothing without what its struct is reached by. */
static void drop_members(const struct series *s, struct strvec *words)
{
	struct strvec members = STRVEC_INIT, kept = STRVEC_INIT;

	for (size_t i = 0; i < s->nr_steps; i++)
		for (size_t k = 0; k < s->steps[i].nr_expects; k++)
			if (s->steps[i].expects[k].what == WHAT_MEMBER &&
			    s->steps[i].expects[k].member)
				strvec_push(&members,
					    s->steps[i].expects[k].member);
	strvec_sort_uniq(&members);
	for (size_t i = 0; i < words->nr; i++)
		if (!strvec_has_sorted(&members, words->v[i]))
			strvec_push(&kept, words->v[i]);
	strvec_release(words);
	strvec_release(&members);
	*words = kept;
}

int rewrite_words(struct rewriting *rw, struct strbuf *err)
{
	const struct series *s = rw->t->series;
	struct strvec tags = STRVEC_INIT;
	int ret;

	for (size_t i = 0; i < s->nr_steps; i++) {
		step_tags(&s->steps[i], &tags);
		types_of(&s->steps[i], &tags);
		words_of_step(&s->steps[i], &rw->words);
	}
	words_of_step(&rw->t->rules.check, &rw->words);
	drop_members(s, &rw->words);
	step_tags(&rw->t->rules.check, &tags);
	ret = reach_all(rw, &tags, &rw->words, err);
	strvec_release(&tags);
	return ret;
}

/* The items of the files as they were, for the target. */
static void original_items(const struct rewriting *rw, struct items *out)
{
	for (size_t i = 0; i < rw->nr; i++)
		if (is_c_file(rw->d->files[i].path))
			items_add(out, i, &rw->arms[i].text);
}

/* What stands back matters, whatever it names. */
static void connect(const struct freeze *f, struct items *all,
		    const struct strvec *words)
{
	unsigned ignored;

	for (size_t i = 0; i < all->nr; i++)
		all->v[i].matters = freeze_has(f, &all->v[i], &ignored);
	items_connect(all, words);
}

/* Items of @all that are connected with one of those that stand back. */
static bool add_connected(struct freeze *f, const struct items *all,
			  unsigned why)
{
	bool more = false;

	for (size_t i = 0; i < all->nr; i++) {
		unsigned ignored;

		if (!all->v[i].unit || !freeze_has(f, &all->v[i], &ignored))
			continue;
		for (size_t k = 0; k < all->nr; k++)
			if (all->v[k].unit == all->v[i].unit)
				more |= add_item(f, &all->v[k], why);
	}
	return more;
}

static bool has_company(const struct items *all, const struct item *it)
{
	for (size_t i = 0; i < all->nr; i++)
		if (&all->v[i] != it && all->v[i].unit == it->unit)
			return true;
	return false;
}

/*
 * Does it get at one of the structs by a member of the kernel's, such as
 * page->pgmap?  Then it may be any map's.
 */
static bool reaches_any(const struct rewriting *rw, const struct item *it,
			const struct strvec *words)
{
	const struct strvec *all = &rw->t->members;

	for (size_t i = 0; i < all->nr; i++) {
		const char *name = strchr(all->v[i], ' ') + 1;

		if (strvec_has_sorted_n(words, all->v[i],
					name - 1 - all->v[i]) &&
		    strvec_has_sorted(&it->words, name))
			return true;
	}
	return false;
}

int freeze_add(struct rewriting *rw, const struct step *step,
	       const struct view_of_step *v, size_t file, unsigned line,
	       unsigned why, struct strbuf *err)
{
	struct freeze *f = freeze_of(rw, step);
	bool group = group_of(rw, step) > 0;
	struct items was = { 0 }, now = v->items;	/* borrowed */
	struct strvec words = STRVEC_INIT;
	const struct item *it = line ? items_at(&now, file, line) : NULL;
	bool more = it && add_item(f, it, why), is_alone = false;
	int ret = 0;

	rw->restart |= group;
	if (!it || !it->name) {
		f->all = true;
		f->why_all = why;
		return 0;
	}
	if (group) {
		ret = words_of_group(rw, step, &words, err);
		original_items(rw, &was);
		connect(f, &was, &words);
		connect(f, &now, &words);
		while (add_connected(f, &was, why) |
		       add_connected(f, &now, why))
			more = true;
		is_alone = !has_company(&now, it) &&
			   (step == &rw->t->rules.check ||
			    reaches_any(rw, it, &words));
		items_release(&was);
	}
	/*
	 * The same again: hiding it does not help.  And what stands where no
	 * map is in sight, and would not work in the end or gets at one by a
	 * page, may be about any of them.
	 */
	if (!more || is_alone) {
		f->all = true;
		f->why_all = why;
	}
	strvec_release(&words);
	return ret;
}
