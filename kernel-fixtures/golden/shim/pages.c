// SPDX-License-Identifier: GPL-2.0-only
/* Struct pages of device memory: their counts, and how they are put. */
#include "model.h"
#include "adapter.h"

enum { PAGE_NONE, PAGE_ADDED, PAGE_READY };
enum { PG_active = 1, PG_waiters = 2 };

static struct page memmap[WINDOW_PAGES];

/* ---- what put_page() leads to in the tree's own core ---- */

void __put_devmap_managed_page(struct page *page) __attribute__((weak));
bool __put_devmap_managed_page_refs(struct page *page, int refs)
	__attribute__((weak));
void free_devmap_managed_page(struct page *page) __attribute__((weak));
void free_zone_device_page(struct page *page) __attribute__((weak));

struct page *pfn_to_page(unsigned long pfn)
{
	MUST(15, pfn >= WINDOW_PFN && pfn < WINDOW_PFN + WINDOW_PAGES,
	     "a page is asked for that does not exist: pfn %#lx", pfn);
	return &memmap[pfn - WINDOW_PFN];
}

unsigned long page_to_pfn(const struct page *page)
{
	return page - memmap + WINDOW_PFN;
}

static struct map *map_of_page(const struct page *page)
{
	return map_of(page->pgmap);
}

static void must_be_there(const struct page *page, const char *call)
{
	MUST(15, page >= memmap && page < memmap + WINDOW_PAGES,
	     "%s of what is no page", call);
	MUST(15, page->state != PAGE_NONE, "%s of a page that is not there",
	     call);
}

struct zone *page_zone(const struct page *page)
{
	must_be_there(page, "page_zone");
	return &NODE_DATA(page->zone_nid)->node_zones[ZONE_DEVICE];
}

int page_to_nid(const struct page *page)
{
	must_be_there(page, "page_to_nid");
	return page->zone_nid;
}

bool is_zone_device_page(const struct page *page)
{
	return page->state == PAGE_READY;
}

bool shim_is_private_page(const struct page *page);
bool shim_is_private_page(const struct page *page)
{
	struct map *m = map_of_page(page);

	return m && m->kind == KIND_PRIVATE;
}

/* ---- coming and going ---- */

void pages_appear(struct map *m)
{
	unsigned long first = PHYS_PFN(m->plug_start);

	for (u64 i = 0; i < PHYS_PFN(m->plug_size); i++) {
		struct page *page = pfn_to_page(first + i);

		*page = (struct page) { .state = PAGE_ADDED,
					.zone_nid = m->nid };
	}
}

void pages_go(struct map *m)
{
	unsigned long first = PHYS_PFN(m->plug_start);

	for (u64 i = 0; i < PHYS_PFN(m->plug_size); i++)
		pfn_to_page(first + i)->state = PAGE_NONE;
}

/* Pages that the driver lets nobody have are not initialised. */
void memmap_init_zone_device(struct zone *zone, unsigned long start,
			     unsigned long nr, struct dev_pagemap *pgmap)
{
	struct map *m = map_of(pgmap);

	ev("memmap_init_zone_device %s",
	   range_name(PFN_PHYS(start), PFN_PHYS(nr)));
	MUST(12, m && m == model.current, "pages are made for another map");
	MUST(12, !model.hotplug_lock,
	     "the pages of %s are initialised under the hotplug lock", m->name);
	MUST(12, m->plugged.is && m->moved,
	     "the pages of %s are initialised before they are in the zone",
	     m->name);
	MUST(12, same_range(&m->plugged, PFN_PHYS(start), PFN_PHYS(nr)),
	     "not the pages of %s are initialised", m->name);
	MUST(12, zone == &NODE_DATA(m->nid)->node_zones[ZONE_DEVICE],
	     "the pages of %s are initialised in another zone", m->name);
	for (u64 i = 0; i < nr; i++) {
		struct page *page = pfn_to_page(start + i);

		if (start + i < map_first(m))
			continue;
		page->state = PAGE_READY;
		page->pgmap = pgmap;
		page->_refcount.counter = adapter_first_count(m);
		page->zone_device_data = NULL;
	}
	m->initialised = m->was_mapped = true;
}

/* Who has one of its pages, but the core? */
unsigned pages_in_use(const struct map *m, struct page **first)
{
	int idle = adapter_refs_by_page(m) ? 0 : adapter_first_count(m);
	unsigned nr = 0;

	for (u64 i = 0; i < map_pages(m); i++) {
		struct page *page = pfn_to_page(map_first(m) + i);

		if (page->state == PAGE_READY &&
		    page->_refcount.counter > idle && !nr++)
			*first = page;
	}
	return nr;
}

/* ---- counts ---- */

int page_count(const struct page *page)
{
	return page->_refcount.counter;
}

