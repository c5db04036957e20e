/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>

#define __init		__section(.init.text)
#define __exit		__section(.exit.text)
#define __initdata	__section(.init.data)
#define __meminit
#define __ref

typedef int (*initcall_t)(void);

#define ___define_initcall(fn, id)					\
	static initcall_t __initcall_##fn##id				\
	__attribute__((__used__, __section__(".initcall" #id ".init"))) = fn

#define core_initcall(fn)	___define_initcall(fn, 1)
#define subsys_initcall(fn)	___define_initcall(fn, 4)
#define device_initcall(fn)	___define_initcall(fn, 6)

#endif
