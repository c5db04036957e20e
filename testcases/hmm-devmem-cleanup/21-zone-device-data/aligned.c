// SPDX-License-Identifier: GPL-2.0-only
/* A page as a test outside of the kernel has it, with its own alignment. */
#define __aligned_word __attribute__((__aligned__(2 * sizeof(long))))

struct page;
int aligned(int n);
unsigned long hmm_devmem_page_get_drvdata(const struct page *page);
void hmm_devmem_page_set_drvdata(struct page *page, unsigned long word);

struct page {
	unsigned long flags;
	union {
		struct {
			struct dev_pagemap *pgmap;
			unsigned long hmm_data;
			unsigned long pad;
		};
		struct {
			void *mapping;
		};
	};
} __aligned_word;

#if 0
/* it was: */
int aligned(int n, int hmm_devmem_page_set_drvdata);
#endif
int aligned(int n)
{
	return n + 1;
}
