/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cache: results by key, in files below one directory.  Keys are names that
 * the caller made from everything the result depends on (hex of a hash); a
 * value is bytes.  Writes are atomic (temporary file, rename), so that runs
 * side by side and killed runs do no harm.  A value carries its length and a
 * checksum: a damaged one is "not there".  Losing the cache loses only time.
 */
#ifndef CACHE_H
#define CACHE_H

#include "strbuf.h"

struct cache;

/* @dir is made if missing.  A cache that cannot be written still reads. */
struct cache *cache_open(const char *dir);
struct cache *cache_none(void);			/* finds nothing, keeps nothing */
void cache_free(struct cache *c);

/* @kind: a short word, one sub-directory each ("spatch", "scan"). */
bool cache_get(struct cache *c, const char *kind, const char *key,
	       struct strbuf *out);
void cache_put(struct cache *c, const char *kind, const char *key,
	       const void *buf, size_t len);

/*
 * Drop the oldest values of all kinds until at most @bytes are left.  Touch
 * time is refreshed by cache_get() at most once a day per value.
 */
void cache_trim(struct cache *c, uint64_t bytes);

#endif
