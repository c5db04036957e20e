// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct switches {
	void (*on)(void);
	void (*off)(void);
};

void switches_fill(struct switches *s);

void switches_fill(struct switches *s)
{
	s->on = dev_pagemap_get_ops;
	s->off = dev_pagemap_put_ops;
}
