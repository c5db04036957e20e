/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#include <linux/compiler.h>

/*
 * Each export leaves an entry in a section of its own, whose name says
 * whether the symbol is for everybody or for GPL modules.
 */
struct kernel_symbol {
	const void *value;
	const char *name;
};

struct module;
#define THIS_MODULE	((struct module *)0)

#define ___EXPORT_SYMBOL(sym, sec)					\
	static const char __kstrtab_##sym[]				\
	__attribute__((__used__, __section__("__ksymtab_strings"))) = #sym; \
	static const struct kernel_symbol __ksymtab_##sym		\
	__attribute__((__used__, __section__("___ksymtab" sec "+" #sym))) = \
	{ &sym, __kstrtab_##sym }

#define EXPORT_SYMBOL(sym)	___EXPORT_SYMBOL(sym, "")
#define EXPORT_SYMBOL_GPL(sym)	___EXPORT_SYMBOL(sym, "_gpl")

#endif
