/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NOUVEAU_DRV_H__
#define __NOUVEAU_DRV_H__

#include <nvif/os.h>

struct drm_device {
	struct device *dev;
};

struct nouveau_channel {
	int id;
};

struct nouveau_drm {
	struct drm_device *dev;
	struct {
		u64 ram_user;
		int family;
	} info;
	struct nouveau_channel *chan;
	struct nouveau_dmem *dmem;
};

static inline struct nouveau_drm *nouveau_drm(struct drm_device *dev)
{
	return dev_get_drvdata(dev->dev);
}

#define NV_INFO(drm, fmt, args...) dev_info((drm)->dev->dev, fmt, ##args)

#endif
