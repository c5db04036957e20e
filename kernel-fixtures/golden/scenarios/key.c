// SPDX-License-Identifier: GPL-2.0-only
/* The managed key: on from the first user to the last one's device. */
#include "scene.h"

static struct map *make(const char *name, enum kind kind, int section,
			struct device *dev)
{
	return scene_map_at(name, kind, SECTION(section),
			    SECTION(section + 1) - 1, dev,
			    scene_ops(kind, false));
}

/* The key goes with a map in some generations, with its device in others. */
static void key_must(bool on, const char *when)
{
	CHECK(7, key_is_on() == on, "the managed key is %s %s",
	      on ? "off" : "on", when);
}

static void two_devices(int arg)
{
	struct map *a = make("A", KIND_PRIVATE, 2, &scene_device);
	struct map *b = make("B", KIND_FS_DAX, 4, &scene_device2);

	scene_do(a, 7);
	scene_do(b, 7);
	scene_unmap(a);
	if (!traits.unmanaged)
		key_must(true, "after an unmap");
	scene_device_gone(&scene_device);
	key_must(true, "while a second device uses it");
	scene_unmap(b);
	if (!traits.unmanaged)
		key_must(true, "after the last unmap");
	scene_device_gone(&scene_device2);
	key_must(false, "after the last device");
	expect_nothing_left();
}

static void two_maps(int arg)
{
	struct map *a = make("A", KIND_FS_DAX, 2, &scene_device);
	struct map *b = make("B", KIND_PRIVATE, 4, &scene_device);

	scene_do(a, 7);
	scene_do(b, 7);
	scene_unmap(b);
	expect_gone(b);
	key_must(true, "while a map uses it");
	scene_device_gone(&scene_device);
	expect_gone(a);
	key_must(false, "after the device");
	expect_nothing_left();
}

/* The key must not suffer from a map that fails. */
static void second_fails(int arg)
{
	struct map *a = make("A", KIND_FS_DAX, 2, &scene_device);
	struct map *b = make("B", KIND_FS_DAX, 4, &scene_device2);
	long err;

	if (!traits.internal_ref)
		return not_applicable(6, "there is no count of the core's own");
	model.own_faults = true;
	err = scene_try(a);
	if (err)
		expect_no_leak(a);
	if (!err) {
		expect_mapped(a);
		err = scene_try(b);
		if (!err)
			expect_mapped(b);
		key_must(true, "while a map uses it");
		if (err) {
			expect_no_leak(b);
			CHECK(13, err == fault_errno(), "%s where the injected error is due",
			      errno_name(err));
		}
	}
	scene_device_gone(&scene_device2);
	scene_device_gone(&scene_device);
	key_must(false, "after both devices");
	expect_nothing_left();
}

/* Types that are not managed leave it alone, whatever they do. */
static void unmanaged(int kind)
{
	struct map *a = make("A", KIND_FS_DAX, 2, &scene_device);
	struct map *b;

	if (!scene_kind(kind))
		return;
	b = make("B", kind, 4, &scene_device2);
	scene_do(b, 7);
	key_must(false, "for a type that is not managed");
	scene_do(a, 7);
	scene_unmap(b);
	scene_device_gone(&scene_device2);
	key_must(true, "when a map that is not managed goes");
	scene_device_gone(&scene_device);
	key_must(false, "after the last device");
	expect_nothing_left();
}

/* Pages go before the key: with the device everything is in one go. */
static void pages_first(int kind)
{
	struct map *m = make("A", kind, 2, &scene_device);
	struct page *page;

	if (!adapter_refs_by_page(m))
		return not_applicable(15, "pages do not hold the map one by one");
	scene_do(m, 7);
	page = pfn_to_page(map_first(m));
	page->charged = 1;
	page->mapping = (void *)page;
	get_page(page);
	scene_put_page(page);
	if (!traits.unmanaged)
		CHECK(17, m->freed == 1, "page_free was called %u times",
		      m->freed);
	scene_device_gone(&scene_device);
	expect_gone(m);
	key_must(false, "after the device");
	expect_nothing_left();
}

/* On, off, on again. */
static void twice(int kind)
{
	struct map *a = make("A", kind, 2, &scene_device);
	struct map *b = make("B", kind, 3, &scene_device);

	scene_do(a, 7);
	scene_device_gone(&scene_device);
	expect_gone(a);
	key_must(false, "after the device");
	scene_do(b, 7);
	scene_device_gone(&scene_device);
	expect_gone(b);
	key_must(false, "after the device");
	expect_nothing_left();
}

const struct scenario key_scenarios[] = {
	{ "key-two-devices", 7, two_devices },
	{ "key-two-maps", 7, two_maps },
	{ "key-second-fails", 7, second_fails },
	{ "key-beside-devdax", 7, unmanaged, KIND_DEVDAX },
	{ "key-beside-p2pdma", 7, unmanaged, KIND_P2PDMA },
	{ "key-pages-first-private", 7, pages_first, KIND_PRIVATE },
	{ "key-pages-first-fs-dax", 7, pages_first, KIND_FS_DAX },
	{ "key-twice-private", 7, twice, KIND_PRIVATE },
	{ "key-twice-fs-dax", 7, twice, KIND_FS_DAX },
	{ NULL }
};
