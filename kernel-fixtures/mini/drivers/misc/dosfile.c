// SPDX-License-Identifier: GPL-2.0-only
/*
 * This file has CRLF line ends, as some editors will have it.
 */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/export.h>

struct dosfile {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion gone;
};

static void dosfile_release(struct percpu_ref *ref)
{
	struct dosfile *dos = container_of(ref, struct dosfile, ref);

	complete(&dos->gone);
}

static void dosfile_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void dosfile_cleanup(struct percpu_ref *ref)
{
	struct dosfile *dos = container_of(ref, struct dosfile, ref);

	wait_for_completion(&dos->gone);
	percpu_ref_exit(&dos->ref);
}

int dosfile_map(struct device *dev, struct resource *res)
{
	struct dosfile *dos = devm_kzalloc(dev, sizeof(*dos), GFP_KERNEL);
	void *virt;
	int err;

	if (!dos)
		return -ENOMEM;
	init_completion(&dos->gone);
	err = percpu_ref_init(&dos->ref, dosfile_release, 0, GFP_KERNEL);
	if (err)
		return err;

	dos->pgmap.type = MEMORY_DEVICE_PCI_P2PDMA;
	dos->pgmap.res = *res;
	dos->pgmap.ref = &dos->ref;
	dos->pgmap.kill = dosfile_kill;
	dos->pgmap.cleanup = dosfile_cleanup;
	dos->pgmap.altmap_valid = false;
	virt = devm_memremap_pages(dev, &dos->pgmap);
	return IS_ERR(virt) ? PTR_ERR(virt) : 0;
}
EXPORT_SYMBOL_GPL(dosfile_map);
