// SPDX-License-Identifier: GPL-2.0-only
/* Cleared in one arm, and something else is done in the other. */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void arm0(struct page *page, struct hmm_devmem *mem);
void arm1(struct page *page, struct hmm_devmem *mem);
void arm2(struct page *page, struct hmm_devmem *mem);
void arm3(struct page *page, struct hmm_devmem *mem);
void arm4(struct page *page, struct hmm_devmem *mem);
void arm5(struct page *page, struct hmm_devmem *mem);
void arm6(struct page *page, struct hmm_devmem *mem);
void arm7(struct page *page, struct hmm_devmem *mem);
void arm8(struct page *page, struct hmm_devmem *mem);
void arm9(struct page *page, struct hmm_devmem *mem);
void arm10(struct page *page, struct hmm_devmem *mem);
void arm11(struct page *page, struct hmm_devmem *mem);
void arm12(struct page *page, struct hmm_devmem *mem);
void arm13(struct page *page, struct hmm_devmem *mem);
void arm14(struct page *page, struct hmm_devmem *mem);
void arm15(struct page *page, struct hmm_devmem *mem);

void arm0(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		page->mapping = NULL;
	else
		page->index++;
	mem->ops->free(mem, page);
}

void arm1(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		page->index++;
	else
		page->mapping = NULL;
	mem->ops->free(mem, page);
}

void arm2(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		page->mapping = 0;
	else
		page->index++;
	mem->ops->free(mem, page);
}

void arm3(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		page->index++;
	else
		page->mapping = 0;
	mem->ops->free(mem, page);
}

void arm4(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		WRITE_ONCE(page->mapping, NULL);
	else
		page->index++;
	mem->ops->free(mem, page);
}

void arm5(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		page->index++;
	else
		WRITE_ONCE(page->mapping, NULL);
	mem->ops->free(mem, page);
}

void arm6(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		WRITE_ONCE(page->mapping, 0);
	else
		page->index++;
	mem->ops->free(mem, page);
}

void arm7(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		page->index++;
	else
		WRITE_ONCE(page->mapping, 0);
	mem->ops->free(mem, page);
}

void arm8(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		page->mapping = NULL;
	} else {
		page->index++;
	}
	mem->ops->free(mem, page);
}

void arm9(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		page->index++;
	} else {
		page->mapping = NULL;
	}
	mem->ops->free(mem, page);
}

void arm10(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		page->mapping = 0;
	} else {
		page->index++;
	}
	mem->ops->free(mem, page);
}

void arm11(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		page->index++;
	} else {
		page->mapping = 0;
	}
	mem->ops->free(mem, page);
}

void arm12(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		WRITE_ONCE(page->mapping, NULL);
	} else {
		page->index++;
	}
	mem->ops->free(mem, page);
}

void arm13(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		page->index++;
	} else {
		WRITE_ONCE(page->mapping, NULL);
	}
	mem->ops->free(mem, page);
}

void arm14(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		WRITE_ONCE(page->mapping, 0);
	} else {
		page->index++;
	}
	mem->ops->free(mem, page);
}

void arm15(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page)) {
		page->index++;
	} else {
		WRITE_ONCE(page->mapping, 0);
	}
	mem->ops->free(mem, page);
}
