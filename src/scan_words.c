/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan_words: which words a blob has, so that a file need not be read again to find
 * that it has none of those in question.  For each blob there is a Bloom filter:
 * one in some hundred words that it does not have, it may seem to have.
 *
 * As a value of the cache: for each blob its id, the filter's size in bytes and
 * the filter, in this machine's byte order.
 */
#include "scan_words.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define KIND "words-2"		/* 1 had hashes */
/* there is one value: the hash of nothing */
#define KEY "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
/* Of a cache that is larger most is of trees that nobody looks at any more. */
#define KEPT_MAX ((size_t)160 << 20)

/* A word sets four of 16 bits: one of 400 that are not there seems to be. */
#define BITS_PER_WORD 16
#define PROBES 4

struct blob_words {
	struct oid oid;
	uint32_t size;		/* bytes */
	unsigned char *filter;	/* NULL: an empty place */
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
	for (i &= w->size - 1; w->table[i].filter; i = (i + 1) & (w->size - 1))
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
		if (old[i].filter)
			*place_of(w, &old[i].oid) = old[i];
	free(old);
}

static void add(struct scan_words *w, const struct oid *oid,
		unsigned char *filter, uint32_t size)
{
	struct blob_words *b;

	if (w->nr >= w->size / 2)
		grow(w);
	b = place_of(w, oid);
	if (b->filter) {
		free(filter);
		return;
	}
	b->oid = *oid;
	b->size = size;
	b->filter = filter;
	w->nr++;
	w->bytes += sizeof(oid->id) + sizeof(size) + size;
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
		uint32_t size;
		unsigned char *filter;

		memcpy(oid.id, p, sizeof(oid.id));
		memcpy(&size, p + sizeof(oid.id), sizeof(size));
		p += sizeof(oid.id) + sizeof(size);
		if (!size || (size_t)(end - p) < size)
			break;
		filter = xmalloc(size);
		memcpy(filter, p, size);
		add(w, &oid, filter, size);
		p += size;
	}
	strbuf_release(&value);
}

static void store(const struct scan_words *w)
{
	struct strbuf value = STRBUF_INIT;

	strbuf_grow(&value, w->bytes);
	for (size_t i = 0; i < w->size; i++) {
		const struct blob_words *b = &w->table[i];

		if (!b->filter)
			continue;
		strbuf_add(&value, b->oid.id, sizeof(b->oid.id));
		strbuf_add(&value, &b->size, sizeof(b->size));
		strbuf_add(&value, b->filter, b->size);
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
		free(w->table[i].filter);
	free(w->table);
	free(w);
}

/* ---- questions ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

static uint64_t load8(const char *s)
{
	uint64_t v;

	memcpy(&v, s, sizeof(v));
	return v;
}

static uint64_t load4(const char *s)
{
	uint32_t v;

	memcpy(&v, s, sizeof(v));
	return v;
}

/* Eight bytes at a time: every word of a kernel comes through here. */
static uint64_t hash_of(const char *s, size_t n)
{
	uint64_t h = n;

	for (; n > 8; n -= 8, s += 8)
		h = mix(h, load8(s));
	if (n >= 4)
		h = mix(h, load4(s) | load4(s + n - 4) << 32);
	else if (n)
		h = mix(h, (unsigned char)s[0] |
			   (uint64_t)(unsigned char)s[n / 2] << 8 |
			   (uint64_t)(unsigned char)s[n - 1] << 16);
	return h;
}

/* Bit @i of those that stand for @hash in a filter of @size bytes. */
static size_t bit_of(uint64_t hash, unsigned i, uint32_t size)
{
	uint32_t h = (uint32_t)hash + i * ((uint32_t)(hash >> 32) | 1);

	return (size_t)h * ((uint64_t)size * 8) >> 32;
}

static bool has(const struct blob_words *b, uint64_t hash)
{
	for (unsigned i = 0; i < PROBES; i++) {
		size_t bit = bit_of(hash, i, b->size);

		if (!(b->filter[bit / 8] >> bit % 8 & 1))
			return false;
	}
	return true;
}

static bool starts_with_digit(const char *s)
{
	return *s >= '0' && *s <= '9';
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
	q->digits_first = false;
	q->hashes = xcalloc(words->nr + 1, sizeof(*q->hashes));
	for (size_t i = 0; i < words->nr; i++) {
		q->hashes[i] = hash_of(words->v[i], strlen(words->v[i]));
		q->digits_first |= starts_with_digit(words->v[i]);
	}
}

void scan_query_release(struct scan_query *q)
{
	free(q->hashes);
}

bool scan_query_knows(const struct scan_query *q, const struct oid *oid,
		      bool *may_have)
{
	const struct blob_words *b = place_of(q->words, oid);

	*may_have = q->digits_first;
	for (size_t i = 0; b->filter && i < q->nr && !*may_have; i++)
		*may_have = has(b, q->hashes[i]);
	return b->filter != NULL;
}

/* ---- what a text has ---- */

#define SEEN_BITS 12		/* of a size that stays in the processor's cache */

struct word_lister {
	uint64_t seen[1 << SEEN_BITS];
	uint64_t *hashes;
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
static void take(struct word_lister *l, uint64_t hash)
{
	uint64_t *seen = &l->seen[hash & ((1 << SEEN_BITS) - 1)];

	if (*seen == hash)
		return;
	*seen = hash;
	ALLOC_GROW(l->hashes, l->nr + 1, l->alloc);
	l->hashes[l->nr++] = hash;
}

#define BLOCK 64

/* Bit i: is_word_char(p[i]). */
#ifdef __SSE2__
static __m128i among(__m128i v, char first, char nr)
{
	v = _mm_sub_epi8(v, _mm_set1_epi8(first));
	return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(nr - 1)), v);
}

