/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * affected_names: from names that a header declares to the .c files that use
 * them, by way of other headers.  See affected.c.
 */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "csource.h"
#include "decls.h"
#include "reach.h"

#define ROUNDS 6

void affected_add_name(struct name_list *l, const char *tag, const char *name,
		     from_bits from)
{
	size_t i;

	for (i = 0; i < l->nr; i++) {
		const struct name *n = &l->v[i];

		if (!strcmp(n->name, name) && (n->from & from) == from &&
		    !strcmp(n->tag ? n->tag : "", tag ? tag : ""))
			return;
	}
	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	l->v[l->nr].tag = tag ? xstrdup(tag) : NULL;
	l->v[l->nr].from = from;
	l->v[l->nr++].name = xstrdup(name);
}

void affected_names_release(struct name_list *l)
{
	for (size_t i = 0; i < l->nr; i++) {
		free(l->v[i].tag);
		free(l->v[i].name);
	}
	free(l->v);
}

/* Is @path in the set of one of @from?  What comes from nowhere all see. */
static bool sees(const struct search *s, const struct file_set *sets,
		 from_bits from, const char *path)
{
	if (!from)
		return true;
	for (unsigned i = 0; i < s->nr_from; i++)
		if (from >> i & 1 && file_set_has(&sets[i], s->graph, path))
			return true;
	return false;
}

/* The declaration in a header that stands where a word is used. */
static void join(struct search *s, const struct decl *d, const struct name *by)
{
	if (d->kind == DECL_MEMBER)
		affected_add_name(&s->members, d->tag, d->name, by->from);
	else if (!strcmp(d->name, by->name))
		return;
	else if (d->kind == DECL_INLINE && by->from)
		affected_add_name(&s->inlines, NULL, d->name, by->from);
	else
		affected_add_name(&s->names, NULL, d->name, by->from);
}

static void join_header(struct search *s, const struct strbuf *text,
			const struct name *by, bool member)
{
	const char *word = by->name;
	struct csource *cs = csource_parse(text->buf, text->len);
	struct decl_list decls = { 0 };
	const struct c_token *t;
	size_t nr, i, j;

	t = csource_tokens(cs, &nr);
	decls_of(text->buf, text->len, &decls);
	for (i = 0; i < nr; i++) {
		if (t[i].region == C_COMMENT || t[i].region == C_STRING ||
		    t[i].region == C_IF0 || t[i].len != strlen(word) ||
		    strncmp(t[i].text, word, t[i].len) ||
		    (member && !csource_is_member_use(cs, i)))
			continue;
		for (j = 0; j < decls.nr; j++)
			if (decls.v[j].first <= t[i].line &&
			    t[i].line <= decls.v[j].last)
				join(s, &decls.v[j], by);
	}
	decl_list_release(&decls);
	csource_free(cs);
}

static bool source_uses(const struct strbuf *text, const char *word,
			bool member)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr, i;

	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr && !found; i++)
		found = t[i].region != C_COMMENT && t[i].region != C_STRING &&
			t[i].region != C_IF0 && t[i].len == strlen(word) &&
			!strncmp(t[i].text, word, t[i].len) &&
			(!member || csource_is_member_use(cs, i));
	csource_free(cs);
	return found;
}

/* Can the file have to do with what @n comes from? */
static bool concerns(const struct search *s, const char *path,
		     const struct name *n)
{
	if (affected_is_header(path))
		return sees(s, s->beside, n->from, path);
	return affected_is_source(path) && sees(s, s->users, n->from, path);
}

/* The files of @paths that use @n in code; @n may move. */
static int take_users(struct search *s, const struct strvec *paths,
		      struct name n, bool member)
{
	struct strbuf text = STRBUF_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < paths->nr && !ret; i++) {
		const char *path = paths->v[i];

		if (child_interrupted())
			ret = error_set(s->err, ERR_INTERRUPTED, "interrupted");
		if (ret)
			break;
		if (strvec_has_sorted(s->sources, path) ||
		    !concerns(s, path, &n))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->after, path, &text, s->err);
		if (ret)
			break;
		if (affected_is_header(path))
			join_header(s, &text, &n, member);
		else if (source_uses(&text, n.name, member))
			strvec_insert_sorted(s->sources, path);
	}
	strbuf_release(&text);
	return ret;
}

