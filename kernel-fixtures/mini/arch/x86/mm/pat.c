// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kinds of caching, remembered for each range.
 */
#include <linux/mm.h>

static unsigned long tracked;

int track_pfn_remap(struct vm_area_struct *vma, pgprot_t *prot,
		    unsigned long pfn, unsigned long addr, unsigned long size)
{
	tracked += size;
	return 0;
}

void untrack_pfn(struct vm_area_struct *vma, unsigned long pfn,
		 unsigned long size)
{
	tracked -= size;
}
