// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wait until nobody reads any more.
 */
#include <linux/rcupdate.h>
#include <linux/export.h>

void synchronize_rcu(void)
{
	barrier();
}
EXPORT_SYMBOL_GPL(synchronize_rcu);
