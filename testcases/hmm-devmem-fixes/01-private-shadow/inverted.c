// SPDX-License-Identifier: GPL-2.0-only
/* The other memory first, other names, and a patch of its own. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static int plugged;

void *turned_map(struct device *host, struct dev_pagemap *what)
{
	struct mhp_restrictions lim = { .altmap = pgmap_altmap(what) };
	u64 from = what->res.start, len = resource_size(&what->res);
	int failed;

	mem_hotplug_begin();
	if (what->type != MEMORY_DEVICE_PRIVATE) {
		failed = kasan_add_zero_shadow(__va(from), len);
		if (failed)
			goto unlock;
		failed = arch_add_memory(0, from, len, &lim);
	} else
		failed = add_pages(0, PHYS_PFN(from), PHYS_PFN(len), &lim);
	mem_hotplug_done();
	if (failed < 0)
		goto shadow;
	plugged++;
	return host;

unlock:
	mem_hotplug_done();
	goto out;
shadow:
	/* the shadow first: it is the last thing that was made */
	kasan_remove_zero_shadow(__va(from), len);
	dev_info(host, "of %d\n", plugged);
out:
	return ERR_PTR(failed);
}
