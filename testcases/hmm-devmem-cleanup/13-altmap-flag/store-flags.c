// SPDX-License-Identifier: GPL-2.0-only
/* A map with a holder, aliases, a default and a flag of the same name. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct store_ns {
	struct device *dev;
	struct dev_pagemap pgmap;
	struct dev_pagemap *maps[2];
	bool altmap_valid;
	u64 reserve;
};

static struct dev_pagemap store_default = {
	.type = MEMORY_DEVICE_FS_DAX,
	.altmap_valid = true,
};

static struct vmem_altmap *store_altmap(struct store_ns *ns)
{
	return ns->pgmap.altmap_valid ? &ns->pgmap.altmap : NULL;
}

int store_setup(struct store_ns *ns, bool own);
int store_setup(struct store_ns *ns, bool own)
{
	struct dev_pagemap *pgmap = &ns->pgmap;
	struct vmem_altmap *altmap = &pgmap->altmap;
	struct vmem_altmap __altmap = {
		.base_pfn = 1,
		.reserve = ns->reserve,
	};

	ns->altmap_valid = own;
	memcpy(altmap, &__altmap, sizeof(*altmap));
	pgmap->altmap_valid = own && ns->reserve;
	if (!own)
		pgmap->altmap_valid = false;
	else if (!pgmap->altmap_valid)
		return -EINVAL;
	ns->maps[0]->altmap_valid = ns->altmap_valid;
	ns->maps[1]->altmap_valid = ns->maps[0]->altmap_valid;
	pgmap->altmap_valid |= store_default.altmap_valid;
	return 0;
}

unsigned long store_first(struct store_ns *ns, struct vm_area_struct *vma);
unsigned long store_first(struct store_ns *ns, struct vm_area_struct *vma)
{
	unsigned long pfn = ns->pgmap.res.start >> PAGE_SHIFT;
	struct vmem_altmap *altmap = store_altmap(ns);

	if (ns->pgmap.altmap_valid)
		pfn += vmem_altmap_offset(&ns->pgmap.altmap);
	if (altmap)
		pfn += altmap->free;
	dev_info(ns->dev, "altmap %d\n", ns->pgmap.altmap_valid);
	return pfn;
}
