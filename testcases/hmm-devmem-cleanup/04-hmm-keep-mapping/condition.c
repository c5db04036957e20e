// SPDX-License-Identifier: GPL-2.0-only
/* Cleared for some pages only; and the method may be missing. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

void condition_idle(struct page *page, void *data);

void condition_idle(struct page *page, void *data)
{
	struct hmm_devmem *mem = data;

	if (PageAnon(page))
		page->mapping = NULL;
	if (mem->ops->free)
		mem->ops->free(mem, page);
}
