// SPDX-License-Identifier: GPL-2.0-only
/*
 * Not ours: what a driver does with its own pages, and another table that has a
 * method of that name.  "page->mapping = NULL;" may stand in text, too.
 */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct driver_pool;

struct driver_pool_ops {
	void (*free)(struct driver_pool *pool, struct page *page);
};

struct driver_pool {
	const struct driver_pool_ops *ops;
	struct hmm_devmem *devmem;
};

void driver_free(struct hmm_devmem *devmem, struct page *page);
void driver_pool_put(struct driver_pool *devmem, struct page *page);
void driver_other(struct hmm_devmem *mem, struct page *page,
		  struct page *other);

void driver_free(struct hmm_devmem *devmem, struct page *page)
{
	page->mapping = NULL;
	pr_info("page->mapping = NULL\n");
}

void driver_pool_put(struct driver_pool *devmem, struct page *page)
{
	page->mapping = NULL;
	devmem->ops->free(devmem, page);
}

/* Another page than the one that is handed on. */
void driver_other(struct hmm_devmem *mem, struct page *page,
		  struct page *other)
{
	other->mapping = NULL;
	mem->ops->free(mem, page);
}
