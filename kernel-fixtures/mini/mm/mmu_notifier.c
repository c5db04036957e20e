// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who else has page tables that must follow.
 */
#include <linux/mmu_notifier.h>
#include <linux/errno.h>
#include <linux/export.h>

int __mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm)
{
	if (!mn->ops)
		return -EINVAL;
	mn->mm = mm;
	return 0;
}
EXPORT_SYMBOL_GPL(__mmu_notifier_register);

void mmu_notifier_unregister_no_release(struct mmu_notifier *mn,
					struct mm_struct *mm)
{
	mn->mm = NULL;
}
EXPORT_SYMBOL_GPL(mmu_notifier_unregister_no_release);
