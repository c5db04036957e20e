/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * repo: the git repository.  repo.c and its parts (repo_*.c) are the only files
 * that know libgit2.  Nothing here writes to the user's index or work tree.
 */
#ifndef REPO_H
#define REPO_H

#include <sys/stat.h>

#include "strbuf.h"
#include "strvec.h"

#define OID_HEX 40

struct oid {
	unsigned char id[20];
};

void oid_hex(const struct oid *oid, char hex[OID_HEX + 1]);
/* Does @hex begin with a name of 40 digits?  Then it is in @out. */
bool oid_parse(const char *hex, struct oid *out);
bool oid_equal(const struct oid *a, const struct oid *b);
bool oid_is_null(const struct oid *oid);

/* Bytes [buf, buf+len) as git would name them as a blob; writes nothing. */
void oid_of_blob(const void *buf, size_t len, struct oid *out);

struct repo;

/*
 * Open the repository that @path is in.  ERR_UNABLE, with what to do, for: not
 * a repository; another user's; shallow; partial (promisor remote); sha256;
 * reftable.
 */
int repo_open(struct repo **out, const char *path, struct strbuf *err);
void repo_free(struct repo *r);
/*
 * The bare repository in @git_dir, which is made if it is not there, with the
 * files, and links, of directory @dir as @tree.  Without its .git.
 */
int repo_import(struct repo **out, const char *git_dir, const char *dir,
		struct oid *tree, struct strbuf *err);

const char *repo_common_dir(const struct repo *r);	/* ".git", absolute, no trailing '/' */
const char *repo_workdir(const struct repo *r);		/* absolute; NULL: bare */

/* A revision to the commit it names; a clear text for an unborn branch. */
int repo_resolve(struct repo *r, const char *rev, struct oid *commit,
		 struct strbuf *err);

struct commit_info {
	struct oid tree;
	struct oid parent;	/* of the first parent; null: a root */
	unsigned parents;
	int64_t time;		/* the committer's date, seconds, */
	int offset;		/* and minutes east of UTC */
	char *message;		/* owned: commit_info_release() */
};
/*
 * The commits of "A..B" (by first parents, B last) or of one revision, itself;
 * *commits is yours to free().  ERR_UNABLE: no such range, or an empty one.
 */
int repo_range(struct repo *r, const char *range, struct oid **commits,
	       size_t *nr, struct strbuf *err);
int repo_commit_info(struct repo *r, const struct oid *commit,
		     struct commit_info *out, struct strbuf *err);
/*
 * As repo_range(), but by all parents, and an empty range is no error: what
 * "git rev-list A..B" lists, parents first.
 */
int repo_range_all(struct repo *r, const char *range, struct oid **commits,
		   size_t *nr, struct strbuf *err);
/*
 * The nearest commit behind @commit that "git bisect" was told is good.
 * ERR_NOT_FOUND without a text: there is none.
 */
int repo_bisect_good(struct repo *r, const struct oid *commit, struct oid *out,
		     struct strbuf *err);
/* All parents; *parents is yours to free(), NULL of a root. */
int repo_parents(struct repo *r, const struct oid *commit,
		 struct oid **parents, size_t *nr, struct strbuf *err);
void commit_info_release(struct commit_info *info);

/*
 * Every file of a tree, in git's order.  @path is valid for the call only.
 * mode is git's: 0100644, 0100755, 0120000 (link), 0160000 (submodule).  The
 * callback's non-zero result ends the walk and is returned.
 */
typedef int repo_walk_fn(const char *path, const struct oid *oid, unsigned mode,
			 void *data);
int repo_tree_walk(struct repo *r, const struct oid *tree, repo_walk_fn *fn,
		   void *data, struct strbuf *err);
/* The paths in which two trees differ (either side may lack one). */
int repo_tree_diff(struct repo *r, const struct oid *a, const struct oid *b,
		   struct strvec *paths, struct strbuf *err);
/* A regular file that differs between two trees. */
struct tree_delta {
	char *old_path, *new_path;	/* NULL: not there on that side */
	struct oid old_oid, new_oid;
};
/*
 * From @a to @b, by path of @b, or of @a where there is none; a file that goes
 * away and one like it that comes are one, renamed.  A null @a is the empty
 * tree.  Links and submodules are no files.  tree_deltas_free() *out.
 */
int repo_tree_changes(struct repo *r, const struct oid *a, const struct oid *b,
		      struct tree_delta **out, size_t *nr, struct strbuf *err);
void tree_deltas_free(struct tree_delta *v, size_t nr);
/* ERR_NOT_FOUND without a text if there is no such file. */
int repo_tree_lookup(struct repo *r, const struct oid *tree, const char *path,
		     struct oid *oid, unsigned *mode, struct strbuf *err);

/* Does the object store have it?  Without reading it. */
bool repo_blob_is_there(struct repo *r, const struct oid *oid);
/*
 * Append a blob's bytes.  ERR_NOT_FOUND, with a text that names the object, if
 * the object store lacks it.  Safe from several threads at once.
 */
int repo_blob_read(struct repo *r, const struct oid *oid, struct strbuf *out,
		   struct strbuf *err);
