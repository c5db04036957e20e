// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers that headers need and only the compiler knows: never linked, read
 * from the assembler text by the top Makefile.
 */
#define __GENERATING_BOUNDS_H
#include <linux/kbuild.h>
#include <linux/mmzone.h>

int bounds(void);

int bounds(void)
{
	DEFINE(MAX_NR_ZONES, __MAX_NR_ZONES);
	return 0;
}
