// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that the hardware says are broken.
 */
#include <linux/mm.h>
#include <linux/dax.h>
#include <linux/memremap.h>
#include <linux/export.h>

static int hwpoison_kill_users(struct page *page, int flags)
{
	pr_err("page %lx is broken, flags %x\n", page_to_pfn(page), flags);
	return 0;
}

static int memory_failure_dev_pagemap(unsigned long pfn, int flags,
		struct dev_pagemap *pgmap)
{
	struct page *page = pfn_to_page(pfn);
	int rc = -EBUSY;

	/* keep the file system from taking the page away meanwhile */
	if (!dax_lock_page(page))
		goto out;

	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
		/*
		 * Only the driver could do something about these, and nobody
		 * asks it yet.
		 */
		goto unlock;
	default:
		break;
	}

	/* there is no other page to put in its place */
	SetPageHWPoison(page);
	rc = hwpoison_kill_users(page, flags);
unlock:
	dax_unlock_page(page);
out:
	put_dev_pagemap(pgmap);
	return rc;
}

int memory_failure(unsigned long pfn, int flags)
{
	struct dev_pagemap *pgmap;

	if (!pfn_valid(pfn)) {
		pgmap = get_dev_pagemap(pfn, NULL);
		if (pgmap)
			return memory_failure_dev_pagemap(pfn, flags, pgmap);
		return -ENXIO;
	}
	SetPageHWPoison(pfn_to_page(pfn));
	return hwpoison_kill_users(pfn_to_page(pfn), flags);
}
EXPORT_SYMBOL_GPL(memory_failure);
