// SPDX-License-Identifier: GPL-2.0-only
/* Each value that can be stored, by the helper and without. */
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

struct record {
	struct record *next;
	unsigned int kind;
	unsigned long word;
};

unsigned long forms_word(int n);
void stores_by(struct page *page, struct record *r, const struct record *fixed,
		struct record v, const u32 *list, unsigned long w, int n);
void stores_direct(struct page *page, struct record *r, const struct record *fixed,
		   struct record v, const u32 *list, unsigned long w, int n);
void stores_inside(struct page *page, struct record *r, const struct record *fixed,
		   struct record v, const u32 *list, unsigned long w, int n);

void stores_by(struct page *page, struct record *r, const struct record *fixed,
		struct record v, const u32 *list, unsigned long w, int n)
{
	hmm_devmem_page_set_drvdata(page, 0UL);
	hmm_devmem_page_set_drvdata(page, 0L);
	hmm_devmem_page_set_drvdata(page, 0ul);
	hmm_devmem_page_set_drvdata(page, (unsigned long)NULL);
	hmm_devmem_page_set_drvdata(page, (unsigned long)0);
	hmm_devmem_page_set_drvdata(page, (unsigned long)fixed);
	hmm_devmem_page_set_drvdata(page, (unsigned long)(void *)r);
	hmm_devmem_page_set_drvdata(page, (unsigned long)r);
	hmm_devmem_page_set_drvdata(page, (unsigned long)&r->next);
	hmm_devmem_page_set_drvdata(page, (unsigned long)n);
	hmm_devmem_page_set_drvdata(page, (long)n);
	hmm_devmem_page_set_drvdata(page, (uintptr_t)n);
	hmm_devmem_page_set_drvdata(page, 5UL);
	hmm_devmem_page_set_drvdata(page, w);
	hmm_devmem_page_set_drvdata(page, r->word);
	hmm_devmem_page_set_drvdata(page, w + 1);
	hmm_devmem_page_set_drvdata(page, n);
	hmm_devmem_page_set_drvdata(page, 7);
	hmm_devmem_page_set_drvdata(page, r->kind);
	hmm_devmem_page_set_drvdata(page, list[n]);
	hmm_devmem_page_set_drvdata(page, v.kind);
	hmm_devmem_page_set_drvdata(page, forms_word(n));
	hmm_devmem_page_set_drvdata(page, n + 1);
	hmm_devmem_page_set_drvdata(page, v.word);
}

void stores_direct(struct page *page, struct record *r, const struct record *fixed,
		   struct record v, const u32 *list, unsigned long w, int n)
{
	page->hmm_data = 0UL;
	page->hmm_data = 0L;
	page->hmm_data = 0ul;
	page->hmm_data = (unsigned long)NULL;
	page->hmm_data = (unsigned long)0;
	page->hmm_data = (unsigned long)fixed;
	page->hmm_data = (unsigned long)(void *)r;
	page->hmm_data = (unsigned long)r;
	page->hmm_data = (unsigned long)&r->next;
	page->hmm_data = (unsigned long)n;
	page->hmm_data = (long)n;
	page->hmm_data = (uintptr_t)n;
	page->hmm_data = 5UL;
	page->hmm_data = w;
	page->hmm_data = r->word;
	page->hmm_data = w + 1;
	page->hmm_data = n;
	page->hmm_data = 7;
	page->hmm_data = r->kind;
	page->hmm_data = list[n];
	page->hmm_data = v.kind;
	page->hmm_data = forms_word(n);
	page->hmm_data = n + 1;
	page->hmm_data = v.word;
}

void stores_inside(struct page *page, struct record *r, const struct record *fixed,
		   struct record v, const u32 *list, unsigned long w, int n)
{
	struct page one = *page;

	one.hmm_data = 0;
	one.hmm_data = (unsigned long)fixed;
	one.hmm_data = (unsigned long)(void *)r;
	one.hmm_data = (unsigned long)r;
	one.hmm_data = (unsigned long)&r->next;
	one.hmm_data = (unsigned long)n;
	one.hmm_data = (long)n;
	one.hmm_data = (uintptr_t)n;
	one.hmm_data = 5UL;
	one.hmm_data = w;
	one.hmm_data = r->word;
	one.hmm_data = w + 1;
	one.hmm_data = n;
	one.hmm_data = 7;
	one.hmm_data = r->kind;
	one.hmm_data = list[n];
	one.hmm_data = v.kind;
	one.hmm_data = forms_word(n);
	one.hmm_data = n + 1;
	one.hmm_data = v.word;
	*page = one;
}
