// SPDX-License-Identifier: GPL-2.0-only
/* A driver that asks in every way that one may think of. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

#define SHAPES_DEVICE_PAGE(page) \
	(is_device_private_page(page) || is_device_public_page(page))

#ifndef VM_WARN_ON
#define VM_WARN_ON(cond)	WARN_ON(cond)
#define VM_WARN_ON_ONCE(cond)	WARN_ON_ONCE(cond)
#endif

struct shapes {
	struct page **pages;
	bool public;
	int nr;
};

int shapes_macro(struct page *page);
void shapes_member(struct shapes *s, struct page *page);
void shapes_argument(struct shapes *s, struct page *page);
int shapes_ternary(struct page *page, int n);
bool shapes_not(struct page *page);
int shapes_loops(struct shapes *s);
void shapes_warn(struct page *page);
int shapes_arms(struct page *page, int n);
int shapes_both(struct page *page, int n);
int shapes_config(struct page *page);
int shapes_middle(struct dev_pagemap *pgmap);
int shapes_first(struct dev_pagemap *pgmap);
int shapes_order(struct page *page, int n);
void shapes_count(struct shapes *s, bool public, struct page *page);

int shapes_macro(struct page *page)
{
	return SHAPES_DEVICE_PAGE(page) ? 1 : 0;
}

void shapes_member(struct shapes *s, struct page *page)
{
	s->public = is_device_public_page(page);
	if (s->public)
		s->nr++;
}

void shapes_argument(struct shapes *s, struct page *page)
{
	shapes_count(s, is_device_public_page(page), page);
}

int shapes_ternary(struct page *page, int n)
{
	n += !is_device_public_page(page) ? 1 : 2;
	return is_device_public_page(page) ? 3 : n ? n : 4;
}

bool shapes_not(struct page *page)
{
	return !is_device_public_page(page);
}

int shapes_loops(struct shapes *s)
{
	int i;

	for (i = 0; i < s->nr && !is_device_public_page(s->pages[i]); i++)
		put_page(s->pages[i]);
	while (i < s->nr) {
		if (PageAnon(s->pages[i]) && is_device_public_page(s->pages[i]))
			break;
		i++;
	}
	do {
		i--;
	} while (i > 0 && is_device_public_page(s->pages[i]));
	return i;
}

void shapes_warn(struct page *page)
{
	WARN_ON(is_device_public_page(page));
	BUG_ON(is_device_public_page(page));
	VM_BUG_ON(is_device_public_page(page));
	VM_BUG_ON_PAGE(is_device_public_page(page), page);
	VM_WARN_ON(is_device_public_page(page));
	VM_WARN_ON_ONCE(is_device_public_page(page));
	VM_BUG_ON_PAGE(is_device_private_page(page), page);
	if (WARN_ON_ONCE(is_device_public_page(page)))
		return;
	if (PageAnon(page))
		WARN_ON_ONCE(is_device_public_page(page));
	if (WARN_ON(is_device_public_page(page))) {
		get_page(page);
		return;
	} else if (WARN_ON(PageAnon(page))) {
		return;
	}
	put_page(page);
}

int shapes_arms(struct page *page, int n)
{
	if (n == 1) {
		n = 2;
	} else if (!is_device_public_page(page)) {
		n = 3;
	} else {
		n = 4;
	}

	if (!is_device_public_page(page)) {
		if (n == 3)
			return 5;
		n = 6;
	}
	return n;
}

int shapes_both(struct page *page, int n)
{
	if (is_device_public_page(page) == true)
		return 1;
	if (is_device_public_page(page) && is_device_private_page(page))
		return 2;
	if (n && !is_device_public_page(page) && PageAnon(page))
		return 3;
	return 0;
}

int shapes_config(struct page *page)
{
	int n = 0;

	if (IS_ENABLED(CONFIG_DEVICE_PUBLIC) && PageAnon(page))
		n = 1;
#ifdef CONFIG_DEVICE_PUBLIC
	n += 2;
#endif
#if defined(CONFIG_DEVICE_PRIVATE) || defined(CONFIG_DEVICE_PUBLIC)
	n += 4;
#endif
#ifndef CONFIG_DEVICE_PUBLIC
	n += 8;
#else
	n += 16;
#endif
	return n;
}

int shapes_middle(struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_FS_DAX:
		return 1;
	default:
		return 0;
	}
}

int shapes_first(struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	default:
		return 0;
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_PRIVATE:
		return 1;
	}
}

int shapes_order(struct page *page, int n)
{
	/* the first one that is what it says */
	if (MEMORY_DEVICE_PUBLIC == page->pgmap->type)
		return 1;
	return (MEMORY_DEVICE_PUBLIC != page->pgmap->type) ? n : 2;
}
