// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct lent {
	struct percpu_ref ref;
	void *base;
};

static struct percpu_ref the_ref;

void *lent_map(struct device *dev, struct resource *res, struct lent *lent)
{
	return devm_memremap_pages(dev, res, &lent->ref, NULL);
}

void *nowhere(struct device *dev, struct resource *res)
{
	return devm_memremap_pages(dev, res, &the_ref, NULL);
}

void *five(struct device *dev, struct resource *res)
{
	return devm_memremap_pages(dev, res, &the_ref, NULL, 0);
}

void undo(struct device *dev, struct lent *lent)
{
	devm_memunmap_pages(dev, lent->base);
}
