/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PFN_T_H_
#define _LINUX_PFN_T_H_

#include <linux/mm.h>

/* A pfn with flags in its top bits. */
typedef struct {
	u64 val;
} pfn_t;

#define PFN_DEV		(1ULL << 61)
#define PFN_MAP		(1ULL << 60)

static inline pfn_t phys_to_pfn_t(phys_addr_t addr, u64 flags)
{
	pfn_t pfn = { .val = (addr >> PAGE_SHIFT) | flags };

	return pfn;
}

static inline bool pfn_t_devmap(pfn_t pfn)
{
	const u64 flags = PFN_DEV | PFN_MAP;

	return (pfn.val & flags) == flags;
}

#endif
