// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces begin and end.
 */
#include <linux/mm.h>
#include <linux/hmm.h>
#include <linux/slab.h>
#include <linux/sched/mm.h>
#include <linux/export.h>

struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm = kzalloc(sizeof(*mm), GFP_KERNEL);

	if (!mm)
		return NULL;
	init_rwsem(&mm->mmap_sem);
	spin_lock_init(&mm->page_table_lock);
	hmm_mm_init(mm);
	return mm;
}

void mmput(struct mm_struct *mm)
{
	hmm_mm_destroy(mm);
	kfree(mm);
}
EXPORT_SYMBOL_GPL(mmput);
