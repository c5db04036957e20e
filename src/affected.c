/* SPDX-License-Identifier: GPL-2.0-only */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"
#include "exports.h"
#include "reach.h"

/*
 * From a changed header to the .c files that can notice.  What a header
 * declares is known by name only, so users are found by name: a name whose
 * declaration stands on a changed line, and from there on
 *  - a macro of any header that uses such a name: its users, too;
 *  - a type, prototype or member that uses it: the users of that, too;
 *  - an inline function that uses it and did not change itself: it compiles or
 *    not wherever its header is included, so a few of its users are witnesses.
 * A file counts if it includes the changed header, itself or through others, and
 * a header on the way if some file has both: names are common words.
 * Users of an export that goes away are affected, wherever they have it from.
 * Added members are nobody's, but a struct that is laid out otherwise has users
 * of its own: affected_layout.c.  Assembler is not looked at, nor .c files that
 * other .c files include; Kconfig and make files: affected_config.c.
 */

#define WITNESSES 8
#define ROUNDS 6

/* Of the changed headers: those that a name comes from, a bit each. */
typedef uint64_t from_bits;
#define FROM_MAX 64

struct name {
	char *name;
	char *tag;		/* of a member; NULL: of a type without a name */
	from_bits from;
};
struct name_list {
	struct name *v;
	size_t nr, alloc;
	size_t done;
};

/* What code reaches a struct by. */
struct reach_entry {
	char *tag;
	struct strvec words;
};

struct search {
	struct snapshot *before, *after;
	const struct includes *graph;
	struct strvec *sources;
	struct name_list names;		/* whose users are wanted */
	struct name_list members;
	struct name_list inlines;	/* whose witnesses are wanted */
	struct reach_entry *reach;
	size_t nr_reach, alloc_reach;
	struct file_set users[FROM_MAX];	/* who includes it */
	struct file_set beside[FROM_MAX];	/* what they include */
	unsigned nr_from;
	struct strvec headers;		/* changed, in more than comments */
	struct strvec lossy;		/* those that lost an #include, or are gone */
	struct strbuf *err;
};

static void add_name(struct name_list *l, const char *tag, const char *name,
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

static void name_list_release(struct name_list *l)
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

static bool is_source(const char *path)
{
	return ends_with(path, ".c");
}

static bool is_header(const char *path)
{
	return ends_with(path, ".h");
}

/* The declaration in a header that stands where a word is used. */
static void join(struct search *s, const struct decl *d, const struct name *by)
{
	if (d->kind == DECL_MEMBER)
		add_name(&s->members, d->tag, d->name, by->from);
	else if (!strcmp(d->name, by->name))
		return;
	else if (d->kind == DECL_INLINE && by->from)
		add_name(&s->inlines, NULL, d->name, by->from);
	else
		add_name(&s->names, NULL, d->name, by->from);
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
	if (is_header(path))
		return sees(s, s->beside, n->from, path);
	return is_source(path) && sees(s, s->users, n->from, path);
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

		if (strvec_has_sorted(s->sources, path) ||
		    !concerns(s, path, &n))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->after, path, &text, s->err);
		if (ret)
			break;
		if (is_header(path))
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
	strvec_release(&both);
	strvec_release(&near);
	strvec_release(&paths);
	return ret;
}

/* Where a file is likely to be compiled; higher is less likely. */
static int unlikely(const char *path)
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
	int d = unlikely(x) - unlikely(y);

	return d ? d : strcmp(x, y);
}

