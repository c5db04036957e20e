// SPDX-License-Identifier: GPL-2.0-only
/* Code that is not compiled right above the helpers of one's own. */
#include <linux/kernel.h>
#include <linux/mm_types.h>

unsigned long hmm_devmem_page_get_drvdata(const struct page *page);
void hmm_devmem_page_set_drvdata(struct page *page, unsigned long word);

#if 0
int above_first;
#endif
unsigned long hmm_devmem_page_get_drvdata(const struct page *page)
{
	return page->hmm_data;
}

#if 0
int above_second;
#endif
void hmm_devmem_page_set_drvdata(struct page *page, unsigned long word)
{
	page->hmm_data = word;
}
