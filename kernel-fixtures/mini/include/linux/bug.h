/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>

__printf(1, 2) int printk(const char *fmt, ...);
void panic(const char *fmt, ...) __printf(1, 2) __noreturn;

#define BUG()	panic("BUG at %s:%d\n", __FILE__, __LINE__)
#define BUG_ON(condition)	do { if (unlikely(condition)) BUG(); } while (0)
#define BUILD_BUG_ON(condition)	_Static_assert(!(condition), #condition)

#define WARN(condition, format...) ({					\
	int __ret_warn = !!(condition);					\
	if (unlikely(__ret_warn))					\
		printk(format);						\
	unlikely(__ret_warn);						\
})

#define WARN_ON(condition) \
	WARN(condition, "warning at %s:%d\n", __FILE__, __LINE__)

#define WARN_ONCE(condition, format...) ({				\
	static _Bool __warned;						\
	int __ret_once = !!(condition);					\
	if (unlikely(__ret_once && !__warned)) {			\
		__warned = 1;						\
		printk(format);						\
	}								\
	unlikely(__ret_once);						\
})

#define WARN_ON_ONCE(condition) \
	WARN_ONCE(condition, "warning at %s:%d\n", __FILE__, __LINE__)

#endif
