// SPDX-License-Identifier: GPL-2.0-only
/* The memory is part of something bigger, and there are several pages. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct wrapped {
	unsigned long idle;
	struct hmm_devmem *mem;
};

void wrapped_idle(struct wrapped *w, struct page **pages, int nr);

void wrapped_idle(struct wrapped *w, struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		w->idle++;
		pages[i]->mapping = NULL;
		pages[i]->index = 0;
		w->mem->ops->free(w->mem, pages[i]);
	}
}
