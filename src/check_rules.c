/* SPDX-License-Identifier: GPL-2.0-only */
/* What a series takes away, as the absent lines of its steps say. */
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

/* Does a line that a pass adds hold @word? */
static bool pass_writes(const struct pass *p, const char *word)
{
	const char *line = p->text, *end = p->text + p->len;

	while (line < end) {
		const char *nl = memchr(line, '\n', end - line);
		size_t n = (nl ? nl : end) - line;

		if (n && *line == '+' && text_has_word(line, n, word))
			return true;
		line += n + 1;
	}
	return false;
}

/*
 * Passes talk to each other by words that they write and take away again:
 * these never were anybody's.
 */
static bool is_mark(const struct step *step, const struct expect *x)
{
	if (x->what != WHAT_WORD)
		return false;
	if (starts_with(x->name, "ratchet_"))
		return true;
	for (size_t i = 0; i < step->nr_passes; i++)
		if (pass_is_cocci(&step->passes[i]) &&
		    pass_writes(&step->passes[i], x->name))
			return true;
	return false;
}

static char *name_of(const struct step *step, const struct expect *x)
{
	size_t n = strlen(x->name);

	if (x->what == WHAT_MEMBER)
		return xasprintf("%s/%s.%s", step->name, x->name, x->member);
	if (x->what == WHAT_MATCH && ends_with(x->name, ".cocci"))
		n -= strlen(".cocci");
	return xasprintf("%s/%.*s", step->name, (int)n, x->name);
}

static void add_rule(struct check_rules *r, const struct step *step,
		     const struct expect *x)
{
	struct check_rule *c;

	ALLOC_GROW(r->v, r->nr + 1, r->alloc);
	c = &r->v[r->nr++];
	c->step = step;
	c->x = x;
	c->id = name_of(step, x);
	strvec_init(&c->words);
	if (x->what == WHAT_MATCH)
		pass_words(x->rule, &c->words);
	else
		strvec_push(&c->words, x->name);
	if (x->what == WHAT_MEMBER)
		strvec_push(&c->words, x->member);
	if (x->what == WHAT_CONFIG) {
		strvec_pushf(&c->words, "CONFIG_%s", x->name);
		strvec_pushf(&c->words, "CONFIG_%s_MODULE", x->name);
	}
	strvec_sort_uniq(&c->words);
	strvec_pushv(&r->words, &c->words);
}

void check_rules_of(const struct series *series, struct check_rules *out)
{
	memset(out, 0, sizeof(*out));
	strvec_init(&out->words);
	for (size_t i = 0; i < series->nr_steps; i++) {
		const struct step *step = &series->steps[i];

		for (size_t k = 0; k < step->nr_expects; k++)
			if (step->expects[k].kind == EXPECT_ABSENT &&
			    !is_mark(step, &step->expects[k]))
				add_rule(out, step, &step->expects[k]);
	}
	strvec_sort_uniq(&out->words);
}

void check_rules_release(struct check_rules *r)
{
	for (size_t i = 0; i < r->nr; i++) {
		free(r->v[i].id);
		strvec_release(&r->v[i].words);
	}
	free(r->v);
	strvec_release(&r->words);
	memset(r, 0, sizeof(*r));
}
