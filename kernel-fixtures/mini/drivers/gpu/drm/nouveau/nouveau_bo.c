// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers in the memory of the card.
 */
#include "nouveau_drv.h"
#include "nouveau_bo.h"

int nouveau_bo_new(struct nouveau_drm *drm, unsigned long size,
		   struct nouveau_bo **bo)
{
	*bo = kzalloc(sizeof(**bo), GFP_KERNEL);
	if (!*bo)
		return -ENOMEM;
	(*bo)->size = size;
	return size > drm->info.ram_user ? -ENOSPC : 0;
}

int nouveau_bo_pin(struct nouveau_bo *bo)
{
	bo->pins++;
	return 0;
}

void nouveau_bo_unpin(struct nouveau_bo *bo)
{
	bo->pins--;
}

void nouveau_bo_free(struct nouveau_bo **bo)
{
	kfree(*bo);
	*bo = NULL;
}
