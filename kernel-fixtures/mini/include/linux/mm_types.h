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
		struct {	/* ZONE_DEVICE pages */
			/** @pgmap: the mapping that the page belongs to */
			struct dev_pagemap *pgmap;
			unsigned long hmm_data;
			unsigned long _zd_pad_1;	/* in place of mapping */
		};
		struct {	/* page cache and anonymous pages */
			struct list_head lru;
			struct address_space *mapping;
			unsigned long private;
			pgoff_t index;
		};
		struct rcu_head rcu_head;	/* pages that RCU frees */
		unsigned long compound_head;	/* tail pages */
	};
	atomic_t _refcount;
	atomic_t _mapcount;
#ifdef CONFIG_MEMCG
	struct mem_cgroup *mem_cgroup;
#endif
};

typedef struct {
	unsigned long val;
} swp_entry_t;

typedef __bitwise unsigned int vm_fault_t;

enum vm_fault_reason {
	VM_FAULT_SIGBUS		= 0x1,
	VM_FAULT_OOM		= 0x2,
	VM_FAULT_RETRY		= 0x4,
	VM_FAULT_HWPOISON	= 0x8,
};
#define VM_FAULT_ERROR	(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_HWPOISON)

/* What mm_struct.rss counts. */
enum {
	MM_SWAPENTS,
	MM_FILEPAGES,
	MM_ANONPAGES,
	NR_MM_COUNTERS
};

struct vm_operations_struct;
struct vm_fault;
struct mempolicy;

struct vm_area_struct {
	struct mm_struct *vm_mm;
	unsigned long vm_start, vm_end;
	unsigned long vm_flags;
	pgprot_t vm_page_prot;
	struct file *vm_file;
	unsigned long vm_pgoff;
	const struct vm_operations_struct *vm_ops;
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
