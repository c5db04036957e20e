/* SPDX-License-Identifier: GPL-2.0-only */
/* Words, functions, types and configuration symbols that are still there. */
#include <stdlib.h>
#include <string.h>

#include "residue_int.h"

struct name_search {
	struct finder *f;
	const struct expect *x;
	const char *path;
	const char *word;	/* may be CONFIG_ and the name */
	bool is_typedef;	/* WHAT_TYPE: the name alone is the type */
};

int expect_files(const struct engine *e, const struct expect *x,
		 struct snapshot *snap, const char *word, struct strvec *paths,
		 struct strbuf *err)
{
	struct strvec all = STRVEC_INIT;
	int ret = snapshot_grep(snap, word, &all, err);
	size_t i;

	for (i = 0; i < all.nr && !ret; i++)
		if (expect_path_matches(x, all.v[i]) &&
		    engine_is_about(e, all.v[i]))
			strvec_push(paths, all.v[i]);
	strvec_release(&all);
	return ret;
}

static bool same_word(const struct c_token *t, const char *word)
{
	return t->len == strlen(word) && !memcmp(t->text, word, t->len);
}

/* Does the function around token @i declare a local of that name? */
static bool is_shadowed(const struct csource *cs, const struct c_token *t,
			size_t nr, size_t i)
{
	const struct c_function *fn = csource_function_at(cs, t[i].line);
	size_t k;

	if (!fn)
		return false;
	for (k = i; k-- > 0 && t[k].line >= fn->first_line; )
		if (t[k].role == C_LOCAL && t[k].len == t[i].len &&
		    !memcmp(t[k].text, t[i].text, t[i].len))
			return true;
	return false;
}

static bool is_the_function(const struct csource *cs, const struct c_token *t,
			    size_t nr, size_t i)
{
	switch (t[i].role) {
	case C_MEMBER_USE:
	case C_DESIGNATOR:
	case C_MEMBER_DECL:
	case C_TAG:
	case C_TYPEDEF:
	case C_LOCAL:
	case C_LABEL:
		return false;
	case C_FUNCTION:
	case C_DEFINED:
		return true;
	case C_PLAIN:
		break;
	}
	return !is_shadowed(cs, t, nr, i);
}

static bool is_the_type(const struct name_search *s, const struct csource *cs,
			const struct c_token *t, size_t nr, size_t i)
{
	if (t[i].role == C_TAG || t[i].role == C_TYPEDEF)
		return true;
	if (t[i].region == C_IF0 && i &&
	    (same_word(&t[i - 1], "struct") || same_word(&t[i - 1], "union") ||
	     same_word(&t[i - 1], "enum")))
		return true;
	return s->is_typedef && t[i].role == C_PLAIN &&
	       !is_shadowed(cs, t, nr, i);
}

static bool counts(const struct name_search *s, const struct csource *cs,
		   const struct c_token *t, size_t nr, size_t i)
{
	if (t[i].region == C_COMMENT || t[i].region == C_STRING)
		return true;
	if (s->x->what == WHAT_FUNCTION)
		return is_the_function(cs, t, nr, i);
	if (s->x->what == WHAT_TYPE)
		return is_the_type(s, cs, t, nr, i);
	return true;
}

static void search_c(const struct name_search *s, const struct strbuf *text)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	size_t nr, i;

	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr; i++) {
		const struct c_function *fn;

		if (!same_word(&t[i], s->word) || !counts(s, cs, t, nr, i))
			continue;
		fn = csource_function_at(cs, t[i].line);
		residue_add(s->f, s->x, s->path, t[i].line, t[i].col,
			    fn ? fn->name : NULL,
			    residue_class_of(t[i].region), NULL);
	}
	csource_free(cs);
}

static void add_text_word(unsigned line, unsigned col, bool prose, void *data)
{
	const struct name_search *s = data;

	residue_add(s->f, s->x, s->path, line, col, NULL,
		    prose ? RESIDUE_COMMENT : RESIDUE_UNEXPLAINED, NULL);
}

/* Can what is searched be in a file of that kind at all? */
static bool kind_matters(const struct name_search *s, enum source_kind kind)
{
	bool prefixed = starts_with(s->word, "CONFIG_");

	switch (s->x->what) {
	case WHAT_CONFIG:
		return prefixed != (kind == SOURCE_KCONFIG);
	case WHAT_FUNCTION:
	case WHAT_TYPE:
		return kind == SOURCE_C || kind == SOURCE_DOC ||
		       kind == SOURCE_OTHER;
	default:
		return true;
	}
}

static int search_word(struct name_search *s, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = expect_files(s->f->e, s->x, s->f->after, s->word, &paths,
			       err);
	size_t i;

	for (i = 0; i < paths.nr && !ret; i++) {
		enum source_kind kind = source_kind(paths.v[i]);

		if (!kind_matters(s, kind))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->f->after, paths.v[i], &text, err);
		if (ret)
			break;
		s->path = paths.v[i];
		if (kind == SOURCE_C)
			search_c(s, &text);
		else
			text_words(s->path, &text, s->word, add_text_word, s);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	return ret;
}

static bool makes_typedef(const struct strbuf *text, const char *name)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr, i;

	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr && !found; i++)
		found = t[i].role == C_TYPEDEF && same_word(&t[i], name);
	csource_free(cs);
	return found;
}

/* Is, or was before the step, @name a typedef's name? */
static int find_typedef(struct snapshot *snap, const char *name, bool *found,
			struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = snapshot_grep(snap, name, &paths, err);
	size_t i;

	for (i = 0; i < paths.nr && !ret && !*found; i++) {
		if (!is_c_file(paths.v[i]))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(snap, paths.v[i], &text, err);
		if (!ret)
			*found = makes_typedef(&text, name);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	return ret;
}

static int search_config(struct name_search *s, struct strbuf *err)
{
	static const char *const suffixes[] = { "", "_MODULE" };
	int ret = search_word(s, err);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(suffixes) && !ret; i++) {
		char *word = xasprintf("CONFIG_%s%s", s->x->name, suffixes[i]);

		s->word = word;
		ret = search_word(s, err);
		free(word);
	}
	return ret;
}

int residue_find_names(struct finder *f, const struct expect *x,
		       struct strbuf *err)
{
	struct name_search s = { .f = f, .x = x, .word = x->name };
	int ret = 0;

	if (x->what == WHAT_CONFIG)
		return search_config(&s, err);
	if (x->what == WHAT_TYPE) {
		ret = find_typedef(f->before, x->name, &s.is_typedef, err);
		if (!ret && !s.is_typedef)
			ret = find_typedef(f->after, x->name, &s.is_typedef,
					   err);
	}
	return ret ? ret : search_word(&s, err);
}
