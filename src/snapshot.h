/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * snapshot: an immutable view of the source: a git tree and the changes made
 * to it so far.  Steps turn snapshots into snapshots.
 */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "scan.h"

struct snapshot;

/*
 * The tree @tree.  @words are those the caller will ask for; others may be
 * asked too, each new set costs another scan.  @opt is copied.
 */
int snapshot_of_tree(struct snapshot **out, struct repo *r,
		     const struct oid *tree, const struct strvec *words,
		     const struct scan_options *opt, struct scan_stats *stats,
		     struct strbuf *err);

/* Reference counting: get adds one, put drops one. */
struct snapshot *snapshot_get(struct snapshot *s);
void snapshot_put(struct snapshot *s);

/* A change of one file: new bytes, or deleted. */
struct file_change {
	char *path;
	struct strbuf content;
	unsigned mode;		/* 0: the file goes away */
};

/* @parent with @n changes, whose contents are taken over (left empty). */
struct snapshot *snapshot_derive(struct snapshot *parent,
				 struct file_change *changes, size_t n);

/* Append the file's bytes.  ERR_NOT_FOUND (with text) if it is not there. */
int snapshot_read(const struct snapshot *s, const char *path,
		  struct strbuf *out, struct strbuf *err);
/* ERR_NOT_FOUND without text.  @oid and @mode may be NULL. */
int snapshot_stat(const struct snapshot *s, const char *path, struct oid *oid,
		  unsigned *mode);
/* Append the regular files that hold @word as a word, sorted. */
int snapshot_grep(struct snapshot *s, const char *word, struct strvec *paths,
		  struct strbuf *err);
/* Further scans of its tree read only what can have their words. */
void snapshot_use_words(struct snapshot *s, struct scan_words *words);
/* Scan for these words together now, if they are not known already. */
int snapshot_learn(struct snapshot *s, const struct strvec *words,
		   struct strbuf *err);

/*
 * What somebody worked out from the snapshot and wants to know again, by a key
 * of his; NULL: nothing yet.  A snapshot never changes, so it stays true.
 */
const char *snapshot_memo(const struct snapshot *s, const char *key);
void snapshot_set_memo(struct snapshot *s, const char *key, const char *text);

/* The same for two snapshots only if they hold the same files. */
void snapshot_id(const struct snapshot *s, struct oid *id);
/* Paths that differ from the snapshot's base tree, sorted. */
void snapshot_changed(const struct snapshot *s, struct strvec *paths);
/* Write blobs and trees to the object store. */
int snapshot_write(struct snapshot *s, struct oid *tree, struct strbuf *err);
struct repo *snapshot_repo(const struct snapshot *s);

#endif
