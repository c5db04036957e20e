// SPDX-License-Identifier: GPL-2.0-only
/* Memory that is added more than once, or pointed to from elsewhere. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct store {
	struct hmm_devmem *mem;
	struct device *dev;
};

struct client {
	struct hmm_devmem *devmem;
	unsigned long first;
};

struct shelf {
	struct hmm_devmem *devmem;
	struct device *dev;
};

static struct resource firmware = { .name = "firmware" };

static void any_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("free %p\n", page);
}

static vm_fault_t any_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops any_ops = { .free = any_free, .fault = any_fault };

int store_start(struct store *store);
int store_resume(struct store *store);
int shelf_start(struct shelf *shelf, struct shelf *other, bool large);
void client_start(struct client *client, struct store *store);
int request_resource(struct resource *root, struct resource *new);

int store_start(struct store *store)
{
	store->mem = hmm_devmem_add(&any_ops, store->dev, PAGE_SIZE);
	if (IS_ERR(store->mem))
		return PTR_ERR(store->mem);
	return request_resource(store->mem->resource, &firmware);
}

int store_resume(struct store *store)
{
	store->mem = hmm_devmem_add(&any_ops, store->dev, 2 * PAGE_SIZE);
	if (IS_ERR(store->mem))
		return PTR_ERR(store->mem);
	return 0;
}

int shelf_start(struct shelf *shelf, struct shelf *other, bool large)
{
	struct hmm_devmem *devmem;

	if (large) {
		shelf->devmem = hmm_devmem_add(&any_ops, shelf->dev, 2 * PAGE_SIZE);
		if (IS_ERR(shelf->devmem))
			return PTR_ERR(shelf->devmem);
	} else {
		devmem = hmm_devmem_add(&any_ops, shelf->dev, PAGE_SIZE);
		if (IS_ERR(devmem))
			return PTR_ERR(devmem);
		shelf->devmem = devmem;
	}
	shelf = other;
	shelf->devmem = hmm_devmem_add(&any_ops, shelf->dev, PAGE_SIZE);
	if (IS_ERR(shelf->devmem))
		return PTR_ERR(shelf->devmem);
	shelf->devmem = hmm_devmem_add(&any_ops, shelf->dev, PAGE_SIZE);
	if (IS_ERR(shelf->devmem))
		return PTR_ERR(shelf->devmem);
	return 0;
}

void client_start(struct client *client, struct store *store)
{
	client->devmem = store->mem;
	client->first = client->devmem->pfn_first;
}

struct cell {
	struct list_head node;
	struct hmm_devmem *devmem;
};

int cell_retry(struct cell *cell, struct device *dev);

int cell_retry(struct cell *cell, struct device *dev)
{
	unsigned long size;

	for (size = 64 * PAGE_SIZE; size; size /= 2) {
		cell->devmem = hmm_devmem_add(&any_ops, dev, size);
		if (IS_ERR(cell->devmem))
			continue;
		return 0;
	}
	return -ENOMEM;
}
