/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan: which file of a tree holds which words.
 *
 * One pass over the whole tree for all words together, by several threads.
 * Bytes come from the work tree where repo_index_match() or their hash says
 * that they are those of the blob, else from the object store.  The result is
 * kept in the cache by tree and word list; for a tree that was not seen before,
 * the result for another tree is brought up to date by reading only what
 * differs.
 *
 * A word is a C identifier or the name of a Kconfig symbol; it is found where
 * no identifier character stands on either side.  Everything that is a regular
 * file is looked at, whatever its name; links and submodules are not.
 */
#ifndef SCAN_H
#define SCAN_H

#include "cache.h"
#include "repo.h"
#include "scan_words.h"

struct scan;

struct scan_options {
	struct cache *cache;	/* borrowed; NULL: keep nothing */
	int threads;		/* < 1: online_cpus() */
	bool no_worktree;	/* object store only */
	struct scan_words *words;	/* borrowed; NULL: read every file */
	/*
	 * A first scan: to take down words costs as much as to read files of a
	 * work tree, and little beside reading objects.
	 */
	bool only_words_of_objects;
};

/* What a scan did, for the report and the benchmarks. */
struct scan_stats {
	size_t files;		/* regular files in the tree */
	size_t read_worktree;	/* files read from the work tree */
	size_t read_store;	/* blobs read from the object store */
	bool from_cache;	/* nothing had to be read */
	struct strvec missing;	/* paths whose blob the object store lacks, sorted */
	uint64_t wall_us;
};

/* @words: identifiers, any order, copied.  @stats may be NULL, else initialise by {0}. */
int scan_tree(struct scan **out, struct repo *r, const struct oid *tree,
	      const struct strvec *words, const struct scan_options *opt,
	      struct scan_stats *stats, struct strbuf *err);
void scan_free(struct scan *s);
void scan_stats_release(struct scan_stats *st);

bool scan_knows(const struct scan *s, const char *word);
/* Append the paths of the files that hold @word (which the scan must know), sorted. */
void scan_files(const struct scan *s, const char *word, struct strvec *paths);

/* Does the text hold @word as a word?  For contents that are in no tree yet. */
bool text_has_word(const char *buf, size_t len, const char *word);

#endif
