// SPDX-License-Identifier: GPL-2.0-only
/* Each way to read it, by the helper and without. */
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

struct record {
	struct record *next;
	unsigned int kind;
	unsigned long word;
};

struct record *by_first(struct page *page);
struct record *by_pointers(struct page *page, struct record *r);
unsigned long by_numbers(struct page *page, unsigned long n);
struct record *direct_first(struct page *page);
struct record *direct_pointers(struct page *page, struct record *r);
unsigned long direct_numbers(struct page *page, unsigned long n);
unsigned long loads_inside(struct page one);

struct record *by_first(struct page *page)
{
	return (struct record *)hmm_devmem_page_get_drvdata(page);
}

struct record *by_pointers(struct page *page, struct record *r)
{
	struct record *one = (struct record *)hmm_devmem_page_get_drvdata(page);
	struct record *two = (void *)(unsigned long)hmm_devmem_page_get_drvdata(page);
	void *three = (void *)hmm_devmem_page_get_drvdata(page);

	one->next = (struct record *)hmm_devmem_page_get_drvdata(page);
	two->next = (struct record *)(unsigned long)hmm_devmem_page_get_drvdata(page);
	if (r == (struct record *)hmm_devmem_page_get_drvdata(page))
		r = two;
	if (r != (struct record *)hmm_devmem_page_get_drvdata(page))
		r = one;
	if ((struct record *)hmm_devmem_page_get_drvdata(page) == r)
		r = two;
	if ((struct record *)hmm_devmem_page_get_drvdata(page) != r)
		r = three;
	((struct record *)hmm_devmem_page_get_drvdata(page))->kind = 1;
	return r;
}

unsigned long by_numbers(struct page *page, unsigned long n)
{
	if (hmm_devmem_page_get_drvdata(page))
		n++;
	else
		n--;
	if (!hmm_devmem_page_get_drvdata(page))
		n += 2;
	n += (unsigned long)hmm_devmem_page_get_drvdata(page);
	n += (long)hmm_devmem_page_get_drvdata(page);
	n += (uintptr_t)hmm_devmem_page_get_drvdata(page);
	n += (u64)hmm_devmem_page_get_drvdata(page);
	n += (phys_addr_t)hmm_devmem_page_get_drvdata(page);
	n += (unsigned int)hmm_devmem_page_get_drvdata(page);
	n += (char)hmm_devmem_page_get_drvdata(page);
	n += (short)hmm_devmem_page_get_drvdata(page);
	n += (int)hmm_devmem_page_get_drvdata(page);
	n += (unsigned)hmm_devmem_page_get_drvdata(page);
	return n + hmm_devmem_page_get_drvdata(page);
}

struct record *direct_first(struct page *page)
{
	return (struct record *)page->hmm_data;
}

struct record *direct_pointers(struct page *page, struct record *r)
{
	struct record *one = (struct record *)page->hmm_data;
	struct record *two = (void *)(unsigned long)page->hmm_data;
	void *three = (void *)page->hmm_data;

	one->next = (struct record *)page->hmm_data;
	two->next = (struct record *)(unsigned long)page->hmm_data;
	if (r == (struct record *)page->hmm_data)
		r = two;
	if (r != (struct record *)page->hmm_data)
		r = one;
	if ((struct record *)page->hmm_data == r)
		r = two;
	if ((struct record *)page->hmm_data != r)
		r = three;
	((struct record *)page->hmm_data)->kind = 1;
	return r;
}

unsigned long direct_numbers(struct page *page, unsigned long n)
{
	if (page->hmm_data)
		n++;
	else
		n--;
	if (!page->hmm_data)
		n += 2;
	n += (unsigned long)page->hmm_data;
	n += (long)page->hmm_data;
	n += (uintptr_t)page->hmm_data;
	return n + page->hmm_data;
}

unsigned long loads_inside(struct page one)
{
	return one.hmm_data;
}
