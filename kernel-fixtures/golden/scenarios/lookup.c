// SPDX-License-Identifier: GPL-2.0-only
/* get_dev_pagemap() and put_dev_pagemap(): what is found, and what it costs. */
#include "scene.h"

static struct map *a, *b;

static struct map *make(const char *name, int section)
{
	struct map *m = scene_map_at(name, KIND_FS_DAX, SECTION(section),
				     SECTION(section + 1) - 1, &scene_device,
				     scene_ops(KIND_FS_DAX, traits.own_ref));

	if (traits.own_ref)
		adapter_give_ref(m);
	MUST(16, !scene_try(m), "%s cannot be mapped", name);
	return m;
}

static void begin(void)
{
	a = make("A", 2);
	b = make("B", 4);
}

static void end(void)
{
	scene_unmap(a);
	scene_unmap(b);
	expect_gone(a);
	expect_gone(b);
	expect_nothing_left();
}

static unsigned long pfn_in(const struct map *m)
{
	return PHYS_PFN(m->start) + 100;
}

/* The counts of A and B must change by this. */
static void counts(s64 of_a, s64 of_b)
{
	static s64 was_a, was_b;

	if (of_a != -99) {
		CHECK(16, adapter_count(a) - was_a == of_a,
		      "the count of A changes by %lld where it is %lld",
		      adapter_count(a) - was_a, of_a);
		CHECK(16, adapter_count(b) - was_b == of_b,
		      "the count of B changes by %lld where it is %lld",
		      adapter_count(b) - was_b, of_b);
	}
	was_a = adapter_count(a);
	was_b = adapter_count(b);
}

static void found(void *p, const struct map *m, const char *what)
{
	CHECK(16, p == (m ? m->pgmap : NULL), "%s gives %s where it is %s", what,
	      p ? map_of(p) ? map_of(p)->name : "something" : "NULL",
	      m ? m->name : "NULL");
}

static void hit_and_miss(int arg)
{
	begin();
	counts(-99, 0);
	found(scene_get(pfn_in(a), NULL), a, "a hit");
	counts(1, 0);
	found(scene_get(pfn_in(b), NULL), b, "a hit");
	counts(0, 1);
	found(scene_get(PHYS_PFN(SECTION(3)), NULL), NULL, "a miss");
	counts(0, 0);
	scene_put(a->pgmap);
	counts(-1, 0);
	scene_put(b->pgmap);
	counts(0, -1);
	end();
}

static void cached(int arg)
{
	void *p;

	begin();
	p = scene_get(pfn_in(a), NULL);
	counts(-99, 0);
	p = scene_get(PHYS_PFN(a->start), p);
	found(p, a, "the first pfn of a cached map");
	counts(0, 0);
	p = scene_get(PHYS_PFN(a->end), p);
	found(p, a, "the last pfn of a cached map");
	counts(0, 0);
	p = scene_get(PHYS_PFN(a->end) + 1, p);
	found(p, NULL, "the pfn behind a cached map");
	counts(-1, 0);
	p = scene_get(pfn_in(a), NULL);
	p = scene_get(PHYS_PFN(a->start) - 1, p);
	found(p, NULL, "the pfn before a cached map");
	counts(0, 0);
	end();
}

static void crossing(int arg)
{
	void *p;

	begin();
	p = scene_get(pfn_in(a), NULL);
	counts(-99, 0);
	p = scene_get(pfn_in(b), p);
	found(p, b, "another map than the cached one");
	counts(-1, 1);
	p = scene_get(pfn_in(a), p);
	found(p, a, "another map than the cached one");
	counts(1, -1);
	scene_put(p);
	counts(-1, 0);
	end();
}

/* The owner has killed the count, but not yet taken down the map. */
static void dying(int arg)
{
	void *p;

	if (!traits.own_ref)
		return not_applicable(16, "only the core can kill a count");
	begin();
	p = scene_get(pfn_in(a), NULL);
	counts(-99, 0);
	a->own.percpu_count_ptr = 2;	/* dead, as ref_kill() has it */
	found(scene_get(pfn_in(a), NULL), NULL, "a dying map");
	counts(0, 0);
	found(scene_get(pfn_in(a), p), a, "a dying map that is cached");
	counts(0, 0);
	found(scene_get(pfn_in(b), p), b, "a map behind a dying one");
	counts(-1, 1);
	scene_put(b->pgmap);
	a->own.percpu_count_ptr = 1;
	end();
}

static void put_nothing(int arg)
{
	phase_begin("put nothing", NULL);
	adapter_put(NULL);
	phase_end(NULL);
	good(16);
}

const struct scenario lookup_scenarios[] = {
	{ "lookup-hit-and-miss", 16, hit_and_miss },
	{ "lookup-cached", 16, cached },
	{ "lookup-crossing", 16, crossing },
	{ "lookup-dying", 16, dying },
	{ "put-nothing", 16, put_nothing },
	{ NULL }
};
