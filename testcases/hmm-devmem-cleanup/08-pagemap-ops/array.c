// SPDX-License-Identifier: GPL-2.0-only
/* An element of an array, a global pagemap and a static one. */
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

#define THINGS 4

static struct thing things[THINGS];
static struct dev_pagemap spare;
struct dev_pagemap shown_pgmap;

int things_map(struct device *dev);

int things_map(struct device *dev)
{
	int i;

	for (i = 0; i < THINGS; i++) {
		things[i].pgmap.ref = &things[i].ref;
		things[i].pgmap.kill = thing_kill;
		things[i].pgmap.cleanup = thing_cleanup;
		if (IS_ERR(devm_memremap_pages(dev, &things[i].pgmap)))
			return -ENXIO;
	}
	spare.kill = thing_kill;
	spare.cleanup = thing_cleanup;
	shown_pgmap.cleanup = thing_cleanup;
	shown_pgmap.kill = thing_kill;
	shown_pgmap.page_free = thing_page_free;
	return 0;
}
