// SPDX-License-Identifier: GPL-2.0-only
#include "scene.h"

struct device scene_device = { .numa_node = 2, .name = "first" };
struct device scene_device2 = { .numa_node = NUMA_NO_NODE, .name = "second" };

bool __put_devmap_managed_page_refs(struct page *page, int refs)
	__attribute__((weak));

/* ---- maps ---- */

/* Is it the core that switches the key for such pages? */
bool scene_managed(enum kind kind)
{
	if (__put_devmap_managed_page_refs)
		return kind == KIND_FS_DAX;
	return kind != KIND_DEVDAX && kind != KIND_P2PDMA;
}

bool scene_kind(enum kind kind)
{
	if (adapter_kind_exists(kind))
		return true;
	not_applicable(3, "there is no type for device nodes");
	return false;
}

unsigned scene_ops(enum kind kind, bool own_ref)
{
	unsigned ops = own_ref ? OP_KILL | OP_CLEANUP : 0;

	if (kind == KIND_PRIVATE)
		ops |= OP_MIGRATE;
	if (kind != KIND_DEVDAX && kind != KIND_P2PDMA)
		ops |= OP_PAGE_FREE;
	return ops ? ops : OPS_NONE;
}

struct map *scene_map_at(const char *name, enum kind kind, u64 start, u64 end,
			 struct device *dev, unsigned ops)
{
	struct map *m = host_alloc(sizeof(*m));

	*m = (struct map) { .name = name, .kind = kind, .start = start,
			    .end = end, .dev = dev };
	adapter_make(m, ops);
	model.maps[model.nr_maps++] = m;
	return m;
}

struct map *scene_map(const char *name, enum kind kind, int section,
		      int sections)
{
	return scene_map_at(name, kind, SECTION(section),
			    SECTION(section + sections) - 1, &scene_device,
			    scene_ops(kind, false));
}

bool scene_own_ref(struct map *m)
{
	if (traits.own_ref) {
		adapter_give_ref(m);
		return true;
	}
	not_applicable(5, "an owner cannot give a count");
	return false;
}

/* ---- calls ---- */

long scene_try(struct map *m)
{
	void *p;

	m->plug_start = m->plug_size = 0;
	m->was_mapped = m->unadded_shadow = m->erased = m->grace = false;
	m->got = 0;
	model.current = m;
	model.ram_asked = 0;
	host_free(m->before);
	m->before = adapter_copy(m);
	m->key_was_on = key_is_on();
	m->actions_before = device_actions(m->dev);
	phase_begin("map", m);
	p = adapter_map(m);
	phase_end(IS_ERR(p) ? errno_name(PTR_ERR(p)) :
		  p == __va(m->start) ? "the address" : "something else");
	model.current = NULL;
	if (fault_fired() && !model.own_faults) {
		expect_fault(m, IS_ERR(p) ? PTR_ERR(p) : 0);
		host_stop();
	}
	if (IS_ERR(p))
		return PTR_ERR(p);
	MUST(12, p == __va(m->start), "returns another address than that of %s",
	     m->name);
	return 0;
}

void scene_do(struct map *m, int clause)
{
	long err = scene_try(m);

	MUST(clause, !err, "%s cannot be mapped: %s", m->name, errno_name(err));
	CHECK(clause, !model.warned, "%u warnings where nothing is wrong",
	      model.warned);
	expect_mapped(m);
}

void scene_unmap(struct map *m)
{
	phase_begin("unmap", m);
	adapter_unmap(m);
	phase_end(NULL);
}

void scene_device_gone(struct device *dev)
{
	ev_flush();
	phase_begin(format("gone: %s device", dev->name), NULL);
	device_gone(dev);
	phase_end(NULL);
}

void *scene_get(unsigned long pfn, void *pgmap)
{
	void *found;

	phase_begin("look up", NULL);
	found = adapter_get(pfn, pgmap);
	phase_end(found ? map_of(found) ? map_of(found)->name : "no map" :
		  "NULL");
	return found;
}

void scene_put(void *pgmap)
{
	phase_begin("put", map_of(pgmap));
	adapter_put(pgmap);
	phase_end(NULL);
}

void scene_put_page(struct page *page)
{
	bool was_quiet = model.quiet, in_core = model.in_core;

	model.quiet = 0;
	model.by_owner = true;
	phase_begin("put a page", NULL);
	put_page(page);
	phase_end(NULL);
	model.by_owner = false;
	model.quiet = was_quiet;
	model.in_core = in_core;
}

