// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory by its physical address, without struct pages.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/export.h>

static void devm_memremap_release(void *addr)
{
	barrier();
}

void *devm_memremap(struct device *dev, resource_size_t offset, size_t size,
		    unsigned long flags)
{
	void *virt = __va(offset);
	int err = devm_add_action(dev, devm_memremap_release, virt);

	return err ? ERR_PTR(err) : virt;
}
EXPORT_SYMBOL(devm_memremap);

void devm_memunmap(struct device *dev, void *addr)
{
	devm_release_action(dev, devm_memremap_release, addr);
}
EXPORT_SYMBOL(devm_memunmap);
