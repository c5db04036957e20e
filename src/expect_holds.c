/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether "present" and "requires" lines hold, and the words of all lines. */
#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

#include "kconfig.h"

static bool same_word(const struct c_token *t, const char *word)
{
	return t->len == strlen(word) && !memcmp(t->text, word, t->len);
}

static bool is_live(const struct c_token *t)
{
	return t->region == C_CODE || t->region == C_MACRO;
}

/* "struct T;" or "struct T {", with attributes between. */
static bool declares_tag(const struct strbuf *text, const struct c_token *t)
{
	const char *p = t->text + t->len, *end = text->buf + text->len;

	if (t->text < text->buf || t->text >= end)
		return false;
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' ||
			   *p == '\r' || is_word_char((unsigned char)*p)))
		p++;
	return p < end && (*p == '{' || (*p == ';' && p == t->text + t->len));
}

static bool token_holds(const struct expect *x, const struct strbuf *text,
			const struct csource *cs, const struct c_token *t,
			size_t i)
{
	const char *tag;

	if (!is_live(&t[i]))
		return false;
	switch (x->what) {
	case WHAT_FUNCTION:
		return t[i].role == C_FUNCTION || t[i].role == C_DEFINED;
	case WHAT_TYPE:
		return t[i].role == C_TYPEDEF ||
		       (t[i].role == C_TAG && declares_tag(text, &t[i]));
	case WHAT_MEMBER:
		tag = csource_member_tag(cs, i);
		return tag && !strcmp(tag, x->name);
	default:
		return true;
	}
}

static bool c_file_holds(const struct expect *x, const struct strbuf *text)
{
	const char *word = x->what == WHAT_MEMBER ? x->member : x->name;
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr, i;

	if (x->what == WHAT_FUNCTION)
		found = csource_find_function(cs, word) != NULL;
	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr && !found; i++)
		found = same_word(&t[i], word) &&
			token_holds(x, text, cs, t, i);
	csource_free(cs);
	return found;
}

static void note_text_word(unsigned line, unsigned col, bool prose, void *data)
{
	bool *found = data;

	*found |= !prose;
}

static bool file_holds(const struct expect *x, const char *path,
		       const struct strbuf *text)
{
	enum source_kind kind = source_kind(path);
	bool found = false;

	if (x->what == WHAT_CONFIG)
		return kind == SOURCE_KCONFIG && kc_text_opens(text, x->name);
	if (kind == SOURCE_C)
		return c_file_holds(x, text);
	if (x->what == WHAT_WORD)
		text_words(path, text, x->name, note_text_word, &found);
	return found;
}

static int match_holds(struct engine *e, const struct expect *x,
		       struct snapshot *snap, struct strbuf *err)
{
	struct residue_list list = { .doubts = STRVEC_INIT };
	struct finder f = {
		.e = e, .before = snap, .after = snap, .out = &list,
	};
	int ret = residue_find_match(&f, x, err);
	bool found = false;
	size_t i;

	/* a region that cannot be parsed proves nothing */
	for (i = 0; i < list.nr; i++)
		found |= list.v[i].cls != RESIDUE_UNPARSED &&
			 list.v[i].cls != RESIDUE_NOT_VISITED;
	residue_list_release(&list);
	return ret ? ret : found;
}

int expect_holds(struct engine *e, const struct expect *x,
		 struct snapshot *snap, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret, holds = 0;
	size_t i;

	if (x->what == WHAT_MATCH)
		return match_holds(e, x, snap, err);
	/* a member is declared where the struct's tag stands */
	ret = expect_files(e, x, snap, x->name, &paths, err);
	/* most of what is looked for is declared in a header */
	for (i = 0; i < 2 * paths.nr && !ret && !holds; i++) {
		const char *path = paths.v[i % paths.nr];

		if (ends_with(path, ".h") != (i < paths.nr))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(snap, path, &text, err);
		if (!ret && (x->what != WHAT_MEMBER ||
			     text_has_word(text.buf, text.len, x->member)))
			holds = file_holds(x, path, &text);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	return ret ? ret : holds;
}

static void line_words(const struct expect *x, struct strvec *words)
{
	if (x->what == WHAT_MATCH) {
		pass_words(x->rule, words);
		return;
	}
	strvec_push(words, x->name);
	if (x->what == WHAT_MEMBER)
		strvec_push(words, x->member);
	if (x->what == WHAT_CONFIG) {
		strvec_pushf(words, "CONFIG_%s", x->name);
		strvec_pushf(words, "CONFIG_%s_MODULE", x->name);
	}
}

void expect_words(const struct step *step, struct strvec *words)
{
	size_t i;

	for (i = 0; i < step->nr_expects; i++) {
		const struct expect *x = &step->expects[i];

		if (x->kind > EXPECT_REQUIRES)
			continue;
		line_words(x, words);
		if (x->cond)
			line_words(x->cond, words);
	}
}
