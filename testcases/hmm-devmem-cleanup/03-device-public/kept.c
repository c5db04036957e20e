// SPDX-License-Identifier: GPL-2.0-only
/* Variables that hold the answer, and such that hold more. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int kept_forms(struct page *page, int n);
int kept_later(struct page *page, int n);
int kept_block(struct page **pages, int nr);
int kept_used(struct page *page, int n);
int kept_set(struct page *page, int n);
int kept_count(struct page *page, int n);
int kept_given(struct page *page, int n);
int kept_later_set(struct page *page, int n);
int kept_later_count(struct page *page, int n);
int kept_later_given(struct page *page, int n);
int kept_either(struct page *page, int n);
int kept_sometimes(struct page *page, int n);
void kept_ask(struct page *page, bool *answer);

/* Each is the answer, however it was asked. */
int kept_forms(struct page *page, int n)
{
	bool plain = is_device_public_page(page);
	bool bare = (is_device_public_page(page));
	bool asked = unlikely(is_device_public_page(page));
	bool hoped = likely(!(is_device_public_page(page)));
	bool not = !is_device_public_page(page);
	bool both = n > 3 && is_device_public_page(page);
	bool both_too = is_device_public_page(page) && n > 4;
	bool either = n > 5 || !is_device_public_page(page);
	bool either_too = !is_device_public_page(page) || n > 6;

	if ((plain) && n == 1)
		return 1;
	if (bare || n == 2)
		return 2;
	if (n == 3 || asked)
		return 3;
	if (hoped && n == 4)
		return 4;
	if (likely(not) && n == 5)
		return 5;
	if (n > 6 || !both)
		n = 6;
	if (n == 7 && both_too)
		return 7;
	if (either == false || n == 8)
		return 8;
	if (n == 9 && either_too)
		return 9;
	return unlikely(plain) ? 10 : n;
}

int kept_later(struct page *page, int n)
{
	bool public;
	int m;

	m = page_count(page);
	public = is_device_public_page(page);
	if (public || m > 3)
		n++;
	if (!public)
		n = m;
	return n;
}

int kept_block(struct page **pages, int nr)
{
	int i, n = 0;

	for (i = 0; i < nr; i++) {
		bool public = is_device_public_page(pages[i]);

		if (public)
			continue;
		if (PageAnon(pages[i]) || public)
			return n;
		n++;
	}
	while (i--) {
		bool movable;

		movable = !is_device_public_page(pages[i]);
		if (movable)
			n++;
	}
	return n;
}

int kept_used(struct page *page, int n)
{
	int public = is_device_public_page(page);

	n += public;
	n = n * 2 - public;
	pr_info("%d\n", public);
	return n;
}

int kept_set(struct page *page, int n)
{
	bool public = is_device_public_page(page);
	bool movable = !is_device_public_page(page);

	if (n > 3)
		public = true;
	if (n > 4)
		movable &= n > 5;
	return public && movable ? n : -n;
}

int kept_count(struct page *page, int n)
{
	int a = is_device_public_page(page);
	int b = is_device_public_page(page);
	int c = is_device_public_page(page);
	int d = is_device_public_page(page);

	if (n > 1)
		a++;
	if (n > 2)
		++b;
	if (n > 3)
		c--;
	if (n > 4)
		--d;
	return a + b + c + d;
}

int kept_given(struct page *page, int n)
{
	bool public = is_device_public_page(page);

	if (n > 3)
		kept_ask(page, &public);
	return public ? n : -n;
}

int kept_later_set(struct page *page, int n)
{
	bool public, movable;

	public = is_device_public_page(page);
	if (n > 3)
		public = true;
	movable = !is_device_public_page(page);
	if (n > 4)
		movable &= n > 5;
	return public && movable ? n : -n;
}

int kept_later_count(struct page *page, int n)
{
	int a;
	int b;
	int c;
	int d;

	a = is_device_public_page(page);
	b = is_device_public_page(page);
	c = is_device_public_page(page);
	d = is_device_public_page(page);
	if (n > 1)
		a++;
	if (n > 2)
		++b;
	if (n > 3)
		c--;
	if (n > 4)
		--d;
	return a + b + c + d;
}

int kept_later_given(struct page *page, int n)
{
	bool public;

	public = is_device_public_page(page);
	if (n > 3)
		kept_ask(page, &public);
	return public ? n : -n;
}

int kept_either(struct page *page, int n)
{
	bool answer;

	if (n > 3)
		answer = is_device_public_page(page);
	else
		answer = !is_device_public_page(page);
	return answer ? n : -n;
}

int kept_sometimes(struct page *page, int n)
{
	bool answer = PageAnon(page);
	bool before;

	before = PageAnon(page);
	if (before)
		n++;
	before = is_device_public_page(page);
	if (n > 3)
		answer = is_device_public_page(page);
	return answer || before ? n : -n;
}
