// SPDX-License-Identifier: GPL-2.0-only
/* Comments right above, close to what is before and far from it. */
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void comments(struct page *page, struct page *other);

void comments(struct page *page, struct page *other)
{
	/* hmm_data of a page that is not ours */
	page->hmm_data = 0;
	other->flags = 0;
	/* my_hmm_data and hmm_database are others' names; hmm_data is not, and long */
	other->hmm_data = 0;
	/*
	 * A comment of lines, each of which nearly fills its line to the end: hmm_data
	 * is the name that no longer fits
	 */
	page->hmm_data = 7;

	/* what hmm_data is */
	page->flags = 0;
	/* nothing of it */
	page->hmm_data = 0;
}
