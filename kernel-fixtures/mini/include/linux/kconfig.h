/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __LINUX_KCONFIG_H
#define __LINUX_KCONFIG_H

#include <generated/autoconf.h>

/*
 * A symbol that is set is the macro 1: paste it behind a prefix for which
 * exactly that result is a macro giving a comma, and see which of two
 * arguments has moved to second place.
 */
#define KCONFIG_SHIFT_BY_1		~,
#define KCONFIG_SECOND(first, second, ...)	second
#define KCONFIG_PLACE(...)		KCONFIG_SECOND(__VA_ARGS__)
#define KCONFIG_PASTE(value) \
	KCONFIG_PLACE(KCONFIG_SHIFT_BY_##value 1, 0, ~)
#define KCONFIG_IS_1(symbol)		KCONFIG_PASTE(symbol)

#define IS_MODULE(symbol)	KCONFIG_IS_1(symbol##_MODULE)
#define IS_BUILTIN(symbol)	KCONFIG_IS_1(symbol)
#define IS_ENABLED(symbol)	(IS_MODULE(symbol) || IS_BUILTIN(symbol))

#endif
