// SPDX-License-Identifier: GPL-2.0-only
/* What is likely, and what begins with the page but is asked for later. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct ring {
	struct page *head, **slot;
	int lost;
};

int ring_fill(struct ring *r, struct vm_area_struct *vma, unsigned long at);
int ring_more(struct ring *r, struct vm_area_struct *vma, unsigned long at);
int ring_late(struct ring *r, struct vm_area_struct *vma, unsigned long at);
int ring_lost(struct ring *r, struct vm_area_struct *vma, unsigned long at);
int ring_gone(struct ring *r, struct vm_area_struct *vma, unsigned long at);

int ring_fill(struct ring *r, struct vm_area_struct *vma, unsigned long at)
{
	struct page *got;

	if (likely(got = hmm_vma_alloc_locked_page(vma, at))) {
		unlock_page(got);
		r->head = got;
	}
	if (likely((got = hmm_vma_alloc_locked_page(vma, at)) != NULL)) {
		unlock_page(got);
		r->head = got;
	} else
		r->lost++;
	if (likely((got = hmm_vma_alloc_locked_page(vma, at)) != NULL))
		unlock_page(got);
	if ((got = hmm_vma_alloc_locked_page(vma, at)) != NULL) {
		unlock_page(got);
		r->head = got;
	}

	*(r->slot + 1) = hmm_vma_alloc_locked_page(vma, at);
	if (likely(*(r->slot + 1))) {
		r->lost--;
		unlock_page(*(r->slot + 1));
	}
	r->slot[(at >> PAGE_SHIFT)] = hmm_vma_alloc_locked_page(vma, at);
	return 0;
}

int ring_more(struct ring *r, struct vm_area_struct *vma, unsigned long at)
{
	/* one more */
	r->head = hmm_vma_alloc_locked_page(vma, at);
	if (likely(r->head != NULL)) {
		unlock_page(r->head);
		return 0;
	} else
		return -ENOMEM;
}

int ring_late(struct ring *r, struct vm_area_struct *vma, unsigned long at)
{
	struct page *page = hmm_vma_alloc_locked_page(vma, at);

	r->head = page;
	if (!page)
		return -ENOMEM;
	unlock_page(page);
	return 0;
}

int ring_lost(struct ring *r, struct vm_area_struct *vma, unsigned long at)
{
	struct page *page = hmm_vma_alloc_locked_page(vma, at);

	if (unlikely(!page))
		r->lost++;
	else
		unlock_page(page);
	r->head = page;

	r->slot[0] = hmm_vma_alloc_locked_page(vma, at);
	if (!r->slot[0]) {
		if (r->lost)
			return -EAGAIN;
		r->lost++;
	}
	return 0;
}

int ring_gone(struct ring *r, struct vm_area_struct *vma, unsigned long at)
{
	struct page *page = hmm_vma_alloc_locked_page(vma, at);

	if (!page)
		r->lost++;
	r->head = page;
	return r->lost;
}
