/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan_words: what earlier scans saw of the words of blobs; a scan with it reads
 * only files that can have one of its words, and those that it sees first.  Costs
 * some 45 MB for a kernel, and is worth it for several scans of much the same
 * tree.  Kept in the cache.
 */
#ifndef SCAN_WORDS_H
#define SCAN_WORDS_H

#include "cache.h"
#include "repo.h"
#include "strvec.h"

struct scan_words;

/* Read from the cache when it is first asked; @cache must outlive it. */
struct scan_words *scan_words_open(struct cache *cache);
void scan_words_close(struct scan_words *w);	/* writes what is new */

/* Some words; @w is theirs until the release. */
struct scan_query {
	struct scan_words *words;
	uint64_t *hashes;
	size_t nr;
	bool digits_first;	/* one does, as 64BIT: those are not taken down */
};
void scan_query_init(struct scan_query *q, struct scan_words *w,
		     const struct strvec *words);
void scan_query_release(struct scan_query *q);
/* Was the blob seen?  Then whether it can have one of the words. */
bool scan_query_knows(const struct scan_query *q, const struct oid *oid,
		      bool *may_have);

/* One thread's means to take down the words of a text. */
struct word_lister;
struct word_lister *word_lister_new(void);
void word_lister_free(struct word_lister *l);
/* *size bytes that stand for them, yours. */
unsigned char *word_lister_run(struct word_lister *l, const char *buf,
			       size_t len, uint32_t *size);
/* Takes over @filter, which is of the blob @oid. */
void scan_words_add(struct scan_words *w, const struct oid *oid,
		    unsigned char *filter, uint32_t size);

#endif
