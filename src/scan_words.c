/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan_words: which words a blob has, as hashes, so that a file need not be read
 * again to find that it has none of those in question.
 *
 * As a value of the cache: for each blob its id, the number of hashes, and the
 * hashes, in this machine's byte order.
 */
#include "scan_words.h"

#include <stdlib.h>
#include <string.h>

#define KIND "words"
/* there is one value: the hash of nothing */
#define KEY "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
/* Of a cache that is larger most is of trees that nobody looks at any more. */
#define KEPT_MAX ((size_t)160 << 20)

struct blob_words {
	struct oid oid;
	uint32_t nr;
	uint32_t *hashes;	/* sorted; NULL: an empty place */
};

struct scan_words {
	struct cache *cache;	/* borrowed */
	struct blob_words *table;
	size_t size, nr;	/* size: a power of two */
	size_t bytes;		/* as a value */
	bool dirty;
};

/* ---- the table ---- */

static struct blob_words *place_of(const struct scan_words *w,
				   const struct oid *oid)
{
	size_t i;

	memcpy(&i, oid->id, sizeof(i));
	for (i &= w->size - 1; w->table[i].hashes; i = (i + 1) & (w->size - 1))
		if (oid_equal(&w->table[i].oid, oid))
			break;
	return &w->table[i];
}

static void grow(struct scan_words *w)
{
	struct blob_words *old = w->table;
	size_t size = w->size;

	w->size = size ? size * 2 : 1 << 16;
	w->table = xcalloc(w->size, sizeof(*w->table));
	for (size_t i = 0; i < size; i++)
		if (old[i].hashes)
			*place_of(w, &old[i].oid) = old[i];
	free(old);
}

static void add(struct scan_words *w, const struct oid *oid,
		const uint32_t *hashes, uint32_t nr)
{
	struct blob_words *b;

	if (w->nr >= w->size / 2)
		grow(w);
	b = place_of(w, oid);
	if (b->hashes)
		return;
	b->oid = *oid;
	b->nr = nr;
	/* none is not no entry */
	b->hashes = xmalloc((nr + 1) * sizeof(*hashes));
	memcpy(b->hashes, hashes, nr * sizeof(*hashes));
	w->nr++;
	w->bytes += sizeof(oid->id) + (nr + 1) * sizeof(*hashes);
}

/* ---- in the cache ---- */

static void load(struct scan_words *w)
{
	struct strbuf value = STRBUF_INIT;
	const char *p, *end;

	if (!cache_get(w->cache, KIND, KEY, &value))
		return;
	p = value.buf;
	end = p + value.len;
	while ((size_t)(end - p) >= sizeof(struct oid) + sizeof(uint32_t)) {
		struct oid oid;
		uint32_t nr;

		memcpy(oid.id, p, sizeof(oid.id));
		memcpy(&nr, p + sizeof(oid.id), sizeof(nr));
		p += sizeof(oid.id) + sizeof(nr);
		if ((size_t)(end - p) / sizeof(uint32_t) < nr)
			break;
		add(w, &oid, (const uint32_t *)(const void *)p, nr);
		p += nr * sizeof(uint32_t);
	}
	strbuf_release(&value);
}

static void store(const struct scan_words *w)
{
	struct strbuf value = STRBUF_INIT;

	strbuf_grow(&value, w->bytes);
	for (size_t i = 0; i < w->size; i++) {
		const struct blob_words *b = &w->table[i];

		if (!b->hashes)
			continue;
		strbuf_add(&value, b->oid.id, sizeof(b->oid.id));
		strbuf_add(&value, &b->nr, sizeof(b->nr));
		strbuf_add(&value, b->hashes, b->nr * sizeof(*b->hashes));
	}
	cache_put(w->cache, KIND, KEY, value.buf, value.len);
	strbuf_release(&value);
}

struct scan_words *scan_words_open(struct cache *cache)
{
	struct scan_words *w = xcalloc(1, sizeof(*w));

	w->cache = cache;
	return w;
}

void scan_words_close(struct scan_words *w)
{
	if (!w)
		return;
	if (w->dirty && w->bytes <= KEPT_MAX)
		store(w);
	for (size_t i = 0; i < w->size; i++)
		free(w->table[i].hashes);
	free(w->table);
	free(w);
}

/* ---- questions ---- */

static uint32_t hash_of(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	while (n--)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

static bool has(const struct blob_words *b, uint32_t hash)
{
	size_t lo = 0, hi = b->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (b->hashes[mid] < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < b->nr && b->hashes[lo] == hash;
}

void scan_query_init(struct scan_query *q, struct scan_words *w,
		     const struct strvec *words)
{
	if (!w->size) {
		grow(w);
		load(w);
	}
	q->words = w;
	q->nr = words->nr;
	q->hashes = xcalloc(words->nr + 1, sizeof(*q->hashes));
	for (size_t i = 0; i < words->nr; i++)
		q->hashes[i] = hash_of(words->v[i], strlen(words->v[i]));
}

void scan_query_release(struct scan_query *q)
{
	free(q->hashes);
}

bool scan_query_knows(const struct scan_query *q, const struct oid *oid,
		      bool *may_have)
{
	const struct blob_words *b = place_of(q->words, oid);

	*may_have = false;
	for (size_t i = 0; b->hashes && i < q->nr && !*may_have; i++)
		*may_have = has(b, q->hashes[i]);
	return b->hashes != NULL;
}

/* ---- what a text has ---- */

#define SEEN_BITS 16

struct word_lister {
	struct entry {
		uint32_t hash, turn;
	} seen[1 << SEEN_BITS];
	uint32_t turn;
	uint32_t *hashes;
	size_t nr, alloc;
};

struct word_lister *word_lister_new(void)
{
	return xcalloc(1, sizeof(struct word_lister));
}

void word_lister_free(struct word_lister *l)
{
	if (l)
		free(l->hashes);
	free(l);
}

/* A place holds the last one that came there: some are listed twice. */
static void take(struct word_lister *l, uint32_t hash)
{
	struct entry *e = &l->seen[(hash ^ hash >> SEEN_BITS) &
				   ((1 << SEEN_BITS) - 1)];

	if (e->turn == l->turn && e->hash == hash)
		return;
	e->turn = l->turn;
	e->hash = hash;
	ALLOC_GROW(l->hashes, l->nr + 1, l->alloc);
	l->hashes[l->nr++] = hash;
}

static int hash_cmp(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

size_t word_lister_run(struct word_lister *l, const char *buf, size_t len,
		       const uint32_t **hashes)
{
	const char *p = buf, *end = buf + len;
	size_t n = 0;

	l->turn++;
	l->nr = 0;
	while (p < end) {
		const char *start = p;

		while (p < end && is_word_char((unsigned char)*p))
			p++;
		if (p > start)
			take(l, hash_of(start, p - start));
		else
			p++;
	}
	if (l->nr)
		qsort(l->hashes, l->nr, sizeof(*l->hashes), hash_cmp);
	for (size_t i = 0; i < l->nr; i++)
		if (!i || l->hashes[i] != l->hashes[i - 1])
			l->hashes[n++] = l->hashes[i];
	*hashes = l->hashes;
	return n;
}

void scan_words_add(struct scan_words *w, const struct oid *oid,
		    const uint32_t *hashes, size_t nr)
{
	add(w, oid, hashes, nr);
	w->dirty = true;
}
