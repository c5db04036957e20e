// SPDX-License-Identifier: GPL-2.0-only
/* Elements of arrays: the index stays. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct slot {
	unsigned long key;
	void *owner;
};

struct shelf {
	struct slot *slot;
	struct page *first;
	int nr;
};

void shelf_fill(struct shelf *s);
void shelf_fill(struct shelf *s)
{
	struct page *pages = s->first;
	int i;

	for (i = 0; i < s->nr; i++) {
		pages[i].hmm_data = (unsigned long)s->slot[i].owner;
		s->first[i].hmm_data = s->slot[i].key;
		hmm_devmem_page_set_drvdata(&pages[i], s->slot[i].key);
	}
	pages[0].hmm_data = 0;
}

unsigned long shelf_sum(struct shelf *s);
unsigned long shelf_sum(struct shelf *s)
{
	unsigned long sum = s->first[0].hmm_data;
	int i;

	for (i = 1; i < s->nr; i++)
		sum += hmm_devmem_page_get_drvdata(&s->first[i]);
	return sum;
}
