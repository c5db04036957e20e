/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/spinlock.h>

struct mutex {
	spinlock_t wait_lock;
};

#define DEFINE_MUTEX(name)	struct mutex name

static inline void mutex_init(struct mutex *lock)
{
	spin_lock_init(&lock->wait_lock);
}

static inline void mutex_lock(struct mutex *lock)
{
	spin_lock(&lock->wait_lock);
}

static inline void mutex_unlock(struct mutex *lock)
{
	spin_unlock(&lock->wait_lock);
}

#endif
