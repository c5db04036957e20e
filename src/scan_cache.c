/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan_cache: the result of a scan as a value in the cache.
 *
 *	TREE FILES\n
 *	M OID PATH\0 ...	files whose blob was missing
 *	BITS PATH\0 ...		files with words; bits of the word list in hex
 *
 * The key is made of the tree and the words.  The last result for a word list
 * is kept under a key of the words alone as well.
 */
#include "scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scan_priv.h"

#define KIND "scan"
#define HEX_BITS 16

/* @tree NULL: the key of the last result. */
static void make_key(const struct oid *tree, const struct strvec *words,
		     char key[OID_HEX + 1])
{
	struct strbuf text = STRBUF_INIT;
	char hex[OID_HEX + 1] = "last";
	struct oid oid;
	size_t i;

	if (tree)
		oid_hex(tree, hex);
	strbuf_addf(&text, "scan 1 %s\n", hex);
	for (i = 0; i < words->nr; i++)
		strbuf_addf(&text, "%s\n", words->v[i]);
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strbuf_release(&text);
}

/* "M OID PATH" */
static bool parse_missing(struct scan *s, const char *rec)
{
	struct oid oid;

	if (strlen(rec) < 2 + OID_HEX + 2 || !oid_parse(rec + 2, &oid) ||
	    rec[2 + OID_HEX] != ' ')
		return false;
	scan_add_missing(s, rec + 2 + OID_HEX + 1, &oid);
	return true;
}

/* "BITS PATH" */
static bool parse_row(struct scan *s, const char *rec, word_bits *bits)
{
	size_t i, n = s->stride * HEX_BITS;

	if (strlen(rec) < n + 2 || strspn(rec, "0123456789abcdef") < n ||
	    rec[n] != ' ')
		return false;
	for (i = 0; i < s->stride; i++) {
		char hex[HEX_BITS + 1] = "";

		memcpy(hex, rec + i * HEX_BITS, HEX_BITS);
		bits[i] = strtoull(hex, NULL, 16);
	}
	scan_add_row(s, rec + n + 1, bits);
	return true;
}

static struct scan *parse(const struct strbuf *value,
			  const struct strvec *words)
{
	const char *p = value->buf, *end = p + value->len;
	const char *eol = memchr(p, '\n', value->len);
	struct scan *s = NULL;
	word_bits *bits = NULL;
	struct oid tree;
	bool ok = false;

	/* every record, so every string in it, ends within the value */
	if (!eol || eol - p < OID_HEX + 2 || !oid_parse(p, &tree) ||
	    (eol + 1 < end && end[-1]))
		return NULL;
	s = scan_new(&tree, words);
	s->files = strtoul(p + OID_HEX + 1, NULL, 10);
	bits = xcalloc(s->stride + 1, sizeof(*bits));
	for (p = eol + 1, ok = true; p < end && ok; p += strlen(p) + 1)
		ok = starts_with(p, "M ") ? parse_missing(s, p) :
					    parse_row(s, p, bits);
	free(bits);
	if (!ok) {
		scan_free(s);
		s = NULL;
	}
	return s;
}

static bool load(struct scan **out, const char *key,
		 const struct strvec *words, struct cache *cache)
{
	struct strbuf value = STRBUF_INIT;

	*out = NULL;
	if (cache_get(cache, KIND, key, &value))
		*out = parse(&value, words);
	strbuf_release(&value);
	return *out != NULL;
}

bool scan_load(struct scan **out, const struct oid *tree,
	       const struct strvec *words, struct cache *cache)
{
	char key[OID_HEX + 1];

	make_key(tree, words, key);
	if (!load(out, key, words, cache))
		return false;
	if (oid_equal(&(*out)->tree, tree))
		return true;
	scan_free(*out);
	*out = NULL;
	return false;
}

bool scan_load_last(struct scan **out, const struct strvec *words,
		    struct cache *cache)
{
	char key[OID_HEX + 1];

	make_key(NULL, words, key);
	return load(out, key, words, cache);
}

void scan_store(const struct scan *s, struct cache *cache)
{
	struct strbuf value = STRBUF_INIT;
	char hex[OID_HEX + 1];
	size_t i, j;

	oid_hex(&s->tree, hex);
	strbuf_addf(&value, "%s %zu\n", hex, s->files);
	for (i = 0; i < s->nr_missing; i++) {
		oid_hex(&s->missing[i].oid, hex);
		strbuf_addf(&value, "M %s %s", hex, s->missing[i].path);
		strbuf_addch(&value, '\0');
	}
	for (i = 0; i < s->nr_rows; i++) {
		for (j = 0; j < s->stride; j++)
			strbuf_addf(&value, "%016llx",
				    (unsigned long long)s->rows[i].bits[j]);
		strbuf_addf(&value, " %s", s->rows[i].path);
		strbuf_addch(&value, '\0');
	}
	make_key(&s->tree, &s->words, hex);
	cache_put(cache, KIND, hex, value.buf, value.len);
	make_key(NULL, &s->words, hex);
	cache_put(cache, KIND, hex, value.buf, value.len);
	strbuf_release(&value);
}
