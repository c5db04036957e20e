// SPDX-License-Identifier: GPL-2.0-only
/* The same words in other structures, comments and strings. */
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

struct mock {
	void (*page_free)(struct page *page, void *data);
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
	struct percpu_ref *ref;
	int ops;
};

static struct mock shown = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

/* pgmap->kill = thing_kill; pgmap->cleanup = thing_cleanup; */
void mock_set(struct mock *pgmap, struct dev_pagemap *real);

void mock_set(struct mock *pgmap, struct dev_pagemap *real)
{
	struct mock zero = { 0 };

	*pgmap = zero;
	pgmap->kill = thing_kill;
	pgmap->cleanup = thing_cleanup;
	if (pgmap->kill && !shown.page_free)
		pgmap->kill(real->ref);
	pr_info("set pgmap->kill and pgmap->cleanup\n");
}

/* Other members may be stored and kept anywhere. */
int mock_others(struct dev_pagemap *map, struct device **dev);

static struct dev_pagemap mock_map;

int mock_others(struct dev_pagemap *map, struct device **dev)
{
	if ((map->dev = *dev) && (mock_map.dev = *dev))
		return 1;
	*dev = map->dev;
	*dev = mock_map.dev;
	return map->altmap_valid && mock_map.altmap_valid;
}