int page_ref_count(const struct page *page)
{
	return page->_refcount.counter;
}

int page_ref_sub_return(struct page *page, int nr)
{
	must_be_there(page, "put");
	MUST(15, page->_refcount.counter >= nr,
	     "page %#lx is put more often than it was got",
	     page_to_pfn(page) - WINDOW_PFN);
	page->_refcount.counter -= nr;
	ev("page_ref_dec to %d", page->_refcount.counter);
	return page->_refcount.counter;
}

int page_ref_dec_return(struct page *page)
{
	return page_ref_sub_return(page, 1);
}

int page_ref_dec_and_test(struct page *page)
{
	return !page_ref_dec_return(page);
}

int put_page_testzero(struct page *page)
{
	return page_ref_dec_and_test(page);
}

int page_ref_inc_return(struct page *page)
{
	must_be_there(page, "get");
	return ++page->_refcount.counter;
}

void set_page_count(struct page *page, int count)
{
	page->_refcount.counter = count;
}

void init_page_count(struct page *page)
{
	set_page_count(page, 1);
}

void get_page(struct page *page)
{
	page_ref_inc_return(page);
}

/* The last reference of a page of device memory keeps its map. */
void __put_page(struct page *page)
{
	must_be_there(page, "__put_page");
	ev("__put_page");
	MUST(17, !page->_refcount.counter, "__put_page of a page with count %d",
	     page->_refcount.counter);
	MUST(17, page->state == PAGE_READY, "__put_page of a page of no map");
	model.quiet++;
	percpu_ref_put(adapter_ref(page->pgmap));
	model.quiet--;
}

/* As mm.h of the tree's generation has it. */
static bool put_managed(struct page *page)
{
	struct map *m = map_of_page(page);
	bool mine = m && (m->kind == KIND_PRIVATE || m->kind == KIND_FS_DAX);

	if (!key_is_on() || page->state != PAGE_READY || !mine)
		return false;
	if (__put_devmap_managed_page) {
		__put_devmap_managed_page(page);
		return true;
	}
	if (__put_devmap_managed_page_refs)
		return __put_devmap_managed_page_refs(page, 1);
	if (!free_devmap_managed_page)
		return false;
	switch (page_ref_dec_return(page)) {
	case 1:
		free_devmap_managed_page(page);
		break;
	case 0:
		__put_page(page);
		break;
	}
	return true;
}

void put_page(struct page *page)
{
	struct map *m;

	must_be_there(page, "put_page");
	m = map_of_page(page);
	MUST(15, page->state == PAGE_READY,
	     "put_page of a page that is not initialised");
	if (model.in_core && !model.by_owner) {
		MUST(14, m && m->killed && !m->cleaned,
		     "the pages of a map are put when its count is not dying");
		MUST(14, page_to_pfn(page) >= map_first(m) &&
		     page_to_pfn(page) < PHYS_PFN(m->end + 1),
		     "a page is put that was not got");
		m->got--;
	}
	if (!model.by_owner)
		ev_put_page(m, page_to_pfn(page));
	model.quiet++;
	if (put_managed(page))
		;
	else if (!page_ref_dec_return(page)) {
		if (free_zone_device_page)
			free_zone_device_page(page);
		else
			__put_page(page);
	}
	model.quiet--;
}

/* ---- what is done to a page that is freed ---- */

static void freeing(struct page *page, const char *what)
{
	must_be_there(page, what);
	MUST(17, page->_refcount.counter <= 1,
	     "%s on a page that somebody uses", what);
	ev_loud("%s", what);
}

void __ClearPageActive(struct page *page)
{
	freeing(page, "clear Active");
	page->flags &= ~PG_active;
}

void ClearPageActive(struct page *page)
{
	__ClearPageActive(page);
}

void __ClearPageWaiters(struct page *page)
{
	freeing(page, "clear Waiters");
	page->flags &= ~PG_waiters;
}

void ClearPageWaiters(struct page *page)
{
	__ClearPageWaiters(page);
}

/* It asks for page->mapping: whether the page counts as anonymous. */
void shim_uncharge(struct page *page)
{
	freeing(page, "uncharge");
	MUST(17, page->charged, "a page is uncharged that has no charge");
	MUST(17, page->mapping,
	     "page->mapping is reset before the page is uncharged");
	page->charged = 0;
}

void shim_woken(void *var)
{
	ev_loud("wake up");
}

void lock_page(struct page *page)
{
}

bool PageAnon(const struct page *page)
{
	return (unsigned long)page->mapping & 1;
}

struct page *device_private_entry_to_page(swp_entry_t entry);
struct page *device_private_entry_to_page(swp_entry_t entry)
{
	return pfn_to_page(entry.val);
}
