/* SPDX-License-Identifier: GPL-2.0-only */
/* scan_priv: what the scan*.c files share. */
#ifndef SCAN_PRIV_H
#define SCAN_PRIV_H

#include "scan.h"

/* A set of words: bit i is words.v[i]. */
typedef uint64_t word_bits;
#define WORD_BITS 64

/* scan_match: many words at once in a text. */
struct matcher;

int matcher_new(struct matcher **out, const struct strvec *words,
		struct strbuf *err);
void matcher_free(struct matcher *m);

/* What one thread needs to use a matcher. */
struct match_state;

int match_state_new(struct match_state **out, const struct matcher *m,
		    struct strbuf *err);
void match_state_free(struct match_state *s);
/* Fill in @bits, all of them; true if any is set. */
bool match_run(struct match_state *s, const char *buf, size_t len,
	       word_bits *bits);

/* A file that holds words; a file whose blob is missing. */
struct scan_row {
	char *path;
	word_bits *bits;
};

struct scan_missing {
	char *path;
	struct oid oid;
};

struct scan {
	struct oid tree;
	struct strvec words;		/* sorted, each once */
	size_t stride;			/* word_bits for each row */
	size_t files;			/* regular files in the tree */
	struct scan_row *rows;		/* sorted by path */
	size_t nr_rows, alloc_rows;
	struct scan_missing *missing;	/* sorted by path */
	size_t nr_missing, alloc_missing;
};

struct scan *scan_new(const struct oid *tree, const struct strvec *words);
void scan_add_row(struct scan *s, const char *path, const word_bits *bits);
void scan_add_missing(struct scan *s, const char *path, const struct oid *oid);
void scan_sort(struct scan *s);

/* scan_cache: results as bytes. */
bool scan_load(struct scan **out, const struct oid *tree,
	       const struct strvec *words, struct cache *cache);
/* The last result for these words, whatever its tree. */
bool scan_load_last(struct scan **out, const struct strvec *words,
		    struct cache *cache);
void scan_store(const struct scan *s, struct cache *cache);

/* scan_read: look at files with several threads. */
struct scan_file {
	const char *path;
	struct oid oid;
	uint32_t entry;		/* in the index, or */
	bool known;		/* its words are */
};
#define ENTRY_NONE UINT32_MAX	/* not there: object store only */

struct scan_read {
	struct repo *repo;
	const struct matcher *matcher;
	const struct repo_index *index;	/* NULL: only ENTRY_NONE */
	const struct scan_file *files;
	size_t nr;
	int threads;
	struct scan_words *words;	/* gets those of files not known; or NULL */
	/* results; rows and missing files go to @scan, unsorted */
	struct scan *scan;
	size_t read_worktree, read_store;
};

int scan_read(struct scan_read *job, struct strbuf *err);

#endif
