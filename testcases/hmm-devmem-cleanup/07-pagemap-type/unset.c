// SPDX-License-Identifier: GPL-2.0-only
/* Nobody says what kind of memory this is. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/string.h>

typedef struct dev_pagemap map_t;

struct board {
	struct percpu_ref users;
	struct dev_pagemap window;
	map_t *second;
	struct dev_pagemap banks[2];
	void *at;
};

void board_kill(struct percpu_ref *ref);
void board_wait(struct percpu_ref *ref);

/* a member, stored last */
void *board_one(struct device *dev, struct board *b, struct resource *res)
{
	b->window.kill = board_kill;
	b->window.cleanup = board_wait;
	b->window.res = *res;
	b->window.ref = &b->users;
	b->at = devm_memremap_pages(dev, &b->window);
	return b->at;
}

/* straight into the return value */
int board_two(struct device *dev, struct board *b)
{
	b->second->kill = board_kill;
	b->second->cleanup = board_wait;
	b->second->ref = &b->users;
	return IS_ERR(devm_memremap_pages(dev, b->second));
}

/* in a condition, and by a variable */
int board_three(struct device *dev, struct board *b, struct resource *res)
{
	struct dev_pagemap *map = &b->banks[0];
	int i;

	for (i = 0; i < 2; i++, map++) {
		map->ref = &b->users;
		map->kill = board_kill;
		map->cleanup = board_wait;
		map->res = res[i];
		/* both or none */
		if (IS_ERR(devm_memremap_pages(dev, map)))
			return -ENOMEM;
	}
	return 0;
}

/* nothing is done with the address */
void board_four(struct device *dev, struct board *b, bool wanted)
{
	if (wanted)
		devm_memremap_pages(dev, &b->banks[1]);
}

/* a static one, whose initialiser says nothing of it */
static struct dev_pagemap fixed = {
	.kill = board_kill,
	.cleanup = board_wait,
};

void *board_five(struct device *dev, struct board *b)
{
	fixed.ref = &b->users;
	return devm_memremap_pages(dev, &fixed);
}

/* a copy of one that has none */
void *board_six(struct device *dev, struct board *b)
{
	memcpy(&b->window, &fixed, sizeof(fixed));
	b->window.ref = &b->users;
	return devm_memremap_pages(dev, &b->window);
}

/* all at once */
void *board_seven(struct device *dev, struct board *b, struct resource *res)
{
	memcpy(&b->window, &(struct dev_pagemap) {
		.res = *res,
		.ref = &b->users,
		.kill = board_kill,
		.cleanup = board_wait,
	}, sizeof(b->window));
	return devm_memremap_pages(dev, &b->window);
}
