// SPDX-License-Identifier: GPL-2.0-only
/* The page is stored and asked for in one condition. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct copy {
	struct page *target;
};

int copy_begin(struct copy *c, struct vm_area_struct *area, unsigned long at);
int copy_maybe(struct copy *c, struct vm_area_struct *area, unsigned long at);

int copy_begin(struct copy *c, struct vm_area_struct *area, unsigned long at)
{
	if (!(c->target = hmm_vma_alloc_locked_page(area, at)))
		return -ENOMEM;
	unlock_page(c->target);

	if ((c->target = hmm_vma_alloc_locked_page(area, at)) == NULL) {
		pr_info("none\n");
		goto none;
	}
	unlock_page(c->target);

	if (unlikely(!(c->target = hmm_vma_alloc_locked_page(area, at))))
		goto none;
	unlock_page(c->target);
	return 0;
none:
	return -ENOMEM;
}

int copy_maybe(struct copy *c, struct vm_area_struct *area, unsigned long at)
{
	struct page *extra;

	if ((extra = hmm_vma_alloc_locked_page(area, at)) != NULL) {
		unlock_page(extra);
		c->target = extra;
	} else {
		return -ENOMEM;
	}

	if ((extra = hmm_vma_alloc_locked_page(area, at)))
		unlock_page(extra);
	return 0;
}
