// SPDX-License-Identifier: GPL-2.0-only
/* One of two calls. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

void choose(struct page *page, bool which, unsigned long a);

void choose(struct page *page, bool which, unsigned long a)
{
	which ? hmm_devmem_page_set_drvdata(page, a) :
		hmm_devmem_page_set_drvdata(page, 0);
}
