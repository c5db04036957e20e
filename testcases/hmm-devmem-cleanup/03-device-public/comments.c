// SPDX-License-Identifier: GPL-2.0-only
/* Comments that name both kinds: MEMORY_DEVICE_PRIVATE and MEMORY_DEVICE_PUBLIC. */
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int comments_refs(struct page *page, int n);
int comments_more(struct page *page, int n);
int comments_others(struct page *page, int n);
int comments_named(int n);

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

/*
 * The page, if it is private or public: then a reference is held for as long as
 * there is one at all.
 *
 *   first: of those that are MEMORY_DEVICE_PUBLIC or MEMORY_DEVICE_PRIVATE and
 *		that nobody else has
 *   second: not looked at
 */
static struct page *
comments_page(struct page *page)
{
	return is_device_public_page(page) ? NULL : page;
}

/* The (public or private) page that comes after it. */

static struct page *comments_next(struct page *page)
{
	return is_device_public_page(page) ? NULL : page + 1;
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

int comments_more(struct page *page, int n)
{
	/* two  blanks,	and a tab */
	if (is_device_public_page(page))
		return 0;

	/*	private	and public,  as above */
	n += 2; n *= 3;

	/*
	 * This is of no   interest.
	 *
	 * Nor this, which is for the private or the public. The next one is,
	 * for what is private, or public: it goes on, and on, and on, to the
	 * end, which is a private and
	 * public matter.
	 */
	n -= 4;

	/* private and publication */
	n += 5;

	/* publicly or private, and "private" or "public" things */
	n -= 6;

	/* not (private or public), but public and private; and so on */
	return comments_page(comments_next(page)) ? n : -n;
}

/* Who asks for private or public keys asks for no pages. */
int comments_others(struct page *page, int n)
{
	/* Keys that are private or public. */
	if (PageAnon(page))
		n++;
	return n;
}

int comments_named(int n)
{
	/* Neither MEMORY_DEVICE_PRIVATE nor this; MEMORY_DEVICE_PUBLIC or MEMORY_DEVICE_PRIVATE. */
	n++;

	/* MEMORY_DEVICE_PRIVATE and MEMORY_DEVICE_PUBLIC. */
	return n;
}
