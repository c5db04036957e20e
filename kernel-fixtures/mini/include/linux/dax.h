/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DAX_H
#define _LINUX_DAX_H

#include <linux/pfn_t.h>

struct dax_device;
struct cdev;

struct dax_operations {
	long (*direct_access)(struct dax_device *dax_dev, pgoff_t first,
			      long nr, void **virt, pfn_t *pfn);
};

struct dax_device *alloc_dax(void *private, const char *host,
			     const struct dax_operations *ops);
void *dax_get_private(struct dax_device *dax_dev);
void kill_dax(struct dax_device *dax_dev);
void put_dax(struct dax_device *dax_dev);
struct cdev *dax_cdev(struct dax_device *dax_dev);
vm_fault_t vmf_insert_mixed(struct vm_area_struct *vma, unsigned long addr,
			    pfn_t pfn);

#ifdef CONFIG_FS_DAX
void dax_unlock_page(struct page *page);
bool dax_lock_page(struct page *page);
#else
static inline void dax_unlock_page(struct page *page) {}
static inline bool dax_lock_page(struct page *page)
{
	return page != NULL;
}
#endif

#endif
