// SPDX-License-Identifier: GPL-2.0-only
/* Maps that are to be turned down for what they are. */
#include "scene.h"

static struct map *one(enum kind kind, unsigned ops)
{
	return scene_map_at("A", kind, SECTION(2), SECTION(3) - 1, &scene_device,
			    ops);
}

/* @own: with a count of the owner's that must stay alive. */
static void refuse(enum kind kind, unsigned ops, bool own, int clause,
		   unsigned warnings)
{
	struct map *m = one(kind, ops);
	long err;

	if (own && !scene_own_ref(m))
		return;
	err = scene_try(m);
	expect_refused(m, err, clause, -EINVAL, warnings);
	expect_nothing_left();
}

/* ---- 1: PRIVATE ---- */

static void private_no_ops(int own)
{
	refuse(KIND_PRIVATE, OPS_NONE, own, 1, 1);
}

static void private_no_migrate(int own)
{
	refuse(KIND_PRIVATE, OP_PAGE_FREE | (own ? OP_KILL | OP_CLEANUP : 0),
	       own, 1, 1);
}

/* The kind is looked at before anything else is. */
static void private_all_wrong(int own)
{
	refuse(KIND_PRIVATE, own ? OP_KILL : OP_CLEANUP, own, 1, 1);
}

/* ---- 3: those without methods ---- */

static void no_methods(int kind)
{
	struct map *m;

	if (!scene_kind(kind))
		return;
	m = one(kind, OPS_NONE);
	scene_do(m, 3);
	CHECK(3, !key_is_on(), "the managed key is on");
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

static void empty_methods(int kind)
{
	struct map *m;

	if (!scene_kind(kind))
		return;
	m = one(kind, 0);
	scene_do(m, 3);
	scene_device_gone(m->dev);
	expect_gone(m);
	expect_nothing_left();
}

/* ---- 4: types that there are not ---- */

static void unknown_type(int kind)
{
	struct map *m = one(kind, OP_PAGE_FREE);
	long err = scene_try(m);

	CHECK(4, model.warned == 1, "%u warnings for an unknown type",
	      model.warned);
	MUST(4, !err, "an unknown type is refused: %s", errno_name(err));
	expect_mapped(m);
	CHECK(4, key_is_on(), "an unknown type is not treated as managed");
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

/* Clauses 4 and 7 have a warning each; one for both is as good. */
static void unknown_type_no_page_free(int ops)
{
	struct map *m = one(KIND_UNKNOWN, ops);
	long err = scene_try(m);

	if (traits.unmanaged) {
		not_applicable(7, "page_free is looked at with the kind");
		return;
	}
	if (model.warned == 2)
		weak("W3");
	expect_refused(m, err, 7, -EINVAL, model.warned == 2 ? 2 : 1);
	expect_nothing_left();
}

/* ---- 5: counts and their methods ---- */

static void stray_method(int ops)
{
	struct map *m;

	if (!traits.own_ref)
		return not_applicable(5, "an owner cannot give a count");
	m = one(KIND_FS_DAX, OP_PAGE_FREE | ops);
	expect_refused(m, scene_try(m), 5, -EINVAL, 0);
	expect_nothing_left();
}

static void stray_method_devdax(int ops)
{
	struct map *m;

	if (!traits.own_ref || !scene_kind(KIND_DEVDAX))
		return not_applicable(5, "an owner cannot give a count");
	m = one(KIND_DEVDAX, ops);
	expect_refused(m, scene_try(m), 5, -EINVAL, 0);
	expect_nothing_left();
}

static void ref_without(int ops)
{
	refuse(KIND_FS_DAX, OP_PAGE_FREE | ops, true, 5, 1);
}

static void ref_without_devdax(int ops)
{
	if (scene_kind(KIND_DEVDAX))
		refuse(KIND_DEVDAX, ops, true, 5, 1);
}

/* ---- 7: managed types ---- */

static void no_page_free(int kind)
{
	unsigned ops = scene_ops(kind, false) & ~OP_PAGE_FREE;

	if (traits.unmanaged)
		return not_applicable(7, "page_free is looked at with the kind");
	refuse(kind, ops, false, 7, 1);
}

static void no_page_free_own(int kind)
{
	unsigned ops = scene_ops(kind, true) & ~OP_PAGE_FREE;

	if (traits.unmanaged)
		return not_applicable(7, "page_free is looked at with the kind");
	refuse(kind, ops, true, 7, 1);
}

/* The same structure, mended, is good. */
static void no_page_free_again(int arg)
{
	struct map *m = one(KIND_FS_DAX, OPS_NONE);
	long err = scene_try(m);

	if (traits.unmanaged)
		return not_applicable(7, "page_free is looked at with the kind");
	expect_refused(m, err, 7, -EINVAL, 1);
	if (adapter_ref_field(m) == m->internal)
		return;		/* W1, or W4 after a failure */
	adapter_mend_ops(m, OP_PAGE_FREE);
	scene_do(m, 7);
	scene_unmap(m);
	expect_gone(m);
	expect_nothing_left();
}

const struct scenario validate_scenarios[] = {
	{ "private-no-ops", 1, private_no_ops, false },
	{ "private-no-ops-own", 1, private_no_ops, true },
	{ "private-no-migrate", 1, private_no_migrate, false },
	{ "private-no-migrate-own", 1, private_no_migrate, true },
	{ "private-all-wrong", 1, private_all_wrong, false },
	{ "private-all-wrong-own", 1, private_all_wrong, true },
	{ "devdax-no-methods", 3, no_methods, KIND_DEVDAX },
	{ "p2pdma-no-methods", 3, no_methods, KIND_P2PDMA },
	{ "devdax-empty-methods", 3, empty_methods, KIND_DEVDAX },
	{ "p2pdma-empty-methods", 3, empty_methods, KIND_P2PDMA },
	{ "type-0", 4, unknown_type, KIND_ZERO },
	{ "type-99", 4, unknown_type, KIND_UNKNOWN },
	{ "type-99-no-page-free", 7, unknown_type_no_page_free, 0 },
	{ "type-99-no-ops", 7, unknown_type_no_page_free, OPS_NONE },
	{ "stray-kill", 5, stray_method, OP_KILL },
	{ "stray-cleanup", 5, stray_method, OP_CLEANUP },
	{ "stray-both", 5, stray_method, OP_KILL | OP_CLEANUP },
	{ "stray-kill-devdax", 5, stray_method_devdax, OP_KILL },
	{ "stray-cleanup-devdax", 5, stray_method_devdax, OP_CLEANUP },
	{ "ref-without-kill", 5, ref_without, OP_CLEANUP },
	{ "ref-without-cleanup", 5, ref_without, OP_KILL },
	{ "ref-without-both", 5, ref_without, 0 },
	{ "ref-without-kill-devdax", 5, ref_without_devdax, OP_CLEANUP },
	{ "ref-without-cleanup-devdax", 5, ref_without_devdax, OP_KILL },
	{ "ref-without-ops-devdax", 5, ref_without_devdax, OPS_NONE },
	{ "private-no-page-free", 7, no_page_free, KIND_PRIVATE },
	{ "fs-dax-no-page-free", 7, no_page_free, KIND_FS_DAX },
	{ "private-no-page-free-own", 7, no_page_free_own, KIND_PRIVATE },
	{ "fs-dax-no-page-free-own", 7, no_page_free_own, KIND_FS_DAX },
	{ "no-page-free-again", 7, no_page_free_again },
	{ NULL }
};
