// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks in initialisers; a zero one. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion done;
};

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void thing_cleanup(struct percpu_ref *ref)
{
	struct thing *thing = container_of(ref, struct thing, ref);

	wait_for_completion(&thing->done);
	percpu_ref_exit(ref);
}

static void thing_page_free(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}

static struct dev_pagemap one = {
	.type = MEMORY_DEVICE_PCI_P2PDMA,
	.cleanup = thing_cleanup,
	.kill = &thing_kill,
};
struct dev_pagemap two = {
	.page_free = thing_page_free,
	.kill = thing_kill,
	.cleanup = thing_cleanup,
	.type = MEMORY_DEVICE_FS_DAX,
};

static struct thing whole = {
	.pgmap = {
		.kill = thing_kill,
		.cleanup = thing_cleanup,
		.type = MEMORY_DEVICE_PCI_P2PDMA,
	},
};

int thing_map(struct device *dev);

int thing_map(struct device *dev)
{
	struct dev_pagemap zero = { 0 };
	struct dev_pagemap here = {
		.kill = thing_kill,
		.cleanup = thing_cleanup,
		.type = MEMORY_DEVICE_PCI_P2PDMA,
	};

	if (!dev)
		return zero.type + here.type + whole.pgmap.type;
	return IS_ERR(devm_memremap_pages(dev, &one)) ? -ENXIO : 0;
}
