// SPDX-License-Identifier: GPL-2.0-only
/* Conditions around the test, and a variable for it. */
#include <linux/kernel.h>
#include <linux/mm.h>

int nested(unsigned long pfn, int n);

int nested(unsigned long pfn, int n)
{
	if (n > 3) {
		if (pfn_valid(pfn)) {
			struct page *page = pfn_to_page(pfn);

			if (is_device_public_page(page))
				n++;
		}
	}

	if (n > 4 && pfn_valid(pfn))
		if (is_device_public_page(pfn_to_page(pfn)))
			n--;
	return n;
}
