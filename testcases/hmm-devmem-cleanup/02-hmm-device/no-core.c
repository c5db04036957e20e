// SPDX-License-Identifier: GPL-2.0-only
/* No core: it spells the functions, and its names serve something else. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>

#define FAKE_ROWS	4

struct hmm_device *hmm_device_new(void *drvdata);

static DEFINE_MUTEX(hmm_device_lock);
static unsigned int fake_minors[FAKE_ROWS];
static struct class *hmm_device_class;
static DECLARE_BITMAP(hmm_device_mask, FAKE_ROWS);

static unsigned int fake_minor(void)
{
	unsigned int n;

	mutex_lock(&hmm_device_lock);
	n = fake_minors[0]++;
	if (hmm_device_class)
		set_bit(n, hmm_device_mask);
	mutex_unlock(&hmm_device_lock);
	return n;
}

unsigned int helpers_next(void);

unsigned int helpers_next(void)
{
	return fake_minor();
}
EXPORT_SYMBOL(helpers_next);
