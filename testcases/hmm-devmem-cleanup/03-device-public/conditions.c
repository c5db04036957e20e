// SPDX-License-Identifier: GPL-2.0-only
/* The test in all kinds of conditions. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int conditions_or(struct page *page, int flags);
int conditions_and(struct page *page, int flags);
int conditions_deep(struct page *page, int flags);
int conditions_value(struct page *page, int flags);
bool conditions_is(struct page *page);

int conditions_or(struct page *page, int flags)
{
	if (is_device_public_page(page) || flags)
		return 1;
	if (flags > 2 ||
	    is_device_public_page(page))
		return 2;
	if (!is_device_public_page(page) && flags == 3)
		return 3;
	while (flags++ < 9 && !is_device_public_page(page))
		if (likely(!is_device_public_page(page)) && PageAnon(page))
			return 4;
	return 0;
}

int conditions_and(struct page *page, int flags)
{
	int n = 0;

	if (is_zone_device_page(page) && is_device_public_page(page))
		n = 1;
	if (unlikely(is_device_public_page(page)))
		n = 2;
	if (flags && PageAnon(page) && is_device_public_page(page)) {
		n = 3;
		flags = 0;
	}
	return n + flags;
}

int conditions_deep(struct page *page, int flags)
{
	if (!(flags && (is_device_private_page(page) ||
			is_device_public_page(page))))
		return 1;
	if ((flags & 2) || (PageAnon(page) && !(is_device_public_page(page))))
		return 2;
	return 0;
}

int conditions_value(struct page *page, int flags)
{
	int refs = 1 + is_device_public_page(page);

	refs += is_device_public_page(page);
	flags |= is_device_public_page(page) ? 4 : 8;
	return is_device_public_page(page) ? -EINVAL : refs + flags;
}

bool conditions_is(struct page *page)
{
	return is_zone_device_page(page) &&
		(is_device_private_page(page) || is_device_public_page(page));
}
