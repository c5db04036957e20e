/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H

#include <linux/mm_types.h>

struct mmu_notifier;

struct mmu_notifier_range {
	struct mm_struct *mm;
	unsigned long start;
	unsigned long end;
	bool blockable;
};

struct mmu_notifier_ops {
	int (*invalidate_range_start)(struct mmu_notifier *who,
				      const struct mmu_notifier_range *change);
	void (*invalidate_range_end)(struct mmu_notifier *who,
				     const struct mmu_notifier_range *change);
	void (*release)(struct mmu_notifier *who, struct mm_struct *mm);
};

struct mmu_notifier {
	const struct mmu_notifier_ops *ops;
	struct mm_struct *mm;
};

#ifdef CONFIG_MMU_NOTIFIER
int __mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm);
void mmu_notifier_unregister_no_release(struct mmu_notifier *mn,
					struct mm_struct *mm);
#endif

static inline bool
mmu_notifier_range_blockable(const struct mmu_notifier_range *range)
{
	return range->blockable;
}

#endif
