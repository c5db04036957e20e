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
	struct page *broken = pfn_to_page(pfn);
	bool locked = dax_lock_page(broken);
	int err = -EBUSY;

	/* or the file system may take the page away meanwhile */
	if (!locked)
		goto out;

	/*
	 * About memory that only the driver could do something about nobody
	 * asks it yet.
	 */
	switch (pgmap->type) {
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_PRIVATE:
		goto out;
	default:
		break;
	}

	/* there is no other page to put in its place */
	SetPageHWPoison(broken);
	err = hwpoison_kill_users(broken, flags);
out:
	if (locked)
		dax_unlock_page(broken);
	put_dev_pagemap(pgmap);
	return err;
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
