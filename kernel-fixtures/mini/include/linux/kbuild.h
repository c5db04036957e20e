/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KBUILD_H
#define _LINUX_KBUILD_H

/* A line "->NAME VALUE" of assembler, for a generated header. */
#define DEFINE(name, value) \
	asm volatile("\n->" #name " %0" : : "i" (value))

#endif
