// SPDX-License-Identifier: GPL-2.0-only
/* The condition around the test does something. */
#include <linux/kernel.h>
#include <linux/mm.h>

int refused_left(struct page *page, int n);

int refused_left(struct page *page, int n)
{
	if (get_page_unless_zero(page)) {
		if (is_device_public_page(page))
			n++;
	}
	if (--n) {
		struct page *next = page + 1;

		if (is_device_public_page(next))
			n++;
	}
	return n;
}
