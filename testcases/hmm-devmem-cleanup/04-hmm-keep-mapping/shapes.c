// SPDX-License-Identifier: GPL-2.0-only
/* Part of the driver's own structure, behind a pointer to a function, in a block. */
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

struct shapes {
	struct hmm_devmem mem;
	unsigned long idle;
};

typedef struct hmm_devmem shapes_mem_t;

void shapes_embedded(struct shapes *s, struct page *page);
void shapes_deref(shapes_mem_t *mem, struct page *page);
void shapes_block(struct hmm_devmem *mem, struct page *page);
void shapes_early(struct hmm_devmem *mem, struct page *page);
void shapes_restored(struct hmm_devmem *mem, struct page *page,
		     struct address_space *mapping);

void shapes_embedded(struct shapes *s, struct page *page)
{
	page->mapping = NULL;
	s->idle++;
	s->mem.ops->free(&s->mem, page);
}

void shapes_deref(shapes_mem_t *mem, struct page *page)
{
	page->mapping = NULL;
	(*mem->ops->free)(mem, page);
}

void shapes_block(struct hmm_devmem *mem, struct page *page)
{
	if (unlikely(PageAnon(page))) {
		/* it had been somebody's */
		page->mapping = NULL;
	}
	if (page->index > 1) {
		page->index = 0;
		WRITE_ONCE(page->mapping, NULL);
	}
	if (IS_ENABLED(CONFIG_DEVICE_PRIVATE) && page->index) {
		WRITE_ONCE(page->mapping, NULL);
	}
	if (page->index == 7) {
		page->mapping = 0;
	}
	if (is_zone_device_page(page) && READ_ONCE(page->index)) {
		WRITE_ONCE(page->mapping, 0);
	}
	mem->ops->free(mem, page);
}

void shapes_early(struct hmm_devmem *mem, struct page *page)
{
	if (!mem->ops || !mem->ops->free) {
		put_page(page);
		return;
	}
	page->mapping = NULL;
	mem->ops->free(mem, page);
}

/* what is set to something else is somebody's intention */
void shapes_restored(struct hmm_devmem *mem, struct page *page,
		     struct address_space *mapping)
{
	page->mapping = NULL;
	page->mapping = mapping;
	mem->ops->free(mem, page);
}
