// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a map, for each kind, count, end and altmap; and the same with
 * each call failing once.
 */
#include "scene.h"

enum altmap { ALTMAP_NONE, ALTMAP_VALID, ALTMAP_STALE, ALTMAPS };
static const char *const altmap_names[] = { "", "-altmap", "-stale-altmap" };
static const char *const kind_names[] = { "private", "fs-dax", "devdax",
					  "p2pdma" };

struct life {
	enum kind kind;
	bool own_ref, teardown;
	enum altmap altmap;
};

static struct life life_of(int nr)
{
	return (struct life) {
		.altmap = nr % ALTMAPS,
		.teardown = nr / ALTMAPS % 2,
		.own_ref = nr / ALTMAPS / 2 % 2,
		.kind = nr / ALTMAPS / 4,
	};
}

const char *life_name(int nr, char *out, size_t n)
{
	struct life l = life_of(nr);
	const char *text;

	if (nr / ALTMAPS / 4 >= (int)ARRAY_SIZE(kind_names))
		return NULL;
	text = format("life-%s-%s-%s%s", kind_names[l.kind],
		      l.own_ref ? "own" : "internal",
		      l.teardown ? "teardown" : "unmap", altmap_names[l.altmap]);
	memcpy(out, text, n);
	return out;
}

/* The first page of the owner's, the last, and beyond. */
static void look_around(struct map *m)
{
	s64 count = adapter_count(m);
	void *found = scene_get(PHYS_PFN(m->start), NULL);

	CHECK(16, found == m->pgmap, "%s is not found at its start", m->name);
	if (found)
		scene_put(found);
	found = scene_get(PHYS_PFN(m->end), NULL);
	CHECK(16, found == m->pgmap, "%s is not found at its end", m->name);
	CHECK(16, adapter_count(m) == count + 1,
	      "a lookup changes the count of %s by %lld", m->name,
	      adapter_count(m) - count);
	if (found)
		scene_put(found);
	CHECK(16, !scene_get(PHYS_PFN(m->start) - 1, NULL),
	      "a map is found before %s", m->name);
	CHECK(16, !scene_get(PHYS_PFN(m->end) + 1, NULL),
	      "a map is found behind %s", m->name);
	CHECK(16, adapter_count(m) == count, "lookups change the count of %s",
	      m->name);
}

/* A page is handed out and comes back. */
static void use_page(struct map *m)
{
	struct page *page = pfn_to_page(map_first(m));
	unsigned freed = m->freed;
	bool calls = adapter_refs_by_page(m) &&
		     (m->kind == KIND_PRIVATE || m->kind == KIND_FS_DAX);

	page->charged = 1;
	page->mapping = (void *)page;
	get_page(page);
	/* in later kernels it is handed out with a reference of its own */
	if (!adapter_refs_by_page(m) && m->kind == KIND_PRIVATE)
		percpu_ref_get(adapter_ref(m->pgmap));
	scene_put_page(page);
	if (traits.unmanaged || adapter_key_is_owners())
		return;
	CHECK(17, m->freed - freed == calls, "page_free was called %u times for %s",
	      m->freed - freed, m->name);
	CHECK(17, page->_refcount.counter == 1, "a free page has the count %d",
	      page->_refcount.counter);
	page->charged = 0;
	page->mapping = NULL;
}

static void give_altmap(struct map *m, enum altmap altmap)
{
	if (altmap != ALTMAP_NONE)
		adapter_set_altmap(m, 5, 64, altmap == ALTMAP_VALID);
	CHECK(19, adapter_altmap_helper(m) == m->altmap,
	      "pgmap_altmap() of %s is %s", m->name,
	      altmap_name(adapter_altmap_helper(m)));
}

static void end_life(struct map *m, bool teardown)
{
	bool on = scene_managed(m->kind) && !traits.unmanaged &&
		  !adapter_key_is_owners();

	if (teardown) {
		scene_device_gone(m->dev);
	} else {
		scene_unmap(m);
		if (on)
			CHECK(7, key_is_on(),
			      "the managed key goes off at unmap, not with the device");
	}
	CHECK(14, !model.warned, "%u warnings at the end of %s", model.warned,
	      m->name);
	expect_gone(m);
	CHECK(16, !scene_get(PHYS_PFN(m->start), NULL),
	      "%s is found after its end", m->name);
}

void life_run(int arg)
{
	struct life l = life_of(arg);
	struct map *m;
	long err;

	if (!scene_kind(l.kind))
		return;
	m = scene_map_at("A", l.kind, SECTION(2), SECTION(3) - 1, &scene_device,
			 scene_ops(l.kind, l.own_ref));
	if (l.own_ref && !scene_own_ref(m))
		return;
	give_altmap(m, l.altmap);
	model.own_faults = true;
	err = scene_try(m);
	fault_disarm();
	if (fault_fired()) {
		expect_fault(m, err);
		if (!__builtin_strcmp(fault_name(), "kmalloc"))
			return;
		expect_again(m, false);
		expect_nothing_left();
		return;
	}
	MUST(l.own_ref ? l.kind == KIND_PRIVATE ? 1 : 3 : 6, !err,
	     "%s cannot be mapped: %s", m->name, errno_name(err));
	CHECK(l.kind == KIND_PRIVATE ? 1 : l.kind == KIND_FS_DAX ? 2 : 3,
	      !model.warned, "%u warnings where nothing is wrong", model.warned);
	expect_mapped(m);
	if (!scene_managed(l.kind))
		CHECK(3, !key_is_on(), "the managed key is on for a kind that needs none");
	look_around(m);
	use_page(m);
	end_life(m, l.teardown);
	expect_again(m, true);
	expect_nothing_left();
}
