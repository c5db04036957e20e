/* SPDX-License-Identifier: GPL-2.0-only */
/* kbuild_priv: what the files of kbuild share; for them and their tests. */
#ifndef KBUILD_PRIV_H
#define KBUILD_PRIV_H

#include "kbuild.h"

/* kbuild.c */

/* A file or directory of ours: O=/.ratchet/@name, yours to free(). */
char *kbuild_own_path(const struct kbuild *k, const char *name);
/*
 * One make run with @args (goals, options), from nothing but our environment.
 * @c is initialised here and the caller's to release.  0 if make ended by
 * itself, whatever its status.
 */
int kbuild_make(struct kbuild *k, const struct strvec *args, struct child *c,
		struct strbuf *err);
/* ": " and the first error that make printed, or its last line. */
void kbuild_add_reason(const struct child *c, struct strbuf *out);
/* Names that can stand in a make variable and in a goal as they are. */
bool kbuild_plain_name(const char *path);

/* kbuild_short.c */

/* Does what make or a compiler wrote say that the machine failed?  Where. */
bool kbuild_shortage(const char *text, struct strbuf *line);
/* ERR_UNABLE if it was the machine that made @c fail. */
int kbuild_check_machine(struct kbuild *k, const struct child *c,
			 struct strbuf *err);

/* kbuild_compiled.c: which of k->modules builds @source, or NULL */
const char *kbuild_module_dir(const struct kbuild *k, const char *source);

/* kbuild_symbols.c: O=/dir/.file.o.cmd of an object; ROOT/dir/file.o */
char *kbuild_cmd_path(const struct kbuild *k, const char *source);
char *kbuild_object_path(const char *root, const char *source);

/*
 * kbuild_module.c: what modpost and the linker say, 'ERROR: modpost: "x"
 * [/tree/y.ko] undefined!', "undefined reference to `x'"
 */
void kbuild_take_link(const struct kbuild *k, const char *text,
		      struct diagnostics *out);

/* kbuild_replay.c */

/* The first command that a .cmd file's text saves, for a shell. */
bool kbuild_saved_command(const char *text, size_t len, struct strbuf *out);
/* What is saved for @source, with @instead of "-c -o OBJECT"; false: nothing is. */
bool kbuild_replay_of(const struct kbuild *k, const char *source,
		      const char *instead, struct strbuf *out);
/* Run it in O=; @source is for messages.  Release @c in any case. */
int kbuild_run_saved(struct kbuild *k, const struct strbuf *cmd,
		     const char *source, struct child *c, struct strbuf *err);
/* Put @instead in the place of "-c -o FILE" or "-S -o FILE", and write no .d file. */
bool kbuild_replay_command(struct strbuf *cmd, const char *instead);
/* The same of "-c -o OBJECT SOURCE": another input can follow. */
bool kbuild_replay_input(struct strbuf *cmd, const char *instead);

/*
 * kbuild_symbols.c: fill in the symbols of those that were built, in the
 * directory @root (O= or one that is laid out like it)
 */
int kbuild_symbols(struct kbuild *k, const char *root,
		   struct object_result **res, size_t nr, struct strbuf *err);

/* kbuild_decided.c */

/* Is the command saved for @source still the one that make would run? */
bool kbuild_cmd_holds(const struct kbuild *k, const char *source);
/* The same of another .cmd file, @cmd. */
bool kbuild_cmd_holds_at(const struct kbuild *k, const char *cmd,
			 const char *source);
/* When something was decided last, by whichever process; zero: never. */
struct timespec;
void kbuild_last_decided(const struct kbuild *k, struct timespec *when);
/* .config had the text @before; no command holds that the change decides about. */
int kbuild_config_changed(struct kbuild *k, const char *before,
			  const char *after, struct strbuf *err);

/* kbuild_generated.c */

/* Newer, or of the same tick of the clock. */
struct stat;
bool kbuild_is_newer(const struct stat *a, const struct stat *b);
/*
 * Is all as it should be that "make prepare" generates from assembler texts?
 * What cannot be told is not.
 */
int kbuild_generated_fresh(struct kbuild *k, bool *fresh, struct strbuf *err);

/* kbuild_settled.c */

/* Is an object what its saved command makes, and no more? */
bool kbuild_only_compiles(const struct kbuild *k);
/* Would "make prepare" find nothing to do?  Runs no make. */
int kbuild_is_prepared(struct kbuild *k, bool *is, struct strbuf *err);
/* Can commands that hold be run as they are?  May run make to make it so. */
int kbuild_is_settled(struct kbuild *k, bool *is, struct strbuf *err);
/* make has looked at all that was changed, or not. */
int kbuild_settle(struct kbuild *k, struct strbuf *err);
int kbuild_unsettle(struct kbuild *k, struct strbuf *err);

/*
 * kbuild_rerun.c: build those of @res that can be had without make; @done[i] is
 * set for these, the others are left as they were
 */
int kbuild_rerun(struct kbuild *k, struct object_result **res, size_t nr,
		 bool *done, struct strbuf *err);

/* kbuild_diag.c */

/* What a make run said, sorted out. */
struct make_report {
	struct diagnostics *of;		/* of each source, in their order */
	size_t nr;
	struct diagnostics other;	/* of what is no object of the sources */
	bool *failed;			/* make named it as failed */
};
void make_report_parse(struct make_report *r, const struct kbuild *k,
		       const struct strvec *sources, const char *text,
		       size_t len);
void make_report_release(struct make_report *r);

/* kbuild_config.c */

/* The compiler that make will use, as far as the variables say it. */
int kbuild_compiler_version(struct kbuild *k, struct strbuf *out,
			    struct strbuf *err);

struct wanted {
	char *symbol;		/* without CONFIG_ */
	char *value;		/* as in .config, "n" for "is not set" */
};
struct wanted_list {
	struct wanted *v;
	size_t nr, alloc;
};
/* Later lines win; ERR_UNABLE names the line that is neither. */
int fragment_parse(const char *text, struct wanted_list *out,
		   struct strbuf *err);
void wanted_list_release(struct wanted_list *l);
/* The value of @symbol in the text of a .config, yours; "n" if it has none. */
char *config_value(const char *config, const char *symbol);
bool config_value_equal(const char *wanted, const char *is);

/* kbuild_why.c */

/*
 * Append why @symbol, wanted with another value, is @is: looks through the
 * Kconfig files of the tree.  One text for each element of @symbols.
 */
void kconfig_why(const struct kbuild *k, const char *config,
		 const struct wanted_list *unmet, struct strvec *whys);
/* The same from one Kconfig file's text, for the tests. */
struct kconfig_why;
struct kconfig_why *kconfig_why_new(const struct wanted_list *unmet);
void kconfig_why_scan(struct kconfig_why *w, const char *path,
		      const char *text);
void kconfig_why_text(const struct kconfig_why *w, size_t i,
		      const char *config, struct strbuf *out);
void kconfig_why_free(struct kconfig_why *w);

/* kbuild_compiled.c */

/* Free what is known of directories. */
void kbuild_forget(struct kbuild *k);
/*
 * The directory whose Makefile compiles @source, borrowed, or NULL; known
 * after kbuild_find_owners().
 */
const char *kbuild_owner(const struct kbuild *k, const char *source);
/* Ask make about all of @sources, so that their owners are known. */
int kbuild_find_owners(struct kbuild *k, const struct strvec *sources,
		       struct strbuf *err);

#endif
