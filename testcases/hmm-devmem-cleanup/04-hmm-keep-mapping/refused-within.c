// SPDX-License-Identifier: GPL-2.0-only
/* No statement of its own: what else would go with it? */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void within1(struct page *page, struct hmm_devmem *mem);
void within2(struct page *page, struct hmm_devmem *mem);
void within3(struct page *page, struct hmm_devmem *mem);
void within4(struct page *page, struct hmm_devmem *mem);

void within1(struct page *page, struct hmm_devmem *mem)
{
	void *was;

	was = page->mapping = NULL;
	if (!was)
		mem->ops->free(mem, page);
}

void within2(struct page *page, struct hmm_devmem *mem)
{
	page->index = 0, page->mapping = 0;
	mem->ops->free(mem, page);
}

void within3(struct page *page, struct hmm_devmem *mem)
{
	page->index = 0, WRITE_ONCE(page->mapping, NULL);
	mem->ops->free(mem, page);
}

void within4(struct page *page, struct hmm_devmem *mem)
{
	page->index = 0, WRITE_ONCE(page->mapping, 0);
	(*mem->ops->free)(mem, page);
}
