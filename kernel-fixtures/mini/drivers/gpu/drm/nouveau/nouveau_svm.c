// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults of the card in the memory of processes.
 */
#include "nouveau_drv.h"
#include "nouveau_dmem.h"

#include <linux/sched/mm.h>
#include <linux/hmm.h>

struct nouveau_svmm {
	struct nouveau_drm *drm;
	struct mm_struct *mm;
	struct hmm_mirror mirror;
};

static int
nouveau_svmm_sync_cpu_device_pagetables(struct hmm_mirror *mirror,
					const struct hmm_update *update)
{
	struct nouveau_svmm *svmm =
		container_of(mirror, struct nouveau_svmm, mirror);

	NV_INFO(svmm->drm, "forget %lx\n", update->start);
	return 0;
}

static void
nouveau_svmm_release(struct hmm_mirror *mirror)
{
}

static const struct hmm_mirror_ops nouveau_svmm_ops = {
	.release = nouveau_svmm_release,
	.sync_cpu_device_pagetables = nouveau_svmm_sync_cpu_device_pagetables,
};

/* What the entries of the card's page tables look like. */
static const u64 nouveau_svm_pfn_values[HMM_PFN_VALUE_MAX] = {
	[HMM_PFN_NONE] = 0,
	[HMM_PFN_SPECIAL] = -2ULL,
	[HMM_PFN_ERROR] = -2ULL,
};

static const u64 nouveau_svm_pfn_flags[HMM_PFN_FLAG_MAX] = {
	[HMM_PFN_DEVICE_PRIVATE] = BIT(2),
	[HMM_PFN_WRITE] = BIT(1),
	[HMM_PFN_VALID] = BIT(0),
};

int
nouveau_svmm_init(struct nouveau_svmm *svmm)
{
	struct mm_struct *mm = svmm->mm;
	int err;

	down_write(&mm->mmap_sem);
	svmm->mirror.ops = &nouveau_svmm_ops;
	err = hmm_mirror_register(&svmm->mirror, mm);
	up_write(&mm->mmap_sem);
	return err;
}

void
nouveau_svmm_fini(struct nouveau_svmm *svmm)
{
	hmm_mirror_unregister(&svmm->mirror);
	mmput(svmm->mm);
}

int
nouveau_svm_fault(struct nouveau_svmm *svmm, unsigned long addr, u64 *pfn)
{
	struct hmm_range range = {
		.pfns = pfn,
		.flags = nouveau_svm_pfn_flags,
		.values = nouveau_svm_pfn_values,
		.pfn_shift = 8,
		.start = addr & PAGE_MASK,
		.end = (addr & PAGE_MASK) + PAGE_SIZE,
	};
	int ret;

	if (!hmm_mirror_mm_is_alive(&svmm->mirror))
		return -EFAULT;
	down_read(&svmm->mm->mmap_sem);
	range.vma = find_vma(svmm->mm, addr);
	ret = range.vma ? hmm_vma_fault(&range, true) : -EFAULT;
	if (ret)
		goto out;
	nouveau_dmem_convert_pfn(svmm->drm, &range);
	if (!hmm_vma_range_done(&range))
		ret = -EAGAIN;
out:
	up_read(&svmm->mm->mmap_sem);
	return ret;
}
