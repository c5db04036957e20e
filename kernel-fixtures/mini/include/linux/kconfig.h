/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __LINUX_KCONFIG_H
#define __LINUX_KCONFIG_H

#include <generated/autoconf.h>

/*
 * A symbol that is set is the macro 1: paste it behind a prefix for which
 * exactly that result is a macro giving a comma, and see which of two
 * arguments has moved to second place.
 */
#define __ARG_PLACEHOLDER_1 0,
#define __take_second_arg(ignored, val, ...) val
#define __is_defined(x)		___is_defined(x)
#define ___is_defined(val)	____is_defined(__ARG_PLACEHOLDER_##val)
#define ____is_defined(junk)	__take_second_arg(junk 1, 0, 0)
#define __or(x, y)		((x) || (y))

#define IS_BUILTIN(option)	__is_defined(option)
#define IS_MODULE(option)	__is_defined(option##_MODULE)
#define IS_ENABLED(option)	__or(IS_BUILTIN(option), IS_MODULE(option))

#endif
