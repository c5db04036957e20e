/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef THING_H
#define THING_H

#include <linux/memremap.h>

struct thing {
	struct dev_pagemap map;
	struct percpu_ref ref;
};

void thing_kill(struct percpu_ref *ref);
void thing_cleanup(struct percpu_ref *);

#endif
