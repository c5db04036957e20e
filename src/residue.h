/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * residue: what is still there of what a step's "absent" lines name, each
 * occurrence with its class; and whether "present" and "requires" lines hold.
 */
#ifndef RESIDUE_H
#define RESIDUE_H

#include "pass.h"

struct residue {
	const struct expect *expect;	/* the line that it speaks against */
	char *path;
	unsigned line, col;		/* 0: the whole file or tree */
	char *function;			/* enclosing one, or NULL */
	enum residue_class cls;
	char *why;			/* more, or NULL: "receiver is of type ..." */
	bool harmless;			/* by its class, or by an allow line */
	const struct expect *allowed_by;	/* NULL: by its class */
};

struct residue_list {
	struct residue *v;
	size_t nr, alloc;
	size_t harmful;
	struct strvec doubts;	/* see pass_takes_doubt() */
};
void residue_list_release(struct residue_list *l);

/* What a rule left alone on purpose: the text of its line, and why. */
struct left_site {
	const char *path, *line, *why;
};

/*
 * Search @after for what the absent lines of @step name.  @before gives types.
 * What stands in a line of @left (@nr_left) is RESIDUE_REJECTED.  Occurrences
 * sorted by path, line, column.  An allow line that allowed nothing is added to
 * @unused (strings "expect:LINE").
 */
int residue_find(struct engine *e, const struct step *step,
		 struct snapshot *before, struct snapshot *after,
		 const struct left_site *left, size_t nr_left,
		 struct residue_list *out, struct strvec *unused,
		 struct strbuf *err);

/*
 * Does a present or requires line hold in @snap?  1, 0 or an error code.
 */
int expect_holds(struct engine *e, const struct expect *x,
		 struct snapshot *snap, struct strbuf *err);

/* Words that the expect lines of a step need from the scan. */
void expect_words(const struct step *step, struct strvec *words);

#endif
