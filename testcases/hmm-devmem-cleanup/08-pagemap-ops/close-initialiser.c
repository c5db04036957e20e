// SPDX-License-Identifier: GPL-2.0-only
/* A map on the stack, in functions that stand close to others. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/string.h>

static void shut_kill(struct percpu_ref *count)
{
	percpu_ref_kill(count);
}
static void shut_cleanup(struct percpu_ref *count)
{
	percpu_ref_exit(count);
}
int shut_map(struct device *dev, struct dev_pagemap *to, struct percpu_ref *ref);
int
shut_map(struct device *dev, struct dev_pagemap *to, struct percpu_ref *ref)
{
	struct dev_pagemap map = {
		.type = MEMORY_DEVICE_FS_DAX,
		.ref = ref,
		.kill = shut_kill, .cleanup = shut_cleanup,
	};

	memcpy(to, &map, sizeof(map));
	return IS_ERR(devm_memremap_pages(dev, to)) ? -ENXIO : 0;
}
/* The comment stays with the function. */
int shut_again(struct device *dev, struct dev_pagemap *to);

int shut_again(struct device *dev, struct dev_pagemap *to)
{
	struct dev_pagemap map = {
		.cleanup = shut_cleanup,
		.kill = shut_kill,
		.type = MEMORY_DEVICE_FS_DAX,
	};

	memcpy(to, &map, sizeof(map));
	return IS_ERR(devm_memremap_pages(dev, to)) ? -ENXIO : 0;
}
