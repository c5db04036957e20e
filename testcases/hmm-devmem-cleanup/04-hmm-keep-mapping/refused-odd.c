// SPDX-License-Identifier: GPL-2.0-only
/* More is done in the same breath. */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

bool odd_forget(struct page *page);
void odd_idle8(struct page *page, struct hmm_devmem *mem, int n);
void odd_idle9(struct page *page, struct hmm_devmem *mem, int n);
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
	if (n--) {
		page->mapping = NULL;
	}
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
	if (odd_forget(page)) {
		WRITE_ONCE(page->mapping, NULL);
	}
	mem->ops->free(mem, page);
}

void odd_idle7(struct page *page, struct hmm_devmem *mem, int n)
{
	if ((n -= 1))
		WRITE_ONCE(page->mapping, 0);
	mem->ops->free(mem, page);
}

void odd_idle8(struct page *page, struct hmm_devmem *mem, int n)
{
	if (--n) {
		page->mapping = 0;
	}
	mem->ops->free(mem, page);
}

void odd_idle9(struct page *page, struct hmm_devmem *mem, int n)
{
	if (n++ > 2) {
		WRITE_ONCE(page->mapping, 0);
	}
	mem->ops->free(mem, page);
}
