// SPDX-License-Identifier: GPL-2.0-only
/* A user that is still there. */
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

int user(const struct hmm_devmem_ops *ops, struct device *dev);

int user(const struct hmm_devmem_ops *ops, struct device *dev)
{
	return IS_ERR(hmm_devmem_add(ops, dev, PAGE_SIZE)) ? -EIO : 0;
}
