// SPDX-License-Identifier: GPL-2.0-only
/* A card's memory: chunks of pages, and where the word is within a page. */
#include <linux/kernel.h>
#include <linux/device.h>
#include <linux/hmm.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct vram_chunk {
	struct list_head list;
	unsigned long first;
	int used;
};

struct vram {
	struct device *dev;
	struct vram_chunk chunk[4];
};

void vram_page_free(struct page *page);
int vram_add(struct vram *v, struct vram_chunk *c, struct page *page);
unsigned long vram_addr(struct page *page, unsigned int order);

void vram_page_free(struct page *page)
{
	struct vram_chunk *c = (void *)hmm_devmem_page_get_drvdata(page);
	unsigned long idx;

	idx = page_to_pfn(page) -
	      ((struct vram_chunk *)hmm_devmem_page_get_drvdata(page))->first;
	if (WARN_ON(!hmm_devmem_page_get_drvdata(page)))
		return;
	if (idx && hmm_devmem_page_get_drvdata(page))
		c->used--;
	hmm_devmem_page_set_drvdata(page, 0);
}

int vram_add(struct vram *v, struct vram_chunk *c, struct page *page)
{
	struct page *const end = page + 4;
	struct page *p;

	for (p = page; p < end; p++)
		hmm_devmem_page_set_drvdata(p, (unsigned long)(c));
	page->hmm_data = end->hmm_data;
	page->hmm_data = (unsigned long)&v->dev->numa_node;
	hmm_devmem_page_set_drvdata(page, (unsigned long)(c + 1));
	hmm_devmem_page_set_drvdata(page, (unsigned long)&v->dev->parent);
	hmm_devmem_page_set_drvdata(page, (unsigned long)&c->list | 1);
	hmm_devmem_page_set_drvdata(page, (unsigned long)(v ? c : NULL));
	return c == (struct vram_chunk *)hmm_devmem_page_get_drvdata(page);
}

unsigned long vram_addr(struct page *page, unsigned int order)
{
	u64 off = hmm_devmem_page_get_drvdata(page) << order;
	bool any = hmm_devmem_page_get_drvdata(page);

	BUILD_BUG_ON(offsetof(struct page, hmm_data) % sizeof(long));
	off += (u64)page->hmm_data;
	return off + (hmm_devmem_page_get_drvdata(page) & ~PAGE_MASK) + any;
}
