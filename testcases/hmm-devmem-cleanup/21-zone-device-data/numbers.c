// SPDX-License-Identifier: GPL-2.0-only
/* Drivers that keep a number. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define TAG 0x17UL

enum kind { FREE, USED };

unsigned long number(struct page *page, unsigned long n, int small,
		     enum kind kind, const u32 *list);

unsigned long number(struct page *page, unsigned long n, int small,
		     enum kind kind, const u32 *list)
{
	unsigned long was = hmm_devmem_page_get_drvdata(page);

	hmm_devmem_page_set_drvdata(page, n);
	hmm_devmem_page_set_drvdata(page, n << 1 | kind);
	hmm_devmem_page_set_drvdata(page, small);
	hmm_devmem_page_set_drvdata(page, small + 1);
	hmm_devmem_page_set_drvdata(page, list[small]);
	hmm_devmem_page_set_drvdata(page, TAG);
	hmm_devmem_page_set_drvdata(page, page_to_pfn(page));
	hmm_devmem_page_set_drvdata(page, USED);

	if (hmm_devmem_page_get_drvdata(page) == n)
		return (int)hmm_devmem_page_get_drvdata(page);
	if (hmm_devmem_page_get_drvdata(page) & 1)
		return hmm_devmem_page_get_drvdata(page) >> 1;
	return (u64)hmm_devmem_page_get_drvdata(page) + was;
}
