/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asmdiff: do two texts of a compiler's assembler make the same object?  They
 * are compared function by function and object by object; labels that the
 * compiler numbers may be numbered otherwise, one to one, and the order in
 * which functions stand is not looked at.  What inline assembler puts into
 * tables of its own (of bugs, jump labels, exceptions) belongs to the function
 * that has it.
 */
#ifndef ASMDIFF_H
#define ASMDIFF_H

#include "strbuf.h"

enum asm_how { ASM_DIFFERS, ASM_GONE, ASM_NEW };

struct asm_change {
	char *name;		/* as in C: without ".cold", ".constprop.0" */
	enum asm_how how;
	bool function;		/* else data, or what has no name: "(SECTION)" */
};
struct asm_changes {
	struct asm_change *v;
	size_t nr, alloc;
};

/* Append what differs, one for each name, functions first. */
void asm_compare(const char *a, const char *b, struct asm_changes *out);
void asm_changes_release(struct asm_changes *c);

#endif
