// SPDX-License-Identifier: GPL-2.0-only
// What the call returns is what the function returns, too.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct pegs_part {
	int number;
	struct percpu_ref count;
	struct completion idle;
};

struct pegs_card {
	struct device *dev;
	struct pegs_part part[4];
	struct dev_pagemap map[4];
	struct resource res[4];
};

static void pegs_release(struct percpu_ref *count)
{
	complete(&container_of(count, struct pegs_part, count)->idle);
}

static void pegs_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void pegs_exit(struct dev_pagemap *pgmap)
{
	struct pegs_part *part = container_of(pgmap->ref, struct pegs_part, count);

	wait_for_completion(&part->idle);
	percpu_ref_exit(&part->count);
}

static const struct dev_pagemap_ops pegs_ops = {
	.kill = pegs_kill,
	.cleanup = pegs_exit,
};

int pegs_map(struct pegs_card *card);
int pegs_map(struct pegs_card *card)
{
	int i, err;

	for (i = 0; i < 4; i++) {
		struct pegs_part *part = card->part + i;
		void *p;

		part->number = i;
		init_completion(&part->idle);
		err = percpu_ref_init(&part->count, pegs_release, 0, GFP_KERNEL);
		if (err)
			goto unmap;

		card->map[i].type = MEMORY_DEVICE_PCI_P2PDMA;
		card->map[i].res = card->res[i];
		card->map[i].ref = &part->count;
		card->map[i].ops = &pegs_ops;
		p = devm_memremap_pages(card->dev, &card->map[i]);
		if (IS_ERR(p)) {
			err = PTR_ERR(p);
			goto unmap;
		}
	}

	return err;

unmap:
	while (--i >= 0)
		devm_memunmap_pages(card->dev, &card->map[i]);
	return err;
}
