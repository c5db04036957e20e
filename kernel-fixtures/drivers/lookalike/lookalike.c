// SPDX-License-Identifier: GPL-2.0-only
/* Nothing of this has to do with maps, whatever it is called. */
#include <linux/device.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

/* Called pgmap, with members as a map has them: it is a game's. */
struct pg_map {
	void (*kill)(struct pg_map *pgmap);
	void (*cleanup)(struct pg_map *pgmap);
	void (*page_free)(struct pg_map *pgmap, void *data);
	void *data;
	void *ref;
	bool altmap_valid;
	int type;
};

struct hmm_devmem_table {
	struct list_head hmm_data;
	unsigned long pfn_first, pfn_last;
};

static void pg_kill(struct pg_map *pgmap)
{
	pgmap->altmap_valid = false;
}

static void pg_cleanup(struct pg_map *pgmap)
{
	kfree(pgmap->data);
	pgmap->data = NULL;
}

static void pg_page_free(struct pg_map *pgmap, void *data)
{
	if (pgmap->data == data)
		pgmap->ref = NULL;
}

static struct pg_map pgmap = {
	.kill = pg_kill,
	.cleanup = pg_cleanup,
	.page_free = pg_page_free,
};

static struct hmm_devmem_table devmem;

/* It is not hmm_devmem_add(), and struct dev_pagemap is not meant. */
static int hmm_devmem_table_add(struct hmm_devmem_table *table)
{
	INIT_LIST_HEAD(&table->hmm_data);
	table->pfn_last = table->pfn_first + 1;
	return 0;
}

static int __init lookalike_init(void)
{
	pgmap.altmap_valid = true;
	pgmap.data = kzalloc(16, GFP_KERNEL);
	pr_info("dev_pagemap->kill is %s\n", pgmap.kill ? "set" : "not set");
	return hmm_devmem_table_add(&devmem);
}

static void __exit lookalike_exit(void)
{
	pgmap.kill(&pgmap);
	pgmap.page_free(&pgmap, pgmap.data);
	pgmap.cleanup(&pgmap);
}

module_init(lookalike_init);
module_exit(lookalike_exit);
MODULE_LICENSE("GPL");
