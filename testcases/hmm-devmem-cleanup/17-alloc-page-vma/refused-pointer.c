// SPDX-License-Identifier: GPL-2.0-only
/* Somebody may call it through a pointer. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct pages {
	struct page *(*get)(struct vm_area_struct *vma, unsigned long addr);
};

const struct pages *pages(void);
static const struct pages locked = {
	.get = hmm_vma_alloc_locked_page,
};

const struct pages *pages(void)
{
	return &locked;
}
