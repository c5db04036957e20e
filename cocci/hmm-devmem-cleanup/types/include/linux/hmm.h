/* SPDX-License-Identifier: GPL-2.0-only */
/* Types only: device memory by HMM, as a kernel has it before the series. */
#ifndef LINUX_HMM_H
#define LINUX_HMM_H
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm_types.h>

struct hmm_devmem_ops;

typedef vm_fault_t (*dev_page_fault_t)(struct vm_area_struct *vma,
				       unsigned long addr,
				       const struct page *page,
				       unsigned int flags, pmd_t *pmdp);

struct hmm_devmem {
	struct completion completion;
	unsigned long pfn_first;
	unsigned long pfn_last;
	struct resource *resource;
	struct device *device;
	struct dev_pagemap pagemap;
	const struct hmm_devmem_ops *ops;
	struct percpu_ref ref;
	dev_page_fault_t page_fault;
};

struct hmm_devmem_ops {
	void (*free)(struct hmm_devmem *devmem, struct page *page);
	vm_fault_t (*fault)(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp);
};

static inline void hmm_devmem_page_set_drvdata(struct page *page,
					       unsigned long data)
{
	page->hmm_data = data;
}

static inline unsigned long hmm_devmem_page_get_drvdata(const struct page *page)
{
	return page->hmm_data;
}

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);
struct hmm_devmem *hmm_devmem_add_resource(const struct hmm_devmem_ops *ops,
					   struct device *device,
					   struct resource *res);
struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr);

struct hmm_device {
	struct device device;
	unsigned int minor;
};

struct hmm_device *hmm_device_new(void *drvdata);
void hmm_device_put(struct hmm_device *hmm_device);

#endif
