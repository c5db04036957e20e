/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Braced initialisers: of which type is what a designator names; and the
 * expressions before a '.' or '->'.
 */
#include <stdlib.h>
#include <string.h>

#include "csource_int.h"

#define MAX_NESTING 200

struct init {
	const char *tag;	/* NULL: not known */
	struct strvec path;	/* members from there on; "[]": by position */
	unsigned arrays;	/* that many levels of elements come first */
	int nesting;
};

static void parse_braces(struct csource *cs, size_t open, struct init *in);

static size_t partner(const struct csource *cs, size_t i, size_t end)
{
	unsigned m = cs->raws[i].match;

	return m != NO_TOKEN && m > i && m < end ? m : i;
}

static void note_designator(struct csource *cs, size_t name,
			    const struct init *in)
{
	struct c_token *t = &cs->tokens[cs->raws[name].token];
	struct init_type *it;

	t->role = C_DESIGNATOR;
	ALLOC_GROW(cs->inits, cs->nr_inits + 1, cs->alloc_inits);
	it = &cs->inits[cs->nr_inits++];
	it->token = cs->raws[name].token;
	it->tag = in->tag ? xstrdup(in->tag) : NULL;
	strvec_init(&it->path);
	strvec_pushv(&it->path, &in->path);
}

static void path_cut(struct strvec *path, size_t nr)
{
	struct strvec copy = STRVEC_INIT;
	size_t i;

	if (nr >= path->nr)
		return;
	for (i = 0; i < nr; i++)
		strvec_push(&copy, path->v[i]);
	strvec_release(path);
	*path = copy;
}

/*
 * The designators that begin an element at @s: ".a.b[2] =", "[1] =", "a:".
 * Returns where the value starts; what they name is added to in->path.
 */
static size_t parse_designators(struct csource *cs, size_t s, size_t end,
				struct init *in, bool *any)
{
	*any = false;
	if (raw_is_ident(cs, s) && raw_is(cs, s + 1, ':') && s + 1 < end) {
		note_designator(cs, s, in);
		strvec_pushn(&in->path, raw_token(cs, s)->text,
			     raw_token(cs, s)->len);
		*any = true;
		return s + 2;
	}
	while (s < end) {
		if (raw_is(cs, s, '.') && raw_is_ident(cs, s + 1)) {
			note_designator(cs, s + 1, in);
			strvec_pushn(&in->path, raw_token(cs, s + 1)->text,
				     raw_token(cs, s + 1)->len);
			s += 2;
		} else if (raw_is(cs, s, '[')) {
			if (in->arrays)
				in->arrays--;
			s = partner(cs, s, end) + 1;
		} else {
			break;
		}
		*any = true;
	}
	return *any && raw_is(cs, s, '=') ? s + 1 : s;
}

static void parse_element(struct csource *cs, size_t s, size_t end,
			  struct init *in)
{
	size_t depth = in->path.nr;
	unsigned arrays = in->arrays;
	bool any;

	s = parse_designators(cs, s, end, in, &any);
	if (raw_is(cs, s, '{') && s < end) {
		if (!any && in->arrays)
			in->arrays--;
		else if (!any)
			strvec_push(&in->path, "[]");
		parse_braces(cs, s, in);
	}
	path_cut(&in->path, depth);
	in->arrays = arrays;
}

static void parse_braces(struct csource *cs, size_t open, struct init *in)
{
	size_t end = cs->raws[open].match, s = open + 1, i;

	if (end == NO_TOKEN || end < open || in->nesting >= MAX_NESTING)
		return;
	in->nesting++;
	for (i = s; i <= end; i++) {
		if (i == end || raw_is(cs, i, ',')) {
			while (s < i && (cs->raws[s].kind >= RAW_IF ||
					 cs->raws[s].macro))
				s++;
			if (s < i)
				parse_element(cs, s, i, in);
			s = i + 1;
		} else if (raw_is(cs, i, '(') || raw_is(cs, i, '[') ||
			   raw_is(cs, i, '{')) {
			i = partner(cs, i, end);
		}
	}
	in->nesting--;
}

