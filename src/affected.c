/* SPDX-License-Identifier: GPL-2.0-only */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "decls.h"
#include "exports.h"

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
 * Users of an export that goes away are affected, wherever they have it from, and
 * those of macros that the build generates: affected_generated.c.
 * Added members are nobody's, but a struct that is laid out otherwise has users
 * of its own: affected_layout.c.  Assembler is not looked at, nor .c files that
 * other .c files include; Kconfig and make files: affected_config.c.
 */

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

int affected_includers(struct search *s, const char *path, struct strvec *out)
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
		if (!affected_is_source(paths.v[i]))
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

		affected_add_name(member ? &s->members : &s->names,
			 member ? c.old.v[i].tag : NULL, c.old.v[i].name,
			 from);
	}
	for (i = 0; i < c.added.nr; i++)
		affected_add_name(&s->names, NULL, c.added.v[i].name, from);
	if (c.layouts.nr)
		ret = affected_laid_out(s, &c.layouts, from);
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

		ret = affected_includers(s, path, &by);
		for (j = 0; j < by.nr; j++)
			if (strvec_has_sorted(s->sources, by.v[j]) &&
			    affected_unlikely(by.v[j]) < 50)
				break;
		if (!ret && (lossy || j == by.nr))
			affected_witnesses(s, &by, lossy ? by.nr : AFFECTED_WITNESSES);
		strvec_release(&by);
	}
	return ret;
}

/*
 * Exports of .c files that the step takes away or changes, and what headers are
 * generated of: no header says so.
 */
static int changed_sources(struct search *s, const struct strvec *paths)
{
	struct strvec old = STRVEC_INIT, new = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < paths->nr && !ret; i++) {
		struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

		if (!affected_is_source(paths->v[i]))
			continue;
		ret = read_if_there(s->before, paths->v[i], &a, s->err);
		if (!ret)
			ret = read_if_there(s->after, paths->v[i], &b, s->err);
		exports_of(a.buf, a.len, &old);
		exports_of(b.buf, b.len, &new);
		affected_changed_generator(s, &a, &b);
		strbuf_release(&a);
		strbuf_release(&b);
	}
	for (size_t i = 0; i < old.nr; i++)
		if (!strvec_has(&new, old.v[i]))
			affected_add_name(&s->names, NULL, strchr(old.v[i], ' ') + 1, 0);
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
	strvec_release(&s->generators);
	layout_groups_release(&s->groups);
	affected_names_release(&s->names);
	affected_names_release(&s->members);
	affected_names_release(&s->inlines);
}

static int changed_headers(struct search *s, struct engine *e,
			   const struct strvec *paths, struct includes **graph)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < paths->nr && !affected_is_header(paths->v[i]); i++)
		;
	if (i == paths->nr)
		return 0;
	if (!*graph)
		ret = includes_open(graph, e, s->before, s->err);
	if (!ret)
		ret = includes_set(*graph, s->before, s->after, s->err);
	s->graph = *graph;
	for (; i < paths->nr && !ret; i++)
		if (affected_is_header(paths->v[i]))
			ret = changed_header(s, paths->v[i]);
	return ret;
}

void layout_groups_release(struct layout_groups *g)
{
	for (size_t i = 0; i < g->nr; i++) {
		strvec_release(&g->v[i].tags);
		strvec_release(&g->v[i].files);
	}
	free(g->v);
	memset(g, 0, sizeof(*g));
}

/* What of the groups is not in for another reason; few of them are in. */
static void keep_groups(struct search *s, struct strvec *sources,
			struct layout_groups *out)
{
	for (size_t i = 0; i < s->groups.nr; i++) {
		struct layout_group *g = &s->groups.v[i];
		struct strvec rest = STRVEC_INIT;

		for (size_t k = 0; k < g->files.nr; k++)
			if (!strvec_has_sorted(sources, g->files.v[k]))
				strvec_push(&rest, g->files.v[k]);
		strvec_release(&g->files);
		g->files = rest;
	}
	*out = s->groups;
	memset(&s->groups, 0, sizeof(s->groups));
}