/* ---- what must be so ---- */

/* Looked up without the core: the store must have it, or must not. */
static void expect_stored(const struct map *m, bool yes, int clause)
{
	unsigned long first = PHYS_PFN(m->start), last = PHYS_PFN(m->end);

	CHECK(clause, (store_find(first) == m) == yes &&
	      (store_find(last) == m) == yes, "%s is %s the store", m->name,
	      yes ? "not in" : "still in");
}

void expect_mapped(struct map *m)
{
	u64 pages = map_pages(m);
	bool counted = adapter_refs_by_page(m) || m->kind != KIND_PRIVATE;

	MUST(10, m->stored.is && m->tracked.is, "%s is not stored and tracked",
	     m->name);
	expect_stored(m, true, 10);
	CHECK(10, adapter_dev(m) == m->dev, "%s does not know its device",
	      m->name);
	MUST(11, m->plugged.is && m->moved, "the memory of %s is not there",
	     m->name);
	MUST(11, m->shadow.is == (m->kind != KIND_PRIVATE),
	     "%s is there %s a shadow", m->name,
	     m->shadow.is ? "with" : "without");
	MUST(12, m->initialised, "the pages of %s are not initialised", m->name);
	MUST(12, m->got == (counted ? pages : 0),
	     "%llu references for %llu pages of %s", m->got, pages, m->name);
	if (m->own_ref) {
		CHECK(5, !m->kills && ref_is_live(&m->own),
		      "the owner's count of %s is dead", m->name);
		CHECK(6, adapter_ref_field(m) == &m->own,
		      "%s does not use its owner's count", m->name);
	} else if (m->internal) {
		CHECK(6, ref_is_live(m->internal),
		      "the core's count of %s is not alive", m->name);
		CHECK(6, adapter_ref(m->pgmap) == m->internal,
		      "%s does not use the core's count", m->name);
	}
	CHECK(12, adapter_count(m) == 1 + (s64)m->got,
	      "the count of %s is %lld with %llu pages", m->name,
	      adapter_count(m), m->got);
	if (scene_managed(m->kind))
		CHECK(7, key_is_on(), "the managed key is off while %s is there",
		      m->name);
}

/* The core's own count is as if it had never been. */
static void expect_no_internal(struct map *m, int clause)
{
	if (!m->internal || m->own_ref)
		return;
	CHECK(clause, ref_is_gone(m->internal),
	      "the core's count of %s is left behind", m->name);
}

void expect_no_leak(struct map *m)
{
	host_line("@ refused");
	if (m->internal && !m->own_ref && !ref_is_gone(m->internal) &&
	    adapter_ref_field(m) == m->internal)
		weak("W1");
	else
		expect_no_internal(m, 7);
}

static void expect_own_alive(struct map *m, int clause)
{
	if (!m->own_ref)
		return;
	CHECK(clause, ref_is_live(&m->own) && !m->kills && !m->cleanups,
	      "the owner's count of %s does not stay alive", m->name);
	CHECK(clause, adapter_ref_field(m) == &m->own,
	      "%s has lost its owner's count", m->name);
}

void expect_not_there(struct map *m, int clause)
{
	CHECK(clause, !m->plugged.is, "the memory of %s is left", m->name);
	CHECK(clause, !m->shadow.is, "the shadow of %s is left", m->name);
	CHECK(clause, !m->tracked.is, "%s is left tracked", m->name);
	CHECK(clause, !m->stored.is, "%s is left in the store", m->name);
	CHECK(clause, !m->erased || m->grace, "no grace period for %s",
	      m->name);
	if (!model.relaxed)
		expect_stored(m, false, clause);
}

void expect_refused(struct map *m, long err, int clause, long want,
		    unsigned warnings)
{
	CHECK(clause, err == want, "%s where %s is due",
	      err ? errno_name(err) : "success", errno_name(want));
	CHECK(clause, model.warned == warnings, "%u warnings where %u are due",
	      model.warned, warnings);
	if (err != want)
		host_stop();
	expect_own_alive(m, clause);
	expect_not_there(m, clause);
	if (clause != 7) {
		CHECK(clause, !model.effects,
		      "something was done before %s was turned down", m->name);
		CHECK(clause, adapter_is_same(m, m->before),
		      "%s was changed before it was turned down", m->name);
		expect_no_internal(m, clause);
	} else {
		expect_no_leak(m);
	}
}

