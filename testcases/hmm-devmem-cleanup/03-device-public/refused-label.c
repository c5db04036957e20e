// SPDX-License-Identifier: GPL-2.0-only
/* What follows has labels that are gone to from elsewhere. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int refused_label(struct page *page, int n);
int refused_labels(struct page *page, int n);

int refused_label(struct page *page, int n)
{
	if (n > 8)
		goto big;
	if (!is_device_public_page(page))
		return 0;
	n++;
big:
	return n;
}

int refused_labels(struct page *page, int n)
{
	if (n > 8)
		goto big;
	if (n < 0)
		goto small;
	get_page(page);
	if (n > 3) {
		if (!is_device_public_page(page))
			return 0;
		n++;
small:
		n--;
big:
		n *= 2;
	}
	put_page(page);
	return n;
}
