// SPDX-License-Identifier: GPL-2.0-only
/* What a core does that is built without one thing or another. */
#include "scene.h"

static struct map *make(enum kind kind, bool own)
{
	struct map *m = scene_map_at("A", kind, SECTION(2), SECTION(3) - 1,
				     &scene_device, scene_ops(kind, own));

	if (own)
		adapter_give_ref(m);
	return m;
}

/* Bits 0..2: the kind; 8: own; from 16 the clause, from 1024 warnings. */
#define REFUSED(kind, own, clause, warnings) \
	((kind) | (own) << 3 | (clause) << 4 | (warnings) << 10)

static void refused(int arg)
{
	bool own = arg >> 3 & 1;
	int clause = arg >> 4 & 63;
	struct map *m;

	if (own && !traits.own_ref)
		return not_applicable(5, "an owner cannot give a count");
	m = make(arg & 7, own);
	expect_refused(m, scene_try(m), clause, -EINVAL, arg >> 10);
	expect_nothing_left();
}

static void works(int kind)
{
	bool own = !traits.internal_ref && traits.own_ref;
	struct map *m;

	if (!scene_kind(kind))
		return;
	m = make(kind, own);
	scene_do(m, kind == KIND_PRIVATE ? 1 : kind == KIND_FS_DAX ? 2 : 3);
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

/* No fault may show either. */
static void unknown_type_no_key(int arg)
{
	struct map *m = make(KIND_UNKNOWN, false);

	if (traits.unmanaged)
		return not_applicable(7, "unknown types are not managed");
	expect_refused(m, scene_try(m), 7, -EINVAL, 1);
	expect_nothing_left();
}

static void without_zone_device(int arg)
{
	void *p;

	if (!nodevice_map)
		return unsupported("a header without ZONE_DEVICE");
	phase_begin("map without ZONE_DEVICE", NULL);
	p = nodevice_map();
	model.in_core = 0;
	CHECK(20, IS_ERR(p) && PTR_ERR(p) == -ENXIO,
	      "%s without ZONE_DEVICE", p ? errno_name(PTR_ERR(p)) : "NULL");
	CHECK(20, model.warned == 1, "%u warnings without ZONE_DEVICE",
	      model.warned);
	model.warned = 0;
	nodevice_unmap();
	CHECK(20, !nodevice_get(), "a map is found without ZONE_DEVICE");
	CHECK(20, nodevice_altmap_offset() == 0, "an altmap has an offset of %lu",
	      nodevice_altmap_offset());
	CHECK(20, nodevice_altmap_free() == 7, "an altmap is changed");
	CHECK(20, !model.warned && !model.effects,
	      "more is done without ZONE_DEVICE than to say no");
}

const struct scenario nodevice_scenarios[] = {
	{ "without-zone-device", 20, without_zone_device },
	{ NULL }
};

const struct scenario no_private_scenarios[] = {
	{ "no-private", 1, refused, REFUSED(KIND_PRIVATE, 0, 1, 1) },
	{ "no-private-own", 1, refused, REFUSED(KIND_PRIVATE, 1, 1, 1) },
	{ "no-private-fs-dax", 2, works, KIND_FS_DAX },
	{ "no-private-devdax", 3, works, KIND_DEVDAX },
	{ NULL }
};

const struct scenario fs_dax_limited_scenarios[] = {
	{ "limited-fs-dax", 2, refused, REFUSED(KIND_FS_DAX, 0, 2, 1) },
	{ "limited-fs-dax-own", 2, refused, REFUSED(KIND_FS_DAX, 1, 2, 1) },
	{ "limited-private", 1, works, KIND_PRIVATE },
	{ "limited-p2pdma", 3, works, KIND_P2PDMA },
	{ NULL }
};

const struct scenario no_ops_scenarios[] = {
	{ "no-ops-fs-dax", 7, refused, REFUSED(KIND_FS_DAX, 0, 7, 0) },
	{ "no-ops-fs-dax-own", 7, refused, REFUSED(KIND_FS_DAX, 1, 7, 0) },
	{ "no-ops-private", 1, refused, REFUSED(KIND_PRIVATE, 0, 1, 1) },
	{ "no-ops-unknown", 7, unknown_type_no_key },
	{ "no-ops-devdax", 3, works, KIND_DEVDAX },
	{ "no-ops-p2pdma", 3, works, KIND_P2PDMA },
	{ NULL }
};
