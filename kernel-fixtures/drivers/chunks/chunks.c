// SPDX-License-Identifier: GPL-2.0-only
/* A device whose memory comes in chunks, each with a map of its own. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

#define NR_CHUNKS	8
#define CHUNK_SIZE	(1UL << 28)

struct chunk {
	struct chunks_dev *owner;
	struct percpu_ref ref;
	struct completion idle;
	unsigned long free_pages;
	struct dev_pagemap pagemap;
};

struct chunks_dev {
	struct device *dev;
	struct resource bar;
	unsigned int nr;
	struct chunk chunks[NR_CHUNKS];
};

static struct chunk *ref_to_chunk(struct percpu_ref *ref)
{
	return container_of(ref, struct chunk, ref);
}

static void chunk_release(struct percpu_ref *ref)
{
	complete(&ref_to_chunk(ref)->idle);
}

static void chunk_kill(struct percpu_ref *ref)
{
	struct chunk *chunk = ref_to_chunk(ref);

	dev_dbg(chunk->owner->dev, "%lu pages free\n", chunk->free_pages);
	percpu_ref_kill(ref);
}

static void chunk_cleanup(struct percpu_ref *ref)
{
	wait_for_completion(&ref_to_chunk(ref)->idle);
	percpu_ref_exit(ref);
}

static void chunk_page_free(struct page *page, void *data)
{
	struct chunk *c = data;

	c->free_pages++;
}

static int chunk_map(struct chunks_dev *cd, unsigned int i)
{
	struct chunk *c = &cd->chunks[i];
	struct dev_pagemap *pgmap = &c->pagemap;
	void *addr;
	int rc;

	c->owner = cd;
	init_completion(&c->idle);
	rc = percpu_ref_init(&c->ref, chunk_release, 0, GFP_KERNEL);
	if (rc)
		return rc;

	pgmap->res.start = cd->bar.start + i * CHUNK_SIZE;
	pgmap->res.end = pgmap->res.start + CHUNK_SIZE - 1;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ref = &c->ref;
	pgmap->kill = chunk_kill;
	pgmap->cleanup = chunk_cleanup;
	pgmap->page_free = chunk_page_free;
	pgmap->data = c;
	pgmap->altmap_valid = false;

	addr = devm_memremap_pages(cd->dev, pgmap);
	return PTR_ERR_OR_ZERO(addr);
}

static int chunks_probe(struct device *dev)
{
	struct chunks_dev *cd = devm_kzalloc(dev, sizeof(*cd), GFP_KERNEL);
	unsigned int i;
	int rc;

	if (!cd)
		return -ENOMEM;
	cd->dev = dev;
	cd->bar.start = 1UL << 42;
	cd->bar.end = cd->bar.start + NR_CHUNKS * CHUNK_SIZE - 1;
	for (i = 0; i < NR_CHUNKS; i++) {
		rc = chunk_map(cd, i);
		if (rc)
			return rc;
		cd->nr++;
	}
	return 0;
}

static struct device_driver chunks_driver = {
	.name = "chunks",
	.probe = chunks_probe,
};

static int __init chunks_init(void)
{
	return driver_register(&chunks_driver);
}

static void __exit chunks_exit(void)
{
	driver_unregister(&chunks_driver);
}

module_init(chunks_init);
module_exit(chunks_exit);
MODULE_LICENSE("GPL");
