// SPDX-License-Identifier: GPL-2.0-only
/* Comments that name both kinds: MEMORY_DEVICE_PRIVATE and MEMORY_DEVICE_PUBLIC. */
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int comments_refs(struct page *page, int n);

/**
 * comments_kind - which kind?
 * @page: a page of a device
 *
 * Returns 1 for MEMORY_DEVICE_PRIVATE or MEMORY_DEVICE_PUBLIC, which are not on
 * the list of the lru, and 0 for the others.
 */
static int comments_kind(struct page *page)
{
	return is_device_private_page(page) || is_device_public_page(page);
}

int comments_refs(struct page *page, int n)
{
	/* Pages of MEMORY_DEVICE_PUBLIC or MEMORY_DEVICE_PRIVATE count twice. */
	n += comments_kind(page);

	if (n > 3) {
		/*
		 * What is public or private has one more, which stays for as
		 * long as the driver has the page.
		 */
		n -= is_device_private_page(page);
		n -= is_device_public_page(page);
	}
	return n;
}
