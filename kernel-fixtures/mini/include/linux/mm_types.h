/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/rwsem.h>
#include <linux/completion.h>
#include <asm/pgtable.h>

struct address_space;
struct dev_pagemap;
struct mem_cgroup;
struct file;
struct hmm;

/*
 * One for each page frame.  What the five words mean depends on who owns the
 * page.
 */
struct page {
	unsigned long flags;
	union {
		struct {	/* page cache and anonymous pages */
			struct list_head lru;
			struct address_space *mapping;
			pgoff_t index;
			unsigned long private;
		};
		struct {	/* tail pages */
			unsigned long compound_head;
		};
		struct {	/* ZONE_DEVICE pages */
			/** @pgmap: the mapping that the page belongs to */
			struct dev_pagemap *pgmap;
			unsigned long hmm_data;
			unsigned long _zd_pad_1;	/* uses mapping */
		};

		/** @rcu_head: for pages that RCU frees */
		struct rcu_head rcu_head;
	};
	atomic_t _mapcount;
	atomic_t _refcount;
#ifdef CONFIG_MEMCG
	struct mem_cgroup *mem_cgroup;
#endif
};

typedef struct {
	unsigned long val;
} swp_entry_t;

typedef __bitwise unsigned int vm_fault_t;

enum vm_fault_reason {
	VM_FAULT_OOM		= (__force vm_fault_t)0x000001,
	VM_FAULT_SIGBUS		= (__force vm_fault_t)0x000002,
	VM_FAULT_HWPOISON	= (__force vm_fault_t)0x000010,
	VM_FAULT_RETRY		= (__force vm_fault_t)0x000400,
};
#define VM_FAULT_ERROR	(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_HWPOISON)

enum {
	MM_FILEPAGES,
	MM_ANONPAGES,
	MM_SWAPENTS,
	NR_MM_COUNTERS
};

struct vm_operations_struct;
struct vm_fault;
struct mempolicy;

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;
	unsigned long vm_flags;
	const struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff;
	struct file *vm_file;
#ifdef CONFIG_NUMA
	struct mempolicy *vm_policy;
#endif
};

struct mm_struct {
	struct vm_area_struct *mmap;
	pgd_t *pgd;
	pte_t *page_table;
	spinlock_t page_table_lock;
	struct rw_semaphore mmap_sem;
	unsigned long rss[NR_MM_COUNTERS];
#if IS_ENABLED(CONFIG_HMM)
	/* what mm/hmm.c keeps for a mirrored address space */
	struct hmm *hmm;
#endif
};

#endif
