// SPDX-License-Identifier: GPL-2.0-only
/* An initialiser by position, and an array of pagemaps. */
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

static struct dev_pagemap first = { thing_page_free };
static struct dev_pagemap many[2] = {
	{ .kill = thing_kill, .cleanup = thing_cleanup },
};

struct dev_pagemap *thing_first(int i);

struct dev_pagemap *thing_first(int i)
{
	return i ? &first : &many[0];
}
