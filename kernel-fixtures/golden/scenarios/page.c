// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of a page when its count falls. */
#include "scene.h"

void __put_devmap_managed_page(struct page *page) __attribute__((weak));

/* A page of a mapped range, with all that a user leaves on it. */
static struct page *used_page(struct map *m, int nr, int count)
{
	struct page *page = pfn_to_page(map_first(m) + nr);

	page->_refcount.counter = count;
	page->flags = ~0UL;
	page->charged = 1;
	page->mapping = (void *)((unsigned long)page | 1);
	page->freed = 0;
	return page;
}

static void restore(struct page *page)
{
	page->_refcount.counter = 1;
	page->charged = 0;
	page->flags = 0;
	page->mapping = NULL;
}

static void put_direct(struct page *page)
{
	model.by_owner = true;
	phase_begin("put a managed page", NULL);
	__put_devmap_managed_page(page);
	phase_end(NULL);
	model.by_owner = false;
}

static struct map *start(enum kind kind)
{
	struct map *m = scene_map("A", kind, 2, 1);

	if (!__put_devmap_managed_page) {
		not_applicable(17, "there is no __put_devmap_managed_page()");
		return NULL;
	}
	if (!traits.internal_ref)
		scene_own_ref(m);
	if (!traits.internal_ref && scene_ops(kind, true))
		adapter_mend_ops(m, scene_ops(kind, true));
	MUST(17, !scene_try(m), "%s cannot be mapped", m->name);
	return m;
}

static void stop(struct map *m)
{
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

/* Nobody but the owner is left: cleaned up, then the owner is told. */
static void to_one(int kind)
{
	struct map *m = start(kind);
	struct page *page;

	if (!m)
		return;
	page = used_page(m, 7, 2);
	put_direct(page);
	CHECK(17, m->freed == 1 && m->last_freed == page,
	      "page_free was called %u times", m->freed);
	CHECK(17, page->_refcount.counter == 1, "the count is %d",
	      page->_refcount.counter);
	CHECK(17, !(page->flags & 1), "Active is left set");
	CHECK(17, !(page->flags & 2), "Waiters is left set");
	CHECK(17, page->flags == (~0UL & ~3UL), "other flags are cleared");
	CHECK(17, !page->charged, "the page stays charged");
	CHECK(17, page->freed == 4,
	      "page_free is called before the page is cleaned up");
	if (kind == KIND_PRIVATE && page->mapping)
		weak("W5");
	CHECK(17, page->mapping == m->freed_mapping,
	      "page->mapping is changed when the owner has the page");
	CHECK(17, kind == KIND_PRIVATE || page->mapping,
	      "page->mapping of a page that is not private is reset");
	page->flags = 0;
	restore(page);
	stop(m);
}

static void to_two(int kind)
{
	struct map *m = start(kind);
	struct page *page;

	if (!m)
		return;
	page = used_page(m, 7, 3);
	put_direct(page);
	CHECK(17, !m->freed, "page_free is called with users left");
	CHECK(17, page->_refcount.counter == 2, "the count is %d",
	      page->_refcount.counter);
	CHECK(17, page->charged && page->flags == ~0UL && page->mapping,
	      "a page that is in use is cleaned up");
	restore(page);
	stop(m);
}

/* The core's own reference goes: the map is let go. */
static void to_zero(int kind)
{
	struct map *m = start(kind);
	struct page *page;
	s64 count;

	if (!m)
		return;
	count = adapter_count(m);
	page = used_page(m, 7, 1);
	put_direct(page);
	CHECK(17, !m->freed, "page_free is called at 0");
	CHECK(17, page->_refcount.counter == 0, "the count is %d",
	      page->_refcount.counter);
	CHECK(17, adapter_count(m) == count - 1,
	      "the page does not let go of its map");
	CHECK(17, page->charged && page->flags == ~0UL && page->mapping,
	      "a page is cleaned up at 0");
	/* as if it had not been */
	restore(page);
	percpu_ref_get(adapter_ref(m->pgmap));
	stop(m);
}

static void three_two_one(int kind)
{
	struct map *m = start(kind);
	struct page *page;

	if (!m)
		return;
	page = used_page(m, 0, 4);
	put_direct(page);
	put_direct(page);
	CHECK(17, !m->freed, "page_free is called with users left");
	put_direct(page);
	CHECK(17, m->freed == 1, "page_free was called %u times", m->freed);
	restore(page);
	stop(m);
}

/* ---- 15: users while the map goes ---- */

static struct map *late_map;
static struct page *late_page;
static void *late_ref;
static bool was_there;

static void drop_late(void)
{
	struct map *m = late_map;

	was_there = m->plugged.is && m->stored.is && m->tracked.is;
	CHECK(16, !adapter_get_quietly(m), "a dying map can be got");
	if (late_ref)
		percpu_ref_put(adapter_ref(late_ref));
	late_ref = NULL;
	if (late_page) {
		struct page *page = late_page;

		late_page = NULL;
		model.by_owner = true;
		put_page(page);
		model.by_owner = false;
	}
}

/* Somebody has a page, or the map itself, and gives it back in the end. */
static void held(int arg)
{
	enum kind kind = arg & 7;
	bool page = arg & 8, own = arg & 16;
	struct map *m;

	if (!scene_kind(kind))
		return;
	m = scene_map_at("A", kind, SECTION(2), SECTION(3) - 1, &scene_device,
			 scene_ops(kind, own));
	if (own && !scene_own_ref(m))
		return;
	if (page && !adapter_refs_by_page(m))
		return not_applicable(15, "pages do not hold the map one by one");
	scene_do(m, own ? 12 : 6);
	if (page) {
		late_page = pfn_to_page(map_first(m) + 3);
		late_page->charged = 1;
		late_page->mapping = (void *)late_page;
		get_page(late_page);
	} else {
		late_ref = scene_get(PHYS_PFN(m->start), NULL);
		MUST(16, late_ref, "%s is not found", m->name);
	}
	late_map = m;
	model.other_thread = drop_late;
	scene_unmap(m);
	CHECK(15, was_there && !late_ref && !late_page,
	      "the core does not wait for who uses %s", m->name);
	expect_gone(m);
	expect_nothing_left();
}

const struct scenario page_scenarios[] = {
	{ "page-to-1-private", 17, to_one, KIND_PRIVATE },
	{ "page-to-1-fs-dax", 17, to_one, KIND_FS_DAX },
	{ "page-to-2-private", 17, to_two, KIND_PRIVATE },
	{ "page-to-2-fs-dax", 17, to_two, KIND_FS_DAX },
	{ "page-to-0-private", 17, to_zero, KIND_PRIVATE },
	{ "page-to-0-fs-dax", 17, to_zero, KIND_FS_DAX },
	{ "page-down-private", 17, three_two_one, KIND_PRIVATE },
	{ "page-held-private", 15, held, KIND_PRIVATE | 8 },
	{ "page-held-fs-dax", 15, held, KIND_FS_DAX | 8 },
	{ "page-held-devdax", 15, held, KIND_DEVDAX | 8 },
	{ "page-held-private-own", 15, held, KIND_PRIVATE | 8 | 16 },
	{ "page-held-p2pdma-own", 15, held, KIND_P2PDMA | 8 | 16 },
	{ "ref-held-private", 15, held, KIND_PRIVATE },
	{ "ref-held-devdax", 15, held, KIND_DEVDAX },
	{ "ref-held-fs-dax-own", 15, held, KIND_FS_DAX | 16 },
	{ NULL }
};
