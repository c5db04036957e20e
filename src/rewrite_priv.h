/* SPDX-License-Identifier: GPL-2.0-only */
/* Between rewrite.c and rewrite_*.c. */
#ifndef REWRITE_PRIV_H
#define REWRITE_PRIV_H

#include "guard.h"
#include "mask.h"
#include "repo.h"
#include "rewrite.h"
#include "unit.h"

/* Where the driver's files stand in the small tree. */
#define DRIVER_DIR "drivers/own"

/* What stands back, for the steps of a group or for one that goes alone. */
struct freeze {
	bool all;
	struct strvec items;	/* "FILE:NAME" */
	unsigned *why;		/* of each: number of the record, from 1 */
	size_t alloc_why;
	unsigned why_all;
};

struct rewriting {
	struct rewrite_types *t;
	const struct driver *d;
	const struct rewrite_options *opt;
	struct rewrite_result *out;
	size_t nr;			/* files */
	struct mask *arms;		/* what the target does not compile, hidden */
	struct strbuf *texts;		/* the target's view, as it is now */
	struct strbuf *whole;		/* the files in the end */
	struct strvec host_paths;	/* of each file */
	struct strvec include_dirs;	/* in the small tree */
	struct strvec symbols, own;
	struct strvec words;		/* see rewrite_words() */
	struct freeze *groups, *alone;	/* by group, by step */
	bool restart, force_guards;
	struct left_list notes;		/* of the steps as they run now */
};

/* What a step is shown: without the items that stand back. */
struct view_of_step {
	struct mask *masks;
	struct items items;		/* of the target's view, all of them */
};

/* 0: the step goes alone */
unsigned group_of(const struct rewriting *rw, const struct step *step);
struct freeze *freeze_of(struct rewriting *rw, const struct step *step);
bool freeze_has(const struct freeze *f, const struct item *it, unsigned *why);
/*
 * What is connected with line @line of file @file (0: all) stands back from now
 * on.  @why is the record's number.
 */
int freeze_add(struct rewriting *rw, const struct step *step,
	       const struct view_of_step *v, size_t file, unsigned line,
	       unsigned why, struct strbuf *err);
void freeze_release(struct freeze *f);

/*
 * The words without which a function is nothing to any step, sorted: those that
 * reach the structs in question, and those that rules name.
 */
int rewrite_words(struct rewriting *rw, struct strbuf *err);

/* Of the file as it was, for a kernel. */
void guards_of(struct rewriting *rw, size_t file, long version,
	       struct guard_lines *out);
/* ... and of what it is in the end. */
void guards_of_text(struct rewriting *rw, size_t file,
		    const struct strbuf *text, long version,
		    struct guard_lines *out);
/* Make rw->arms. */
void arms_hide(struct rewriting *rw);
void view_make(struct rewriting *rw, const struct step *step,
	       struct view_of_step *v);
void view_of_step_release(struct rewriting *rw, struct view_of_step *v);
/*
 * The small tree before step @i with the driver's files: as @v shows them, or
 * (NULL) @texts.
 */
struct snapshot *host_make(struct rewriting *rw, size_t i,
			   const struct view_of_step *v,
			   const struct strbuf *texts);
/* Index of a file by its path in the small tree, or rw->nr. */
size_t host_file(const struct rewriting *rw, const char *path);

/* The line of @was that line @line of @now comes from. */
unsigned line_from(const struct strbuf *was, const struct strbuf *now,
		   unsigned line);
struct rewrite_left *left_add(struct rewriting *rw, struct left_list *list,
			      const struct step *step, size_t file,
			      unsigned line, const char *why);
void left_release(struct rewrite_left *l);
/* All that is still there of the old interface. */
int left_find(struct rewriting *rw, struct strbuf *err);

/* Which kernels compile a line of a file as it was. */
struct line_kernels {
	bool target;
	bool old;		/* some kernel with the old interface */
	bool guarded;		/* not all kernels do */
};

struct file_kernels {
	struct line_kernels *v;
	size_t nr;
};

/* Runs of lines that differ. */
unsigned rewrite_count_changes(const struct strbuf *a, const struct strbuf *b);
long rewrite_target(const struct rewriting *rw);
struct file_kernels *kernels_find(struct rewriting *rw);
void kernels_free(struct rewriting *rw, struct file_kernels *all);
/*
 * Fill rw->whole.  *again: something cannot be written so and stands back, from
 * the beginning.
 */
int rewrite_merge(struct rewriting *rw, bool *again, struct strbuf *err);
/* Take out of rw->whole what no kernel from the target on compiles. */
void rewrite_drop_old(struct rewriting *rw);
/* A place that was changed cannot stay so: with *again it stands back. */
int rewrite_refuse_later(struct rewriting *rw, size_t file, unsigned line,
			 const char *why, struct strbuf *err);

#endif
