/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>

static inline void lock_page(struct page *page)
{
	while (!trylock_page(page))
		cond_resched();
}

static inline void unlock_page(struct page *page)
{
	__ClearPageLocked(page);
}

#endif
