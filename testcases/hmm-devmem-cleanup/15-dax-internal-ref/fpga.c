// SPDX-License-Identifier: GPL-2.0-only
/* Bars of a card, each with its count; the error is told. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

#define FPGA_BARS 2

struct fpga_bar {
	struct fpga *fpga;
	void *kva;
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion ref_done;
	bool mapped;
};

struct fpga {
	struct device *dev;
	struct fpga_bar bars[FPGA_BARS];
	int nr;
};

static inline struct fpga_bar *to_bar(struct percpu_ref *ref)
{
	return container_of(ref, struct fpga_bar, ref);
}

static void fpga_ref_release(struct percpu_ref *ref)
{
	struct fpga_bar *bar = to_bar(ref);

	dev_dbg(bar->fpga->dev, "%s\n", __func__);
	complete(&bar->ref_done);
}

static void fpga_ref_exit(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct fpga_bar *bar = to_bar(ref);

	dev_dbg(bar->fpga->dev, "%s\n", __func__);
	wait_for_completion(&bar->ref_done);
	percpu_ref_exit(ref);
}

static void fpga_ref_kill(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;

	percpu_ref_kill(ref);
}

static const struct dev_pagemap_ops fpga_pagemap_ops = {
	.kill		= fpga_ref_kill,
	.cleanup	= fpga_ref_exit,
};

static int fpga_map_bar(struct fpga *fpga, int i, struct resource *res)
{
	struct fpga_bar *bar = &fpga->bars[i];
	int rc;

	bar->fpga = fpga;
	init_completion(&bar->ref_done);
	rc = percpu_ref_init(&bar->ref, fpga_ref_release, 0, GFP_KERNEL);
	if (rc) {
		dev_warn(fpga->dev, "BAR %d: no reference count: %d\n", i, rc);
		return rc;
	}

	bar->pgmap.res = *res;
	bar->pgmap.type = MEMORY_DEVICE_PCI_P2PDMA;
	bar->pgmap.ref = &bar->ref;
	bar->pgmap.ops = &fpga_pagemap_ops;
	bar->kva = devm_memremap_pages(fpga->dev, &bar->pgmap);
	if (IS_ERR(bar->kva))
		return PTR_ERR(bar->kva);
	bar->mapped = true;
	return 0;
}

int fpga_map(struct fpga *fpga, struct resource *res);
int fpga_map(struct fpga *fpga, struct resource *res)
{
	int i, rc = 0;

	for (i = 0; i < FPGA_BARS && !rc; i++)
		rc = fpga_map_bar(fpga, i, &res[i]);
	fpga->nr = i;
	return rc;
}
