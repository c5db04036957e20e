/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _INNER_H
#define _INNER_H

#include <linux/memremap.h>

struct inner;
struct outer_ops;

/* struct inner { struct dev_pagemap none; }; */
struct inner {
	const char *name;	/* of "a { struct" */
	struct {
		int x;
		struct dev_pagemap *not_here;
	} part;
	// struct dev_pagemap other;
	/* struct dev_pagemap no_more; */
	struct dev_pagemap window;
	unsigned long idle;
};

typedef struct {
	struct dev_pagemap bank;
	unsigned long idle;
} bank_t;

typedef struct cell {
	unsigned long idle;
	struct dev_pagemap of_cell;
} cell_t;

typedef struct inner inner_t;

#define INNER_TEXT	"struct inner { \" struct dev_pagemap text; };"

#endif
