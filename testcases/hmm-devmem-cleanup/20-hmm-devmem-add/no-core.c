// SPDX-License-Identifier: GPL-2.0-only
/* No core, with static functions of the names that go in one. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(exported_lock);
static int calls;

static int give_back(int n);
int no_core(int n);

#if 0
int no_core_left;
#endif
static int give_back(int n)
{
	mutex_lock(&exported_lock);
	n += calls++;
	mutex_unlock(&exported_lock);
	return n;
}

int no_core(int n)
{
	return give_back(n);
}
EXPORT_SYMBOL(no_core);

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);
