// SPDX-License-Identifier: GPL-2.0-only
/* A core of something else that knows the names, and a plain use of both. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct core_none {
	int users;
};

void core_none_get(struct core_none *core);
void core_none_put(struct core_none *core);

void core_none_get(struct core_none *core)
{
	if (core->users == 0)
		dev_pagemap_get_ops();
	core->users++;
}
EXPORT_SYMBOL_GPL(core_none_get);

void core_none_put(struct core_none *core)
{
	core->users--;
	if (core->users == 0)
		dev_pagemap_put_ops();
}
EXPORT_SYMBOL_GPL(core_none_put);
