// SPDX-License-Identifier: GPL-2.0-only
/* Functions that hand the page on. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct area {
	struct vm_area_struct *vma;
	unsigned long at;
};

/* A page of hmm_vma_alloc_locked_page() is what the caller wants. */
static inline struct page *area_page(struct area *area)
{
	return hmm_vma_alloc_locked_page(area->vma, area->at);
}

static struct page *area_next(struct area *area)
{
	unsigned long page = area->at;

	area->at += PAGE_SIZE;
	if (area->vma)
		return hmm_vma_alloc_locked_page(area->vma, page);
	return NULL;
}

struct page *area_two(struct area *area);

struct page *area_two(struct area *area)
{
	struct page *one, *two;

	two = one = hmm_vma_alloc_locked_page(area->vma, area->at);
	if (!two)
		return area_next(area);
	unlock_page(one);
	return area_page(area);
}
