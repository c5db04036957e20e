// SPDX-License-Identifier: GPL-2.0-only
/* A core with state of every kind; a file-level name that is another's. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#define STATE_KEPT	5
#define STATE_LENGTH	(STATE_ROWS + STATE_SPARE)
#define STATE_SPARE	1
#define STATE_ROWS	3

static int state_kept_first = 2;
static int state_kept_rows[STATE_KEPT] = { 1 };
static char state_kept_text[STATE_KEPT];
static DECLARE_BITMAP(state_kept_mask, STATE_KEPT);
static unsigned int state_first = 1;
static unsigned int state_rows[STATE_ROWS] = { 1, 2, 3 };
static char state_text[STATE_LENGTH];
static DEFINE_MUTEX(state_lock);

int state_other(int n);
static unsigned int state_next(void);

struct hmm_device *hmm_device_new(void *drvdata)
{
	struct hmm_device *fake = kzalloc(sizeof(struct hmm_device),
					  GFP_KERNEL);

	if (!fake)
		return ERR_PTR(-ENOMEM);
	fake->minor = state_next();
	return fake;
}
EXPORT_SYMBOL(hmm_device_new);

static unsigned int state_next(void)
{
	unsigned int n;

	mutex_lock(&state_lock);
	n = state_first++ + state_rows[0];
	state_text[0] = 0;
	mutex_unlock(&state_lock);
	return n;
}

#if 0
static int state_never;
#endif
int state_other(int n)
{
	set_bit(1, state_kept_mask);
	state_kept_text[0] = n;
	return state_kept_rows[1] + state_kept_first++;
}

static void state_drop(struct device *device)
{
	kfree(container_of(device, struct hmm_device, device));
}

void hmm_device_put(struct hmm_device *fake)
{
	pr_info("%zu bytes\n", sizeof(struct hmm_device));
	state_drop(&fake->device);
}
