// SPDX-License-Identifier: GPL-2.0-only
/* No helpers. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct page *page;
	unsigned long hmm_data;
};

static void thing_init(struct thing *thing, struct page *page)
{
	thing->page = page;

	/*
	 * The hmm_data of a page is ours from the beginning to the end, and so nobody
	 * else may look at it.
	 */
	page->hmm_data = 0;

	/* hmm_data of the thing, not of the page */
	thing->hmm_data = 0;
}

struct thing *thing_of(struct thing *thing, struct page *page);

struct thing *thing_of(struct thing *thing, struct page *page)
{
	if (!page->hmm_data)
		thing_init(thing, page);
	page->hmm_data = (unsigned long)thing;
	thing->hmm_data = page->hmm_data;
	return (struct thing *)thing->page->hmm_data;
}
