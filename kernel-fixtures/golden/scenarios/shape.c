// SPDX-License-Identifier: GPL-2.0-only
/* Ranges of other shapes, nodes, altmaps; the header without ZONE_DEVICE. */
#include "scene.h"

static struct map *make(enum kind kind, u64 start, u64 end, struct device *dev)
{
	bool own = !traits.internal_ref && traits.own_ref;
	struct map *m = scene_map_at("A", kind, start, end, dev,
				     scene_ops(kind, own));

	if (own)
		adapter_give_ref(m);
	return m;
}

static void whole_life(struct map *m, int clause)
{
	scene_do(m, clause);
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

/* ---- ranges ---- */

/*
 * Not whole sections: memory is added as it is in some generations, rounded to
 * sections in others, and the same each time.  Lookups and pages go by what
 * the owner named.
 */
static void unaligned(int arg)
{
	static const u64 cuts[][2] = {
		{ SUBSECTION_SIZE, 0 }, { 0, SUBSECTION_SIZE },
		{ SUBSECTION_SIZE, SUBSECTION_SIZE },
	};
	enum kind kind = arg / 4 ? KIND_PRIVATE : KIND_FS_DAX;
	struct map *m = make(kind, SECTION(2) + cuts[arg % 4][0],
			     SECTION(4) - 1 - cuts[arg % 4][1], &scene_device);
	void *found;

	scene_do(m, 10);
	found = scene_get(PHYS_PFN(m->start), NULL);
	CHECK(16, found == m->pgmap, "%s is not found at its start", m->name);
	if (found)
		scene_put(found);
	CHECK(16, !scene_get(PHYS_PFN(m->start) - 1, NULL),
	      "a map is found before %s", m->name);
	CHECK(16, !scene_get(PHYS_PFN(m->end) + 1, NULL),
	      "a map is found behind %s", m->name);
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

static void large(int kind)
{
	if (scene_kind(kind))
		whole_life(make(kind, SECTION(1), SECTION(6) - 1,
				&scene_device), 12);
}

/* ---- nodes ---- */

static void node_of(struct device *dev, enum kind kind, int node)
{
	struct map *m;

	if (!scene_kind(kind))
		return;
	m = make(kind, SECTION(2), SECTION(3) - 1, dev);
	scene_do(m, 10);
	CHECK(10, m->nid == node, "%s is on node %d where it is node %d",
	      m->name, m->nid, node);
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

static void node_set(int kind)
{
	node_of(&scene_device, kind, 2);
}

static void node_zero(int kind)
{
	scene_device.numa_node = 0;
	node_of(&scene_device, kind, 0);
}

/* A device without a node gets the nearest that has memory. */
static void node_unset(int kind)
{
	node_of(&scene_device2, kind, 1);
}

/* ---- altmaps ---- */

/* Not all of the memmap has come back when the map is gone. */
static void altmap_left(int kind)
{
	struct map *m = make(kind, SECTION(2), SECTION(3) - 1, &scene_device);

	adapter_set_altmap(m, 3, 40, true);
	scene_do(m, 12);
	adapter_set_alloc(m, 17);
	scene_unmap(m);
	CHECK(14, model.warned == 1, "%u warnings where altmap.alloc is not 0",
	      model.warned);
	expect_gone(m);
	expect_nothing_left();
}

/* An altmap that the flag does not speak of is not there. */
static void altmap_stale(int kind)
{
	struct map *m = make(kind, SECTION(2), SECTION(3) - 1, &scene_device);

	adapter_set_altmap(m, 3, 40, false);
	CHECK(11, adapter_altmap_helper(m) == NULL,
	      "an altmap without its flag counts");
	whole_life(m, 12);
}

static void altmap_offset(int arg)
{
	struct map *m = make(KIND_DEVDAX, SECTION(2), SECTION(3) - 1,
			     &scene_device);

	adapter_set_altmap(m, 5, 64, true);
	CHECK(18, adapter_altmap_offset(m) == 69, "reserve 5 and free 64 make %lu",
	      adapter_altmap_offset(m));
	adapter_set_altmap(m, 5, 0, true);
	CHECK(18, adapter_altmap_offset(m) == 5, "reserve 5 alone makes %lu",
	      adapter_altmap_offset(m));
	adapter_set_altmap(m, 0, 64, true);
	CHECK(18, adapter_altmap_offset(m) == 64, "free 64 alone makes %lu",
	      adapter_altmap_offset(m));
}

static void altmap_offset_none(int arg)
{
	CHECK(18, adapter_altmap_offset(NULL) == 0, "no altmap has the offset %lu",
	      adapter_altmap_offset(NULL));
}

static void altmap_free(int arg)
{
	struct map *m = make(KIND_DEVDAX, SECTION(2), SECTION(3) - 1,
			     &scene_device);

	adapter_set_altmap(m, 5, 64, true);
	adapter_set_alloc(m, 20);
	adapter_altmap_free(m, 7);
	CHECK(18, adapter_alloc(m) == 13, "20 less 7 makes %lu",
	      adapter_alloc(m));
	CHECK(18, adapter_altmap_offset(m) == 69,
	      "freeing changes more than alloc");
	adapter_altmap_free(m, 13);
	CHECK(18, adapter_alloc(m) == 0, "13 less 13 makes %lu",
	      adapter_alloc(m));
}

const struct scenario shape_scenarios[] = {
	{ "unaligned-start", 10, unaligned, 0 },
	{ "unaligned-end", 10, unaligned, 1 },
	{ "unaligned-both", 10, unaligned, 2 },
	{ "unaligned-start-private", 10, unaligned, 4 },
	{ "unaligned-end-private", 10, unaligned, 5 },
	{ "unaligned-both-private", 10, unaligned, 6 },
	{ "large-private", 12, large, KIND_PRIVATE },
	{ "large-devdax", 12, large, KIND_DEVDAX },
	{ "node-set", 10, node_set, KIND_DEVDAX },
	{ "node-set-private", 10, node_set, KIND_PRIVATE },
	{ "node-0", 10, node_zero, KIND_FS_DAX },
	{ "node-0-private", 10, node_zero, KIND_PRIVATE },
	{ "node-unset", 10, node_unset, KIND_P2PDMA },
	{ "node-unset-private", 10, node_unset, KIND_PRIVATE },
	{ "altmap-left", 14, altmap_left, KIND_FS_DAX },
	{ "altmap-left-private", 14, altmap_left, KIND_PRIVATE },
	{ "altmap-stale", 11, altmap_stale, KIND_FS_DAX },
	{ "altmap-offset", 18, altmap_offset },
	{ "altmap-offset-none", 18, altmap_offset_none },
	{ "altmap-free", 18, altmap_free },
	{ NULL }
};
