// SPDX-License-Identifier: GPL-2.0-only
/* From a declaration with NULL on: the choice, and what looks like it. */
#include <linux/memremap.h>

struct from_null {
	struct dev_pagemap map;
};

void from_null_use(struct vmem_altmap **altmap);
struct vmem_altmap *from_null_pointer(struct dev_pagemap *p);
struct vmem_altmap *from_null_struct(struct from_null *f);
struct vmem_altmap *from_null_address(struct dev_pagemap *p);
struct vmem_altmap *from_null_assigned(struct dev_pagemap *p,
				       struct vmem_altmap *other);
struct vmem_altmap *from_null_read(struct dev_pagemap *p, int *n);
struct vmem_altmap *from_null_way(struct dev_pagemap *p, bool on);

struct vmem_altmap *from_null_pointer(struct dev_pagemap *p)
{
	struct vmem_altmap *altmap = NULL;

	if (p->altmap_valid)
		altmap = &p->altmap;
	return altmap;
}

struct vmem_altmap *from_null_struct(struct from_null *f)
{
	struct vmem_altmap *altmap = NULL;

	if (f->map.altmap_valid)
		altmap = &f->map.altmap;
	return altmap;
}

struct vmem_altmap *from_null_address(struct dev_pagemap *p)
{
	struct vmem_altmap *altmap = NULL;

	from_null_use(&altmap);
	if (p->altmap_valid)
		altmap = &p->altmap;
	return altmap;
}

struct vmem_altmap *from_null_assigned(struct dev_pagemap *p,
				       struct vmem_altmap *other)
{
	struct vmem_altmap *altmap = NULL;

	altmap = other;
	if (p->altmap_valid)
		altmap = &p->altmap;
	return altmap;
}

/* NULL is looked at on the way */
struct vmem_altmap *from_null_read(struct dev_pagemap *p, int *n)
{
	struct vmem_altmap *altmap = NULL;

	if (!altmap)
		(*n)++;
	if (p->altmap_valid)
		altmap = &p->altmap;
	return altmap;
}

/* NULL stays on one of the ways */
struct vmem_altmap *from_null_way(struct dev_pagemap *p, bool on)
{
	struct vmem_altmap *altmap = NULL;

	if (on)
		goto out;
	if (p->altmap_valid)
		altmap = &p->altmap;
out:
	return altmap;
}
