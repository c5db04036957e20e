/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/mm_types.h>

enum pageflags {
	PG_locked,
	PG_waiters,
	PG_active,
	PG_lru,
	PG_reserved,
	PG_uptodate,
	PG_private,
	PG_anon,
	PG_movable,
	PG_hwpoison,
	PG_compound,
	__NR_PAGEFLAGS
};

#define PAGEFLAG(uname, lname)						\
static inline int Page##uname(const struct page *page)			\
{									\
	return test_bit(PG_##lname, &page->flags);			\
}									\
static inline void SetPage##uname(struct page *page)			\
{									\
	set_bit(PG_##lname, &page->flags);				\
}									\
static inline void __SetPage##uname(struct page *page)			\
{									\
	set_bit(PG_##lname, &page->flags);				\
}									\
static inline void __ClearPage##uname(struct page *page)		\
{									\
	clear_bit(PG_##lname, &page->flags);				\
}

PAGEFLAG(Locked, locked)
PAGEFLAG(Waiters, waiters)
PAGEFLAG(Active, active)
PAGEFLAG(LRU, lru)
PAGEFLAG(Reserved, reserved)
PAGEFLAG(Uptodate, uptodate)
PAGEFLAG(Private, private)
PAGEFLAG(Anon, anon)
PAGEFLAG(Movable, movable)
PAGEFLAG(HWPoison, hwpoison)
PAGEFLAG(Compound, compound)

static inline bool TestClearPageHWPoison(struct page *page)
{
	bool was = PageHWPoison(page);

	__ClearPageHWPoison(page);
	return was;
}

#endif
