/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LOOKALIKE_H
#define _LOOKALIKE_H

#include <linux/types.h>

/*
 * The names of members of struct dev_pagemap, in structures that have nothing
 * to do with it.
 */
struct lookalike {
	void (*page_free)(struct page *page, void *data);
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
	struct percpu_ref *ref;
	void *data;
	bool altmap_valid;
	int type;
};

/* One that shares the type of its ->ref with a pagemap too. */
struct lookalike_box {
	struct lookalike pgmap;
	struct percpu_ref ref;
};

#endif
