// SPDX-License-Identifier: GPL-2.0-only
/* Who leaves unless the page is public always leaves. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

void leave_void(struct page *page, int *n);
int leave_next(struct page **pages, int nr);
int leave_loop(struct page **pages, int nr);
int leave_again(struct page *page, int n);
int leave_shared(struct page *page, int n);
int leave_before(struct page *page, int n);
int leave_inner(struct page *page, int n);
int leave_twice(struct page *page, int n);
bool leave_answer(struct page *page);
int leave_count(struct page *page);

void leave_void(struct page *page, int *n)
{
	*n = 0;
	if (!is_device_public_page(page))
		return;
	*n = page_count(page);
	get_page(page);
}

int leave_next(struct page **pages, int nr)
{
	int i, n = 0;

	for (i = 0; i < nr; i++) {
		struct page *page = pages[i];

		n += page_count(page);
		/* the others stay */
		if (!is_device_public_page(page))
			continue;
		if (PageAnon(page))
			put_page(page);
		n--;
	}
	return n;
}

int leave_loop(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		put_page(pages[i]);
		if (!is_device_public_page(pages[i]))
			break;
		get_page(pages[i]);
	}
	return i;
}

int leave_again(struct page *page, int n)
{
again:
	if (n > 7) {
		n -= 3;
		if (!is_device_public_page(page))
			goto again;
		n -= 4;
	}
	return n;
}

/* Somebody else goes there, too. */
int leave_shared(struct page *page, int n)
{
	get_page(page);
	if (!is_device_public_page(page))
		goto out;
	n *= 2;
out:
	if (n < 9) {
		n += 10;
		goto out;
	}
	put_page(page);
	return n;
}

int leave_before(struct page *page, int n)
{
	if (n < 2)
		goto out;
	get_page(page);
	if (!is_device_public_page(page))
		goto out;
	n *= 2;
out:
	return n;
}

/* Only the block that it leaves ends there. */
int leave_inner(struct page *page, int n)
{
	if (n > 3) {
		n++;
		if (!is_device_public_page(page))
			return n;
		n--;
	}
	n *= 2;
	if (n > 9) {
		if (PageAnon(page)) {
			if (!is_device_public_page(page))
				return 1;
			n = 4;
		}
		n = 5;
	}
	return n;
}

int leave_twice(struct page *page, int n)
{
	if (n) {
		if (!is_device_public_page(page))
			return 1;
		n = 2;
	} else {
		if (!is_device_public_page(page))
			return 3;
		n = 4;
	}
	return n;
}

bool leave_answer(struct page *page)
{
	if (PageAnon(page))
		return true;
	if (!is_device_public_page(page))
		return false;
	return page_count(page) > 1;
}

/* Not the same: what is counted is no answer. */
int leave_count(struct page *page)
{
	if (page_count(page))
		return true;
	if (!is_device_public_page(page))
		return false;
	return 2;
}