static int search_all(struct engine *e, struct snapshot *before,
		      struct snapshot *after, const struct strvec *paths,
		      struct includes **graph, struct strvec *sources,
		      struct layout_groups *groups, struct strbuf *err)
{
	struct search s = { .before = before, .after = after,
			    .sources = sources, .headers = STRVEC_INIT,
			    .lossy = STRVEC_INIT,
			    .generators = STRVEC_INIT, .err = err };
	size_t i;
	int ret;

	for (i = 0; i < paths->nr; i++)
		if (affected_is_source(paths->v[i]) &&
		    !snapshot_stat(after, paths->v[i], NULL, NULL))
			strvec_insert_sorted(sources, paths->v[i]);
	ret = changed_headers(&s, e, paths, graph);
	if (!ret && s.nr_from)
		ret = affected_find_generators(&s);
	if (!ret)
		ret = changed_sources(&s, paths);
	if (!ret)
		ret = affected_follow(&s);
	if (!ret)
		ret = header_witnesses(&s);
	if (!ret)
		ret = affected_by_config(before, after, paths, sources, err);
	strvec_sort_uniq(sources);
	keep_groups(&s, sources, groups);
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
	strbuf_addf(&text, "affected 13 %s %s\n", ahex, bhex);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&text);
}

/* One string for each, with what it is before it; a tag begins a group. */
static void save(const struct strvec *sources, const struct layout_groups *g,
		 struct strbuf *out)
{
	for (size_t i = 0; i < sources->nr; i++)
		strbuf_addf(out, "S%s%c", sources->v[i], 0);
	for (size_t i = 0; i < g->nr; i++) {
		strbuf_addf(out, "G%c", 0);
		for (size_t k = 0; k < g->v[i].tags.nr; k++)
			strbuf_addf(out, "T%s%c", g->v[i].tags.v[k], 0);
		for (size_t k = 0; k < g->v[i].files.nr; k++)
			strbuf_addf(out, "F%s%c", g->v[i].files.v[k], 0);
	}
}

static void load(struct strvec *sources, struct layout_groups *g,
		 const struct strbuf *text)
{
	for (const char *s = text->buf; s < text->buf + text->len;
	     s += strlen(s) + 1) {
		if (*s == 'S') {
			strvec_push(sources, s + 1);
		} else if (*s == 'G') {
			ALLOC_GROW(g->v, g->nr + 1, g->alloc);
			strvec_init(&g->v[g->nr].tags);
			strvec_init(&g->v[g->nr++].files);
		} else if (g->nr) {
			strvec_push(*s == 'T' ? &g->v[g->nr - 1].tags :
						&g->v[g->nr - 1].files, s + 1);
		}
	}
}

void layout_group_take(const struct layout_group *g, struct strvec *sources)
{
	strvec_pushv(sources, &g->files);
	strvec_sort_uniq(sources);
}

int verify_affected(struct engine *e, struct snapshot *before,
		    struct snapshot *after, struct includes **graph,
		    struct strvec *sources, struct layout_groups *groups,
		    struct strbuf *err)
{
	struct layout_groups own = { 0 }, *g = groups ? groups : &own;
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
		load(sources, g, &text);
		goto out;
	}
	/* round after round of words is looked for */
	snapshot_use_words(before, e->words);
	snapshot_use_words(after, e->words);
	ret = repo_tree_diff(e->repo, &a, &b, &paths, err);
	if (!ret)
		ret = search_all(e, before, after, &paths, graph, sources, g,
				 err);
	if (ret)
		goto out;
	save(sources, g, &text);
	cache_put(e->cache, "affected", key, text.buf, text.len);
out:
	for (size_t i = 0; i < own.nr; i++)
		layout_group_take(&own.v[i], sources);
	layout_groups_release(&own);
	strbuf_release(&text);
	strvec_release(&paths);
	return ret;
}
