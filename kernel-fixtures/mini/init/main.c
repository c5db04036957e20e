// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where it all would begin.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/export.h>

void start_kernel(void);

void start_kernel(void)
{
	pr_info("mini: up, with nothing to do\n");
	for (;;)
		cond_resched();
}

void panic(const char *fmt, ...)
{
	for (;;)
		barrier();
}
EXPORT_SYMBOL(panic);