/* The first few of @paths, which stays unsorted; some may be taken already. */
static void take_witnesses(struct search *s, struct strvec *paths, size_t max)
{
	size_t i, n = 0;

	qsort(paths->v, paths->nr, sizeof(*paths->v), witness_cmp);
	for (i = 0; i < paths->nr && n < max; i++) {
		if (!is_source(paths->v[i]) || unlikely(paths->v[i]) == 100)
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
	take_witnesses(s, &near, WITNESSES);
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

static int follow(struct search *s)
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

/* Does the text include the header @path, however the start is spelled? */
static bool includes_header(const char *text, const char *path)
{
	size_t len = strlen(path), n;
	const char *p = text, *d;

	for (; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		d = p + strspn(p, " \t");
		if (*d++ != '#')
			continue;
		d += strspn(d, " \t");
		if (!starts_with(d, "include"))
			continue;
		d += strcspn(d, "<\"\n");
		if (*d != '<' && *d != '"')
			continue;
		n = strcspn(++d, ">\"\n");
		if (n && n <= len && !strncmp(path + len - n, d, n) &&
		    (n == len || path[len - n - 1] == '/'))
			return true;
	}
	return false;
}

/* The .c files that name the header in an #include. */
static int includers(struct search *s, const char *path, struct strvec *out)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	char *stem;
	size_t n = 0, i;
	int ret = 0;

	while (is_word_char(base[n]))
		n++;
	stem = xstrndup(base, n);
	if (is_identifier(stem, n))
		ret = snapshot_grep(s->after, stem, &paths, s->err);
	for (i = 0; i < paths.nr && !ret; i++) {
		if (!is_source(paths.v[i]))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->after, paths.v[i], &text, s->err);
		if (!ret && includes_header(text.buf, path))
			strvec_push(out, paths.v[i]);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	free(stem);
	return ret;
}

static int read_if_there(struct snapshot *snap, const char *path,
			 struct strbuf *out, struct strbuf *err)
{
	int ret = snapshot_stat(snap, path, NULL, NULL);

	return ret == ERR_NOT_FOUND ? 0 : ret ? ret :
	       snapshot_read(snap, path, out, err);
}

/* The bit of one more changed header; beyond the last they share one. */
static from_bits from_header(struct search *s, const char *path)
{
	unsigned i = s->nr_from < FROM_MAX ? s->nr_from++ : FROM_MAX - 1;

	includes_users(s->graph, path, &s->users[i]);
	includes_beside(s->graph, &s->users[i], &s->beside[i]);
	return (from_bits)1 << i;
}

/* ---- a struct has another layout ---- */

struct layout_search {
	struct search *s;
	struct name by;		/* where it comes from */
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

	if (is_source(path)) {
		strvec_insert_sorted(l->s->sources, path);
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

static int laid_out(struct search *s, const struct strvec *tags,
		    from_bits from)
{
	struct layout_search l = { .s = s, .by = { .name = (char *)"",
						   .from = from } };
	const struct layout_query q = {
		.snap = s->after, .concerns = layout_concerns,
		.found = layout_found, .data = &l,
	};

	return layout_users(&q, tags, s->err);
}

static int changed_header(struct search *s, const char *path)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct header_change c = { .includes = STRVEC_INIT,
				   .layouts = STRVEC_INIT };
	from_bits from;
	size_t i;
	int ret;

	ret = read_if_there(s->before, path, &a, s->err);
	if (!ret)
		ret = read_if_there(s->after, path, &b, s->err);
	if (ret)
		goto out;
	header_compare(a.buf, a.len, b.buf, b.len, &c);
	from = from_header(s, path);
	for (i = 0; i < c.old.nr; i++) {
		bool member = c.old.v[i].kind == DECL_MEMBER;

		add_name(member ? &s->members : &s->names,
			 member ? c.old.v[i].tag : NULL, c.old.v[i].name,
			 from);
	}
	for (i = 0; i < c.added.nr; i++)
		add_name(&s->names, NULL, c.added.v[i].name, from);
	if (c.layouts.nr)
		ret = laid_out(s, &c.layouts, from);
	if (c.any)
		strvec_push(&s->headers, path);
	if (c.includes.nr || !b.len)
		strvec_push(&s->lossy, path);
out:
	header_change_release(&c);
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

/*
 * Each changed header is to be compiled by somebody.  What came through an
 * #include that it lost, each file that includes it may have needed.
 */
static int header_witnesses(struct search *s)
{
	struct strvec by = STRVEC_INIT;
	size_t i, j;
	int ret = 0;

	for (i = 0; i < s->headers.nr && !ret; i++) {
		const char *path = s->headers.v[i];
		bool lossy = strvec_has(&s->lossy, path);

		ret = includers(s, path, &by);
		for (j = 0; j < by.nr; j++)
			if (strvec_has_sorted(s->sources, by.v[j]))
				break;
		if (!ret && (lossy || j == by.nr))
			take_witnesses(s, &by, lossy ? by.nr : WITNESSES);
		strvec_release(&by);
	}
	return ret;
}

/* Exports of .c files that the step takes away or changes: no header says so. */
static int gone_exports(struct search *s, const struct strvec *paths)
{
	struct strvec old = STRVEC_INIT, new = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < paths->nr && !ret; i++) {
		struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

		if (!is_source(paths->v[i]))
			continue;
		ret = read_if_there(s->before, paths->v[i], &a, s->err);
		if (!ret)
			ret = read_if_there(s->after, paths->v[i], &b, s->err);
		exports_of(a.buf, a.len, &old);
		exports_of(b.buf, b.len, &new);
		strbuf_release(&a);
		strbuf_release(&b);
	}
	for (size_t i = 0; i < old.nr; i++)
		if (!strvec_has(&new, old.v[i]))
			add_name(&s->names, NULL, strchr(old.v[i], ' ') + 1, 0);
	strvec_release(&old);
	strvec_release(&new);
	return ret;
}

static void search_release(struct search *s)
{
	for (size_t i = 0; i < s->nr_reach; i++) {
		free(s->reach[i].tag);
		strvec_release(&s->reach[i].words);
	}
	free(s->reach);
	for (unsigned i = 0; i < s->nr_from; i++) {
		file_set_release(&s->users[i]);
		file_set_release(&s->beside[i]);
	}
	strvec_release(&s->headers);
	strvec_release(&s->lossy);
	name_list_release(&s->names);
	name_list_release(&s->members);
	name_list_release(&s->inlines);
}

static int changed_headers(struct search *s, struct engine *e,
			   const struct strvec *paths, struct includes **graph)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < paths->nr && !is_header(paths->v[i]); i++)
		;
	if (i == paths->nr)
		return 0;
	if (!*graph)
		ret = includes_open(graph, e, s->before, s->err);
	if (!ret)
		ret = includes_set(*graph, s->before, s->after, s->err);
	s->graph = *graph;
	for (; i < paths->nr && !ret; i++)
		if (is_header(paths->v[i]))
			ret = changed_header(s, paths->v[i]);
	return ret;
}

