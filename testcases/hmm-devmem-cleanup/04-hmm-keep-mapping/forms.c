// SPDX-License-Identifier: GPL-2.0-only
/* Each way to clear it, and to get at the method. */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

void forms_idle1(struct page *page, struct hmm_devmem *mem);
void forms_idle2(struct page *page, struct hmm_devmem *mem,
		 const struct hmm_devmem_ops *ops);
void forms_idle3(struct page *page, struct hmm_devmem *mem);
void forms_idle4(struct page *page, struct hmm_devmem *mem,
		 const struct hmm_devmem_ops *ops);
void forms_idle5(struct page *page, struct hmm_devmem *mem);
void forms_idle6(struct page *page, struct hmm_devmem *mem,
		 const struct hmm_devmem_ops *ops);

void forms_idle1(struct page *page, struct hmm_devmem *mem)
{
	page->mapping = 0;
	mem->ops->free(mem, page);
}

void forms_idle2(struct page *page, struct hmm_devmem *mem,
		 const struct hmm_devmem_ops *ops)
{
	WRITE_ONCE(page->mapping, NULL);
	ops->free(mem, page);
}

void forms_idle3(struct page *page, struct hmm_devmem *mem)
{
	WRITE_ONCE(page->mapping, 0);
	mem->ops->free(mem, page);
}

void forms_idle4(struct page *page, struct hmm_devmem *mem,
		 const struct hmm_devmem_ops *ops)
{
	if (PageAnon(page))
		page->mapping = 0;
	ops->free(mem, page);
}

void forms_idle5(struct page *page, struct hmm_devmem *mem)
{
	if (PageAnon(page))
		WRITE_ONCE(page->mapping, NULL);
	mem->ops->free(mem, page);
}

void forms_idle6(struct page *page, struct hmm_devmem *mem,
		 const struct hmm_devmem_ops *ops)
{
	if (PageAnon(page))
		WRITE_ONCE(page->mapping, 0);
	ops->free(mem, page);
}
