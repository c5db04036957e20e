// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who has which range of addresses.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct resource iomem_resource = {
	.name	= "memory",
	.start	= 0,
	.end	= -1,
	.flags	= IORESOURCE_MEM,
};
EXPORT_SYMBOL(iomem_resource);

static DEFINE_SPINLOCK(resource_lock);

/**
 * region_intersects() - what is in a range?
 * @start: first address
 * @size: how long
 * @flags: what to look for
 * @desc: the same, closer; IORES_DESC_NONE for all
 *
 * REGION_DISJOINT: nothing of the kind; REGION_INTERSECTS: nothing but that;
 * REGION_MIXED: that and other things.
 */
int region_intersects(resource_size_t start, size_t size, unsigned long flags,
		      unsigned long desc)
{
	struct resource range = { .start = start, .end = start + size - 1 };
	bool wanted = false, other = false;
	struct resource *child;

	spin_lock(&resource_lock);
	for (child = iomem_resource.child; child; child = child->sibling) {
		if (!resource_overlaps(child, &range))
			continue;
		if ((child->flags & flags) == flags &&
		    (desc == IORES_DESC_NONE || desc == child->desc))
			wanted = true;
		else
			other = true;
	}
	spin_unlock(&resource_lock);

	if (!wanted)
		return REGION_DISJOINT;
	return other ? REGION_MIXED : REGION_INTERSECTS;
}
EXPORT_SYMBOL_GPL(region_intersects);

static struct resource *__request_region(struct resource *parent,
					 resource_size_t start,
					 resource_size_t n, const char *name)
{
	struct resource *fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	struct resource *child;

	if (!fresh)
		return NULL;
	fresh->flags = IORESOURCE_BUSY | IORESOURCE_MEM;
	fresh->start = start;
	fresh->end = fresh->start + (n - 1);
	fresh->name = name;

	spin_lock(&resource_lock);
	for (child = parent->child; child; child = child->sibling)
		if (resource_overlaps(child, fresh))
			break;
	if (!child) {
		fresh->parent = parent;
		fresh->sibling = parent->child;
		parent->child = fresh;
	}
	spin_unlock(&resource_lock);

	if (!child)
		return fresh;
	kfree(fresh);
	return NULL;
}

static void devm_region_release(void *data)
{
	struct resource *res = data, **link;

	spin_lock(&resource_lock);
	for (link = &res->parent->child; *link; link = &(*link)->sibling)
		if (*link == res) {
			*link = res->sibling;
			break;
		}
	spin_unlock(&resource_lock);
	kfree(res);
}

struct resource *
__devm_request_region(struct device *dev, struct resource *parent,
		      resource_size_t start, resource_size_t n, const char *name)
{
	struct resource *res = __request_region(parent, start, n, name);

	if (res && devm_add_action_or_reset(dev, devm_region_release, res))
		return NULL;
	return res;
}
EXPORT_SYMBOL(__devm_request_region);

void __devm_release_region(struct device *dev, struct resource *parent,
			   resource_size_t start, resource_size_t n)
{
	struct resource *child;

	for (child = parent->child; child; child = child->sibling)
		if (child->start == start && resource_size(child) == n)
			break;
	if (child)
		devm_release_action(dev, devm_region_release, child);
}
EXPORT_SYMBOL(__devm_release_region);

#ifdef CONFIG_DEVICE_PRIVATE
/**
 * devm_request_free_mem_region - reserve addresses for memory that has none
 * @dev: the device; the region is released when it is unbound
 * @base: range of addresses to search, usually &iomem_resource
 * @size: size in bytes, rounded up to whole sections
 *
 * The memory of some devices cannot be reached by the processor, but needs a
 * range of physical addresses all the same, for struct pages to be made for it.
 * Search @base downwards from the highest address that can have a struct page,
 * and take the first range that is not used by anything.
 *
 * Return: the region, or ERR_PTR(-ERANGE) if there is no gap of that size, or
 * ERR_PTR(-ENOMEM) if the gap that was found cannot be had.
 */
struct resource *devm_request_free_mem_region(struct device *dev,
		struct resource *base, unsigned long size)
{
	resource_size_t last, start;
	struct resource *region;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	last = min_t(unsigned long, base->end, (1UL << MAX_PHYSMEM_BITS) - 1);

	for (start = last + 1 - size; start > size && start >= base->start;
	     start -= size) {
		if (region_intersects(start, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;

		region = devm_request_mem_region(dev, start, size,
						 dev_name(dev));
		if (!region)
			return ERR_PTR(-ENOMEM);
		region->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
		return region;
	}
	return ERR_PTR(-ERANGE);
}
EXPORT_SYMBOL_GPL(devm_request_free_mem_region);
#endif /* CONFIG_DEVICE_PRIVATE */
