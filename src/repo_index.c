/* SPDX-License-Identifier: GPL-2.0-only */
/* repo_index: the index, to tell which work tree files need no object. */
#include "repo.h"

#include <stdlib.h>

#include "repo_priv.h"

/*
 * A file that is written after git looked at it, in the same tick of the
 * clock, keeps its time.  So what changed just before the index was written is
 * never taken for clean by its stat data.  Ticks are 10 ms at most; file
 * systems that only know seconds show no fraction at all, see is_racy().
 */
#define RACY_NS 100000000LL

struct index_file {
	const git_index_entry *entry;
	bool unsure;
};

struct repo_index {
	git_index *git;
	bool trust_ctime;	/* core.trustctime */
	bool minimal;		/* core.checkStat: time and size only */
	int64_t sec, nsec;	/* when the index was written */
	struct index_file *v;
	size_t nr;
};

static int file_cmp(const void *a, const void *b)
{
	return strcmp(((const struct index_file *)a)->entry->path,
		      ((const struct index_file *)b)->entry->path);
}

static void fill(struct repo_index *x)
{
	size_t i, n = git_index_entrycount(x->git);
	bool sorted = true;

	x->v = xcalloc(n + 1, sizeof(*x->v));
	for (i = 0; i < n; i++) {
		const git_index_entry *e = git_index_get_byindex(x->git, i);
		struct index_file *file = &x->v[x->nr];

		if (git_index_entry_stage(e) ||
		    (e->mode & S_IFMT) != S_IFREG)
			continue;
		file->entry = e;
		file->unsure = (e->flags & GIT_INDEX_ENTRY_VALID) ||
			       (e->flags_extended &
				(GIT_INDEX_ENTRY_SKIP_WORKTREE |
				 GIT_INDEX_ENTRY_INTENT_TO_ADD));
		if (x->nr && file_cmp(file - 1, file) > 0)
			sorted = false;
		x->nr++;
	}
	/* with core.ignoreCase libgit2 has an order of its own */
	if (!sorted)
		qsort(x->v, x->nr, sizeof(*x->v), file_cmp);
}

/* Length of the directory part, its slash included. */
static size_t dir_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/*
 * The directories of @path that are not those of @before too, outermost first:
 * git heeds a .gitattributes file in each, tracked or not.
 */
static void visit_dirs(struct attr_rules *rules, struct repo *r,
		       const char *path, const char *before)
{
	size_t i, common = 0, len = dir_len(path);
	char *dir;

	for (i = 0; i < len && path[i] == before[i]; i++)
		if (path[i] == '/')
			common = i + 1;
	for (i = common; i < len; i++) {
		if (path[i] != '/')
			continue;
		dir = xstrndup(path, i + 1);
		attr_rules_worktree(rules, r, dir);
		free(dir);
	}
}

static void mark_converted(struct repo_index *x, struct repo *r)
{
	static const char name[] = ".gitattributes";
	const char *before = "";
	struct attr_rules rules;
	size_t i;

	attr_rules_init(&rules, r);
	attr_rules_worktree(&rules, r, "");
	for (i = 0; i < x->nr; i++) {
		const char *path = x->v[i].entry->path;
		size_t len = dir_len(path);
		struct oid oid;
		char *dir;

		visit_dirs(&rules, r, path, before);
		before = path;
		if (strcmp(path + len, name))
			continue;
		oid_from_git(&oid, &x->v[i].entry->id);
		dir = xstrndup(path, len);
		attr_rules_blob(&rules, r, dir, &oid);
		free(dir);
	}
	for (i = 0; i < x->nr && rules.nr; i++)
		if (attr_rules_convert(&rules, x->v[i].entry->path))
			x->v[i].unsure = true;
	attr_rules_release(&rules);
}

static void read_settings(struct repo_index *x, struct repo *r)
{
	struct strbuf value = STRBUF_INIT;
	int flag;

	x->trust_ctime = git_config_get_bool(&flag, r->config,
					     "core.trustctime") || flag;
	x->minimal = !repo_config_string(r, "core.checkstat", &value) &&
		     !strcmp(value.buf, "minimal");
	strbuf_release(&value);
}

struct repo_index *repo_index_load(struct repo *r)
{
	struct repo_index *x = xcalloc(1, sizeof(*x));
	char *path = xasprintf("%s/index", r->git_dir);
	struct stat st = { 0 };

	read_settings(x, r);
	/* before it is read: one that is replaced meanwhile only seems older */
	if (r->workdir && !stat(path, &st) &&
	    !git_index_open(&x->git, path)) {
		x->sec = st.st_mtim.tv_sec;
		x->nsec = st.st_mtim.tv_nsec;
		fill(x);
		mark_converted(x, r);
	}
	free(path);
	return x;
}

void repo_index_free(struct repo_index *x)
{
	if (!x)
		return;
	git_index_free(x->git);
	free(x->v);
	free(x);
}

size_t repo_index_nr(const struct repo_index *x)
{
	return x->nr;
}

const char *repo_index_entry(const struct repo_index *x, size_t i,
			     struct oid *oid)
{
	oid_from_git(oid, &x->v[i].entry->id);
	return x->v[i].entry->path;
}

static bool same_time(const git_index_time *a, const struct timespec *b)
{
	/* no fraction: the index was written by something that keeps none */
	return (uint32_t)a->seconds == (uint32_t)b->tv_sec &&
	       (!a->nanoseconds || a->nanoseconds == (uint32_t)b->tv_nsec);
}

static bool is_racy(const struct repo_index *x, const git_index_time *t)
{
	int64_t age = x->sec - (int64_t)(uint32_t)t->seconds;

	if (!t->nanoseconds || !x->nsec)
		return age <= 0;
	return age * 1000000000LL + x->nsec - t->nanoseconds <= RACY_NS;
}

enum index_match repo_index_match(const struct repo_index *x, size_t i,
				  const struct stat *st)
{
	const git_index_entry *e = x->v[i].entry;

	if (!S_ISREG(st->st_mode))
		return INDEX_DIFFERS;
	if (x->v[i].unsure)
		return INDEX_UNSURE;
	if (e->file_size != (uint32_t)st->st_size)
		/* git writes 0 for what it found racily clean */
		return e->file_size ? INDEX_DIFFERS : INDEX_UNSURE;
	if (!same_time(&e->mtime, &st->st_mtim) || is_racy(x, &e->mtime))
		return INDEX_UNSURE;
	if (x->minimal)
		return INDEX_SAME;
	if (x->trust_ctime && !same_time(&e->ctime, &st->st_ctim))
		return INDEX_UNSURE;
	return e->ino == (uint32_t)st->st_ino && e->uid == st->st_uid &&
	       e->gid == st->st_gid ? INDEX_SAME : INDEX_UNSURE;
}
