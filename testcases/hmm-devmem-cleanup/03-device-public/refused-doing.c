// SPDX-License-Identifier: GPL-2.0-only
/* More is done than to test. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int refused_doing(struct page *page, int n, struct vm_area_struct *vma,
		  unsigned long addr, pte_t pte);
void refused_doing_test(void);

static bool (*refused_doing_ask)(const struct page *page);

static struct page *(*refused_doing_see)(struct vm_area_struct *vma,
					 unsigned long addr, pte_t pte,
					 bool all) = _vm_normal_page;

static struct dev_pagemap refused_doing_maps[8];

static struct dev_pagemap *refused_doing_map(int n)
{
	return &refused_doing_maps[n];
}

static struct page *refused_doing_next(struct page *page)
{
	return page + 1;
}

int refused_doing(struct page *page, int n, struct vm_area_struct *vma,
		  unsigned long addr, pte_t pte)
{
	if (is_device_public_page(page++))
		return 3;
	if (is_device_public_page(refused_doing_next(page)))
		return 4;
	if (refused_doing_map(n++)->type == MEMORY_DEVICE_PUBLIC)
		return 5;
	if (MEMORY_DEVICE_PUBLIC != refused_doing_map(--n)->type)
		return 6;
	if (_vm_normal_page(vma, addr, pte, n++ > 3))
		return 7;
	return n;
}

void refused_doing_test(void)
{
	refused_doing_ask = is_device_public_page;
	if (refused_doing_ask(NULL))
		pr_info("seen %p\n", refused_doing_see);
}
