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

/* Of DEFINE(NAME, ...) and OFFSET(NAME, ...) which name @word: NAME. */
static void names_of(struct search *s, const struct strbuf *text,
		     const char *word)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i + 1 < nr; i++) {
		const char *end = NULL;
		bool uses = false;

		if (is_code(&t[i]) && (is(&t[i], "DEFINE") || is(&t[i], "OFFSET")))
			end = parentheses_end(t[i].text + t[i].len);
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

int affected_find_generators(struct search *s)
{
	return affected_includers(s, "include/linux/kbuild.h", &s->generators);
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
