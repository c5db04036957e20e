/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild: the kernel's build system.  The only module that knows make, its
 * variables, .config and the output of compilers under make.
 *
 * Its own files stand in O=/.ratchet: the configurations made so far, what
 * each object's compilation printed, and a note while make runs.  Callers
 * serialise: one run at a time in one O= directory.
 */
#ifndef KBUILD_H
#define KBUILD_H

#include "child.h"

struct kbuild_dirs;

struct kbuild {
	char *source;		/* absolute: the work tree of the proof */
	char *output;		/* absolute: O= */
	int jobs;
	uint64_t timeout_ms;	/* for one make run, 0: no limit */
	struct strvec make_vars;	/* ARCH=, CROSS_COMPILE=, ... as given by the user */
	const char *home;
	struct strvec modules;	/* directories that only "make M=DIR" builds */

	/* for kbuild_module(): the kernel, and where in @source the module is */
	char *kdir;
	char *module_dir;	/* "" for the top */

	/* set by kbuild_configure(): all that the configuration depends on */
	char *stamp;
	char *compiler;		/* set by kbuild_stamp(): its version */

	struct kbuild_dirs *dirs;	/* private to kbuild_compiled.c */
	struct strvec generated;	/* private to kbuild_generated.c */
	bool make_only;		/* no object without make */
};

/* The strings may be set after this; all of it is freed by release. */
void kbuild_init(struct kbuild *k);
void kbuild_release(struct kbuild *k);

struct diagnostic {
	char *path;		/* relative to the tree */
	unsigned line, col;	/* 0: none was given */
	bool is_error;
	char *text;		/* with the [-Wflag]; its notes follow, one a line */
};
struct diagnostics {
	struct diagnostic *v;
	size_t nr, alloc;
};
void diagnostics_release(struct diagnostics *d);
/* Append a copy. */
void diagnostics_add(struct diagnostics *d, const char *path, unsigned line,
		     unsigned col, bool is_error, const char *text);
bool diagnostics_have_error(const struct diagnostics *d);
/* To text and back; a text that is damaged gives false. */
void diagnostics_save(const struct diagnostics *d, struct strbuf *out);
bool diagnostics_load(struct diagnostics *d, const char *text, size_t len);

enum object_state { OBJECT_BUILT, OBJECT_FAILED, OBJECT_NOT_COMPILED };

struct object_result {
	char *source;		/* "mm/hmm.c" */
	enum object_state state;
	/* what its compilation printed; kept while it is up to date */
	struct diagnostics diags;
	/* of one that was built; sorted */
	char *module;		/* the module's name; NULL: not in a module */
	struct strvec undefined;	/* but for weak ones */
	struct strvec defined;	/* global ones, and entries of exports */
	struct strvec weak;	/* those of them that are weak */
};

/*
 * For kbuild_module(): a module in directory @dir of @tree, built there for the
 * kernel at @kdir.  ERR_UNABLE: there is none.  To be released in any case.
 */
int kbuild_init_module(struct kbuild *k, const char *kdir, const char *tree,
		       const char *dir, const char *home, struct strbuf *err);

/*
 * Configure: defconfig, then @fragment over it, then olddefconfig.  Does
 * nothing if it was done with the same fragment, make variables, compiler and
 * the same Kconfig files (@kconfig_key says so).  @unmet gets "SYMBOL: wanted
 * y, is n (why)" for each symbol of the fragment that has not got its value.
 */
int kbuild_configure(struct kbuild *k, const char *fragment,
		     const char *kconfig_key, struct strvec *unmet,
		     struct strbuf *err);
/* Does a line of @unmet say that the tree does not know the symbol at all? */
bool kbuild_unmet_is_gone(const char *unmet);
/*
 * The stamp that kbuild_configure() would leave for these, in @out: results
 * that were had under the same stamp hold.
 */
int kbuild_stamp(struct kbuild *k, const char *fragment,
		 const char *kconfig_key, struct strbuf *out,
		 struct strbuf *err);
/*
 * "make prepare" once for a configuration: what fails there has nothing to do
 * with a step, so it is said (ERR_UNABLE) before the first one.
 */
int kbuild_prepare(struct kbuild *k, struct strbuf *err);
/* Which of @sources (.c files) does this configuration compile?  @yes[i]. */
int kbuild_compiled(struct kbuild *k, const struct strvec *sources, bool *yes,
		    struct strbuf *err);
/*
 * Objects are made by the commands that make saved for them, as long as these are
 * those that make would run: so it must be told that @path (relative to the
 * tree) is about to change, or with NULL that it is not known what did.
 */
int kbuild_changed(struct kbuild *k, const char *path, struct strbuf *err);
/* The .config that kbuild_configure() made. */
int kbuild_config(const struct kbuild *k, struct strbuf *out,
		  struct strbuf *err);
