// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/string.h>

struct plain {
	struct percpu_ref ref;
	struct resource res;
};

/* A device with much in it. */
struct rich {
	int number;
	struct percpu_ref *queue;
	struct vmem_altmap *alt;
	void *base;
};

int plain_probe(struct device *dev)
{
	struct plain *p = devm_kzalloc(dev, sizeof(*p), GFP_KERNEL);
	void *addr;

	if (!p)
		return -ENOMEM;
	addr = devm_memremap_pages(dev, &p->res, &p->ref, NULL);
	if (IS_ERR(addr))
		return -EIO;
	return 0;
}

int rich_probe(struct device *dev, struct resource *from)
{
	struct rich *rich;

	rich = devm_kzalloc(dev, sizeof(*rich), GFP_KERNEL);
	rich->base = devm_memremap_pages(dev, from, rich->queue, rich->alt);
	return IS_ERR(rich->base);
}
