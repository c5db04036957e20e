/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * affected_generated: headers that the build makes of what the compiler knows.
 * kernel/bounds.c, asm-offsets.c and the like include <linux/kbuild.h> and have
 * DEFINE(NAME, expression) or OFFSET(NAME, struct, member) for each macro of
 * such a header, which no tree holds: who uses NAME depends on what stands there.
 */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"

#define GENERATES "linux/kbuild.h"

static bool is_code(const struct c_token *t)
{
	return t->region != C_COMMENT && t->region != C_STRING &&
	       t->region != C_IF0;
}

static bool is(const struct c_token *t, const char *text)
{
	return t->len == strlen(text) && !strncmp(t->text, text, t->len);
}

/* The end of "(...)", which may have blanks before it; NULL: it is none. */
static const char *parentheses_end(const char *p)
{
	int depth = 0;

	p += strspn(p, " \t\n");
	for (; *p; p++) {
		depth += (*p == '(') - (*p == ')');
		if (!depth)
			break;
	}
	return *p == ')' ? p : NULL;
}

/* The end of DEFINE(...) or OFFSET(...) at @t; NULL: it is none. */
static const char *statement_end(const struct c_token *t)
{
	if (!is_code(t) || (!is(t, "DEFINE") && !is(t, "OFFSET")))
		return NULL;
	return parentheses_end(t->text + t->len);
}

/* Of DEFINE(NAME, ...) and OFFSET(NAME, ...) which name @word: NAME. */
static void names_of(struct search *s, const struct strbuf *text,
		     const char *word)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i + 1 < nr; i++) {
		const char *end = statement_end(&t[i]);
		bool uses = false;

		for (size_t j = i + 2; j < nr && end && t[j].text < end; j++)
			uses |= is_code(&t[j]) && is(&t[j], word);
		if (uses) {
			char *name = xstrndup(t[i + 1].text, t[i + 1].len);

			affected_add_name(&s->names, NULL, name, 0);
			free(name);
		}
	}
	csource_free(cs);
}

/* "NAME text" of each DEFINE() and OFFSET(), blanks as they are */
static void statements_of(const struct strbuf *text, struct strvec *out)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i + 1 < nr; i++) {
		const char *end = statement_end(&t[i]);

		if (end)
			strvec_pushf(out, "%.*s %.*s", (int)t[i + 1].len,
				     t[i + 1].text, (int)(end - t[i].text),
				     t[i].text);
	}
	strvec_sort_uniq(out);
	csource_free(cs);
}

static void add_only_in(struct search *s, const struct strvec *a,
			const struct strvec *b)
{
	for (size_t i = 0; i < a->nr; i++) {
		char *name;

		if (strvec_has_sorted(b, a->v[i]))
			continue;
		name = xstrndup(a->v[i], strcspn(a->v[i], " "));
		affected_add_name(&s->names, NULL, name, 0);
		free(name);
	}
}

/* Or of a file that a generator includes, such as asm-offsets_64.c. */
static bool is_of_generator(const char *text)
{
	return strstr(text, GENERATES) || strstr(text, "__LINUX_KBUILD_H");
}

void affected_changed_generator(struct search *s, const struct strbuf *before,
				const struct strbuf *after)
{
	struct strvec old = STRVEC_INIT, now = STRVEC_INIT;

	if (!is_of_generator(before->buf) && !is_of_generator(after->buf))
		return;
	statements_of(before, &old);
	statements_of(after, &now);
	add_only_in(s, &old, &now);
	add_only_in(s, &now, &old);
	strvec_release(&old);
	strvec_release(&now);
}

int affected_find_generators(struct search *s)
{
	return affected_includers(s, "include/" GENERATES, &s->generators);
}

int affected_generated(struct search *s, const struct strvec *paths,
		       const char *word)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; i < s->generators.nr && !ret; i++) {
		if (!strvec_has(paths, s->generators.v[i]))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->after, s->generators.v[i], &text,
				    s->err);
		if (!ret)
			names_of(s, &text, word);
	}
	strbuf_release(&text);
	return ret;
}
