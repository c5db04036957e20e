/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * repo_priv: what the repo*.c files share, and nobody else: they are the only
 * ones that include git2.h.
 */
#ifndef REPO_PRIV_H
#define REPO_PRIV_H

#include <git2.h>
#include <pthread.h>
#include <string.h>

#include "repo.h"

struct repo {
	git_repository *git;
	git_odb *odb;		/* writes, and everything but file contents */
	git_config *config;
	char *git_dir;		/* of this work tree, no trailing '/' */
	char *common_dir;
	char *workdir;		/* NULL: bare */

	/*
	 * libgit2 holds a lock of the object database while it inflates, so
	 * every thread that reads a blob takes a database of its own from here.
	 */
	pthread_mutex_t lock;
	git_odb **spare;
	size_t nr_spare, alloc_spare;
};

/* The text "<what>: <libgit2's message>"; returns @code. */
int repo_error(struct strbuf *err, int code, const char *fmt, ...)
	PRINTF(3, 4);

static inline void oid_to_git(git_oid *out, const struct oid *in)
{
	memcpy(out->id, in->id, sizeof(in->id));
}

static inline void oid_from_git(struct oid *out, const git_oid *in)
{
	memcpy(out->id, in->id, sizeof(out->id));
}

/*
 * Around each write of a reference: a run that dies in between leaves a lock
 * file of git, and the next one to begin removes it.
 */
int repo_ref_begin(struct repo *r, const char *name, int *journal,
		   struct strbuf *err);
void repo_ref_end(int journal);

/*
 * Objects that a push has brought and that are not accepted yet stand apart:
 * git tells a hook where.  They are only read.
 */
int repo_odb_complete(git_odb *odb, struct strbuf *err);

/* The whole tree object; ERR_UNABLE with a text that names it. */
int repo_tree_get(struct repo *r, const struct oid *oid, git_tree **out,
		  struct strbuf *err);

/* The user's identity, as of now; git_signature_free() both. */
int repo_signatures_now(struct repo *r, git_signature **author,
			git_signature **committer, struct strbuf *err);

/*
 * repo_attr: lines of gitattributes files that convert what they match.  @dir
 * is the directory that the lines are for, "" or "a/b/"; a NULL pattern
 * matches everything below it.
 */
struct attr_rule {
	char *dir;
	char *pattern;
};

struct attr_rules {
	struct attr_rule *v;
	size_t nr, alloc;
};

/* Starts with the rules of the system, the user and the repository. */
void attr_rules_init(struct attr_rules *rules, struct repo *r);
void attr_rules_release(struct attr_rules *rules);
/* Add those of a directory's .gitattributes in the work tree, of a blob. */
void attr_rules_worktree(struct attr_rules *rules, struct repo *r,
			 const char *dir);
void attr_rules_blob(struct attr_rules *rules, struct repo *r, const char *dir,
		     const struct oid *oid);
void attr_rules_parse(struct attr_rules *rules, const char *dir,
		      const char *text, size_t len);
/* May git convert @path on its way to the work tree? */
bool attr_rules_convert(const struct attr_rules *rules, const char *path);

#endif
