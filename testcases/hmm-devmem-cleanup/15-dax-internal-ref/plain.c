// SPDX-License-Identifier: GPL-2.0-only
// A count in the driver's own structure, exited by a devm action.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>

/**
 * struct card - a card with memory
 * @dev: the device
 * @users: who is in the memory
 *	right now
 * @idle: nobody is
 * @map: the memory
 */
struct card {
	struct device *dev;
	struct percpu_ref users;
	struct completion idle;
	struct dev_pagemap map;
};

static void card_kill(struct dev_pagemap *pgmap);

static void card_idle(struct percpu_ref *users)
{
	struct card *card;

	card = container_of(users, struct card, users);
	dev_dbg(card->dev, "idle\n");
	complete(&card->idle);
}

static void card_wait(struct dev_pagemap *pgmap)
{
	struct card *card = container_of(pgmap, struct card, map);

	wait_for_completion(&card->idle);
}

static void card_exit(void *users)
{
	percpu_ref_exit(users);
}

static const struct dev_pagemap_ops card_ops = {
	.kill = card_kill,
	.cleanup = card_wait,
};

static void card_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

int card_map(struct card *card, struct resource *res);
int card_map(struct card *card, struct resource *res)
{
	void *virt;
	int err;

	err = percpu_ref_init(&card->users, &card_idle, 0, GFP_KERNEL);
	if (err < 0) {
		dev_warn(card->dev, "no count\n");
		return err;
	}
	err = devm_add_action_or_reset(card->dev, card_exit, &card->users);
	if (err)
		return err;
	init_completion(&card->idle);

	card->map.ref = &card->users;
	card->map.res = *res;
	card->map.ops = &card_ops;
	card->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	virt = devm_memremap_pages(card->dev, &card->map);
	err = IS_ERR(virt) ? PTR_ERR(virt) : 0;
	return err;
}
