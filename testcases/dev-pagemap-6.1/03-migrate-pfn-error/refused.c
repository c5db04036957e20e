// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

unsigned long next(void);
void tell(unsigned long bits);

void refused(unsigned long *src)
{
	if (next() & MIGRATE_PFN_DEVICE)
		tell(MIGRATE_PFN_DEVICE);
}
