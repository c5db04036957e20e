// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bits in rows.
 */
#include <linux/bitops.h>
#include <linux/export.h>

unsigned long find_next_zero_bit(const unsigned long *map, unsigned long size,
				 unsigned long from)
{
	while (from < size && test_bit(from, map))
		from++;
	return from;
}
EXPORT_SYMBOL(find_next_zero_bit);
