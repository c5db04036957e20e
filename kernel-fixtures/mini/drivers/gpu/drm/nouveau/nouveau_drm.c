// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver as such.
 */
#include <linux/module.h>
#include "nouveau_drv.h"
#include "nouveau_dmem.h"

static int nouveau_drm_probe(struct device *dev)
{
	struct nouveau_drm *drm;

	drm = devm_kzalloc(dev, sizeof(*drm) + sizeof(*drm->dev), GFP_KERNEL);
	if (!drm)
		return -ENOMEM;
	drm->dev = (void *)(drm + 1);
	drm->dev->dev = dev;
	dev_set_drvdata(dev, drm);
	nouveau_dmem_init(drm);
	return 0;
}

static int nouveau_drm_remove(struct device *dev)
{
	nouveau_dmem_fini(dev_get_drvdata(dev));
	return 0;
}

static struct device_driver nouveau_driver = {
	.name = "nouveau",
	.probe = nouveau_drm_probe,
	.remove = nouveau_drm_remove,
};

static int __init nouveau_drm_init(void)
{
	return driver_register(&nouveau_driver);
}

static void __exit nouveau_drm_exit(void)
{
	driver_unregister(&nouveau_driver);
}

module_init(nouveau_drm_init);
module_exit(nouveau_drm_exit);
MODULE_LICENSE("GPL and additional rights");
