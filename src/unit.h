/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unit: what of a driver must be converted together or not at all.  A text is
 * parted into items (functions, variables, aggregates, macros).  Those that can
 * reach what the steps are about are connected where one names the other, or
 * both name the same of the driver's own types.
 */
#ifndef UNIT_H
#define UNIT_H

#include "strbuf.h"
#include "strvec.h"

struct item {
	size_t file;
	unsigned first, last;	/* lines */
	char *name;		/* NULL: has none */
	bool function, aggregate;
	struct strvec words;	/* sorted identifiers of its code */
	struct strvec refs;	/* of these: not called, so perhaps an address */
	bool matters;		/* it can reach what the steps are about */
	unsigned unit;		/* same for those that are connected; 0: matters not */
};

struct items {
	struct item *v;
	size_t nr, alloc;
};

/* Add the items of a text. */
void items_add(struct items *all, size_t file, const struct strbuf *text);
void items_release(struct items *all);
/*
 * Fill in what matters, by @words (sorted) or since "matters" is set already,
 * and the units.
 */
void items_connect(struct items *all, const struct strvec *words);

/* The names of those that matter, sorted. */
void items_that_matter(const struct items *all, struct strvec *names);

/* The item that has the line, or NULL. */
struct item *items_at(const struct items *all, size_t file, unsigned line);

#endif
