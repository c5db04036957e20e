/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/mutex.h>

struct rw_semaphore {
	struct mutex lock;
};

#define init_rwsem(sem)		mutex_init(&(sem)->lock)
#define down_read(sem)		mutex_lock(&(sem)->lock)
#define up_read(sem)		mutex_unlock(&(sem)->lock)
#define down_write(sem)		mutex_lock(&(sem)->lock)
#define up_write(sem)		mutex_unlock(&(sem)->lock)

#endif
