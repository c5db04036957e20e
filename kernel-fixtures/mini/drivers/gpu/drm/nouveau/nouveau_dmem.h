/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NOUVEAU_DMEM_H__
#define __NOUVEAU_DMEM_H__
#include <nvif/os.h>

struct hmm_range;
struct nouveau_drm;

#if IS_ENABLED(CONFIG_DRM_NOUVEAU_SVM)
void nouveau_dmem_convert_pfn(struct nouveau_drm *drm, struct hmm_range *range);
int nouveau_dmem_migrate_vma(struct nouveau_drm *drm,
			     struct vm_area_struct *vma, unsigned long start,
			     unsigned long end);
void nouveau_dmem_init(struct nouveau_drm *drm);
void nouveau_dmem_suspend(struct nouveau_drm *drm);
void nouveau_dmem_resume(struct nouveau_drm *drm);
void nouveau_dmem_fini(struct nouveau_drm *drm);
#else
/* The rest of the driver is not called from outside; these are. */
static inline void nouveau_dmem_fini(struct nouveau_drm *drm) {}
static inline void nouveau_dmem_init(struct nouveau_drm *drm) {}
#endif
#endif
