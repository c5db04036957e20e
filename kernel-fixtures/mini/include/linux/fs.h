/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/types.h>
#include <linux/export.h>

struct page;
struct address_space;
struct vm_area_struct;

struct address_space_operations {
	int (*migratepage)(struct address_space *mapping, struct page *newpage,
			   struct page *page, int mode);
	void (*invalidatepage)(struct page *page);
};

struct address_space {
	const struct address_space_operations *a_ops;
};

struct file {
	void *private_data;
	struct address_space *f_mapping;
};

struct file_operations {
	struct module *owner;
	int (*mmap)(struct file *filp, struct vm_area_struct *vma);
};

#endif