/* Both counts, after a failure behind the point of no return. */
static void expect_reaped(struct map *m, int clause)
{
	if (m->own_ref) {
		CHECK(clause, m->kills == 1 && m->cleanups == 1,
		      "the owner's count of %s was killed %u times and cleaned up %u times",
		      m->name, m->kills, m->cleanups);
		CHECK(clause, ref_is_gone(&m->own),
		      "the owner's count of %s is left behind", m->name);
		CHECK(clause, adapter_ref_field(m) == &m->own,
		      "%s has lost its owner's count", m->name);
		return;
	}
	expect_no_internal(m, clause);
}

void expect_undone(struct map *m, long err, int clause, long want)
{
	bool whole = m->was_mapped;

	CHECK(clause, err == want, "%s where %s is due",
	      err ? errno_name(err) : "success", errno_name(want));
	if (!err)
		host_stop();
	expect_not_there(m, whole ? 12 : clause);
	expect_reaped(m, whole ? 12 : clause);
	CHECK(clause, !whole || !m->got, "pages of %s were not put", m->name);
}

/* Failed by a fault.  What is due depends on the call that failed. */
void expect_fault(struct map *m, long err)
{
	const char *call = fault_name();
	bool key = !__builtin_strcmp(call, "devm_add_action") && !m->was_mapped;

	if (key) {
		expect_refused(m, err, 7, fault_fired(),
			       m->kind == KIND_UNKNOWN || m->kind == KIND_ZERO);
		CHECK(7, key_is_on() == m->key_was_on,
		      "the managed key is not as it was after a failure");
		CHECK(7, device_actions(m->dev) == m->actions_before,
		      "an action is left after a failure");
		return;
	}
	/* no call of the contract: a core may need memory of its own */
	if (!__builtin_strcmp(call, "kmalloc")) {
		CHECK(13, err == fault_errno(), "%s where %s is due",
		      errno_name(err), errno_name(fault_errno()));
		expect_not_there(m, 13);
		return;
	}
	if (!__builtin_strcmp(call, "percpu_ref_init")) {
		CHECK(6, err == fault_fired(), "%s where the error of percpu_ref_init is due",
		      errno_name(err));
		CHECK(6, !adapter_ref_field(m), "%s keeps a count that is none",
		      m->name);
		expect_not_there(m, 6);
		return;
	}
	expect_undone(m, err, m->was_mapped ? 12 : 13, fault_fired());
	if (scene_managed(m->kind) && !traits.unmanaged)
		CHECK(7, key_is_on() || adapter_key_is_owners(),
		      "the managed key goes off before its device");
}

void expect_gone(struct map *m)
{
	CHECK(14, !m->got, "%llu pages of %s were not put", m->got, m->name);
	expect_not_there(m, 14);
	expect_reaped(m, 14);
}

void expect_again(struct map *m, bool after_release)
{
	long err;

	if (!m->own_ref && m->internal &&
	    adapter_ref_field(m) == m->internal) {
		/* if it is alive, that was said: W1 */
		if (ref_is_gone(m->internal))
			weak(after_release ? "W4" : "W4 after a failure");
		return;
	}
	if (m->own_ref)
		adapter_give_ref(m);
	err = scene_try(m);
	MUST(after_release ? 14 : 13, !err, "%s cannot be mapped again: %s",
	     m->name, errno_name(err));
	expect_mapped(m);
	scene_unmap(m);
	expect_gone(m);
}

void expect_nothing_left(void)
{
	/* one without a map was never used */
	scene_device_gone(&scene_device);
	scene_device_gone(&scene_device2);
	for (int i = 0; i < model.nr_maps; i++) {
		struct map *m = model.maps[i];

		CHECK(14, !m->plugged.is && !m->shadow.is && !m->tracked.is &&
		      !m->stored.is, "%s outlives its device", m->name);
	}
	if (!adapter_key_is_owners())
		CHECK(7, !key_is_on(), "the managed key stays on for ever");
	/* what is used afterwards is an error that the sanitizer sees */
	for (int i = 0; i < model.nr_maps; i++) {
		adapter_release(model.maps[i]);
		host_free(model.maps[i]->before);
		host_free(model.maps[i]);
	}
	model.nr_maps = 0;
}
