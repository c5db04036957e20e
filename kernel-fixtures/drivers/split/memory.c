// SPDX-License-Identifier: GPL-2.0-only
/* The memory of the accelerator, in chunks. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <split.h>

#define SPLIT_CHUNK_PAGES (1UL << SPLIT_CHUNK)

void split_page_free(struct hmm_devmem *devmem, struct page *page)
{
	struct split_gpu *gpu = dev_get_drvdata(devmem->device);
	struct split_chunk *chunk = split_page_chunk(page);

	spin_lock(&gpu->lock);
	chunk->busy--;
	spin_unlock(&gpu->lock);
}

static const struct hmm_devmem_ops split_devmem_ops = {
	.free = split_page_free,
	.fault = split_fault,
};

static int split_add_chunk(struct split_gpu *gpu, unsigned long first)
{
	struct split_chunk *chunk = kzalloc(sizeof(*chunk), GFP_KERNEL);
	unsigned long pfn;

	if (!chunk)
		return -ENOMEM;
	chunk->first = first;
	for (pfn = first; pfn < first + SPLIT_CHUNK_PAGES; pfn++)
		split_page_set_chunk(pfn_to_page(pfn), chunk);
	list_add_tail(&chunk->list, &gpu->chunks);
	return 0;
}

int split_memory_init(struct split_gpu *gpu, unsigned long size)
{
	unsigned long pfn;
	int err;

	gpu->devmem = hmm_devmem_add(&split_devmem_ops, gpu->dev, size);
	if (IS_ERR(gpu->devmem))
		return PTR_ERR(gpu->devmem);

	for (pfn = gpu->devmem->pfn_first; pfn < gpu->devmem->pfn_last;
	     pfn += SPLIT_CHUNK_PAGES) {
		err = split_add_chunk(gpu, pfn);
		if (err)
			return err;
	}
	return 0;
}
