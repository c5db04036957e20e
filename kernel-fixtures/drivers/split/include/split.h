/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SPLIT_H
#define SPLIT_H

#include <linux/hmm.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct split_chunk {
	struct list_head list;
	unsigned long first;
	unsigned int busy;
};

struct split_gpu {
	struct device *dev;
	struct hmm_devmem *devmem;
	spinlock_t lock;
	struct list_head chunks;
};

/* The word of a page is its chunk. */
static inline void split_page_set_chunk(struct page *page,
					struct split_chunk *chunk)
{
	hmm_devmem_page_set_drvdata(page, (unsigned long)chunk);
}

static inline struct split_chunk *split_page_chunk(struct page *page)
{
	return (struct split_chunk *)hmm_devmem_page_get_drvdata(page);
}

int split_memory_init(struct split_gpu *gpu, unsigned long size);
void split_page_free(struct hmm_devmem *devmem, struct page *page);
vm_fault_t split_fault(struct hmm_devmem *devmem, struct vm_area_struct *vma,
		       unsigned long addr, const struct page *page,
		       unsigned int flags, pmd_t *pmdp);

#endif