int repo_blob_write(struct repo *r, const void *buf, size_t len,
		    struct oid *out, struct strbuf *err);

/* A file to put (mode and oid) or, with mode 0, to take away. */
struct tree_change {
	const char *path;
	struct oid oid;
	unsigned mode;
};
/* @n changes with different paths onto @base.  Missing blobs elsewhere do no harm. */
int repo_tree_update(struct repo *r, const struct oid *base,
		     const struct tree_change *changes, size_t n,
		     struct oid *out, struct strbuf *err);

struct commit_spec {
	struct oid tree;
	struct oid parent;
	const char *message;
	int64_t time;		/* default date of author and committer, */
	int offset;		/* which GIT_AUTHOR_DATE, GIT_COMMITTER_DATE replace */
};
/*
 * Author and committer as git has them: GIT_AUTHOR_NAME and _EMAIL,
 * GIT_COMMITTER_*, then author.*, committer.*, user.* of the configuration,
 * EMAIL; no guess.  ERR_UNABLE says which setting to make.  repo_ident_check()
 * asks the same before any work is done; repo_signoff() gives
 * "Name <email>" of the committer.
 */
int repo_commit_create(struct repo *r, const struct commit_spec *spec,
		       struct oid *out, struct strbuf *err);
int repo_ident_check(struct repo *r, struct strbuf *err);
int repo_signoff(struct repo *r, struct strbuf *out, struct strbuf *err);

/* @name in full ("refs/heads/x").  ERR_NOT_FOUND without text if missing. */
int repo_ref_read(struct repo *r, const char *name, struct oid *out,
		  struct strbuf *err);
/*
 * Compare-and-swap: @old NULL means it must not exist.  ERR_EXISTS if it is
 * not as @old says.  Written through git's own lock file protocol.
 */
int repo_ref_update(struct repo *r, const char *name, const struct oid *new_id,
		    const struct oid *old, const char *reflog,
		    struct strbuf *err);
int repo_ref_delete(struct repo *r, const char *name, struct strbuf *err);
bool repo_ref_name_valid(const char *name);

/* Settings from git's configuration; 0, or ERR_NOT_FOUND without a text. */
int repo_config_string(struct repo *r, const char *key, struct strbuf *out);
/* 1k, 2m, 3g; ERR_UNABLE with a text if it is no number. */
int repo_config_int(struct repo *r, const char *key, int64_t *out,
		    struct strbuf *err);

/*
 * Index and work tree, for reading only: which file of the work tree holds the
 * bytes of which blob.  The entries are those of stage 0 that are regular
 * files, sorted bytewise by path.  A bare repository has none, nor has an index
 * that libgit2 cannot read (split, sparse): that is no error.
 *
 * The caller opens and reads a file, then asks repo_index_match() with what
 * fstat() says after the read:
 *   INDEX_SAME	    what was read are the bytes of the entry's blob
 *   INDEX_UNSURE   they may be: compare oid_of_blob().  So for stat data that
 *		    does not match, racily clean, assume-unchanged,
 *		    skip-worktree and intent-to-add entries, and wherever an
 *		    attribute (text, eol, ident, filter,
 *		    working-tree-encoding) or core.autocrlf may convert it
 *   INDEX_DIFFERS  they are not
 * Everything but load and free is safe from several threads at once.
 */
struct repo_index;

enum index_match { INDEX_SAME, INDEX_UNSURE, INDEX_DIFFERS };

struct repo_index *repo_index_load(struct repo *r);
void repo_index_free(struct repo_index *x);
size_t repo_index_nr(const struct repo_index *x);
/* Path of entry @i, borrowed, and its blob. */
const char *repo_index_entry(const struct repo_index *x, size_t i,
			     struct oid *oid);
enum index_match repo_index_match(const struct repo_index *x, size_t i,
				  const struct stat *st);

/*
 * Lines [old_line, old_line + old_nr) became [new_line, new_line + new_nr);
 * where there is none, the line is that in front of which they stood.
 */
struct line_change {
	unsigned old_line, old_nr, new_line, new_nr;
};
/* *out is yours to free(). */
int diff_lines(const struct strbuf *a, const struct strbuf *b,
	       struct line_change **out, size_t *nr, struct strbuf *err);
/* Append a unified diff, as git prints it; nothing if they are the same. */
int diff_print(const char *path, const struct strbuf *a,
	       const struct strbuf *b, struct strbuf *out, struct strbuf *err);

/*
 * What @ours and @theirs each made of @base, in one text.  *clean: false where
 * both changed the same lines, or one of them is no text.
 */
int diff_merge(const struct strbuf *base, const struct strbuf *ours,
	       const struct strbuf *theirs, struct strbuf *out, bool *clean,
	       struct strbuf *err);

/* The text of a note; ERR_NOT_FOUND, without a text: there is none. */
int repo_note_read(struct repo *r, const char *ref, const struct oid *commit,
		   struct strbuf *out);
/* Write it, in the place of one that is there. */
int repo_note_write(struct repo *r, const char *ref, const struct oid *commit,
		    const char *text, struct strbuf *err);

#endif
