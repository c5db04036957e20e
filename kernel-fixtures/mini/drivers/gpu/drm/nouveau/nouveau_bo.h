/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NOUVEAU_BO_H__
#define __NOUVEAU_BO_H__

#include <nvif/os.h>

struct nouveau_drm;

struct nouveau_bo {
	u64 offset;
	unsigned long size;
	int pins;
};

int nouveau_bo_new(struct nouveau_drm *drm, unsigned long size,
		   struct nouveau_bo **bo);
int nouveau_bo_pin(struct nouveau_bo *bo);
void nouveau_bo_unpin(struct nouveau_bo *bo);
void nouveau_bo_free(struct nouveau_bo **bo);

#endif
