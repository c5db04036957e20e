// SPDX-License-Identifier: GPL-2.0-only
/* The member itself is asked for, and pages are made out of nothing. */
#include <linux/kernel.h>
#include <linux/compiler.h>
#include <linux/hmm.h>
#include <linux/mm.h>

#ifndef swap
#define swap(a, b) do { typeof(a) c = (a); (a) = (b); (b) = c; } while (0)
#endif

unsigned long whole(struct page *p, struct page *q, unsigned long w);

unsigned long whole(struct page *p, struct page *q, unsigned long w)
{
	struct page made = { .flags = 1, .hmm_data = w };
	unsigned long v = READ_ONCE(p->hmm_data);

	WRITE_ONCE(q->hmm_data, v);
	*p = (struct page) { .hmm_data = w };
	w = p->hmm_data = v;
	swap(p->hmm_data, w);
	*q = made;
	return w;
}
