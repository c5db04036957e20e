// SPDX-License-Identifier: GPL-2.0-only
/* More is done in the same breath. */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void odd_idle1(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle2(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle3(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle4(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle5(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle6(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle7(struct page *page, struct hmm_devmem *mem, int n);

void odd_idle1(struct page *page, struct hmm_devmem *mem, int n)
{
	if ((n = 1))
		page->mapping = NULL;
	mem->ops->free(mem, page);
}

void odd_idle2(struct page *page, struct hmm_devmem *mem, int n)
{
	if (n++)
		page->mapping = 0;
	mem->ops->free(mem, page);
}

void odd_idle3(struct page *page, struct hmm_devmem *mem, int n)
{
	if (++n)
		page->mapping = NULL;
	mem->ops->free(mem, page);
}

void odd_idle4(struct page *page, struct hmm_devmem *mem, int n)
{
	if (n--)
		page->mapping = NULL;
	mem->ops->free(mem, page);
}

void odd_idle5(struct page *page, struct hmm_devmem *mem, int n)
{
	if (--n)
		page->mapping = NULL;
	mem->ops->free(mem, page);
}

void odd_idle6(struct page *page, struct hmm_devmem *mem, int n)
{
	void *was;

	was = page->mapping = NULL;
	if (!was)
		mem->ops->free(mem, page);
}

void odd_idle7(struct page *page, struct hmm_devmem *mem, int n)
{
	void *was;

	was = page->mapping = 0;
	if (!was)
		mem->ops->free(mem, page);
}