/* Add the symbols, without CONFIG_, that two texts of .config do not give alike. */
void kbuild_config_diff(const char *before, const char *after,
			struct strvec *symbols);
/* What kbuild_configure() left unmet under @stamp; false: not known. */
bool kbuild_unmet(struct kbuild *k, const char *stamp, struct strvec *unmet);
/* ... and the .config that it made. */
bool kbuild_kept_config(struct kbuild *k, const char *stamp,
			struct strbuf *out);
/*
 * The objects, relative to the tree, that @dir's make file lists ("." is the
 * top); none if kbuild does not descend into it.  @complaint: make cannot read
 * it, and why.
 */
int kbuild_listed(struct kbuild *k, const char *dir, struct strvec *objects,
		  struct strbuf *complaint, struct strbuf *err);
/* Can make make the goal?  @why is left empty, or says why not. */
int kbuild_try(struct kbuild *k, const char *goal, struct strbuf *why,
	       struct strbuf *err);
/*
 * Build the objects of @sources: by the commands that make saved, into files of
 * their own, where nothing can have changed these; else, and what fails so, with
 * make (several targets in one run).  0 also if objects fail: look at the
 * states.  ERR_UNABLE: make could not run, or failed without naming any file of
 * @sources.
 */
int kbuild_objects(struct kbuild *k, const struct strvec *sources,
		   struct object_result *results, struct strbuf *err);
void object_result_release(struct object_result *r);
/*
 * Build all of the tree, with vmlinux and modules; what was up to date says
 * nothing.  0 also if it fails: then an error is in @said.
 */
int kbuild_full(struct kbuild *k, struct diagnostics *said, struct strbuf *err);
/* What became of a module that is in no kernel tree. */
struct module_build {
	struct object_result *objects;	/* of all sources, without symbols */
	size_t nr;
	struct diagnostics other;	/* modpost's, for one */
	struct strvec modules;		/* .ko files, sorted */
	bool failed;			/* make says so */
};
void module_build_release(struct module_build *b);
/* Build all of it anew; @sources are the tree's .c files. */
int kbuild_module(struct kbuild *k, const struct strvec *sources,
		  struct module_build *out, struct strbuf *err);
/* All that decides about it besides its tree; ERR_UNABLE: @k->kdir is none. */
int kbuild_module_stamp(struct kbuild *k, struct strbuf *out,
			struct strbuf *err);
/*
 * Which of @probes (C files; "": none) does the kernel at @k->kdir compile, by one
 * run of make in @k->source, an empty directory?  @version: LINUX_VERSION_CODE.
 * ERR_UNABLE: it makes no module.
 */
int kbuild_probe(struct kbuild *k, const struct strvec *probes, bool *has,
		 long *version, struct strbuf *err);
/*
 * What the preprocessor makes of @source, with line markers and the macros that
 * are used (-dU), by the command that make saved for its object.
 * ERR_NOT_FOUND: none is saved.
 */
int kbuild_preprocess(struct kbuild *k, const char *source, struct strbuf *out,
		      struct strbuf *err);

/*
 * Objects in which nothing knows a line number, for a comparison: kept in
 * O=/.ratchet/neutral/SIDE until they are cleaned.
 */
enum neutral_state {
	NEUTRAL_NONE,		/* make saved no command for it */
	NEUTRAL_FAILED,		/* the compiler refuses it */
	NEUTRAL_MADE,
};
struct neutral {
	enum neutral_state state;
	char *command;		/* that was run */
	char *why;		/* NEUTRAL_FAILED */
};
void neutral_release(struct neutral *v, size_t nr);
/* Preprocess @sources as the work tree has them: .i */
int kbuild_neutral(struct kbuild *k, const struct strvec *sources,
		   const char *side, struct neutral *out, struct strbuf *err);
/* Of that, the compiler's assembler (.s), or an object with types (.o). */
int kbuild_neutral_assemble(struct kbuild *k, const struct strvec *sources,
			    const char *side, struct neutral *out,
			    struct strbuf *err);
int kbuild_neutral_debug(struct kbuild *k, const struct strvec *sources,
			 const char *side, struct neutral *out,
			 struct strbuf *err);
int kbuild_neutral_read(struct kbuild *k, const char *source, const char *side,
			const char *suffix, struct strbuf *out,
			struct strbuf *err);
char *kbuild_neutral_object(const struct kbuild *k, const char *source,
			    const char *side);
int kbuild_neutral_clean(struct kbuild *k, struct strbuf *err);
/* Make what "make prepare" makes from the work tree as it is now. */
int kbuild_generate(struct kbuild *k, struct strbuf *err);
/* @path as the compiler wrote it, relative to the tree; yours to free(). */
char *kbuild_tree_path(const struct kbuild *k, const char *path, size_t len);

/* Is it the name of a file, or directory, that building a module leaves? */
bool kbuild_leaves(const char *name);

#endif
