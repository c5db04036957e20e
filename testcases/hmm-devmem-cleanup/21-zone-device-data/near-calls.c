// SPDX-License-Identifier: GPL-2.0-only
/* Functions of two words and of one, that are called like the helpers. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct near_slot {
	struct near_slot *next;
	unsigned int kind;
};

void near_mark(struct page *page, unsigned long word);
unsigned long near_word(const struct page *page);
struct near_slot *near_calls(struct page *page, struct near_slot *s,
			     const struct near_slot *fixed, unsigned long w,
			     int n);

struct near_slot *near_calls(struct page *page, struct near_slot *s,
			     const struct near_slot *fixed, unsigned long w,
			     int n)
{
	struct near_slot *one = (struct near_slot *)near_word(page);
	void *two = (void *)(unsigned long)near_word(page);

	hmm_devmem_page_set_drvdata(page, (unsigned long)s);
	near_mark(page, 0);
	near_mark(page, 0UL);
	near_mark(page, (unsigned long)NULL);
	near_mark(page, (unsigned long)fixed);
	near_mark(page, (unsigned long)s);
	near_mark(page, (unsigned long)(void *)s);
	near_mark(page, (unsigned long)&s->next);
	near_mark(page, (unsigned long)n);
	near_mark(page, (long)n);
	near_mark(page, (uintptr_t)n);
	near_mark(page, 5UL);
	near_mark(page, w);
	near_mark(page, n);
	near_mark(page, 7);
	near_mark(page, s->kind);
	near_mark(page, near_word(page));
	near_mark(page, page->hmm_data);

	one->next = (struct near_slot *)near_word(page);
	if (two == (void *)near_word(page) ||
	    (struct near_slot *)near_word(page) != one)
		w += near_word(page);
	if (near_word(page))
		w += (unsigned long)near_word(page);
	if (!near_word(page))
		w += (u64)near_word(page) + (int)near_word(page);
	((struct near_slot *)near_word(page))->kind = w;
	if (near_word(page) == hmm_devmem_page_get_drvdata(page))
		return NULL;
	return (struct near_slot *)near_word(page);
}
