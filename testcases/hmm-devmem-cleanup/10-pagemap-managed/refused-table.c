// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct table {
	void (*drop)(void *data);
};

static void table_drop(void *data)
{
	dev_pagemap_put_ops();
}

struct table table_of_mine = {
	.drop = table_drop,
};
