// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bus addresses, here the same as physical ones.
 */
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/pfn.h>

dma_addr_t dma_map_page(struct device *dev, struct page *page, size_t offset,
			size_t size, enum dma_data_direction dir)
{
	return PFN_PHYS(page_to_pfn(page)) + offset;
}
EXPORT_SYMBOL(dma_map_page);

void dma_unmap_page(struct device *dev, dma_addr_t addr, size_t size,
		    enum dma_data_direction dir)
{
	barrier();
}
EXPORT_SYMBOL(dma_unmap_page);

int dma_mapping_error(struct device *dev, dma_addr_t addr)
{
	return !addr;
}
EXPORT_SYMBOL(dma_mapping_error);
