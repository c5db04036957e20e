// SPDX-License-Identifier: GPL-2.0-only
/* Uses of each name that no rule is for. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct residue {
	struct hmm_devmem *mem;
};

int residue(const struct hmm_devmem_ops *ops, struct device *device);

int residue(const struct hmm_devmem_ops *ops, struct device *device)
{
	return IS_ERR(hmm_devmem_add(ops, device, PAGE_SIZE)) ? -EIO : 0;
}
