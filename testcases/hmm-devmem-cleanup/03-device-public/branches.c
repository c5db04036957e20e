// SPDX-License-Identifier: GPL-2.0-only
/* Branches: chains, blocks, early ways out. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int branches_chain(struct page *page, int n);
int branches_leave(struct page *page, int n);
int branches_label(struct page *page, int n);
void branches_loop(struct page **pages, int nr);

static bool branches_ok(struct page *page)
{
	/* The others need no check. */
	if (is_device_private_page(page))
		return true;

	/* Public memory can only be used where it is. */
	if (!is_device_public_page(page))
		return false;
	return page_count(page) == 1;
}

int branches_chain(struct page *page, int n)
{
	if (is_device_public_page(page)) {
		n = 1;
	} else if (is_device_private_page(page)) {
		/* stays where it is */
		n = 2;
	} else {
		n = 3;
	}

	if (n == 2)
		n++;
	else if (is_device_public_page(page))
		n--;
	else
		n += 2;

	if (is_zone_device_page(page)) {
		if (is_device_public_page(page))
			n = 7;
	} else {
		n = 8;
	}

	if (n < 3) {
		n = 4;
	} else {
		if (is_device_public_page(page))
			n = 5;
	}
	return branches_ok(page) ? n : -n;
}

int branches_leave(struct page *page, int n)
{
	if (is_device_public_page(page))
		return -EBUSY;
	else
		n++;

	if (!is_device_public_page(page)) {
		n = n * 2;
		n = n + 1;
	}
	return n;
}

int branches_label(struct page *page, int n)
{
	get_page(page);
	if (!is_device_public_page(page))
		goto out;
	n = n * 2;
	if (n > 7)
		n = 7;
out:
	put_page(page);
	return n;
}

void branches_loop(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		struct page *page = pages[i];

		/* nothing is known of these */
		if (is_device_public_page(page)) {
			put_page(page);
			continue;
		}

		if (page_count(page) > 1)
			put_page(page);
	}
}
