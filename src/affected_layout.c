/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who depends on how large a struct is and where its members are, without
 * naming one that changed: .c files that have one by value (their frames and
 * arrays grow), and who asserts something about it or about what embeds it.
 */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "csource.h"

static const char *const asserts[] = {
	"BUILD_BUG_ON", "BUILD_BUG_ON_INVALID", "BUILD_BUG_ON_MSG",
	"BUILD_BUG_ON_NOT_POWER_OF_2", "BUILD_BUG_ON_ZERO", "_Static_assert",
	"compiletime_assert", "static_assert",
};

struct layout {
	const struct layout_query *q;
	struct strvec types;	/* tags and typedefs that embed it; may grow */
	struct strvec members;	/* that are one by value */
	struct strbuf *err;
};

static void add_type(struct layout *l, const char *name)
{
	if (!strvec_has(&l->types, name))
		strvec_push(&l->types, name);
}

static bool is_value_of(const struct c_member *m, const char *type)
{
	return !m->pointers && !m->is_param && !m->is_function &&
	       ((m->type_tag && !strcmp(m->type_tag, type)) ||
		(m->type_name && !strcmp(m->type_name, type)));
}

/* What of the file embeds @type. */
static void take_values(struct layout *l, const char *path,
			const struct strbuf *text, const char *type)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_member *m;
	size_t nr;

	m = csource_members(cs, &nr);
	for (size_t i = 0; i < nr; i++) {
		if (!is_value_of(&m[i], type))
			continue;
		if (m[i].is_typedef)
			add_type(l, m[i].name);
		else if (m[i].tag && *m[i].tag)
			add_type(l, m[i].tag);
		if (m[i].tag)
			strvec_push(&l->members, m[i].name);
		if (ends_with(path, ".c"))
			l->q->found(l->q->data, path, m[i].line);
	}
	csource_free(cs);
}

static int for_files(struct layout *l, const char *word,
		     void (*each)(struct layout *l, const char *path,
				  const struct strbuf *text, const char *word))
{
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(l->q->snap, word, &paths, l->err);

	for (size_t i = 0; i < paths.nr && !ret; i++) {
		struct strbuf text = STRBUF_INIT;

		if (child_interrupted()) {
			ret = error_set(l->err, ERR_INTERRUPTED, "interrupted");
			break;
		}
		if (!is_c_file(paths.v[i]) ||
		    !l->q->concerns(l->q->data, paths.v[i]))
			continue;
		ret = snapshot_read(l->q->snap, paths.v[i], &text, l->err);
		if (!ret)
			each(l, paths.v[i], &text, word);
		strbuf_release(&text);
	}
	strvec_release(&paths);
	return ret;
}

/* The types that hold one by value. */
static int close_types(struct layout *l)
{
	int ret = 0;

	for (size_t i = 0; i < l->types.nr && !ret; i++) {
		char *type = xstrdup(l->types.v[i]);
		struct strvec one = STRVEC_INIT;

		strvec_push(&one, type);
		ret = snapshot_learn(l->q->snap, &one, l->err);
		if (!ret)
			ret = for_files(l, type, take_values);
		strvec_release(&one);
		free(type);
	}
	strvec_sort_uniq(&l->types);
	strvec_sort_uniq(&l->members);
	return ret;
}

/*
 * By which names the file can speak of one: types, own variables, and members,
 * which are common words in a header's macros.
 */
static void words_of(const struct layout *l, const char *path,
		     const struct csource *cs, struct strvec *words)
{
	const struct c_member *m;
	size_t nr;

	strvec_pushv(words, &l->types);
	if (ends_with(path, ".c"))
		strvec_pushv(words, &l->members);
	m = csource_members(cs, &nr);
	for (size_t i = 0; i < nr; i++)
		if ((m[i].type_tag &&
		     strvec_has_sorted(&l->types, m[i].type_tag)) ||
		    (m[i].type_name &&
		     strvec_has_sorted(&l->types, m[i].type_name)))
			strvec_push(words, m[i].name);
	strvec_sort_uniq(words);
}

/*
 * Is one of @words between the parentheses at @s?  "struct page *" says nothing
 * about what a page looks like.
 */
static bool group_has(const char *s, const struct strvec *words)
{
	int depth = 0;

	s += strspn(s, " \t\n");
	if (*s != '(')
		return false;
	do {
		size_t n = 0;

		while (is_word_char(s[n]))
			n++;
		if (n) {
			char *word = xstrndup(s, n);
			bool has = strvec_has_sorted(words, word);

			free(word);
			s += n;
			if (has && s[strspn(s, " \t")] != '*')
				return true;
			continue;
		}
		depth += (*s == '(') - (*s == ')');
		s++;
	} while (*s && depth);
	return false;
}

/* Most files that assert something have nothing to do with it. */
static bool names_any(const struct strbuf *text, const struct strvec *words)
{
	for (size_t i = 0; i < words->nr; i++)
		if (text_has_word(text->buf, text->len, words->v[i]))
			return true;
	return false;
}

static void take_asserts(struct layout *l, const char *path,
			 const struct strbuf *text, const char *word)
{
	struct strvec words = STRVEC_INIT;
	const struct c_token *t;
	struct csource *cs;
	size_t nr;

	if (!names_any(text, &l->types) && !names_any(text, &l->members))
		return;
	cs = csource_parse(text->buf, text->len);
	words_of(l, path, cs, &words);
	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr; i++)
		if ((t[i].region == C_CODE || t[i].region == C_MACRO) &&
		    t[i].len == strlen(word) &&
		    !strncmp(t[i].text, word, t[i].len) &&
		    group_has(t[i].text + t[i].len, &words))
			l->q->found(l->q->data, path, t[i].line);
	strvec_release(&words);
	csource_free(cs);
}

int layout_users(const struct layout_query *q, const struct strvec *tags,
		 struct strbuf *err)
{
	struct layout l = { .q = q, .types = STRVEC_INIT,
			    .members = STRVEC_INIT, .err = err };
	struct strvec words = STRVEC_INIT;
	int ret;

	strvec_pushv(&l.types, tags);
	ret = close_types(&l);
	for (size_t i = 0; i < ARRAY_SIZE(asserts); i++)
		strvec_push(&words, asserts[i]);
	if (!ret)
		ret = snapshot_learn(q->snap, &words, err);
	for (size_t i = 0; i < ARRAY_SIZE(asserts) && !ret; i++)
		ret = for_files(&l, asserts[i], take_asserts);
	strvec_release(&words);
	strvec_release(&l.types);
	strvec_release(&l.members);
	return ret;
}