static uint64_t word_chars(const char *p)
{
	uint64_t mask = 0;

	for (int i = 0; i < BLOCK; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i is = among(_mm_or_si128(v, _mm_set1_epi8(' ')), 'a', 26);

		is = _mm_or_si128(is, among(v, '0', 10));
		is = _mm_or_si128(is, _mm_cmpeq_epi8(v, _mm_set1_epi8('_')));
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(is) << i;
	}
	return mask;
}
#else
static uint64_t word_chars(const char *p)
{
	uint64_t mask = 0;

	for (int i = 0; i < BLOCK; i++)
		mask |= (uint64_t)is_word_char(p[i]) << i;
	return mask;
}
#endif

/* Numbers are not listed, nor is 64BIT. */
static void take_text(struct word_lister *l, const char *start, const char *end)
{
	if (!starts_with_digit(start))
		take(l, hash_of(start, end - start));
}

static void list_words(struct word_lister *l, const char *buf, size_t len)
{
	const char *start = NULL;	/* of the word that we are in */
	char last[BLOCK] = { 0 };

	memset(l->seen, 0, sizeof(l->seen));
	l->nr = 0;
	for (size_t at = 0; at < len; at += BLOCK) {
		const char *block = buf + at;
		uint64_t is, edges;

		if (len - at < BLOCK)
			block = memcpy(last, buf + at, len - at);
		is = word_chars(block);
		edges = is ^ (is << 1 | (start != NULL));
		for (; edges; edges &= edges - 1) {
			const char *edge = buf + at + __builtin_ctzll(edges);

			if (start)
				take_text(l, start, edge);
			start = start ? NULL : edge;
		}
	}
	if (start)
		take_text(l, start, buf + len);
}

unsigned char *word_lister_run(struct word_lister *l, const char *buf,
			       size_t len, uint32_t *size)
{
	unsigned char *filter;

	list_words(l, buf, len);
	*size = l->nr * BITS_PER_WORD / 8 + 1;
	filter = xcalloc(*size, 1);
	for (size_t i = 0; i < l->nr; i++)
		for (unsigned k = 0; k < PROBES; k++) {
			size_t bit = bit_of(l->hashes[i], k, *size);

			filter[bit / 8] |= 1 << bit % 8;
		}
	return filter;
}

void scan_words_add(struct scan_words *w, const struct oid *oid,
		    unsigned char *filter, uint32_t size)
{
	add(w, oid, filter, size);
	w->dirty = true;
}
