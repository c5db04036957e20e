// SPDX-License-Identifier: GPL-2.0-only
// The table has other methods, so it stays.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct deck {
	int id;
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct deck *ref_to_deck(struct percpu_ref *ref)
{
	return container_of(ref, struct deck, ref);
}

static void deck_release(struct percpu_ref *ref)
{
	complete(&ref_to_deck(ref)->done);
}

static void deck_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void deck_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_deck(pgmap->ref)->ref);
}

static void deck_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct deck *deck = ref_to_deck(ref);

	wait_for_completion(&deck->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops deck_ops = {
	.page_free = deck_page_free,
	.kill = deck_kill,
	.cleanup = deck_cleanup,
};

void *deck_map(struct device *dev, struct resource *res);
void *deck_map(struct device *dev, struct resource *res)
{
	struct deck *deck = devm_kzalloc(dev, sizeof(*deck), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!deck)
		return ERR_PTR(-ENOMEM);
	init_completion(&deck->done);
	if (percpu_ref_init(&deck->ref, deck_release, 0, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);

	deck->id = 1;
	pgmap = &deck->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &deck_ops;
	pgmap->ref = &deck->ref;
	return devm_memremap_pages(dev, pgmap);
}
