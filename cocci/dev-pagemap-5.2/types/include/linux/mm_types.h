/* SPDX-License-Identifier: GPL-2.0-only */
/* Types only: pages and areas, as a 4.15 kernel has them. */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H
#include <linux/types.h>

struct address_space;
struct dev_pagemap;

struct page {
	unsigned long flags;
	union {
		struct {	/* a page of a device */
			struct dev_pagemap *pgmap;
			unsigned long hmm_data;
			unsigned long _zd_pad_1;
		};
		struct {	/* a page of a file, or of a process */
			struct list_head lru;
			struct address_space *mapping;
			pgoff_t index;
			unsigned long private;
		};
	};
	atomic_t _mapcount;
	atomic_t _refcount;
};

typedef unsigned int vm_fault_t;

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	unsigned long vm_flags;
	void *vm_private_data;
};

#endif
