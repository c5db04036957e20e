// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of PowerPC.
 */
#include <linux/init.h>
#include <linux/memremap.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>

int track_pfn_remap(struct vm_area_struct *vma, pgprot_t *prot,
		    unsigned long pfn, unsigned long addr, unsigned long size)
{
	return 0;
}

void untrack_pfn(struct vm_area_struct *vma, unsigned long pfn,
		 unsigned long size)
{
}

#ifdef CONFIG_MEMORY_HOTPLUG
static int create_section_mapping(unsigned long from, unsigned long to)
{
	return from < to ? 0 : -EFAULT;
}

int arch_add_memory(int nid, u64 start, u64 size,
			struct mhp_restrictions *restrictions)
{
	unsigned long virt = (unsigned long)__va(start);
	int err = create_section_mapping(virt, virt + size);

	if (err)
		return err;
	return add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT,
			 restrictions);
}

#ifdef CONFIG_MEMORY_HOTREMOVE
static int remove_section_mapping(unsigned long from, unsigned long to)
{
	return from < to ? 0 : -ENOENT;
}

void __ref arch_remove_memory(int nid, u64 start, u64 size,
			     struct vmem_altmap *altmap)
{
	unsigned long virt = (unsigned long)__va(start);
	unsigned long pfn = start >> PAGE_SHIFT;
	struct page *page = pfn_to_page(pfn);

	/*
	 * Ask a page that has contents for its zone: with an altmap the first
	 * ones may not.
	 */
	if (altmap)
		page += vmem_altmap_offset(altmap);

	__remove_pages(page_zone(page), pfn, size >> PAGE_SHIFT, altmap);
	WARN_ON_ONCE(remove_section_mapping(virt, virt + size));
}
#endif
#endif
