// SPDX-License-Identifier: GPL-2.0-only
/* Numbers that are counted where they are kept. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

unsigned long *count(struct page *page);

unsigned long *count(struct page *page)
{
	page->hmm_data++;
	page->hmm_data |= 1;
	return &page->hmm_data;
}
