// SPDX-License-Identifier: GPL-2.0-only
/* Exported to all; what it uses is announced, set from the first, and shared. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/slab.h>

static int exported_kept = 4;
static int exported_order = 3;
static DEFINE_MUTEX(exported_lock);
static DEFINE_MUTEX(exported_kept_lock);

int exported(int n);
static int exported_other(int n);
static int exported_next(int n);

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size)
{
	return ERR_PTR(-exported_next(exported_other(exported_order)));
}
EXPORT_SYMBOL(hmm_devmem_add);

static int exported_next(int n)
{
	mutex_lock(&exported_lock);
	mutex_unlock(&exported_lock);
	return n + 1;
}

static int exported_other(int n)
{
	mutex_lock(&exported_kept_lock);
	mutex_unlock(&exported_kept_lock);
	return n + exported_kept;
}

#if 0
int exported_old(int n);
#endif
int exported(int n)
{
	return exported_other(n);
}
