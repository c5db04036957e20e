// SPDX-License-Identifier: GPL-2.0-only
/* On one line, with other names, and an export of something else below. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mm.h>

int renamed_node(void);

struct page *alloc_pages_vma(gfp_t mask, int depth, struct vm_area_struct *area, unsigned long where, int nid, bool huge)
{
	return NULL;
}

int renamed_node(void)
{
	return 0;
}
EXPORT_SYMBOL(renamed_node);
