// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver that core.c is for.
 */
#include <linux/device.h>
#include <linux/module.h>
#include "../bus.h"

struct dev_dax *__dax_pmem_probe(struct device *dev,
				 enum dev_dax_subsys subsys);

static int dax_pmem_probe(struct device *dev)
{
	struct dev_dax *dev_dax = __dax_pmem_probe(dev, DEV_DAX_BUS);

	return IS_ERR(dev_dax) ? PTR_ERR(dev_dax) : 0;
}

static struct device_driver dax_pmem_driver = {
	.name = "dax_pmem",
	.probe = dax_pmem_probe,
};

static int __init dax_pmem_init(void)
{
	return driver_register(&dax_pmem_driver);
}

static void __exit dax_pmem_exit(void)
{
	driver_unregister(&dax_pmem_driver);
}

module_init(dax_pmem_init);
module_exit(dax_pmem_exit);
