// SPDX-License-Identifier: GPL-2.0-only
/* Macros and wrappers around the helpers. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct slot {
	int nr;
};

#define page_slot(page) \
	((struct slot *)hmm_devmem_page_get_drvdata(page))
#define page_set_slot(page, slot) \
	hmm_devmem_page_set_drvdata(page, (unsigned long)(slot))

static inline void set_slot(struct page *page, struct slot *slot)
{
	hmm_devmem_page_set_drvdata(page, (uintptr_t)slot);
}

int slot_nr(struct page *pages, struct slot *slot, int nr);

int slot_nr(struct page *pages, struct slot *slot, int nr)
{
	set_slot(pages, slot);
	page_set_slot(pages + nr, slot);
	return page_slot(pages + nr)->nr;
}
