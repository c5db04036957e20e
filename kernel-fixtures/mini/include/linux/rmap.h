/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RMAP_H
#define _LINUX_RMAP_H

#include <linux/mm.h>

static inline void page_dup_rmap(struct page *page, bool compound)
{
	atomic_inc(&page->_mapcount);
}

static inline void page_add_anon_rmap(struct page *page,
				      struct vm_area_struct *vma,
				      unsigned long addr, bool compound)
{
	SetPageAnon(page);
	atomic_inc(&page->_mapcount);
}

#endif
