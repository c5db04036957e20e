/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A value is the file DIR/KIND/KE/KEY with one header line before its bytes:
 * a magic word, the length and a checksum of kind, key and bytes.
 */
#define _GNU_SOURCE
#include "cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

#define MAGIC "ratchet-cache-1"
#define HEADER_MAX 64
#define DAY 86400
/* file_write()'s temporary files older than this are nobody's any more */
#define STALE 3600

struct cache {
	char *dir;		/* NULL: the cache that is none */
	bool read_only;
};

struct cache *cache_none(void)
{
	return xcalloc(1, sizeof(struct cache));
}

struct cache *cache_open(const char *dir)
{
	struct cache *c = cache_none();

	c->dir = xstrdup(dir);
	c->read_only = mkdirs(dir, NULL) < 0;
	return c;
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	free(c->dir);
	free(c);
}

/* A name of ours: nothing that leads out of its directory. */
static bool is_name(const char *s)
{
	size_t i;

	for (i = 0; s[i]; i++)
		if (!is_word_char(s[i]) && s[i] != '-' && s[i] != '.')
			return false;
	return i && s[0] != '.';
}

static char *value_path(const struct cache *c, const char *kind,
			const char *key)
{
	if (!is_name(kind) || !is_name(key) || strlen(key) < 3)
		BUG("'%s' of kind '%s' cannot be a key", key, kind);
	return xasprintf("%s/%s/%.2s/%s", c->dir, kind, key, key);
}

/* A 64-bit sum against accidents, not against an enemy. */
static uint64_t sum(uint64_t h, const void *buf, size_t len)
{
	const unsigned char *p = buf;
	size_t i;

	while (len) {
		uint64_t word = 0;
		size_t n = len < 8 ? len : 8;

		if (n == 8)
			word = p[0] | (uint64_t)p[1] << 8 |
			       (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
			       (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 |
			       (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
		else
			for (i = 0; i < n; i++)
				word |= (uint64_t)p[i] << (8 * i);
		h = (h ^ word) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
		p += n;
		len -= n;
	}
	return h;
}

static void make_header(struct strbuf *sb, const char *kind, const char *key,
			const void *buf, size_t len)
{
	uint64_t h = len;

	h = sum(h, kind, strlen(kind));
	h = sum(h, key, strlen(key));
	h = sum(h, buf, len);
	strbuf_addf(sb, MAGIC " %zu %016llx\n", len, (unsigned long long)h);
}

/* Note that it is used, for cache_trim(); at most once a day. */
static void touch(const char *path)
{
	struct stat st;

	if (!stat(path, &st) && st.st_mtime + DAY < time(NULL))
		utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
}

bool cache_get(struct cache *c, const char *kind, const char *key,
	       struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT;
	const char *nl;
	bool found = false;
	char *path;
	size_t n;

	if (!c->dir)
		return false;
	path = value_path(c, kind, key);
	if (file_read(path, &text, NULL) < 0)
		goto out;
	nl = memchr(text.buf, '\n', text.len < HEADER_MAX ? text.len :
							    HEADER_MAX);
	if (nl) {
		n = nl + 1 - text.buf;
		make_header(&want, kind, key, nl + 1, text.len - n);
		found = want.len == n && !memcmp(want.buf, text.buf, n);
	}
	if (!found) {
		/* damaged: make room for a good one */
		if (!c->read_only)
			unlink(path);
		goto out;
	}
	strbuf_add(out, nl + 1, text.len - n);
	if (!c->read_only)
		touch(path);
out:
	free(path);
	strbuf_release(&text);
	strbuf_release(&want);
	return found;
}

void cache_put(struct cache *c, const char *kind, const char *key,
	       const void *buf, size_t len)
{
	struct strbuf text = STRBUF_INIT;
	char *path;

	if (!c->dir || c->read_only)
		return;
	path = value_path(c, kind, key);
	make_header(&text, kind, key, buf, len);
	strbuf_add(&text, buf, len);
	if (file_write(path, text.buf, text.len, 0644, NULL) < 0 &&
	    (mkdirs_for(path, NULL) < 0 ||
	     file_write(path, text.buf, text.len, 0644, NULL) < 0))
		c->read_only = true;
	strbuf_release(&text);
	free(path);
}

struct value {
	char *path;
	uint64_t size;
	struct timespec used;
};

struct values {
	struct value *v;
	size_t nr, alloc;
	uint64_t total;
};

/* All values below @path; there are two levels of directories. */
static void find_values(const char *path, int depth, struct values *all)
{
	DIR *dir = opendir(path);
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		char *name = xasprintf("%s/%s", path, d->d_name);
		bool hidden = d->d_name[0] == '.';
		struct stat st;

		if (lstat(name, &st) < 0) {
			/* another run was faster */
		} else if (S_ISDIR(st.st_mode) && !hidden && depth < 2) {
			find_values(name, depth + 1, all);
		} else if (S_ISREG(st.st_mode) && hidden && depth == 2) {
			if (st.st_mtime + STALE < time(NULL))
				unlink(name);
		} else if (S_ISREG(st.st_mode) && depth == 2) {
			ALLOC_GROW(all->v, all->nr + 1, all->alloc);
			all->v[all->nr++] = (struct value){
				.path = name,
				.size = st.st_size,
				.used = st.st_mtim,
			};
			all->total += st.st_size;
			name = NULL;
		}
		free(name);
	}
	if (dir)
		closedir(dir);
}

static int older_first(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	if (x->used.tv_sec != y->used.tv_sec)
		return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
	if (x->used.tv_nsec != y->used.tv_nsec)
		return x->used.tv_nsec < y->used.tv_nsec ? -1 : 1;
	return strcmp(x->path, y->path);
}

void cache_trim(struct cache *c, uint64_t bytes)
{
	struct values all = { 0 };
	size_t i;

	if (!c->dir || c->read_only)
		return;
	find_values(c->dir, 0, &all);
	if (all.total > bytes)
		qsort(all.v, all.nr, sizeof(*all.v), older_first);
	for (i = 0; i < all.nr; i++) {
		if (all.total > bytes && !unlink(all.v[i].path))
			all.total -= all.v[i].size;
		free(all.v[i].path);
	}
	free(all.v);
}
