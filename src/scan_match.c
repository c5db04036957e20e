/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan_match: many words at once, by hyperscan (or vectorscan).
 *
 * Words are searched as plain literals, the fastest kind of pattern, and the
 * characters on both sides are looked at for each hit.  A hit inside a longer
 * identifier must not hide a later one, so every hit is reported.
 */
#define _GNU_SOURCE	/* memmem() */
#include "scan.h"

#include <hs/hs.h>
#include <stdlib.h>
#include <string.h>

#include "scan_priv.h"

/* hyperscan counts in unsigned int; more at once gains nothing. */
#define PIECE ((size_t)1 << 30)

struct matcher {
	hs_database_t *db;	/* NULL: no words */
	hs_scratch_t *scratch;
	size_t *len;		/* of each word */
	size_t nr, stride, longest;
};

struct match_state {
	const struct matcher *m;
	hs_scratch_t *scratch;
	/* the text at work */
	const char *buf;
	size_t size;
	size_t start;		/* of the piece that hyperscan sees */
	word_bits *bits;
	bool any;
};

static int compile(struct matcher *m, const struct strvec *words,
		   struct strbuf *err)
{
	unsigned *flags = xcalloc(words->nr, sizeof(*flags));
	unsigned *ids = xcalloc(words->nr, sizeof(*ids));
	hs_compile_error_t *error = NULL;
	size_t i;
	int ret = 0;

	for (i = 0; i < words->nr; i++)
		ids[i] = i;
	if (hs_compile_lit_multi((const char *const *)words->v, flags, ids,
				 m->len, words->nr, HS_MODE_BLOCK, NULL,
				 &m->db, &error) != HS_SUCCESS) {
		ret = error_set(err, ERR_UNABLE, "cannot search for words: %s",
				error ? error->message : "hyperscan failed");
		hs_free_compile_error(error);
	} else if (hs_alloc_scratch(m->db, &m->scratch) != HS_SUCCESS) {
		die("out of memory");
	}
	free(flags);
	free(ids);
	return ret;
}

int matcher_new(struct matcher **out, const struct strvec *words,
		struct strbuf *err)
{
	struct matcher *m = xcalloc(1, sizeof(*m));
	size_t i;
	int ret = 0;

	m->nr = words->nr;
	m->stride = (words->nr + WORD_BITS - 1) / WORD_BITS;
	m->len = xcalloc(words->nr + 1, sizeof(*m->len));
	for (i = 0; i < words->nr; i++) {
		m->len[i] = strlen(words->v[i]);
		if (!is_config_name(words->v[i], m->len[i]))
			BUG("'%s' is not a word", words->v[i]);
		if (m->len[i] > m->longest)
			m->longest = m->len[i];
	}
	if (hs_valid_platform() != HS_SUCCESS)
		ret = error_set(err, ERR_UNABLE,
				"this processor lacks SSSE3, which the search for words needs");
	else if (words->nr)
		ret = compile(m, words, err);
	if (ret) {
		matcher_free(m);
		m = NULL;
	}
	*out = m;
	return ret;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	hs_free_scratch(m->scratch);
	hs_free_database(m->db);
	free(m->len);
	free(m);
}

int match_state_new(struct match_state **out, const struct matcher *m,
		    struct strbuf *err)
{
	struct match_state *s = xcalloc(1, sizeof(*s));

	s->m = m;
	*out = s;
	if (m->db && hs_clone_scratch(m->scratch, &s->scratch) != HS_SUCCESS)
		die("out of memory");
	return 0;
}

void match_state_free(struct match_state *s)
{
	if (!s)
		return;
	hs_free_scratch(s->scratch);
	free(s);
}

static int on_hit(unsigned id, unsigned long long from, unsigned long long to,
		  unsigned flags, void *data)
{
	struct match_state *s = data;
	size_t end = s->start + to, begin = end - s->m->len[id];

	if (begin > 0 && is_word_char(s->buf[begin - 1]))
		return 0;
	if (end < s->size && is_word_char(s->buf[end]))
		return 0;
	s->bits[id / WORD_BITS] |= (word_bits)1 << id % WORD_BITS;
	s->any = true;
	return 0;
}

bool match_run(struct match_state *s, const char *buf, size_t len,
	       word_bits *bits)
{
	memset(bits, 0, s->m->stride * sizeof(*bits));
	if (!s->m->db || !len)
		return false;
	s->buf = buf;
	s->size = len;
	s->bits = bits;
	s->any = false;
	for (s->start = 0;; s->start += PIECE - s->m->longest) {
		size_t n = len - s->start;
		hs_error_t ret;

		if (n > PIECE)
			n = PIECE;
		ret = hs_scan(s->m->db, buf + s->start, n, 0, s->scratch,
			      on_hit, s);
		if (ret != HS_SUCCESS)
			BUG("hs_scan: %d", ret);
		if (s->start + n == len)
			break;
	}
	return s->any;
}

bool text_has_word(const char *buf, size_t len, const char *word)
{
	size_t n = strlen(word);
	const char *end = buf + len, *p = buf;

	if (!n)
		return false;
	while ((p = memmem(p, end - p, word, n))) {
		if ((p == buf || !is_word_char(p[-1])) &&
		    (p + n == end || !is_word_char(p[n])))
			return true;
		p++;
	}
	return false;
}
