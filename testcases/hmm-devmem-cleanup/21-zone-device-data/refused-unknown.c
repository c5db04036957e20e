// SPDX-License-Identifier: GPL-2.0-only
/* Macros, and what is declared elsewhere: whose hmm_data is it? */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct owner {
	int n;
};

#define page_owner(p) ((struct owner *)(p)->hmm_data)
#define page_disown(p) do { (p)->hmm_data = 0; } while (0)
#define inner_word(p) ((p).hmm_data)

int unknown(struct page *p);

int unknown(struct page *p)
{
	int n = page_owner(p)->n + inner_word(*p);

	page_disown(p);
	return n;
}
