// SPDX-License-Identifier: GPL-2.0-only
/* The condition does something. */
#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static atomic_t condition_users;

void condition_get(int first);
void condition_get(int first)
{
	if (atomic_inc_return(&condition_users) == 1)
		dev_pagemap_get_ops();
}

void condition_put(int last);
void condition_put(int last)
{
	if (!--last) {
		dev_pagemap_put_ops();
	}
}
