/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COUNTER_H
#define _COUNTER_H

#include <linux/memremap.h>

typedef struct percpu_ref counter_t;
typedef struct percpu_ref *counter_ptr;

void counter_kill(counter_t *count);
void counter_stop(counter_ptr);
void counter_cleanup(struct percpu_ref *const count);

#endif
