/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the core of a tree stands: the file that defines
 * devm_memremap_pages(), in mm/ or in kernel/ or wherever; the header that
 * defines struct dev_pagemap; and the ways to both.
 */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "scan.h"
#include "snapshot.h"

#define FUNCTION_NAME "devm_memremap_pages"
#define STRUCT_NAME "dev_pagemap"
/* What somebody calls a kernel file is smaller than this. */
#define SIZE_MAX_READ (4u << 20)

void conform_source_init(struct conform_source *s)
{
	memset(s, 0, sizeof(*s));
	strbuf_init(&s->core);
	strbuf_init(&s->header);
	strbuf_init(&s->fault);
	strbuf_init(&s->put);
}

void conform_source_release(struct conform_source *s)
{
	strbuf_release(&s->core);
	strbuf_release(&s->header);
	strbuf_release(&s->fault);
	strbuf_release(&s->put);
	free((char *)s->core_path);
	free((char *)s->header_path);
	free((char *)s->fault_path);
	free((char *)s->put_path);
	conform_source_init(s);
}

/* ---- what a file is ---- */

static bool defines_function(const struct strbuf *text, const char *name)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	bool yes = csource_find_function(cs, name) != NULL;

	csource_free(cs);
	return yes;
}

/* The header has a stub of the same name: only a .c file is a core. */
static bool is_core(const char *path, const struct strbuf *text)
{
	return ends_with(path, ".c") && defines_function(text, FUNCTION_NAME);
}

static bool is_header(const char *path, const struct strbuf *text)
{
	struct csource *cs;
	const struct c_member *m;
	bool yes = false;
	size_t nr;

	if (!ends_with(path, ".h"))
		return false;
	cs = csource_parse(text->buf, text->len);
	m = csource_members(cs, &nr);
	for (size_t i = 0; i < nr && !yes; i++)
		yes = m[i].tag && !strcmp(m[i].tag, STRUCT_NAME);
	csource_free(cs);
	return yes;
}

static bool is_fault(const char *path, const struct strbuf *text)
{
	return ends_with(path, ".c") && defines_function(text, "do_swap_page");
}

static bool is_put(const char *path, const struct strbuf *text)
{
	return ends_with(path, ".h") && defines_function(text, "put_page");
}

/* ---- in a tree ---- */

/* What is looked for: where it uses to be, a word it holds, how to tell it. */
struct wanted {
	const char *places[3], *word;
	bool (*is)(const char *path, const struct strbuf *text);
};

static const struct wanted core = {
	{ "mm/memremap.c", "kernel/memremap.c" }, FUNCTION_NAME, is_core
};
static const struct wanted header = {
	{ "include/linux/memremap.h" }, STRUCT_NAME, is_header
};
static const struct wanted fault = {
	{ "mm/memory.c" }, "do_swap_page", is_fault
};
static const struct wanted put = {
	{ "include/linux/mm.h" }, "put_page", is_put
};

/* A tree on its way to being searched; @snap is made when it has to be. */
struct search {
	struct repo *repo;
	struct oid tree;
	struct snapshot *snap;
};

static int read_place(struct search *s, const struct wanted *w,
		      const char *path, struct strbuf *out, struct strbuf *err)
{
	unsigned mode;
	struct oid oid;
	int ret = repo_tree_lookup(s->repo, &s->tree, path, &oid, &mode, err);

	if (ret)
		return ret;
	if ((mode & S_IFMT) != S_IFREG)
		return ERR_NOT_FOUND;
	strbuf_reset(out);
	ret = repo_blob_read(s->repo, &oid, out, err);
	if (!ret && (out->len > SIZE_MAX_READ || !w->is(path, out)))
		ret = ERR_NOT_FOUND;
	return ret;
}

static int search_tree(struct search *s, const struct wanted *w,
		       struct strvec *paths, struct strbuf *err)
{
	struct scan_options opt = { .cache = cache_none() };
	struct strvec words = STRVEC_INIT;
	struct scan_stats stats = { 0 };
	int ret = 0;

	strvec_push(&words, w->word);
	if (!s->snap)
		ret = snapshot_of_tree(&s->snap, s->repo, &s->tree, &words,
				       &opt, &stats, err);
	if (!ret)
		ret = snapshot_grep(s->snap, w->word, paths, err);
	scan_stats_release(&stats);
	strvec_release(&words);
	cache_free(opt.cache);
	return ret;
}

/* ERR_NOT_FOUND without a text: it is nowhere. */
static int find(struct search *s, const struct wanted *w, const char **path,
		struct strbuf *out, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	int ret = ERR_NOT_FOUND;

	for (size_t i = 0; i < ARRAY_SIZE(w->places) && w->places[i] &&
	     ret == ERR_NOT_FOUND; i++) {
		ret = read_place(s, w, w->places[i], out, err);
		if (!ret)
			*path = xstrdup(w->places[i]);
	}
	if (ret != ERR_NOT_FOUND)
		return ret;
	strbuf_reset(err);
	ret = search_tree(s, w, &paths, err);
	if (!ret)
		ret = ERR_NOT_FOUND;
	for (size_t i = 0; i < paths.nr && ret == ERR_NOT_FOUND; i++) {
		ret = read_place(s, w, paths.v[i], out, err);
		if (!ret)
			*path = xstrdup(paths.v[i]);
	}
	if (ret == ERR_NOT_FOUND)
		strbuf_reset(out);
	strvec_release(&paths);
	return ret;
}

int conform_read_commit(struct conform_source *s, struct repo *repo,
			const struct oid *commit, struct strbuf *err)
{
	struct search search = { .repo = repo };
	struct commit_info info;
	int ret = repo_commit_info(repo, commit, &info, err);

	if (ret)
		return ret;
	search.tree = info.tree;
	commit_info_release(&info);
	ret = find(&search, &core, &s->core_path, &s->core, err);
	if (ret == ERR_NOT_FOUND)
		ret = error_set(err, ERR_UNABLE,
				"no file of this tree defines '%s()'",
				FUNCTION_NAME);
	if (!ret)
		ret = find(&search, &header, &s->header_path, &s->header, err);
	if (ret == ERR_NOT_FOUND)
		ret = error_set(err, ERR_UNABLE,
				"no header of this tree defines 'struct %s'",
				STRUCT_NAME);
	/* what is not there is told with its row */
	if (!ret)
		ret = find(&search, &fault, &s->fault_path, &s->fault, err);
	if (!ret || ret == ERR_NOT_FOUND)
		ret = find(&search, &put, &s->put_path, &s->put, err);
	if (ret == ERR_NOT_FOUND)
		ret = 0;
	snapshot_put(search.snap);
	return ret;
}

int conform_read_files(struct conform_source *s, const char *core_file,
		       const char *header_file, struct strbuf *err)
{
	int ret = file_read(core_file, &s->core, err);

	if (!ret)
		ret = file_read(header_file, &s->header, err);
	s->core_path = xstrdup(core_file);
	s->header_path = xstrdup(header_file);
	if (!ret && !defines_function(&s->core, FUNCTION_NAME))
		ret = error_set(err, ERR_UNABLE, "'%s' does not define '%s()'",
				core_file, FUNCTION_NAME);
	return ret;
}
