// SPDX-License-Identifier: GPL-2.0-only
/* A macro that calls it. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#define GET_PAGE(vma, addr) hmm_vma_alloc_locked_page(vma, addr)

struct page *get_one(struct vm_area_struct *vma);

struct page *get_one(struct vm_area_struct *vma)
{
	return GET_PAGE(vma, 0);
}
