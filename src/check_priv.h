/* SPDX-License-Identifier: GPL-2.0-only */
/* check_priv: what the files check*.c share. */
#ifndef CHECK_PRIV_H
#define CHECK_PRIV_H

#include "check.h"
#include "conform.h"
#include "history.h"
#include "verify.h"

/* One thing that a step of the series takes away. */
struct check_rule {
	const struct step *step;
	const struct expect *x;		/* an absent line */
	char *id;			/* "STEP/NAME" */
	/* a line that brings a use has one of them, or makes one of a line */
	struct strvec words;
};

struct check_rules {
	struct check_rule *v;
	size_t nr, alloc;
	struct strvec words;	/* of all, sorted */
};
void check_rules_of(const struct series *series, struct check_rules *out);
void check_rules_release(struct check_rules *r);

/* A use of what a rule says is gone. */
struct check_use {
	const struct check_rule *rule;
	char *path;
	unsigned line, col;
	char *function;		/* or NULL */
	enum residue_class cls;
	char *why;		/* or NULL */
	char *source;		/* the text of the line */
	bool old;		/* a parent has it, too */
	bool paired;		/* with one of the parent at hand */
	char *allowed;		/* a comment says so, for this reason; or NULL */
	char *bad_allow;	/* what is wrong with one that does not; or NULL */
};

struct check_uses {
	struct check_use *v;
	size_t nr, alloc;
};
void check_uses_release(struct check_uses *u);
/*
 * The uses in @paths (sorted; NULL: everywhere) of @snap, by the rules that
 * @wanted marks; harmless ones are left out.  By path, line, column.
 */
int check_uses_find(struct engine *e, const struct check_rules *rules,
		    const bool *wanted, struct snapshot *snap,
		    const struct strvec *paths, struct check_uses *out,
		    struct strbuf *err);

/* What a commit did to its files, seen from one parent. */
struct check_delta {
	struct tree_delta *v;
	size_t nr;
	struct line_change **lines;	/* of each; NULL: not asked yet */
	size_t *nr_lines;
};
/* @parent may be null: a root's. */
int check_delta_of(struct check_delta *d, struct repo *repo,
		   const struct oid *parent, const struct oid *tree,
		   struct strbuf *err);
void check_delta_release(struct check_delta *d);
const struct tree_delta *check_delta_find(const struct check_delta *d,
					  const char *new_path);
/* The changed lines of @d->v[i]; a file that comes or goes is one change. */
int check_delta_lines(struct check_delta *d, struct repo *repo, size_t i,
		      struct strbuf *err);
/*
 * Mark the rules of which the lines that file @i gained can bring a use;
 * *any: is there one?
 */
int check_delta_touches(struct check_delta *d, struct repo *repo, size_t i,
			const struct check_rules *rules, bool *wanted,
			bool *any, struct strbuf *err);

/* Did file @i, as the parent has it, hold a word of one of these rules? */
int check_delta_had(struct check_delta *d, struct repo *repo, size_t i,
		    const struct check_rules *rules, const bool *wanted,
		    bool *had, struct strbuf *err);

/* Look for comments "ratchet: allow STEP/WORD because REASON" at the uses. */
int check_uses_allow(struct check_uses *u, struct snapshot *snap,
		     struct strbuf *err);

/* Mark as old those of @now that are among @before, the parent's. */
int check_uses_pair(struct check_uses *now, struct check_uses *before,
		    struct check_delta *d, struct repo *repo,
		    struct strbuf *err);

/* A run on its way. */
struct check {
	struct engine *e;
	struct repo *repo;
	int jobs;
	bool open;		/* the engine is */
	const struct check_options *opt;
	struct check_rules rules;
	struct strvec scan;	/* words for the scan */
	struct history at;
	struct provenance provenance;
	struct verify *verify;	/* NULL: not opened yet */
	struct check_result *out;
};
/* Have the engine open, and the sandbox. */
int check_engine(struct check *c, struct strbuf *err);
/* The source of @commit: borrowed until the next call. */
int check_source(struct check *c, const struct oid *commit,
		 struct snapshot **out, struct strbuf *err);
/* A new finding, zeroed; valid until the next. */
struct check_finding *check_add(struct check *c);
/*
 * A commit whose trailers say that a step made it must be what that step makes
 * of its parent.  *held: it is.
 */
int check_claim(struct check *c, const struct oid *commit,
		const struct commit_info *info, bool *held, struct strbuf *err);
/* If they are asked for. */
int check_proof(struct check *c, const struct oid *commit,
		const struct commit_info *info, struct strbuf *err);
int check_conform(struct check *c, const struct oid *commit,
		  const struct commit_info *info, struct strbuf *err);
/* What the series makes of the files of findings [first, ...), as of @snap. */
int check_diffs(struct check *c, size_t first, struct snapshot *snap,
		struct strbuf *err);
/* Tell of a use; @commit NULL: nobody knows who brought it. */
void check_add_use(struct check *c, const struct check_use *u,
		   const struct oid *commit);
/* The sums, and what @baseline (NULL: nothing) knows. */
void check_count(struct check_result *r, const struct strvec *baseline);
/* Name the findings from @first on by what does not move with them. */
void check_name(struct check_finding *v, size_t nr);

#endif
