/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/types.h>

#define BIT(nr)			(1UL << (nr))
#define BITS_TO_LONGS(nr)	(((nr) + 63) / 64)

static inline void set_bit(unsigned long nr, unsigned long *map)
{
	map[nr / 64] |= BIT(nr % 64);
}

static inline void clear_bit(unsigned long nr, unsigned long *map)
{
	map[nr / 64] &= ~BIT(nr % 64);
}

static inline bool test_bit(unsigned long nr, const unsigned long *map)
{
	return map[nr / 64] & BIT(nr % 64);
}

unsigned long find_next_zero_bit(const unsigned long *map, unsigned long size,
				 unsigned long from);
#define find_first_zero_bit(map, size)	find_next_zero_bit(map, size, 0)

static inline void bitmap_zero(unsigned long *map, unsigned long bits)
{
	unsigned long i;

	for (i = 0; i < BITS_TO_LONGS(bits); i++)
		map[i] = 0;
}

#endif
