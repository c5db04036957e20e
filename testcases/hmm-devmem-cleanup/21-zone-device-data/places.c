// SPDX-License-Identifier: GPL-2.0-only
/* Where the page stands that is read or written. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct places {
	struct page *ptr, *list[4];
	struct page own, many[4];
};

struct page *places_page(struct places *s, int n);
unsigned long places(struct places *s, struct places v, struct page *p, int n);

unsigned long places(struct places *s, struct places v, struct page *p, int n)
{
	unsigned long sum = hmm_devmem_page_get_drvdata(s->ptr);

	sum += hmm_devmem_page_get_drvdata(v.ptr);
	sum += hmm_devmem_page_get_drvdata(s->list[n]);
	sum += hmm_devmem_page_get_drvdata(places_page(s, n));
	sum += hmm_devmem_page_get_drvdata((p));
	sum += hmm_devmem_page_get_drvdata(&s->own);
	sum += hmm_devmem_page_get_drvdata(&v.own);
	sum += hmm_devmem_page_get_drvdata(&s->many[n]);
	sum += hmm_devmem_page_get_drvdata(&(*p));
	sum += hmm_devmem_page_get_drvdata(p + n);
	hmm_devmem_page_set_drvdata(s->ptr, sum);
	hmm_devmem_page_set_drvdata(v.ptr, sum);
	hmm_devmem_page_set_drvdata(s->list[n], sum);
	hmm_devmem_page_set_drvdata(places_page(s, n), sum);
	hmm_devmem_page_set_drvdata((p), sum);
	hmm_devmem_page_set_drvdata(&s->own, sum);
	hmm_devmem_page_set_drvdata(&v.own, sum);
	hmm_devmem_page_set_drvdata(&s->many[n], sum);
	hmm_devmem_page_set_drvdata(&(*p), sum);
	hmm_devmem_page_set_drvdata(n ? s->ptr : p, sum);
	return sum;
}
