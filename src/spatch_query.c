/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spatch's own query for files, "(a && b) || c", as alternatives of words that
 * must all be there.  Where that would be too many, words are left out of an
 * alternative: more files, never fewer.
 */
#include "spatch.h"

#include <string.h>

#define ALTERNATIVES_MAX 64

struct parser {
	const char *p;
	bool failed;
};

static void skip_blanks(struct parser *q)
{
	q->p += strspn(q->p, " \t\n");
}

static bool take(struct parser *q, const char *token)
{
	skip_blanks(q);
	if (!starts_with(q->p, token))
		return false;
	q->p += strlen(token);
	return true;
}

static void parse_or(struct parser *q, struct strvec *out);

static void parse_atom(struct parser *q, struct strvec *out)
{
	size_t n = 0;

	if (take(q, "(")) {
		parse_or(q, out);
		if (!take(q, ")"))
			q->failed = true;
		return;
	}
	skip_blanks(q);
	while (is_word_char(q->p[n]))
		n++;
	if (!is_identifier(q->p, n))
		q->failed = true;
	else
		strvec_pushn(out, q->p, n);
	q->p += n;
}

/* Each of @a with each of @b. */
static void conjoin(struct strvec *a, const struct strvec *b)
{
	struct strvec both = STRVEC_INIT;

	if (a->nr * b->nr > ALTERNATIVES_MAX)
		return;
	for (size_t i = 0; i < a->nr; i++)
		for (size_t k = 0; k < b->nr; k++)
			strvec_pushf(&both, "%s&%s", a->v[i], b->v[k]);
	strvec_release(a);
	*a = both;
}

static void parse_and(struct parser *q, struct strvec *out)
{
	struct strvec all = STRVEC_INIT;

	parse_atom(q, &all);
	while (!q->failed && take(q, "&&")) {
		struct strvec more = STRVEC_INIT;

		parse_atom(q, &more);
		conjoin(&all, &more);
		strvec_release(&more);
	}
	strvec_pushv(out, &all);
	strvec_release(&all);
}

static void parse_or(struct parser *q, struct strvec *out)
{
	parse_and(q, out);
	while (!q->failed && take(q, "||"))
		parse_and(q, out);
}

void spatch_query(const char *text, struct strvec *alternatives)
{
	struct parser q = { .p = strstr(text, "Grep query\n") };
	struct strvec found = STRVEC_INIT;

	if (!q.p)
		return;
	q.p += strlen("Grep query\n");
	parse_or(&q, &found);
	skip_blanks(&q);
	/* what was not understood must not leave files out */
	if (!q.failed && !*q.p)
		strvec_pushv(alternatives, &found);
	strvec_sort_uniq(alternatives);
	strvec_release(&found);
}
