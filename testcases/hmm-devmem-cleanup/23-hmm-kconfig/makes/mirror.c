// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm_types.h>

/* Only with CONFIG_HMM there is something to look at. */
#if IS_ENABLED(CONFIG_HMM)
static bool mirrored(struct mm_struct *mm)
{
	return mm->hmm;
}
#else /* !CONFIG_HMM */
static bool mirrored(struct mm_struct *mm)
{
	return false;
}
#endif

bool mirror_is_on(struct mm_struct *mm)
{
	return IS_ENABLED(CONFIG_HMM) && mirrored(mm);
}
