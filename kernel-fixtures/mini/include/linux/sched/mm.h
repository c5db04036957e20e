/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_MM_H
#define _LINUX_SCHED_MM_H

#include <linux/mm_types.h>

void mmput(struct mm_struct *mm);

#endif
