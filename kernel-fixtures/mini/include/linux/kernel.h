/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/string.h>
#include <linux/bitops.h>

#define UINT_MAX	(~0U)
#define BITS_PER_LONG	64
#define PTR_ALIGN_MASK(x, mask)	(((x) + (mask)) & ~(mask))
#define ALIGN(x, a)		PTR_ALIGN_MASK(x, (typeof(x))(a) - 1)
#define ALIGN_DOWN(x, a)	((x) & ~((typeof(x))(a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)
#define ARRAY_SIZE(arr)		(sizeof(arr) / sizeof((arr)[0]))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))

#define min(x, y) ({ typeof(x) _x = (x); typeof(y) _y = (y);	\
		     (void)(&_x == &_y); _x < _y ? _x : _y; })
#define max(x, y) ({ typeof(x) _x = (x); typeof(y) _y = (y);	\
		     (void)(&_x == &_y); _x > _y ? _x : _y; })
#define min_t(type, x, y)	min((type)(x), (type)(y))

#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n)	((u32)(n))

#define container_of(ptr, type, member) ({			\
	void *__mptr = (void *)(ptr);				\
	((type *)(__mptr - offsetof(type, member))); })

#define pr_warn(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(fmt, ##__VA_ARGS__)

__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
int sscanf(const char *buf, const char *fmt, ...);

static inline u64 le64_to_cpu(__le64 v)
{
	return v;
}

static inline u32 le32_to_cpu(__le32 v)
{
	return v;
}
#define __le32_to_cpu(v)	le32_to_cpu(v)

static inline void cond_resched(void)
{
	barrier();
}

static inline void might_sleep(void)
{
	barrier();
}

#endif
