// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/mm.h>

static void label_drop(void *data)
{
	dev_pagemap_put_ops();
}

int label_probe(struct device *dev, int *nr)
{
	int err;

	dev_pagemap_get_ops();
	err = devm_add_action_or_reset(dev, label_drop, NULL);
	if (err)
		goto fail;
	*nr += 1;
	return 0;

fail:
	*nr = 0;
	return err;
}
