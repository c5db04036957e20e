// SPDX-License-Identifier: GPL-2.0-only
// Two pagemaps in one structure; the table says which one a page is of.
#include <linux/mm.h>
#include <linux/memremap.h>

typedef struct {
	struct dev_pagemap near;
	struct {
		int users;
		struct dev_pagemap map;
	} far;
	struct percpu_ref ref;
	unsigned long nr_near, nr_far;
} pair_t;

static void near_free(struct page *page, void *data)
{
	pair_t *pair = data;

	pair->nr_near++;
}

static void far_free(struct page *page, void *data)
{
	pair_t *pair = data;

	pair->nr_far++;
}

static void pair_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void pair_cleanup(struct dev_pagemap *pgmap)
{
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops near_ops = {
	.kill = pair_kill,
	.cleanup = pair_cleanup,
	.page_free = near_free,
};

static const struct dev_pagemap_ops far_ops = {
	.kill = pair_kill,
	.cleanup = pair_cleanup,
	.page_free = &far_free,
};

void pair_setup(pair_t *pair);
void pair_setup(pair_t *pair)
{
	pair->near.ops = &near_ops;
	pair->near.data = pair;
	pair->near.ref = &pair->ref;
	pair->far.map.ops = &far_ops;
	pair->far.map.data = pair;
	pair->far.map.ref = &pair->ref;
}