static int name_users(struct search *s, struct name n)
{
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(s->after, n.name, &paths, s->err);

	if (!ret)
		ret = take_users(s, &paths, n, false);
	if (!ret)
		ret = affected_generated(s, &paths, n.name);
	strvec_release(&paths);
	return ret;
}

static int find_reach(struct search *s, const char *tag,
		      const struct strvec **out)
{
	struct reach_entry *r;
	size_t i;

	for (i = 0; i < s->nr_reach; i++)
		if (!strcmp(s->reach[i].tag, tag))
			break;
	if (i == s->nr_reach) {
		ALLOC_GROW(s->reach, s->nr_reach + 1, s->alloc_reach);
		r = &s->reach[s->nr_reach++];
		r->tag = xstrdup(tag);
		strvec_init(&r->words);
		*out = &r->words;
		return reach_words(s->before, tag, &r->words, s->err);
	}
	*out = &s->reach[i].words;
	return 0;
}

/*
 * The words of reach are common too ("pagemap" is a header): a file that does
 * not name the struct must use the member behind one of them.
 */
static bool may_use(struct search *s, const char *path, const struct name *m,
		    const struct strvec *reach)
{
	struct strbuf text = STRBUF_INIT;
	bool may = true;

	if (!snapshot_read(s->after, path, &text, NULL) &&
	    !text_has_word(text.buf, text.len, m->tag))
		may = member_matters(&text, m->name, reach);
	strbuf_release(&text);
	return may;
}

/* Member names are common words: only where the struct can be reached. */
static int member_users(struct search *s, struct name m)
{
	struct strvec paths = STRVEC_INIT, near = STRVEC_INIT;
	struct strvec both = STRVEC_INIT;
	const struct strvec *reach = NULL;
	size_t i;
	int ret = 0;

	if (m.tag)
		ret = find_reach(s, m.tag, &reach);
	if (!ret)
		ret = snapshot_grep(s->after, m.name, &paths, s->err);
	for (i = 0; reach && i < reach->nr && !ret; i++)
		ret = snapshot_grep(s->after, reach->v[i], &near, s->err);
	strvec_sort_uniq(&near);
	for (i = 0; i < paths.nr && !ret; i++)
		if (concerns(s, paths.v[i], &m) &&
		    (!m.tag || (strvec_has_sorted(&near, paths.v[i]) &&
				may_use(s, paths.v[i], &m, reach))))
			strvec_push(&both, paths.v[i]);
	if (!ret)
		ret = take_users(s, &both, m, true);
	if (!ret)
		ret = affected_generated(s, &both, m.name);
	strvec_release(&both);
	strvec_release(&near);
	strvec_release(&paths);
	return ret;
}

