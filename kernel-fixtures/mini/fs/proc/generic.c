// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files in /proc.
 */
#include <linux/kernel.h>
#include <linux/init.h>

static int __init proc_init(void)
{
	pr_info("proc: ready\n");
	return 0;
}
subsys_initcall(proc_init);
