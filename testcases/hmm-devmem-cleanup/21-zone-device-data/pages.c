// SPDX-License-Identifier: GPL-2.0-only
/* Whose word it is. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct pool {
	struct page *pages;
	struct page **list;
	struct page inside;
};

static struct page *pool_page(struct pool *pool, int nr)
{
	return pool->list[nr];
}

void pool_fill(struct pool *pool, struct page *page, unsigned long pfn, int nr);

void pool_fill(struct pool *pool, struct page *page, unsigned long pfn, int nr)
{
	int i;

	hmm_devmem_page_set_drvdata(pfn_to_page(pfn + 1), (unsigned long)pool);
	hmm_devmem_page_set_drvdata(pool_page(pool, nr), (unsigned long)pool);
	hmm_devmem_page_set_drvdata(pool->pages, (unsigned long)pool);
	hmm_devmem_page_set_drvdata(pool->list[nr], (unsigned long)pool);
	hmm_devmem_page_set_drvdata(&pool->pages[nr], (unsigned long)pool);
	hmm_devmem_page_set_drvdata(&pool->inside, (unsigned long)pool);
	hmm_devmem_page_set_drvdata(pool->pages + nr, (unsigned long)pool);
	hmm_devmem_page_set_drvdata(*pool->list, (unsigned long)pool);
	for (i = 0; i < nr; i++)
		hmm_devmem_page_set_drvdata(page++, (unsigned long)pool);
	for (i = 0; i < nr; i++, hmm_devmem_page_set_drvdata(page, 0))
		page++;
	hmm_devmem_page_set_drvdata(page, hmm_devmem_page_get_drvdata(page - 1));
}
