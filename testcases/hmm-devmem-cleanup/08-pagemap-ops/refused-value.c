// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks that are kept, compared and passed by address. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
};

void keep(void *what);
bool thing_keep(struct thing *thing);

bool thing_keep(struct thing *thing)
{
	void (*kill)(struct percpu_ref *ref) = thing->pgmap.kill;

	keep(&thing->pgmap.cleanup);
	kill(thing->pgmap.ref);
	return thing->pgmap.page_free == NULL && thing->pgmap.kill == kill;
}
