// SPDX-License-Identifier: GPL-2.0-only
/* What is in the way: other maps, System RAM. */
#include "scene.h"

static struct map *make(const char *name, enum kind kind, int section,
			int sections, bool own)
{
	struct map *m;

	own = own || (!traits.internal_ref && traits.own_ref);
	m = scene_map_at(name, kind, SECTION(section),
			 SECTION(section + sections) - 1, &scene_device,
			 scene_ops(kind, own));
	if (own)
		adapter_give_ref(m);
	return m;
}

static void end(struct map *a)
{
	scene_unmap(a);
	expect_gone(a);
	expect_nothing_left();
}

struct place {
	int section, sections;
};
static const struct place places[] = {
	{ 2, 2 },	/* the same range */
	{ 3, 2 },	/* its start is covered */
	{ 1, 2 },	/* its end is covered */
	{ 2, 1 },	/* inside, at the start */
	{ 3, 1 },	/* inside, at the end */
};

/* Bits 0..2: the place; 8: a count of the owner's; 16: other kinds. */
static void taken(int arg)
{
	const struct place *p = &places[arg & 7];
	enum kind kind = arg & 16 ? KIND_PRIVATE : KIND_FS_DAX;
	struct map *a, *b;
	s64 count;
	long err;

	if (arg & 8 && !traits.own_ref)
		return not_applicable(8, "an owner cannot give a count");
	a = make("A", KIND_FS_DAX, 2, 2, false);
	b = make("B", kind, p->section, p->sections, arg & 8);
	MUST(8, !scene_try(a), "%s cannot be mapped", a->name);
	count = adapter_count(a);
	err = scene_try(b);
	CHECK(8, model.warned == 1, "%u warnings for a conflict", model.warned);
	expect_undone(b, err, 8, -ENOMEM);
	CHECK(8, adapter_count(a) == count,
	      "the map in the way has %lld references more",
	      adapter_count(a) - count);
	CHECK(8, !b->erased, "what was not stored is erased");
	end(a);
}

static void adjacent(int section)
{
	struct map *a = make("A", KIND_FS_DAX, 3, 1, false);
	struct map *b = make("B", KIND_DEVDAX, section, 1, false);

	if (!scene_kind(KIND_DEVDAX))
		return;
	MUST(8, !scene_try(a), "%s cannot be mapped", a->name);
	MUST(8, !scene_try(b), "%s cannot be mapped beside %s", b->name,
	     a->name);
	CHECK(8, !model.warned, "a warning for a map beside another one");
	expect_mapped(a);
	expect_mapped(b);
	scene_unmap(b);
	expect_gone(b);
	end(a);
}

/* A free place once the map in it has gone. */
static void after_the_other(int arg)
{
	struct map *a = make("A", KIND_FS_DAX, 2, 1, false);
	struct map *b = make("B", KIND_PRIVATE, 2, 1, false);

	MUST(8, !scene_try(a), "%s cannot be mapped", a->name);
	scene_unmap(a);
	expect_gone(a);
	MUST(8, !scene_try(b), "%s cannot be mapped where %s was", b->name,
	     a->name);
	expect_mapped(b);
	end(b);
}

/* Both maps are named by their first and last pfn: one between is missed. */
static void enclosing(int arg)
{
	struct map *a = make("A", KIND_FS_DAX, 3, 1, false);
	struct map *b = make("B", KIND_FS_DAX, 2, 3, false);
	long err;

	MUST(8, !scene_try(a), "%s cannot be mapped", a->name);
	model.relaxed = true;
	err = scene_try(b);
	CHECK(8, err == -ENOMEM || err == -EEXIST, "two maps of one range");
	CHECK(13, !b->plugged.is && !b->shadow.is && !b->tracked.is &&
	      !b->stored.is, "%s is not undone", b->name);
	end(a);
}

/* Bits: 1 mixed, not all; 2 a count of the owner's; 4 PRIVATE; 8 conflict too */
static void system_ram(int arg)
{
	enum kind kind = arg & 4 ? KIND_PRIVATE : KIND_FS_DAX;
	struct map *m, *a = NULL;
	long err;

	if (arg & 2 && !traits.own_ref)
		return not_applicable(9, "an owner cannot give a count");
	m = make("B", kind, 2, 1, arg & 2);
	if (arg & 8) {
		a = make("A", KIND_FS_DAX, 2, 1, false);
		MUST(9, !scene_try(a), "%s cannot be mapped", a->name);
	}
	model.ram = arg & 1 ? REGION_MIXED : REGION_INTERSECTS;
	err = scene_try(m);
	CHECK(9, model.warned == 1, "%u warnings for System RAM", model.warned);
	expect_undone(m, err, 9, a ? -ENOMEM : -ENXIO);
	CHECK(9, !m->erased, "what was not stored is erased");
	if (a)
		return end(a);
	model.ram = REGION_DISJOINT;
	expect_again(m, false);
	expect_nothing_left();
}

const struct scenario conflict_scenarios[] = {
	{ "taken-same", 8, taken, 0 },
	{ "taken-start", 8, taken, 1 },
	{ "taken-end", 8, taken, 2 },
	{ "taken-inside-start", 8, taken, 3 },
	{ "taken-inside-end", 8, taken, 4 },
	{ "taken-same-own", 8, taken, 0 | 8 },
	{ "taken-start-own", 8, taken, 1 | 8 },
	{ "taken-end-own", 8, taken, 2 | 8 },
	{ "taken-start-private", 8, taken, 1 | 16 },
	{ "taken-end-private-own", 8, taken, 2 | 8 | 16 },
	{ "adjacent-before", 8, adjacent, 2 },
	{ "adjacent-behind", 8, adjacent, 4 },
	{ "after-the-other", 8, after_the_other },
	{ "enclosing", 8, enclosing },
	{ "ram-full", 9, system_ram, 0 },
	{ "ram-mixed", 9, system_ram, 1 },
	{ "ram-full-own", 9, system_ram, 2 },
	{ "ram-mixed-own", 9, system_ram, 3 },
	{ "ram-full-private", 9, system_ram, 4 },
	{ "ram-mixed-private-own", 9, system_ram, 7 },
	{ "ram-and-taken", 9, system_ram, 8 },
	{ NULL }
};
