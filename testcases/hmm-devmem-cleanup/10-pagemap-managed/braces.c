// SPDX-License-Identifier: GPL-2.0-only
/* One statement is left of a block. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int braces_map(struct device *dev, struct dev_pagemap *map);

int braces_map(struct device *dev, struct dev_pagemap *map)
{
	int err = 0;

	dev_pagemap_get_ops();
	if (IS_ERR(devm_memremap_pages(dev, map))) {
		dev_pagemap_put_ops();
		return -ENXIO;
	}
	if (IS_ERR(devm_memremap_pages(dev, map + 1))) {
		err = -EINVAL;
		dev_pagemap_put_ops();
	}
	if (IS_ERR(devm_memremap_pages(dev, map + 2))) {
		dev_pagemap_put_ops();
		err = -EINVAL;
		map->dev = NULL;
	}
	if (!map->dev) {
		if (err) {
			dev_pagemap_put_ops();
			map++;
		}
	} else
		map--;
	return map->dev ? err : 0;
}

int braces_goto(struct device *dev, struct dev_pagemap *map);

int braces_goto(struct device *dev, struct dev_pagemap *map)
{
	void *virt = devm_memremap_pages(dev, map);

	if (IS_ERR(virt) &&
	    PTR_ERR(virt) != -EBUSY) {
		/* it was not us */
		dev_pagemap_put_ops();
		return dev->parent ? -ENODEV :
				     -ENXIO;
	}
	if (PTR_ERR(virt) == -EAGAIN) {
		dev_pagemap_put_ops();
		goto again;
	}
	return 0;
again:
	return 1;
}
