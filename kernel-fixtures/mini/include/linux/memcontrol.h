/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMCONTROL_H
#define _LINUX_MEMCONTROL_H

#include <linux/mm.h>

struct mem_cgroup {
	unsigned long pages;
};

#ifdef CONFIG_MEMCG
void mem_cgroup_uncharge(struct page *page);
#else
static inline void mem_cgroup_uncharge(struct page *page)
{
}
#endif

#endif
