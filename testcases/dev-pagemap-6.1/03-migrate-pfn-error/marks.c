// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

struct page *migrate_pfn_to_page(unsigned long mpfn);
unsigned long migrate_pfn(unsigned long pfn);

static int count;

static void mark(const unsigned long *src, unsigned long *dst)
{
	if (src[0] & MIGRATE_PFN_DEVICE)
		count++;
	if (!(*src & MIGRATE_PFN_DEVICE))
		count--;
	*dst = migrate_pfn(7) | MIGRATE_PFN_LOCKED | MIGRATE_PFN_DEVICE;
	*dst |= MIGRATE_PFN_DEVICE;
	if (!*dst)
		*dst = MIGRATE_PFN_ERROR;
}

int marked(const unsigned long *dst)
{
	return *dst == MIGRATE_PFN_ERROR || dst[1] & MIGRATE_PFN_ERROR;
}
