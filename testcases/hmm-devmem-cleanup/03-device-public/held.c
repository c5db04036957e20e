// SPDX-License-Identifier: GPL-2.0-only
/* The answer is kept in a variable. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int held_once(struct page *page, int n);
int held_later(struct page *page, int n);
int held_not(struct page *page, int n);

int held_once(struct page *page, int n)
{
	const bool public = is_device_public_page(page);

	if (public || n > 3)
		n = 1;
	if (n == 2 && public)
		n = 3;
	return public ? -n : n;
}

int held_later(struct page *page, int n)
{
	bool movable;

	movable = !is_device_public_page(page);
	if (movable)
		n++;
	return n;
}

/* This one can become something else. */
int held_not(struct page *page, int n)
{
	bool special = is_device_public_page(page);

	if (n > 3)
		special = true;
	return special ? n : -n;
}
