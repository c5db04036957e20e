// SPDX-License-Identifier: GPL-2.0-only
/* A devm action for the put, and its check in several ways. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct fpga {
	struct dev_pagemap window;
	int state;
};

static void fpga_put(void *unused);

static int fpga_one(struct device *dev, struct fpga *f)
{
	int ret;

	dev_pagemap_get_ops();
	ret = devm_add_action_or_reset(dev, fpga_put, NULL);
	if (ret) {
		dev_warn(dev, "no way back\n");
		return ret;
	}

	f->state = 1;
	return 0;
}

static int fpga_two(struct device *dev, struct fpga *f)
{
	void *at;
	int ret;

	/* the slow path, please */
	dev_pagemap_get_ops();
	ret = devm_add_action_or_reset(dev, fpga_put, f);
	if (ret < 0)
		goto out;

	at = devm_memremap_pages(dev, &f->window);
	ret = IS_ERR(at) ? PTR_ERR(at) : 0;
	if (ret)
		goto out;
	f->state = 2;
out:
	return ret;
}

static int fpga_three(struct device *dev, struct fpga *f)
{
	f->state = 3;
	dev_pagemap_get_ops();
	return devm_add_action_or_reset(dev, fpga_put, NULL);
}

/* nothing but the put */
static void fpga_put(void *unused)
{
	dev_pagemap_put_ops();
}

int fpga_probe(struct device *dev, struct fpga *f)
{
	int err = fpga_one(dev, f);

	if (!err)
		err = fpga_two(dev, f);
	if (!err)
		err = fpga_three(dev, f);
	return err;
}
