// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

unsigned long migrate_pfn(unsigned long pfn);

void locked(unsigned long *dst, unsigned long pfn, int writable)
{
	dst[0] = migrate_pfn(pfn) | MIGRATE_PFN_LOCKED;
	dst[1] = MIGRATE_PFN_LOCKED | migrate_pfn(pfn + 1);
	dst[2] = migrate_pfn(pfn) | MIGRATE_PFN_LOCKED | MIGRATE_PFN_WRITE;
	dst[3] |= MIGRATE_PFN_LOCKED;
	if (writable)
		dst[3] |= MIGRATE_PFN_WRITE;
}
