// SPDX-License-Identifier: GPL-2.0-only
/* Nothing of hmm_devmem_add() or struct hmm_devmem is here. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct bank {
	unsigned long pfn_first, pfn_last;
	struct device *device;
	struct bank *devmem;
};

struct bank_ops {
	void (*free)(struct bank *devmem, struct page *page);
};

static void bank_free(struct bank *devmem, struct page *page)
{
	pr_info("hmm_devmem_add %lx\n", devmem->devmem->pfn_first);
}

const struct bank_ops *bank_ops(struct bank *bank);

const struct bank_ops *bank_ops(struct bank *bank)
{
	static const struct bank_ops ops = {
		.free = bank_free,
	};

	return bank->devmem ? &ops : NULL;
}