/* The struct that a declaration before the '=' at @eq is of, or NULL. */
static char *variable_tag(const struct csource *cs, size_t eq, unsigned *arrays)
{
	size_t k = eq, tag = 0, steps = 0;
	bool at_name = true;

	*arrays = 0;
	while (k-- > 0 && steps++ < 200) {
		if (raw_is(cs, k, ']') && cs->raws[k].match < k) {
			k = cs->raws[k].match;
			if (at_name)
				(*arrays)++;
		} else if ((raw_is(cs, k, ')') || raw_is(cs, k, '}')) &&
			   cs->raws[k].match < k) {
			k = cs->raws[k].match;
		} else if (raw_is(cs, k, ';') || raw_is(cs, k, '{') ||
			   raw_is(cs, k, '(') || raw_is(cs, k, '}')) {
			break;
		} else if (raw_is_aggregate(cs, k, false)) {
			tag = k + 1;
			while (raw_word(cs, tag, "__packed"))
				tag++;
			break;
		} else if (raw_is_ident(cs, k)) {
			at_name = false;
		}
	}
	return tag && raw_is_ident(cs, tag) ? raw_text(cs, tag) : NULL;
}

/* "(struct foo) {", "(const struct foo[]) {": the tag, or NULL. */
static char *literal_tag(const struct csource *cs, size_t close,
			 unsigned *arrays)
{
	size_t k = cs->raws[close].match;

	*arrays = 0;
	if (k == NO_TOKEN || k > close)
		return NULL;
	k++;
	while (raw_word(cs, k, "const"))
		k++;
	if (!raw_is_aggregate(cs, k, false) || !raw_is_ident(cs, k + 1))
		return NULL;
	*arrays = raw_is(cs, k + 2, '[');
	return raw_text(cs, k + 1);
}

static int compare_inits(const void *a, const void *b)
{
	const struct init_type *x = a, *y = b;

	return x->token < y->token ? -1 : x->token > y->token;
}

void csource_find_inits(struct csource *cs)
{
	size_t i;

	for (i = 1; i < cs->nr_raws; i++) {
		struct init in = { .path = STRVEC_INIT };
		char *tag = NULL;

		if (!raw_is(cs, i, '{') || cs->raws[i].macro)
			continue;
		if (raw_is(cs, i - 1, '=')) {
			size_t d = i - 2;

			/* ".a = {" is the concern of what it is inside of */
			while (raw_is(cs, d, ']') && cs->raws[d].match < d &&
			       cs->raws[d].match)
				d = cs->raws[d].match - 1;
			if (raw_is_ident(cs, d) && d &&
			    raw_is(cs, d - 1, '.'))
				continue;
			if (!raw_is_ident(cs, d) && !raw_is(cs, d, ')'))
				continue;
			tag = variable_tag(cs, i - 1, &in.arrays);
		} else if (raw_is(cs, i - 1, ')')) {
			tag = literal_tag(cs, i - 1, &in.arrays);
			if (!tag)
				continue;
		} else {
			continue;
		}
		in.tag = tag;
		parse_braces(cs, i, &in);
		strvec_release(&in.path);
		free(tag);
	}
	if (cs->nr_inits)
		qsort(cs->inits, cs->nr_inits, sizeof(*cs->inits),
		      compare_inits);
}

void c_receiver_release(struct c_receiver *r)
{
	strbuf_release(&r->base);
	strbuf_release(&r->tag);
	strbuf_release(&r->last);
	strvec_release(&r->path);
	strvec_release(&r->args);
	r->call = r->odd = false;
}

static void receiver_reverse(struct c_receiver *r)
{
	size_t i, n = r->path.nr;

	for (i = 0; i < n / 2; i++) {
		char *t = r->path.v[i];

		r->path.v[i] = r->path.v[n - 1 - i];
		r->path.v[n - 1 - i] = t;
	}
	strbuf_reset(&r->last);
	if (n)
		strbuf_addstr(&r->last, r->path.v[n - 1]);
	else if (!r->tag.len)
		strbuf_addbuf(&r->last, &r->base);
}

/* A struct that is named as an argument: container_of(p, struct foo, m). */
static bool call_tag(const struct csource *cs, size_t open, size_t close,
		     struct strbuf *tag)
{
	size_t k;

	for (k = open + 1; k + 2 <= close; k++) {
		if (raw_is_aggregate(cs, k, false) && raw_is(cs, k - 1, ',') &&
		    raw_is_ident(cs, k + 1) && raw_is(cs, k + 2, ',')) {
			strbuf_add(tag, raw_token(cs, k + 1)->text,
				   raw_token(cs, k + 1)->len);
			return true;
		}
		if (raw_is(cs, k, '('))
			k = partner(cs, k, close);
	}
	return false;
}

