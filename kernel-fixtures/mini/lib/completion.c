// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for something to be done.
 */
#include <linux/completion.h>
#include <linux/export.h>

void complete(struct completion *x)
{
	x->done++;
	wake_up_all(&x->wait);
}
EXPORT_SYMBOL(complete);

void wait_for_completion(struct completion *x)
{
	while (!READ_ONCE(x->done))
		cond_resched();
	x->done--;
}
EXPORT_SYMBOL(wait_for_completion);