static int search_all(struct engine *e, struct snapshot *before,
		      struct snapshot *after, const struct strvec *paths,
		      struct includes **graph, struct strvec *sources,
		      struct strbuf *err)
{
	struct search s = { .before = before, .after = after,
			    .sources = sources, .headers = STRVEC_INIT,
			    .lossy = STRVEC_INIT, .err = err };
	size_t i;
	int ret;

	for (i = 0; i < paths->nr; i++)
		if (is_source(paths->v[i]) &&
		    !snapshot_stat(after, paths->v[i], NULL, NULL))
			strvec_insert_sorted(sources, paths->v[i]);
	ret = changed_headers(&s, e, paths, graph);
	if (!ret)
		ret = gone_exports(&s, paths);
	if (!ret)
		ret = follow(&s);
	if (!ret)
		ret = header_witnesses(&s);
	if (!ret)
		ret = affected_by_config(before, after, paths, sources, err);
	strvec_sort_uniq(sources);
	search_release(&s);
	return ret;
}

/* Nothing but the two trees decides. */
static void make_key(const struct oid *a, const struct oid *b,
		     char key[OID_HEX + 1])
{
	struct strbuf text = STRBUF_INIT;
	char ahex[OID_HEX + 1], bhex[OID_HEX + 1];
	struct oid oid;

	oid_hex(a, ahex);
	oid_hex(b, bhex);
	strbuf_addf(&text, "affected 4 %s %s\n", ahex, bhex);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&text);
}

int verify_affected(struct engine *e, struct snapshot *before,
		    struct snapshot *after, struct includes **graph,
		    struct strvec *sources, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	struct oid a, b;
	int ret;

	ret = snapshot_write(before, &a, err);
	if (!ret)
		ret = snapshot_write(after, &b, err);
	if (ret)
		return ret;
	make_key(&a, &b, key);
	if (cache_get(e->cache, "affected", key, &text)) {
		for (const char *s = text.buf; s < text.buf + text.len;
		     s += strlen(s) + 1)
			strvec_push(sources, s);
		goto out;
	}
	ret = repo_tree_diff(e->repo, &a, &b, &paths, err);
	if (!ret)
		ret = search_all(e, before, after, &paths, graph, sources, err);
	if (ret)
		goto out;
	for (size_t i = 0; i < sources->nr; i++)
		strbuf_add(&text, sources->v[i], strlen(sources->v[i]) + 1);
	cache_put(e->cache, "affected", key, text.buf, text.len);
out:
	strbuf_release(&text);
	strvec_release(&paths);
	return ret;
}
