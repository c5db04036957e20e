/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of verify. */
#ifndef VERIFY_PRIV_H
#define VERIFY_PRIV_H

#include "verify.h"

/* One configuration, with its O= directory. */
struct config {
	const char *name;
	const char *fragment;
	struct kbuild k;
	char kconfig[OID_HEX + 1];	/* hash of the Kconfig files it is for */
	bool configured;
	/*
	 * Objects, and the tree at which each was last looked at: before the
	 * step on its way, and after it; null: not since the chain's start.
	 */
	struct strvec seen;
	struct seen_at {
		struct oid before, after;
	} *seen_at;
	size_t seen_alloc;
	/* the tree that was last built as a whole, and all that make ever said */
	struct oid full_at;
	struct diagnostics full_said;
};

struct verify {
	struct engine *e;
	struct worktree *tree;
	struct includes *includes;	/* of the first step's tree */
	struct config *configs;
	size_t nr;
	bool want_gone, want_lines, want_full;
	struct oid chain_before, chain_after;	/* of the step on its way */
	struct oid at;			/* tree of which kconfig is the hash */
	char kconfig[OID_HEX + 1];
};

/* The hash of @tree's Kconfig files; walks it only if they can differ. */
int verify_kconfig_of(struct verify *v, const struct oid *tree,
		      char hex[OID_HEX + 1], struct strbuf *err);
/* A step begins; results from before it hold if it follows the one before. */
int verify_chain(struct verify *v, struct snapshot *before,
		 struct snapshot *after, struct strbuf *err);
/* Bring the work tree to @snap. */
int verify_move_tree(struct verify *v, struct snapshot *snap,
		     struct strbuf *err);
/* ... and configure it for @c; @unmet may be NULL. */
int verify_go_to(struct verify *v, struct config *c, struct snapshot *snap,
		 struct strvec *unmet, struct strbuf *err);
/* What of the fragment is unmet at @snap. */
int verify_unmet(struct verify *v, struct config *c, struct snapshot *snap,
		 struct strvec *unmet, struct strbuf *err);
/* The .config that @c has at @snap. */
int verify_config(struct verify *v, struct config *c, struct snapshot *snap,
		  struct strbuf *out, struct strbuf *err);
/* The paths that differ, sorted. */
int verify_changed(struct verify *v, struct snapshot *before,
		   struct snapshot *after, struct strvec *paths,
		   struct strbuf *err);
/* The file's text; none if it is not there. */
int verify_text(struct snapshot *snap, const char *path, struct strbuf *out,
		struct strbuf *err);
/* All that decides about the step in that configuration, and @what. */
int verify_pair_key(struct verify *v, struct config *c,
		    struct snapshot *before, struct snapshot *after,
		    const char *what, char key[OID_HEX + 1],
		    struct strbuf *err);
/* What decides about a result besides @tree, which is @snap's. */
int verify_stamp(struct verify *v, struct config *c, struct snapshot *snap,
		 struct oid *tree, struct strbuf *stamp, struct strbuf *err);
/*
 * The results of @sources at @snap, from the cache or by building what is not
 * there.  @out has room for all.  @unmet as in kbuild_configure(), only if
 * something had to be configured; NULL: the work tree may stay where it is.
 */
int verify_results(struct verify *v, struct config *c, struct snapshot *snap,
		   const struct strvec *sources, struct object_result *out,
		   struct strvec *unmet, struct strbuf *err);
/* Would it have to build anything? */
int verify_missing(struct verify *v, struct config *c, struct snapshot *snap,
		   const struct strvec *sources, bool *missing,
		   struct strbuf *err);
/*
 * The same for all configurations at a time, each in a process that leaves its
 * results in the cache.  What goes wrong there is found again by who asks for it.
 * Nothing where there is one configuration, or one job.  @sources NULL: prepare.
 */
int verify_side_by_side(struct verify *v, struct snapshot *snap,
			const struct strvec *sources, struct strbuf *err);
