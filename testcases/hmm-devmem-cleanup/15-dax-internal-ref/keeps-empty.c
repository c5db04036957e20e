// SPDX-License-Identifier: GPL-2.0-only
// Nothing would be left of the structure of the count.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct bays_part {
	struct percpu_ref count;
	struct completion idle;
};

struct bays_card {
	struct device *dev;
	struct bays_part part[4];
	struct dev_pagemap map[4];
	struct resource res[4];
};

static void bays_release(struct percpu_ref *count)
{
	complete(&container_of(count, struct bays_part, count)->idle);
}

static void bays_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void bays_exit(struct dev_pagemap *pgmap)
{
	struct bays_part *part = container_of(pgmap->ref, struct bays_part, count);

	wait_for_completion(&part->idle);
	percpu_ref_exit(&part->count);
}

static const struct dev_pagemap_ops bays_ops = {
	.kill = bays_kill,
	.cleanup = bays_exit,
};

int bays_map(struct bays_card *card);
int bays_map(struct bays_card *card)
{
	int i, err;

	for (i = 0; i < 4; i++) {
		struct bays_part *part = card->part + i;
		void *p;

		dev_dbg(card->dev, "%p\n", part);
		init_completion(&part->idle);
		err = percpu_ref_init(&part->count, bays_release, 0, GFP_KERNEL);
		if (err)
			goto unmap;

		card->map[i].type = MEMORY_DEVICE_PCI_P2PDMA;
		card->map[i].res = card->res[i];
		card->map[i].ref = &part->count;
		card->map[i].ops = &bays_ops;
		p = devm_memremap_pages(card->dev, &card->map[i]);
		if (IS_ERR(p)) {
			err = PTR_ERR(p);
			goto unmap;
		}
	}

	return 0;

unmap:
	while (--i >= 0)
		devm_memunmap_pages(card->dev, &card->map[i]);
	return err;
}
