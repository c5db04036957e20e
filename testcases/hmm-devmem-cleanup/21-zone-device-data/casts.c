// SPDX-License-Identifier: GPL-2.0-only
/* Pointers that went through a number, in all sorts of places. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct block {
	struct block *next;
	struct page *first;
	int users;
};

static struct block spare;
static const struct block fixed;

static struct block *block_of(const struct page *page)
{
	return (struct block *)hmm_devmem_page_get_drvdata(page);
}

static void block_put(struct page *page)
{
	struct block *block = (void *)hmm_devmem_page_get_drvdata(page);

	/* the last one out */
	if (!--block->users)
		kfree((void *)hmm_devmem_page_get_drvdata(page));
	((struct block *)hmm_devmem_page_get_drvdata(page))->next = NULL;
	hmm_devmem_page_set_drvdata(page, 0);
}

int block_take(struct block *block, struct page *page, int which);

int block_take(struct block *block, struct page *page, int which)
{
	struct block *old;

	old = (struct block *)(unsigned long)hmm_devmem_page_get_drvdata(page);
	if ((struct block *)hmm_devmem_page_get_drvdata(page) != block)
		block_put(page);
	if (hmm_devmem_page_get_drvdata(page))
		return -EBUSY;
	if (!hmm_devmem_page_get_drvdata(block->first))
		which = 0;

	if (which == 1)
		hmm_devmem_page_set_drvdata(page, (long)block);
	else if (which == 2)
		hmm_devmem_page_set_drvdata(page, (unsigned long)block->next);
	else if (which == 3)
		hmm_devmem_page_set_drvdata(page, (unsigned long)&spare);
	else if (which == 4)
		hmm_devmem_page_set_drvdata(page, (unsigned long)&fixed);
	else if (which == 5)
		hmm_devmem_page_set_drvdata(page,
					    (unsigned long)block_of(page));
	else if (old)
		hmm_devmem_page_set_drvdata(page, (unsigned long)NULL);
	return 0;
}
