// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

int refused(unsigned long *dst)
{
	*dst &= ~MIGRATE_PFN_LOCKED;
	return !(*dst & MIGRATE_PFN_LOCKED);
}
