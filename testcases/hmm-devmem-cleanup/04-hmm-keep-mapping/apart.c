// SPDX-License-Identifier: GPL-2.0-only
/* Cleared, and handed on by another function: nobody can say which page. */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void apart_idle(struct page *page, struct hmm_devmem *mem);

static void apart_clear(struct page *page)
{
	page->mapping = NULL;
}

void apart_idle(struct page *page, struct hmm_devmem *mem)
{
	apart_clear(page);
	mem->ops->free(mem, page);
}
