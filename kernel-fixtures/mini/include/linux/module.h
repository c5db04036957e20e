/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/export.h>
#include <linux/init.h>

#define __MODULE_PASTE(a, b)	a##b
#define __MODULE_ID(prefix, line) __MODULE_PASTE(prefix, line)
#define __MODULE_INFO(tag, info)					\
	static const char __MODULE_ID(__modinfo_, __COUNTER__)[]	\
	__attribute__((__used__, __section__(".modinfo"))) = tag "=" info

#define MODULE_LICENSE(text)		__MODULE_INFO("license", text)
#define MODULE_AUTHOR(text)		__MODULE_INFO("author", text)
#define MODULE_DESCRIPTION(text)	__MODULE_INFO("description", text)
#define MODULE_ALIAS(text)		__MODULE_INFO("alias", text)

#ifdef MODULE
#define module_init(fn)	\
	int init_module(void) __attribute__((__alias__(#fn)))
#define module_exit(fn)	\
	void cleanup_module(void) __attribute__((__alias__(#fn)))
#else
#define module_init(fn)	device_initcall(fn)
#define module_exit(fn)							\
	static void (*__exitcall_##fn)(void)				\
	__attribute__((__used__, __section__(".exitcall.exit"))) = fn
#endif

#endif
