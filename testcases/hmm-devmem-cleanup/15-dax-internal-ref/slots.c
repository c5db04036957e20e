// SPDX-License-Identifier: GPL-2.0-only
// The variable has another use, on a way that leaves early.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct slots_part {
	int number;
	struct percpu_ref count;
	struct completion idle;
};

struct slots_card {
	struct device *dev;
	struct slots_part part[4];
	struct dev_pagemap map[4];
	struct resource res[4];
};

static void slots_release(struct percpu_ref *count)
{
	complete(&container_of(count, struct slots_part, count)->idle);
}

static void slots_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void slots_exit(struct dev_pagemap *pgmap)
{
	struct slots_part *part = container_of(pgmap->ref, struct slots_part, count);

	wait_for_completion(&part->idle);
	percpu_ref_exit(&part->count);
}

static const struct dev_pagemap_ops slots_ops = {
	.kill = slots_kill,
	.cleanup = slots_exit,
};

int slots_map(struct slots_card *card);
int slots_map(struct slots_card *card)
{
	int i, err;

	for (i = 0; i < 4; i++) {
		struct slots_part *part = card->part + i;
		void *p;

		part->number = i;
		init_completion(&part->idle);
		err = percpu_ref_init(&part->count, slots_release, 0, GFP_KERNEL);
		if (err)
			goto unmap;

		card->map[i].type = MEMORY_DEVICE_PCI_P2PDMA;
		card->map[i].res = card->res[i];
		card->map[i].ref = &part->count;
		card->map[i].ops = &slots_ops;
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
