// SPDX-License-Identifier: GPL-2.0-only
/* Wrappers that have variables of all kinds. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

struct vars {
	struct vm_area_struct *vma;
	unsigned long at[2];
};

struct page *vars_plain(struct vars *v);
struct page *vars_set(struct vars *v);
struct page *vars_list(struct vars *v);
struct page *vars_table(struct vars *v);
struct page *vars_many(struct vars *v, struct page *page, struct page *dpage);

struct page *vars_plain(struct vars *v)
{
	unsigned long at;

	at = v->at[0];
	return hmm_vma_alloc_locked_page(v->vma, at);
}

struct page *vars_set(struct vars *v)
{
	unsigned long at = v->at[1];

	return hmm_vma_alloc_locked_page(v->vma, at);
}

struct page *vars_list(struct vars *v)
{
	unsigned long at[2];

	at[0] = v->at[1];
	return hmm_vma_alloc_locked_page(v->vma, at[0]);
}

struct page *vars_table(struct vars *v)
{
	static const unsigned int shift[] = { 12, 21 };

	if (!v->vma)
		return NULL;
	return hmm_vma_alloc_locked_page(v->vma, v->at[0] << shift[0]);
}

struct page *vars_many(struct vars *v, struct page *page, struct page *dpage)
{
	if (page && dpage)
		return hmm_vma_alloc_locked_page(v->vma, v->at[0]);
	return page ? page : dpage;
}
