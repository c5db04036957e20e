/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * testcase: what a step must make of a file, or refuse.  On disk a case of step
 * STEP is, in CASES/STEP/,
 *   NAME.c         the file, put into the tree as drivers/case/NAME.c
 *   NAME.res       what must become of it, or
 *   NAME.refused   the step must fail: lines "LINE: part of the reason"
 *   NAME.left      the step says that it leaves this alone: lines like these
 *   (none)         it must stay as it is
 * or a directory NAME/ of several files, each with its FILE.res where it changes,
 * and a file "refused" with lines "FILE:LINE: reason", or "error: reason" for what
 * is said of no place.  They stand below
 * drivers/case/NAME/, those below NAME/tree/ at their own path.
 */
#ifndef TESTCASE_H
#define TESTCASE_H

#include "step.h"

struct test_file {
	char *path;		/* in the tree */
	struct strbuf text;
};

struct test_files {
	struct test_file *v;
	size_t nr, alloc;
};

/* The place of a message that has none. */
#define TEST_NOWHERE "-:0"

/* A message that the step must give. */
struct test_line {
	char *place;		/* "path:line", or TEST_NOWHERE */
	char *text;		/* part of it */
};

struct test_lines {
	struct test_line *v;
	size_t nr, alloc;
};

struct testcase {
	char *name;
	struct test_files before, after;	/* after: those that change */
	struct test_lines refused, left;

	/* the verdict */
	struct strbuf wrong;	/* empty: it is as it should be */
	struct strbuf became;	/* all that came of it, to be compared */
};

struct testcases {
	struct testcase *v;
	size_t nr, alloc;
};

/* The cases in directory @dir, by name.  ERR_NOT_FOUND: there is none. */
int testcases_read(struct testcases *t, const char *dir, struct strbuf *err);
void testcases_release(struct testcases *t);

/*
 * Run @step on the cases in @tree and fill in the verdicts: those that convert
 * together, and a second time; those that are refused one by one.  Not 0: the
 * step could not be run at all.
 */
int testcases_run(struct engine *e, const struct step *step,
		  struct snapshot *tree, struct testcases *t,
		  struct strbuf *err);

/* Add to what became of each case which lines spatch cannot parse. */
int testcases_parse(struct engine *e, struct snapshot *tree,
		    struct testcases *t, struct strbuf *err);

#endif