static void add_words(const struct csource *cs, size_t open, size_t close,
		      struct strvec *words)
{
	for (; open < close; open++)
		if (raw_is_ident(cs, open))
			strvec_pushn(words, raw_token(cs, open)->text,
				     raw_token(cs, open)->len);
}

/* "(struct foo *)" at @open: its tag. */
static bool cast_tag(const struct csource *cs, size_t open, struct strbuf *tag)
{
	size_t k = open + 1;

	while (raw_word(cs, k, "const") || raw_word(cs, k, "__force"))
		k++;
	if (!raw_is_aggregate(cs, k, false) || !raw_is_ident(cs, k + 1) ||
	    !raw_is(cs, k + 2, '*'))
		return false;
	strbuf_add(tag, raw_token(cs, k + 1)->text, raw_token(cs, k + 1)->len);
	return true;
}

static bool is_operator_word(const struct csource *cs, size_t i)
{
	return raw_word(cs, i, "return") || raw_word(cs, i, "sizeof") ||
	       raw_word(cs, i, "if") || raw_word(cs, i, "while") ||
	       raw_word(cs, i, "for") || raw_word(cs, i, "switch") ||
	       raw_word(cs, i, "case") || raw_word(cs, i, "else") ||
	       raw_word(cs, i, "typeof") || raw_word(cs, i, "do");
}

static bool is_link(const struct csource *cs, size_t i)
{
	return raw_is(cs, i, '.') || raw_is(cs, i, OP_ARROW);
}

/*
 * Walk back from @i, the last token of a postfix expression, and fill @r with
 * what it is made of, names in reverse.
 */
static void walk_back(const struct csource *cs, size_t i, struct c_receiver *r)
{
	size_t start = 0;	/* where a group in parentheses has to begin */
	bool call = false;

	for (;;) {
		size_t open = cs->raws[i].match;

		if (raw_is(cs, i, ']') && open < i && open) {
			i = open - 1;
		} else if (raw_is(cs, i, ')') && open < i) {
			if (open && raw_is_ident(cs, open - 1) &&
			    !is_operator_word(cs, open - 1)) {
				if (call_tag(cs, open, i, &r->tag))
					return;
				call = true;
				add_words(cs, open, i, &r->args);
				i = open - 1;
				continue;
			}
			if (raw_is(cs, open + 1, '(') &&
			    cast_tag(cs, open + 1, &r->tag))
				return;
			if (i - open < 2 || (start && start != open))
				break;
			i--;
			/* (*p) and (&p), but nothing longer */
			for (start = open + 1; raw_is(cs, start, '*') ||
			     raw_is(cs, start, '&'); start++)
				;
		} else if (raw_is_ident(cs, i)) {
			const struct c_token *t = raw_token(cs, i);

			if (i >= 2 && is_link(cs, i - 1) &&
			    cs->raws[i - 1].macro == cs->raws[i].macro) {
				strvec_pushn(&r->path, t->text, t->len);
				call = false;
				i -= 2;
				continue;
			}
			if (start && start != i)
				break;
			strbuf_add(&r->base, t->text, t->len);
			r->call = call;
			return;
		} else {
			break;
		}
	}
	r->odd = true;
}

static void designator_receiver(const struct csource *cs, size_t token,
				struct c_receiver *out)
{
	struct init_type key = { .token = token };
	const struct init_type *it;

	it = cs->nr_inits ? bsearch(&key, cs->inits, cs->nr_inits,
				    sizeof(*cs->inits), compare_inits) : NULL;
	if (!it || !it->tag) {
		out->odd = true;
		return;
	}
	strbuf_addstr(&out->tag, it->tag);
	strvec_pushv(&out->path, &it->path);
	if (out->path.nr)
		strbuf_addstr(&out->last, out->path.v[out->path.nr - 1]);
}

void csource_receiver(const struct csource *cs, size_t i,
		      struct c_receiver *out)
{
	unsigned raw = i < cs->nr_tokens ? cs->tokens[i].raw : NO_TOKEN;

	c_receiver_release(out);
	if (raw == NO_TOKEN) {
		out->odd = true;
	} else if (cs->tokens[i].role == C_DESIGNATOR) {
		designator_receiver(cs, i, out);
	} else if (raw < 2 || !is_link(cs, raw - 1)) {
		out->odd = true;
	} else {
		walk_back(cs, raw - 2, out);
		receiver_reverse(out);
	}
}