/* What a step from @before to @after made of an object's diagnostics. */
void verify_compare_diags(struct snapshot *before, struct snapshot *after,
			  const struct diagnostics *old,
			  const struct diagnostics *now,
			  struct diagnostics *fresh, struct diagnostics *gone);
/* Which of the step's lines its objects, those of @p, show. */
int verify_lines(struct verify *v, struct snapshot *before,
		 struct snapshot *after, const struct verify_result *p,
		 struct compiled_lines *out, struct strbuf *err);
/*
 * Leave out the groups whose structs are laid out as before in each
 * configuration, with the same types; the others' files go to @sources.
 */
int verify_layouts(struct verify *v, struct snapshot *before,
		   struct snapshot *after, const struct layout_groups *groups,
		   struct strvec *sources, struct strbuf *err);
/* Add to the sorted @sources who uses symbols that get another value. */
int verify_values(struct verify *v, struct snapshot *before,
		  struct snapshot *after, struct strvec *sources,
		  struct strbuf *err);
/* Objects of both sides of a step without line numbers; see kbuild.h. */
struct neutral_pair {
	struct verify *v;
	struct config *c;
	struct snapshot *snap[2];	/* before and after */
	struct strvec changed;		/* paths */
	bool build_files, headers;	/* are there any among them? */
	struct strvec sources;		/* to be set before neutral_make() */
	struct neutral *side[2];	/* of each source */
	struct strbuf *err;
};
#define NEUTRAL_PAIR_INIT(v_, c_, before_, after_, err_) {		\
	.v = (v_), .c = (c_), .snap = { (before_), (after_) },		\
	.changed = STRVEC_INIT, .sources = STRVEC_INIT, .err = (err_) }

extern const char *const neutral_sides[];
int neutral_changes(struct neutral_pair *p);	/* sets what changed */
int neutral_make(struct neutral_pair *p);
void neutral_pair_release(struct neutral_pair *p);
int neutral_read(struct neutral_pair *p, const char *source,
		 const char *suffix, struct strbuf text[2]);
/*
 * Where the members of struct @tag are on both sides, as pahole_offsets(), by
 * one of @sources, which were made; @found: there is one that has it.
 */
int neutral_layout(struct neutral_pair *p, const struct strvec *sources,
		   const char *tag, struct strvec lines[2], bool *found);
/*
 * Is the code of what the step affects, @objects and what it takes away, as it
 * was in the files @in (none: all)?  An error in @out->same.diags for what is not.
 */
int verify_same(struct verify *v, struct config *c, struct snapshot *before,
		struct snapshot *after, const struct strvec *in,
		const struct object_result *objects, size_t nr,
		struct verify_result *out, struct strbuf *err);
void same_code_release(struct same_code *l);
/* The step with all of the tree built and linked. */
int verify_full(struct verify *v, struct config *c, struct snapshot *before,
		struct snapshot *after, struct verify_result *out,
		struct strbuf *err);
bool verify_known_diag(const struct diagnostics *l, const struct diagnostic *d);
/* ERR_FAILED and a message if there is anything new. */
int verify_verdict(struct verify_result *out, struct strbuf *err);
/* Can make build in it? */
struct worktree;
int verify_check_dir(struct worktree *tree, struct strbuf *err);
int verify_make_timeout(struct repo *r, uint64_t *ms, struct strbuf *err);
/* Add an error, unless it is there. */
void verify_add_error(struct diagnostics *l, const char *path, unsigned line,
		      const char *text);

/*
 * Do @objects, which are @after's, find what they use, and is nothing defined
 * twice?  An error in @out for each symbol that is not as it must be, and was
 * before or was not used.
 */
int verify_symbols(struct verify *v, struct config *c, struct snapshot *before,
		   struct snapshot *after, const struct object_result *objects,
		   size_t nr, struct diagnostics *out, struct strbuf *err);

/*
 * Do the step's Kconfig and make files leave a tree that can be built?  Adds an
 * error for each that does not; @broken: no object can be asked for.
 */
int verify_build_files(struct verify *v, struct config *c,
		       struct snapshot *before, struct snapshot *after,
		       struct diagnostics *out, bool *broken,
		       struct strbuf *err);

#endif
