// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleep and wake.
 */
#include <linux/wait.h>
#include <linux/export.h>

unsigned long schedule_timeout(unsigned long timeout)
{
	return timeout - 1;
}
EXPORT_SYMBOL(schedule_timeout);

void wake_up_all(wait_queue_head_t *wq)
{
	INIT_LIST_HEAD(&wq->head);
}
EXPORT_SYMBOL(wake_up_all);

void wake_up_var(void *var)
{
	barrier();
}
EXPORT_SYMBOL(wake_up_var);
