// SPDX-License-Identifier: GPL-2.0-only
/* What stands before the test does something, or a condition around it. */
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int refused_left(struct page *page, int n);
int refused_left_around(struct page *page, int n);
int refused_left_deep(struct page *page, int n);
int refused_left_variable(struct page *page, int n);

static int (*refused_left_ask)(struct page *page);

int refused_left(struct page *page, int n)
{
	if (get_page_unless_zero(page) && is_device_public_page(page))
		return 1;
	if (n++ || !is_device_public_page(page))
		return 2;
	if (get_page_unless_zero(page) &&
	    page->pgmap->type == MEMORY_DEVICE_PUBLIC)
		return 3;
	if (--n || page->pgmap->type != MEMORY_DEVICE_PUBLIC)
		return 4;
	if ((n = page_count(page)) && (PageAnon(page) &&
				       is_device_public_page(page)))
		return 5;
	if ((n += 2) && (is_device_public_page(page) && PageAnon(page)))
		return 6;
	if ((n -= 2) || (PageAnon(page) || !is_device_public_page(page)))
		return 7;
	if ((n |= 2) || (!is_device_public_page(page) || PageAnon(page)))
		return 8;
	if ((n &= 2) || (PageAnon(page) ||
			 page->pgmap->type != MEMORY_DEVICE_PUBLIC))
		return 9;
	if ((n ^= 2) || (page->pgmap->type != MEMORY_DEVICE_PUBLIC ||
			 PageAnon(page)))
		return 10;
	if ((*refused_left_ask)(page) && is_device_public_page(page))
		return 11;
	/* these do nothing */
	if (page_count(page) >= 2 && is_device_public_page(page))
		return 12;
	if (READ_ONCE(page->pgmap) && is_device_public_page(page))
		return 13;
	return n;
}

int refused_left_around(struct page *page, int n)
{
	if (get_page_unless_zero(page)) {
		if (is_device_public_page(page))
			n++;
	}
	if (n *= 2)
		WARN_ON(is_device_public_page(page));
	if (n /= 2)
		if (PageAnon(page) && is_device_public_page(page))
			n++;
	if (n %= 2)
		if (is_device_public_page(page) && PageAnon(page))
			n++;
	if (n <<= 2)
		if (page->pgmap->type == MEMORY_DEVICE_PUBLIC)
			n++;
	if (get_page_unless_zero(page)) {
		if (is_device_public_page(page))
			n++;
		n--;
	}
	if (get_page_unless_zero(page))
		n--;
	else if (is_device_public_page(page))
		n++;
	if (get_page_unless_zero(page)) {
		if (is_device_public_page(page))
			n++;
		else
			n--;
	}
	return n;
}

int refused_left_variable(struct page *page, int n)
{
	if (--n) {
		struct page *next = page + 1;

		if (is_device_public_page(next))
			n++;
	}
	if (n) {
		bool got = get_page_unless_zero(page);

		if (is_device_public_page(page))
			n += got;
	}
	if (n >>= 2) {
		int m;

		if (is_device_public_page(page)) {
			m = page_count(page);
			n += m;
		}
	}
	return n;
}

int refused_left_deep(struct page *page, int n)
{
	if (get_page_unless_zero(page)) {
		if (n > 2) {
			if (is_device_public_page(page))
				n++;
		}
	}
	if (page && trylock_page(page)) {
		struct page *next = page + 1;

		if (n > 2) {
			struct page *more = next + 1;

			if (is_device_public_page(more))
				n++;
		}
	}
	if (n++ > 2) {
		if (n > 3) {
			struct page *next = page + 1;

			if (PageAnon(next))
				if (is_device_public_page(next))
					n++;
		}
	}
	if (n > 1) {
		struct page *next = page + n++;

		if (PageAnon(next)) {
			int m = page_count(next);

			if (m > 3)
				if (is_device_public_page(next))
					n++;
		}
	}
	return n;
}
