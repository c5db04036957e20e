// SPDX-License-Identifier: GPL-2.0-only
/* Counted in its place, in each way. */
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void counts(struct page *page, int n);

void counts(struct page *page, int n)
{
	page->hmm_data += n;
	page->hmm_data--;
	++page->hmm_data;
	--page->hmm_data;
}
