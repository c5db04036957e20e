// SPDX-License-Identifier: GPL-2.0-only
/* Places that cannot be named a second time, and no name that is left. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct queue {
	struct page *list[8];
	int nr;
};

struct page **queue_slot(struct queue *q);
int queue(struct queue *q, struct vm_area_struct *vma);
struct page *queue_all(struct vm_area_struct *vma, struct page *page,
		       struct page *dpage, struct page *new_page,
		       struct page *fresh_page, struct page *locked_page);

int queue(struct queue *q, struct vm_area_struct *vma)
{
	struct page *one;

	q->list[q->nr++] = one = hmm_vma_alloc_locked_page(vma, 0);
	*queue_slot(q) = hmm_vma_alloc_locked_page(vma, 0);
	*queue_slot (q) = hmm_vma_alloc_locked_page(vma, 0);
	if ((q->list[--q->nr] = hmm_vma_alloc_locked_page(vma, 0)) != NULL)
		unlock_page(one);
	if (!(q->list[--q->nr] = hmm_vma_alloc_locked_page(vma, 0)))
		return -ENOMEM;
	return 0;
}

struct page *queue_all(struct vm_area_struct *vma, struct page *page,
		       struct page *dpage, struct page *new_page,
		       struct page *fresh_page, struct page *locked_page)
{
	if (page && dpage && new_page && fresh_page && locked_page)
		return hmm_vma_alloc_locked_page(vma, 0);
	return NULL;
}
