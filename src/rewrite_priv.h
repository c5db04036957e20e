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
	struct strbuf *texts;		/* as they are now, whole */
	struct strvec host_paths;	/* of each file */
	struct strvec include_dirs;	/* in the small tree */
	struct strvec symbols, own;
	struct freeze *groups, *alone;	/* by group, by step */
	bool restart;
	struct left_list notes;		/* of the steps as they run now */
};

/* The same for the step as it stands: what is hidden of each file. */
struct view_of_step {
	struct guard_lines *guards;
	struct mask *masks;
	struct items items;		/* without version guards, with all else */
	bool hides;			/* an item is hidden */
};

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

void guards_of(struct rewriting *rw, size_t file, long version,
	       struct guard_lines *out);
int view_make(struct rewriting *rw, const struct step *step,
	      struct view_of_step *v, struct strbuf *err);
void view_of_step_release(struct rewriting *rw, struct view_of_step *v);
/* The small tree before step @i with the driver's files, masked by @v or whole. */
struct snapshot *host_make(struct rewriting *rw, size_t i,
			   const struct view_of_step *v);
/* Index of a file by its path in the small tree, or rw->nr. */
size_t host_file(const struct rewriting *rw, const char *path);

/* The line of the file as it was in which line @line of it now is. */
unsigned original_line(const struct rewriting *rw, size_t file, unsigned line);
struct rewrite_left *left_add(struct rewriting *rw, struct left_list *list,
			      const struct step *step, size_t file,
			      unsigned line, const char *why);
void left_release(struct rewrite_left *l);
/* All that is still there of the old interface. */
int left_find(struct rewriting *rw, struct strbuf *err);

/* Old forms beside the new ones, for older kernels, if they are to be kept. */
int guarded_write(struct rewriting *rw, struct strbuf *err);

#endif
