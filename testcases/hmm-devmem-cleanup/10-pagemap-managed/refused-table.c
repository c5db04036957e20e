// SPDX-License-Identifier: GPL-2.0-only
/* Needed although it does nothing any more: by a table, and by somebody else. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct table {
	void (*drop)(void *data);
};

int table_register(struct device *dev, void (*drop)(void *data), void *data);
int table_one(struct device *dev);
int table_two(struct device *dev);
int table_three(struct device *dev);
void table_four(struct device *dev);

static void table_drop(void *data)
{
	dev_pagemap_put_ops();
}

static int table_take(void)
{
	dev_pagemap_get_ops();
	return 0;
}

struct table table_of_mine = {
	.drop = table_drop,
};

int table_one(struct device *dev)
{
	return table_register(dev, table_drop, NULL);
}

int table_two(struct device *dev)
{
	if (table_register(dev, table_drop, NULL))
		return -ENOMEM;
	return 0;
}

int table_three(struct device *dev)
{
	int err;

	err = table_register(dev, table_drop, NULL);
	if (err)
		return err;
	return table_take();
}

void table_four(struct device *dev)
{
	table_register(dev, table_drop, NULL);
}