int affected_unlikely(const char *path)
{
	static const char *const dirs[] = { "mm/", "kernel/", "fs/", "block/",
					    "lib/", "net/", "drivers/" };
	static const char *const never[] = { "tools/", "samples/", "scripts/",
					     "Documentation/" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		if (starts_with(path, dirs[i]))
			return strchr(path + strlen(dirs[i]), '/') ? i + 10 : i;
	for (i = 0; i < ARRAY_SIZE(never); i++)
		if (starts_with(path, never[i]))
			return 100;
	return 50;
}

static int witness_cmp(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int d = affected_unlikely(x) - affected_unlikely(y);

	return d ? d : strcmp(x, y);
}

void affected_witnesses(struct search *s, struct strvec *paths, size_t max)
{
	size_t i, n = 0;

	qsort(paths->v, paths->nr, sizeof(*paths->v), witness_cmp);
	for (i = 0; i < paths->nr && n < max; i++) {
		if (!affected_is_source(paths->v[i]) || affected_unlikely(paths->v[i]) == 100)
			continue;
		strvec_insert_sorted(s->sources, paths->v[i]);
		n++;
	}
}

/* All words of a round are looked for in one scan. */
static int learn_round(struct search *s)
{
	struct strvec words = STRVEC_INIT;
	const struct strvec *reach;
	size_t i;
	int ret = 0;

	for (i = s->names.done; i < s->names.nr; i++)
		strvec_push(&words, s->names.v[i].name);
	for (i = s->inlines.done; i < s->inlines.nr; i++)
		strvec_push(&words, s->inlines.v[i].name);
	for (i = s->members.done; i < s->members.nr && !ret; i++) {
		strvec_push(&words, s->members.v[i].name);
		if (!s->members.v[i].tag)
			continue;
		ret = find_reach(s, s->members.v[i].tag, &reach);
		strvec_pushv(&words, reach);
	}
	strvec_sort_uniq(&words);
	if (!ret && words.nr)
		ret = snapshot_learn(s->after, &words, s->err);
	strvec_release(&words);
	return ret;
}

static int witnesses_of_inline(struct search *s, struct name n)
{
	struct strvec paths = STRVEC_INIT, near = STRVEC_INIT;
	int ret = snapshot_grep(s->after, n.name, &paths, s->err);

	for (size_t i = 0; i < paths.nr && !ret; i++)
		if (concerns(s, paths.v[i], &n))
			strvec_push(&near, paths.v[i]);
	affected_witnesses(s, &near, AFFECTED_WITNESSES);
	strvec_release(&paths);
	strvec_release(&near);
	return ret;
}

/* All of @l that are there now. */
static int follow_list(struct search *s, struct name_list *l,
		       int (*each)(struct search *s, struct name n))
{
	size_t end = l->nr;
	int ret = 0;

	while (!ret && l->done < end)
		ret = each(s, l->v[l->done++]);
	return ret;
}

int affected_follow(struct search *s)
{
	int round, ret = 0;

	for (round = 0; round < ROUNDS && !ret; round++) {
		ret = learn_round(s);
		if (!ret)
			ret = follow_list(s, &s->names, name_users);
		if (!ret)
			ret = follow_list(s, &s->members, member_users);
		if (!ret)
			ret = follow_list(s, &s->inlines, witnesses_of_inline);
		if (s->names.done == s->names.nr &&
		    s->members.done == s->members.nr &&
		    s->inlines.done == s->inlines.nr)
			break;
	}
	return ret;
}

/* ---- a struct has another layout ---- */

struct layout_search {
	struct search *s;
	struct name by;		/* where it comes from */
	struct strvec files;	/* sorted */
};

static bool layout_concerns(void *data, const char *path)
{
	const struct layout_search *l = data;

	return concerns(l->s, path, &l->by);
}

static void layout_found(void *data, const char *path, unsigned line)
{
	struct layout_search *l = data;
	struct strbuf text = STRBUF_INIT;
	struct decl_list decls = { 0 };

	if (affected_is_source(path)) {
		strvec_insert_sorted(&l->files, path);
		return;
	}
	if (!snapshot_read(l->s->after, path, &text, NULL))
		decls_of(text.buf, text.len, &decls);
	for (size_t i = 0; i < decls.nr; i++)
		if (decls.v[i].first <= line && line <= decls.v[i].last)
			join(l->s, &decls.v[i], &l->by);
	decl_list_release(&decls);
	strbuf_release(&text);
}

int affected_laid_out(struct search *s, const struct strvec *tags,
		    from_bits from)
{
	struct layout_search l = { .s = s, .by = { .name = (char *)"",
						   .from = from },
				   .files = STRVEC_INIT };
	const struct layout_query q = {
		.snap = s->after, .concerns = layout_concerns,
		.found = layout_found, .data = &l,
	};

	int ret = layout_users(&q, tags, s->err);

	if (!ret && l.files.nr >= AFFECTED_MANY) {
		struct layout_groups *g = &s->groups;

		ALLOC_GROW(g->v, g->nr + 1, g->alloc);
		strvec_init(&g->v[g->nr].tags);
		strvec_pushv(&g->v[g->nr].tags, tags);
		g->v[g->nr++].files = l.files;
		return 0;
	}
	for (size_t i = 0; i < l.files.nr; i++)
		strvec_insert_sorted(s->sources, l.files.v[i]);
	strvec_release(&l.files);
	return ret;
}
