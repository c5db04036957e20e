// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of both arms, and of what is around them. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int arms_else(struct page *page, int n);
int arms_always(struct page *page, int n);
int arms_expected(struct page *page, int n);
int arms_around(struct page *page, int n);
int arms_variables(unsigned long pfn, int n);
int arms_last(struct page *page, int n);
void arms_label(struct page *page, int n);

int arms_else(struct page *page, int n)
{
	if (is_device_public_page(page)) {
		n++;
	} else {
		n--;
		n *= 2;
	}
	if (is_device_public_page(page))
		n++;
	else
		n--;
	if (!is_device_public_page(page)) {
		n += 2;
		n *= 3;
	} else {
		n = 0;
	}
	if (!is_device_public_page(page))
		n += 4;
	else
		n = 1;
	return n;
}

int arms_always(struct page *page, int n)
{
	if (n == 1)
		n = 2;
	else if (!is_device_public_page(page))
		n = 3;
	else
		n = 4;

	if (n == 5)
		n = 6;
	else if (!is_device_public_page(page))
		n = 7;

	if (n == 8) {
		n = 9;
	} else if (is_device_public_page(page)) {
		n = 10;
	} else {
		n = 11;
	}
	return n;
}

int arms_expected(struct page *page, int n)
{
	if (likely(!PageAnon(page))) {
		if (is_device_public_page(page))
			n = 1;
	} else {
		n = 2;
	}
	if (unlikely(!PageAnon(page))) {
		if (is_device_public_page(page))
			n = 3;
	} else {
		n = 4;
	}
	if (likely(PageAnon(page))) {
		if (is_device_public_page(page))
			n = 5;
	} else {
		n = 6;
	}
	if (unlikely(PageAnon(page))) {
		if (is_device_public_page(page))
			n = 7;
	} else {
		n = 8;
	}
	if (!PageAnon(page)) {
		if (is_device_public_page(page))
			n = 9;
	} else {
		n = 10;
	}
	if (n > 10 && PageAnon(page)) {
		if (is_device_public_page(page))
			n = 11;
	} else {
		n = 12;
	}
	return n;
}

int arms_around(struct page *page, int n)
{
	if (n == 1)
		n = 2;
	else if (PageAnon(page))
		WARN_ON(is_device_public_page(page));

	if (n == 2) {
		if (PageAnon(page)) {
			if (page_count(page) > 3) {
				if (is_device_public_page(page))
					n = 3;
			}
		}
	}

	if (n == 4) {
		if (is_device_public_page(page))
			n = 5;
	} else {
		if (is_device_public_page(page))
			n = 6;
	}

	if (n == 7) {
		n = 8;
	} else {
		if (is_device_public_page(page))
			n = 9;
	}
	return n;
}

int arms_variables(unsigned long pfn, int n)
{
	if (pfn_valid(pfn)) {
		struct page *page = pfn_to_page(pfn);
		struct page *next = page + 1;

		if (is_device_public_page(next))
			n++;
	}

	if (pfn_valid(pfn + 1)) {
		int count;

		if (is_device_public_page(pfn_to_page(pfn))) {
			count = page_count(pfn_to_page(pfn));
			n += count;
		}
	}

	if (pfn_valid(pfn + 2)) {
		struct page *page = pfn_to_page(pfn);

		if (PageAnon(page)) {
			int count = page_count(page);

			if (is_device_public_page(page + count))
				n--;
		}
	}
	return n;
}

int arms_last(struct page *page, int n)
{
	switch (n) {
	case 1:
		n++;
		break;
	case 2:
		if (is_device_public_page(page))
			return 3;
		break;
	default:
		if (is_device_public_page(page))
			n--;
	}

	for (n = 3; n; n--) {
		if (is_device_public_page(page))
			return 4;
	}
	if (n)
		goto out;
	n = 5;
out:
	if (is_device_public_page(page))
		put_page(page);
	return n;
}

void arms_label(struct page *page, int n)
{
	if (n > 3)
		goto out;
	get_page(page);
out:
	if (is_device_public_page(page))
		put_page(page);
}
