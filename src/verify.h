/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify: is a commit known to build?  The objects of changed .c files, and of
 * files that use a name which the step changed in a header, are built with make
 * in a persistent work tree and O= directory of our own; of modules, what the
 * step has them use must be exported.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "compiled.h"
#include "history.h"
#include "includes.h"
#include "kbuild.h"
#include "ledger.h"
#include "residue.h"

struct verify;

struct verify_options {
	const char *build_dir;	/* NULL: ratchet/ in git's common directory */
	const struct series_config *configs;	/* of the series; borrowed */
	size_t nr_configs;	/* 0: a bare defconfig */
	struct strvec make_vars;
	bool gone;	/* also look for what a step fixed; each object is built before it */
	bool lines;	/* also say which of a step's lines were compiled */
	bool full;	/* also build and link all of it */
};

/*
 * Make or reopen the work tree (locked: one run at a time), bring it to
 * @base, configure.  BUILD_DIR/tree, BUILD_DIR/obj, and BUILD_DIR/obj-NAME for
 * each further configuration; ratchet.makeTimeout
 * (seconds, 3600, 0: none) limits each make run.  @unmet as in kbuild_configure().
 */
int verify_open(struct verify **out, struct engine *e, struct snapshot *base,
		const struct verify_options *opt, struct strvec *unmet,
		struct strbuf *err);
void verify_close(struct verify *v);

/* What one configuration says. */
struct config_result {
	const char *name;	/* the configuration's, borrowed */
	size_t built, failed, not_compiled;
};

enum same_state {
	SAME_TEXT,		/* the preprocessor says the same */
	SAME_OBJECT,		/* the compiler does */
	SAME_DIFFERS,
};
struct same_object {
	char *config, *source;
	enum same_state state;
};
/* The objects of which the code was to stay the same. */
struct same_code {
	struct same_object *v;
	size_t nr, alloc;
	size_t same;		/* how many are */
	struct diagnostics diags;	/* until they are new_diags, too */
};

struct verify_result {
	/*
	 * Sorted by source.  All configurations together: failed if it fails in
	 * one, built if one builds it, else not compiled in any.
	 */
	struct object_result *objects;
	size_t nr;
	size_t built, failed, not_compiled;
	struct config_result *configs;
	size_t nr_configs;
	bool full;			/* all of the tree was built, too */
	bool broken;			/* make cannot work with its build files */
	struct diagnostics new_diags;	/* that @before had not */
	struct diagnostics gone_diags;	/* that only @before had, if asked for */
	struct compiled_lines lines;	/* if asked for, and all compiles */
	bool same_asked;
	struct same_code same;		/* if asked for, and all compiles */
	struct strvec unmet;	/* as of verify_open(), when Kconfig files changed */
	uint64_t wall_us;
};
void verify_result_release(struct verify_result *r);

/*
 * Many files that a step can only affect by the layout of these structs, all of
 * one header: they need not be built if it is as it was.
 */
struct layout_group {
	struct strvec tags, files;	/* sorted */
};
struct layout_groups {
	struct layout_group *v;
	size_t nr, alloc;
};
void layout_groups_release(struct layout_groups *g);
/* Add the group's files to the sorted @sources. */
void layout_group_take(const struct layout_group *g, struct strvec *sources);

/*
 * The .c files whose objects a step from @before to @after can affect: those
 * that changed; the users, by name, of what a header declares on changed lines,
 * if they include it, and of exports that go away; users of configuration
 * symbols that changed, and what changed lines of make files list.  Not looked
 * at: assembler, and .c files that other .c files include.  @graph: NULL at
 * first, then kept for the next call; yours.  @groups: NULL, or gets those that
 * are not in @sources.
 */
int verify_affected(struct engine *e, struct snapshot *before,
		    struct snapshot *after, struct includes **graph,
		    struct strvec *sources, struct layout_groups *groups,
		    struct strbuf *err);

/* Add to the sorted @sources who names CONFIG_ symbols in code, or is built under them. */
int affected_by_symbols(struct snapshot *snap, const struct strvec *symbols,
			struct strvec *sources, struct strbuf *err);

/*
 * Prove the step: builds the affected objects at @after and, of those that
 * warn, also at @before for the warnings they had; from the store of earlier
 * results where there is one; and that modules find the symbols that they use
 * since the step.  0: proven (also when nothing of it was compiled: look at the
 * counts); ERR_FAILED: an error or a new warning, see new_diags.
 *
 * @same_code: paths in which the code of all objects is to be as before, none
 * for all of them; what differs is an error.  NULL: it may change.
 */
int verify_step(struct verify *v, struct snapshot *before,
		struct snapshot *after, const struct strvec *same_code,
		struct verify_result *out, struct strbuf *err);

/* The next step is the last one: make itself makes its objects. */
void verify_tip(struct verify *v);

/*
 * Before the first verify_step() of a range: build what @commits, which follow
 * on @at, affect as it is there.  @objects: how many files these are.
 */
int verify_ahead(struct verify *v, const struct history *at,
		 const struct oid *commits, size_t nr, size_t *objects,
		 struct strbuf *err);

/* The same diagnostic, wherever it stands?  Notes are no part of it. */
bool verify_same_text(const struct diagnostic *a, const struct diagnostic *b);

/* To the ledger, each line with @key ("step", "commit") and @name. */
void verify_ledger(struct ledger *l, const char *key, const char *name,
		   const struct verify_result *p, bool failed);

#endif
