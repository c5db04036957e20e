// SPDX-License-Identifier: GPL-2.0-only
/* A function of its own, which asks more than whether to see public pages. */
#include <linux/mm_types.h>

struct page *_vm_normal_page(struct vm_area_struct *vma, unsigned long addr,
			     pte_t pte, bool all);

static struct page *refused_seen_all;

struct page *_vm_normal_page(struct vm_area_struct *vma, unsigned long addr,
			     pte_t pte, bool all)
{
	if (!vma)
		return NULL;
	return all ? refused_seen_all : NULL;
}
