/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reach: the names by which code can get hold of a struct.  Whoever has one
 * has got it from something that was declared with the struct's tag or with a
 * typedef of it, or from a macro that names it; so every expression of that
 * type ends in one of these names, or is a call with one among its arguments.
 */
#include "reach.h"

#include <stdlib.h>
#include <string.h>

#define MAX_HEADERS 40	/* each costs spatch time */

static void reach_init(struct reach *r)
{
	strvec_init(&r->words);
	strvec_init(&r->typedefs);
	strvec_init(&r->headers);
	strvec_init(&r->holders);
}

void reach_release(struct reach *r)
{
	strvec_release(&r->words);
	strvec_release(&r->typedefs);
	strvec_release(&r->headers);
	strvec_release(&r->holders);
}

void reach_merge(struct reach *r, struct reach *add)
{
	strvec_pushv(&r->words, &add->words);
	strvec_pushv(&r->typedefs, &add->typedefs);
	strvec_pushv(&r->holders, &add->holders);
	strvec_sort_uniq(&r->words);
	strvec_sort_uniq(&r->holders);
	strvec_sort_uniq(&r->typedefs);
	reach_release(add);
}

/* Macros whose body names the struct. */
static void add_macros(const struct csource *cs, const char *tag,
		       struct strvec *words)
{
	const struct c_token *t, *macro = NULL;
	size_t nr, i;

	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr; i++) {
		if (t[i].role == C_DEFINED)
			macro = &t[i];
		else if (t[i].region == C_MACRO && macro &&
			 t[i].len == strlen(tag) &&
			 !memcmp(t[i].text, tag, t[i].len))
			strvec_pushn(words, macro->text, macro->len);
	}
}

static bool is_of_type(const struct c_member *m, const char *tag,
		       bool is_typedef)
{
	const char *type = is_typedef ? m->type_name : m->type_tag;

	return type && !strcmp(type, tag);
}

/* Is there nothing between two tokens but blanks, and characters of @also? */
static bool only_between(const struct c_token *a, const struct c_token *b,
			 const char *also)
{
	const char *p = a->text + a->len;

	if (b->text < p || b->line - a->line > 2)
		return false;	/* a copy that was cut by a line splice */
	while (p < b->text && (strchr(" \t\r\n", *p) || strchr(also, *p)))
		p++;
	return p == b->text;
}

/* Does the declarator's name @t end there, so that it is no type? */
static bool ends_declarator(const struct c_token *t, const char *end)
{
	const char *p = t->text + t->len;

	while (p < end && strchr(" \t\r\n", *p))
		p++;
	return p < end && strchr(",;=[):", *p);
}

/*
 * A typedef's variables are no members of a struct type and not in the list
 * of csource: take the words that follow its name, "name_t *a, b;".
 */
static void add_typed_words(const struct csource *cs, const char *end,
			    const char *name, struct strvec *words)
{
	const struct c_token *t;
	size_t nr, i, k;

	t = csource_tokens(cs, &nr);
	for (i = 0; i + 1 < nr; i++) {
		if (t[i].region == C_COMMENT || t[i].len != strlen(name) ||
		    memcmp(t[i].text, name, t[i].len) ||
		    !only_between(&t[i], &t[i + 1], "*"))
			continue;
		strvec_pushn(words, t[i + 1].text, t[i + 1].len);
		for (k = i + 2; k < nr && only_between(&t[k - 1], &t[k], ",*") &&
		     ends_declarator(&t[k], end); k++)
			strvec_pushn(words, t[k].text, t[k].len);
	}
}

static void look_at_file(const struct csource *cs, const char *path,
			 const char *end, const char *tag, bool is_typedef, struct reach *out)
{
	const struct c_member *m;
	bool holds = false;
	size_t nr, i;

	m = csource_members(cs, &nr);
	for (i = 0; i < nr; i++) {
		if (m[i].tag && !is_typedef && !strcmp(m[i].tag, tag))
			holds = true;
		if (!is_of_type(&m[i], tag, is_typedef))
			continue;
		strvec_push(&out->words, m[i].name);
		if (m[i].is_typedef)
			strvec_push(&out->typedefs, m[i].name);
		if (m[i].tag) {
			holds = true;
			strvec_pushf(&out->holders, "%s %s", m[i].name,
				     m[i].tag);
		}
	}
	add_macros(cs, tag, &out->words);
	if (is_typedef)
		add_typed_words(cs, end, tag, &out->words);
	if (holds && ends_with(path, ".h"))
		strvec_push(&out->headers, path);
}

static int look_for(struct snapshot *snap, const char *tag, bool is_typedef,
		    struct reach *out, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = snapshot_grep(snap, tag, &paths, err);
	size_t i;

	strvec_push(&out->words, tag);
	for (i = 0; i < paths.nr && !ret; i++) {
		struct csource *cs;

		if (!is_c_file(paths.v[i]))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(snap, paths.v[i], &text, err);
		if (ret)
			break;
		cs = csource_parse(text.buf, text.len);
		look_at_file(cs, paths.v[i], text.buf + text.len, tag,
			     is_typedef, out);
		csource_free(cs);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	return ret;
}

/* Headers below include/ come first: the others' users quote them. */
static void trim_headers(struct strvec *headers)
{
	struct strvec chosen = STRVEC_INIT;
	int pass;
	size_t i;

	strvec_sort_uniq(headers);
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < headers->nr; i++)
			if (starts_with(headers->v[i], "include/") == !pass &&
			    !starts_with(headers->v[i], "tools/") &&
			    chosen.nr < MAX_HEADERS)
				strvec_push(&chosen, headers->v[i]);
	strvec_sort(&chosen);
	strvec_release(headers);
	*headers = chosen;
}

int reach_find(struct snapshot *snap, const char *tag, struct reach *out,
	       struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	int ret;
	size_t i;

	reach_init(out);
	ret = look_for(snap, tag, false, out, err);
	strvec_sort_uniq(&out->typedefs);
	strvec_pushv(&names, &out->typedefs);
	if (!ret && names.nr)
		ret = snapshot_learn(snap, &names, err);
	for (i = 0; i < names.nr && !ret; i++)
		ret = look_for(snap, names.v[i], true, out, err);
	strvec_sort_uniq(&out->typedefs);
	strvec_sort_uniq(&out->words);
	strvec_sort_uniq(&out->holders);
	trim_headers(&out->headers);
	strvec_release(&names);
	return ret;
}

int reach_words(struct snapshot *snap, const char *tag, struct strvec *out,
		struct strbuf *err)
{
	struct reach r;
	int ret = reach_find(snap, tag, &r, err);

	strvec_pushv(out, &r.words);
	strvec_sort_uniq(out);
	reach_release(&r);
	return ret;
}

void reach_words_of_text(const char *path, const struct strbuf *text,
			 const char *tag, struct strvec *out)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const char *end = text->buf + text->len;
	struct reach r;

	reach_init(&r);
	look_at_file(cs, path, end, tag, false, &r);
	for (size_t i = 0; i < r.typedefs.nr; i++) {
		char *name = xstrdup(r.typedefs.v[i]);

		look_at_file(cs, path, end, name, true, &r);
		free(name);
	}
	strvec_pushv(out, &r.words);
	reach_release(&r);
	csource_free(cs);
}
