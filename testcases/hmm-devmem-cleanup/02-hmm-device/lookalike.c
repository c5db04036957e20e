// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that only begin alike, helpers of the same shape, and names of those
 * that serve struct hmm_device elsewhere.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>

struct hmm_device_entry {
	unsigned int minor;
};

static DEFINE_SPINLOCK(hmm_device_lock);
static unsigned int hmm_device_count;

unsigned int hmm_device_newest(struct hmm_device_entry *entry);

unsigned int hmm_device_newest(struct hmm_device_entry *entry)
{
	unsigned int minor;

	spin_lock(&hmm_device_lock);
	minor = entry->minor + hmm_device_count++;
	spin_unlock(&hmm_device_lock);
	return minor;
}

static int __init hmm_init(void)
{
	hmm_device_count = 1;
	return 0;
}
device_initcall(hmm_init);
