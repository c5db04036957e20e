/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/list.h>
#include <linux/spinlock.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

static inline void init_waitqueue_head(wait_queue_head_t *wq)
{
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->head);
}

void wake_up_all(wait_queue_head_t *wq);
void wake_up_var(void *var);
unsigned long schedule_timeout(unsigned long timeout);

#define msecs_to_jiffies(ms)	((unsigned long)(ms))

#define wait_event_timeout(wq, condition, timeout) ({		\
	unsigned long __left = (timeout);			\
	while (!(condition) && __left)				\
		__left = schedule_timeout(__left);		\
	__left; })

#endif
