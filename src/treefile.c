/* SPDX-License-Identifier: GPL-2.0-only */
#include "treefile.h"

#include <stdlib.h>
#include <string.h>

/* Bytes that are kept; what comes after that is read again. */
#define KEEP (48u << 20)

struct file {
	char *path;
	int status;		/* of the lookup */
	unsigned mode;
	struct oid oid;
	bool kept;
	struct strbuf content;
};

struct treefiles {
	struct repo *repo;
	struct oid tree;
	struct file *files;	/* sorted by path */
	size_t nr, alloc;
	size_t bytes;
};

struct treefiles *treefiles_new(struct repo *r, const struct oid *tree)
{
	struct treefiles *t = xcalloc(1, sizeof(*t));

	t->repo = r;
	t->tree = *tree;
	return t;
}

void treefiles_free(struct treefiles *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->nr; i++) {
		free(t->files[i].path);
		strbuf_release(&t->files[i].content);
	}
	free(t->files);
	free(t);
}

static struct file *add_file(struct treefiles *t, size_t at, const char *path)
{
	struct file *f;

	ALLOC_GROW(t->files, t->nr + 1, t->alloc);
	memmove(t->files + at + 1, t->files + at,
		(t->nr - at) * sizeof(*t->files));
	t->nr++;
	f = &t->files[at];
	memset(f, 0, sizeof(*f));
	f->path = xstrdup(path);
	strbuf_init(&f->content);
	f->status = repo_tree_lookup(t->repo, &t->tree, path, &f->oid,
				     &f->mode, NULL);
	return f;
}

static struct file *find_file(struct treefiles *t, const char *path)
{
	size_t lo = 0, hi = t->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strcmp(path, t->files[mid].path);

		if (!cmp)
			return &t->files[mid];
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return add_file(t, lo, path);
}

int treefile_stat(struct treefiles *t, const char *path, struct oid *oid,
		  unsigned *mode)
{
	const struct file *f = find_file(t, path);

	if (f->status)
		return f->status;
	if (oid)
		*oid = f->oid;
	if (mode)
		*mode = f->mode;
	return 0;
}

int treefile_read(struct treefiles *t, const char *path, struct strbuf *out,
		  struct strbuf *err)
{
	struct file *f = find_file(t, path);
	size_t had = out->len;
	int ret;

	if (f->kept) {
		strbuf_addbuf(out, &f->content);
		return 0;
	}
	ret = repo_blob_read(t->repo, &f->oid, out, err);
	if (!ret && t->bytes + (out->len - had) <= KEEP) {
		strbuf_add(&f->content, out->buf + had, out->len - had);
		f->kept = true;
		t->bytes += f->content.len;
	}
	return ret;
}
