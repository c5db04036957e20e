// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of x86 with 64 bits.
 */
#include <linux/init.h>
#include <linux/memremap.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>

#ifdef CONFIG_MEMORY_HOTPLUG
int arch_add_memory(int nid, u64 start, u64 size,
			struct mhp_restrictions *restrictions)
{
	return add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT,
			 restrictions);
}

#ifdef CONFIG_MEMORY_HOTREMOVE
static void kernel_physical_mapping_remove(u64 from, u64 to)
{
	pr_info("unmapped [%llx, %llx)\n", from, to);
}

void __ref arch_remove_memory(int nid, u64 start, u64 size,
			      struct vmem_altmap *altmap)
{
	unsigned long pfn = PHYS_PFN(start);
	struct page *page = pfn_to_page(pfn);

	/* The first pages may have none of the memmap's contents */
	if (altmap)
		page += vmem_altmap_offset(altmap);
	__remove_pages(page_zone(page), pfn, PHYS_PFN(size), altmap);
	kernel_physical_mapping_remove(start, start + size);
}
#endif
#endif /* CONFIG_MEMORY_HOTPLUG */
