// SPDX-License-Identifier: GPL-2.0-only
/* No rule is for its address. */
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct residue {
	struct page *(*get)(struct vm_area_struct *vma, unsigned long addr);
};

const struct residue residue = {
	.get = hmm_vma_alloc_locked_page,
};
