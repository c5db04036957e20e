/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/mm.h>
#include <linux/memcontrol.h>

#define MAX_SWAPFILES_SHIFT	5
#define SWAP_CLUSTER_MAX	32UL

/*
 * Some of the types that a swap entry can have are not swap files at all.
 */
#ifdef CONFIG_DEVICE_PRIVATE
#define SWP_DEVICE_NUM	2
#define SWP_DEVICE_WRITE (MAX_SWAPFILES + SWP_MIGRATION_NUM)
#define SWP_DEVICE_READ	(MAX_SWAPFILES + SWP_MIGRATION_NUM + 1)
#else
#define SWP_DEVICE_NUM	0
#endif

#define SWP_MIGRATION_NUM	2
#define SWP_MIGRATION_READ	MAX_SWAPFILES
#define SWP_MIGRATION_WRITE	(MAX_SWAPFILES + 1)
#define SWP_HWPOISON		((1 << MAX_SWAPFILES_SHIFT) - 1)

#define MAX_SWAPFILES \
	((1 << MAX_SWAPFILES_SHIFT) - SWP_DEVICE_NUM - SWP_MIGRATION_NUM - 1)

void lru_add_drain(void);
int isolate_lru_page(struct page *page);
void putback_lru_page(struct page *page);
int swap_duplicate(swp_entry_t entry);
void free_swap_and_cache(swp_entry_t entry);
struct page *lookup_swap_cache(swp_entry_t entry);

#endif
