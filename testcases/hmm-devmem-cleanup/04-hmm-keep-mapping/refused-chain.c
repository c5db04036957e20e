// SPDX-License-Identifier: GPL-2.0-only
/* More is done in the same breath. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

void refused_chain(struct page *page, void *data);

static unsigned long refused_chain_seen;

void refused_chain(struct page *page, void *data)
{
	struct hmm_devmem *mem = data;

	if (refused_chain_seen++)
		page->mapping = NULL;
	mem->ops->free(mem, page);
}
