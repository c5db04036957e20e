// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "two.h"

bool two_owns(struct two_memory *two, struct page *page)
{
	return page->pgmap == &two->devmem->pagemap;
}

int two_add(struct two_memory *two, struct device *dev)
{
	two->devmem = hmm_devmem_add(&two_ops, dev, two->size);
	if (IS_ERR(two->devmem))
		return PTR_ERR(two->devmem);
	return 0;
}
