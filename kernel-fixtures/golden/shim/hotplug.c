// SPDX-License-Identifier: GPL-2.0-only
/*
 * Adding and removing memory: the hotplug lock, the architecture's part, the
 * shadow of kasan, the tracking of cache attributes, resources, nodes.
 */
#include "model.h"
#include "adapter.h"

static struct pglist_data nodes[NODES];

struct pglist_data *NODE_DATA(int nid)
{
	MUST(10, nid >= 0 && nid < NODES, "node %d does not exist", nid);
	for (int i = 0; i < MAX_NR_ZONES; i++)
		nodes[nid].node_zones[i] = (struct zone) { nid, i };
	nodes[nid].node_id = nid;
	return &nodes[nid];
}

int zone_to_nid(const struct zone *zone)
{
	return zone->node;
}

int numa_mem_id(void)
{
	return model.memory_node;
}

/* The nearest node need not have memory. */
int numa_node_id(void)
{
	return 0;
}

static int wanted_node(const struct map *m)
{
	return m->dev->numa_node < 0 ? model.memory_node : m->dev->numa_node;
}

/* ---- what is there already ---- */

int region_intersects(resource_size_t start, size_t size, unsigned long flags,
		      unsigned long desc)
{
	struct map *m = model.current;

	MUST(9, m && map_covers(m, start, size),
	     "System RAM is looked for at %s", range_name(start, size));
	MUST(9, flags == IORESOURCE_SYSTEM_RAM,
	     "a resource with flags %#lx is looked for, not System RAM", flags);
	MUST(9, desc == IORES_DESC_NONE, "a resource of kind %lu is looked for",
	     desc);
	model.ram_asked++;
	return model.ram;
}

/* ---- the lock ---- */

void mem_hotplug_begin(void)
{
	may_sleep("mem_hotplug_begin");
	MUST(11, !model.hotplug_lock, "the hotplug lock is taken twice");
	model.hotplug_lock = 1;
	ev("lock");
}

void mem_hotplug_done(void)
{
	MUST(11, model.hotplug_lock, "the hotplug lock is released but not held");
	model.hotplug_lock = 0;
	ev("unlock");
}

bool mhp_range_allowed(u64 start, u64 size, bool need_mapping)
{
	return true;
}

/* ---- cache attributes ---- */

int track_pfn_remap(struct vm_area_struct *vma, pgprot_t *prot,
		    unsigned long pfn, unsigned long addr, unsigned long size)
{
	struct map *m = model.current;
	int err;

	MUST(10, m && map_covers(m, PFN_PHYS(pfn), size),
	     "track_pfn_remap of another range: %s",
	     range_name(PFN_PHYS(pfn), size));
	MUST(10, !vma && !addr && prot, "track_pfn_remap for an address");
	MUST(10, prot->pgprot == PAGE_KERNEL.pgprot,
	     "track_pfn_remap with protection %#lx", prot->pgprot);
	MUST(10, m->stored.is, "track_pfn_remap before %s is stored", m->name);
	MUST(10, !m->tracked.is, "%s is tracked twice", m->name);
	err = fault("track_pfn_remap");
	ev("track_pfn_remap %s%s", range_name(PFN_PHYS(pfn), size),
	   err ? " fails" : "");
	if (!err)
		m->tracked = (struct held) { true, PFN_PHYS(pfn), size };
	return err;
}

void untrack_pfn(struct vm_area_struct *vma, unsigned long pfn,
		 unsigned long size)
{
	struct map *m = map_at(PFN_PHYS(pfn));

	ev("untrack_pfn %s", range_name(PFN_PHYS(pfn), size));
	MUST(13, m && m->tracked.is, "untrack_pfn of what is not tracked");
	MUST(undo_clause(m), !vma && same_range(&m->tracked, PFN_PHYS(pfn), size),
	     "untrack_pfn of another range than %s", m->name);
	MUST(undo_clause(m), !m->plugged.is && !m->shadow.is,
	     "untrack_pfn of %s while its memory is there", m->name);
	MUST(undo_clause(m), !model.hotplug_lock,
	     "untrack_pfn of %s under the hotplug lock", m->name);
	m->tracked.is = false;
}

/* ---- the shadow ---- */

static u64 phys_of(const void *va)
{
	return (unsigned long)va - SHIM_PAGE_OFFSET;
}

int kasan_add_zero_shadow(void *start, unsigned long size)
{
	struct map *m = model.current;
	int err;

	MUST(11, m && map_covers(m, phys_of(start), size),
	     "a shadow for another range: %s", range_name(phys_of(start), size));
	MUST(11, m->kind != KIND_PRIVATE, "a shadow for private memory");
	MUST(11, model.hotplug_lock, "a shadow without the hotplug lock");
	MUST(11, !m->shadow.is, "a shadow for %s twice", m->name);
	MUST(11, m->tracked.is, "a shadow for %s before it is tracked", m->name);
	err = fault("kasan_add_zero_shadow");
	ev("kasan_add %s%s", m->name, err ? " fails" : "");
	if (!err)
		m->shadow = (struct held) { true, phys_of(start), size };
	return err;
}

void kasan_remove_zero_shadow(void *start, unsigned long size)
{
	struct map *m = map_at(phys_of(start));

	ev(m && m->was_mapped ? "kasan_remove %s" : "kasan_undo %s",
	   range_name(phys_of(start), size));
	MUST(13, m, "a shadow is removed where there is no map");
	if (!m->shadow.is && m->kind == KIND_PRIVATE && !m->was_mapped &&
	    !m->unadded_shadow && !m->plugged.is && m->tracked.is &&
	    map_covers(m, phys_of(start), size)) {
		m->unadded_shadow = true;
		weak("W2");
		return;
	}
	MUST(undo_clause(m), same_range(&m->shadow, phys_of(start), size),
	     "a shadow is removed that was not added");
	MUST(undo_clause(m), !m->plugged.is,
	     "the shadow of %s is removed before its memory", m->name);
	MUST(14, !m->was_mapped || model.hotplug_lock,
	     "the shadow of %s is removed without the hotplug lock", m->name);
	m->shadow.is = false;
}

/* ---- memory ---- */

static bool present(const struct map *mine, u64 start, u64 size)
{
	for (int i = 0; i < model.nr_maps; i++) {
		const struct map *m = model.maps[i];

		if (m != mine && m->plugged.is &&
		    start < m->plugged.start + m->plugged.size &&
		    m->plugged.start < start + size)
			return true;
	}
	return false;
}

static int add(const char *call, int nid, u64 start, u64 size,
	       unsigned long flags, struct vmem_altmap *altmap)
{
	struct map *m = model.current;
	int err;

	MUST(11, m && map_covers(m, start, size), "%s of another range: %s",
	     call, range_name(start, size));
	MUST(11, model.hotplug_lock, "%s without the hotplug lock", call);
	MUST(11, !m->plugged.is, "%s of %s twice", call, m->name);
	MUST(11, m->stored.is && m->tracked.is,
	     "%s of %s before it is stored and tracked", call, m->name);
	MUST(10, nid == wanted_node(m), "%s on node %d where it is node %d",
	     call, nid, wanted_node(m));
	MUST(11, !flags, "%s with flags %#lx", call, flags);
	MUST(11, altmap == m->altmap, "%s with altmap %s where it is %s", call,
	     altmap_name(altmap), altmap_name(m->altmap));
	MUST(9, model.ram_asked, "%s and nobody asked for System RAM", call);
	err = fault(call);
	if (!err && present(m, start, size)) {
		MUST(8, model.relaxed, "%s of memory that is there already",
		     call);
		err = -EEXIST;
	}
	ev("%s %s node %d altmap %s%s", call, range_name(start, size), nid,
	   altmap_name(altmap), err ? " fails" : "");
	if (err)
		return err;
	m->plugged = (struct held) { true, start, size };
	m->nid = nid;
	m->moved = m->initialised = false;
	pages_appear(m);
	return 0;
}

int shim_add_pages(int nid, unsigned long pfn, unsigned long nr,
		   unsigned long flags, struct vmem_altmap *altmap)
{
	MUST(11, model.current && model.current->kind == KIND_PRIVATE,
	     "add_pages for memory that is not private");
	return add("add_pages", nid, PFN_PHYS(pfn), PFN_PHYS(nr), flags, altmap);
}

int shim_arch_add_memory(int nid, u64 start, u64 size, unsigned long flags,
			 struct vmem_altmap *altmap)
{
	struct map *m = model.current;

	MUST(11, m && m->kind != KIND_PRIVATE,
	     "arch_add_memory for private memory");
	MUST(11, m->shadow.is, "arch_add_memory of %s before it has a shadow",
	     m->name);
	return add("arch_add_memory", nid, start, size, flags, altmap);
}

void shim_move_to_zone(struct zone *zone, unsigned long pfn, unsigned long nr,
		       struct vmem_altmap *altmap)
{
	struct map *m = model.current;

	ev("move_to_zone %s altmap %s", range_name(PFN_PHYS(pfn), PFN_PHYS(nr)),
	   altmap_name(altmap));
	MUST(11, m && m->plugged.is, "memory is moved to a zone before it is there");
	MUST(11, !m->moved, "%s is moved to its zone twice", m->name);
	MUST(11, same_range(&m->plugged, PFN_PHYS(pfn), PFN_PHYS(nr)),
	     "other memory than that of %s is moved to a zone", m->name);
	MUST(11, model.hotplug_lock, "%s is moved to its zone without the lock",
	     m->name);
	MUST(11, zone == &NODE_DATA(m->nid)->node_zones[ZONE_DEVICE],
	     "%s is moved to another zone than ZONE_DEVICE of its node",
	     m->name);
	MUST(11, altmap == m->altmap,
	     "%s is moved to its zone with altmap %s where it is %s", m->name,
	     altmap_name(altmap), altmap_name(m->altmap));
	m->moved = true;
}

void remove_pfn_range_from_zone(struct zone *zone, unsigned long start,
				unsigned long nr)
{
	struct map *m = map_at(PFN_PHYS(start));

	ev("leave_zone %s", range_name(PFN_PHYS(start), PFN_PHYS(nr)));
	MUST(14, m && m->plugged.is && zone->node == m->nid,
	     "memory is taken out of a zone that it is not in");
}

static void take_away(const char *call, u64 start, u64 size,
		      struct vmem_altmap *altmap)
{
	struct map *m = map_at(start);
	struct page *page = NULL;

	ev("%s %s altmap %s", call, range_name(start, size),
	   altmap_name(altmap));
	MUST(14, m && m->plugged.is, "%s of memory that is not there", call);
	MUST(14, same_range(&m->plugged, start, size),
	     "%s of other memory than that of %s", call, m->name);
	MUST(14, model.hotplug_lock, "%s without the hotplug lock", call);
	MUST(15, m->killed && m->waited,
	     "%s before the references of %s were waited for", call, m->name);
	MUST(15, !adapter_count(m), "%s with %lld references of %s left", call,
	     adapter_count(m), m->name);
	MUST(15, !pages_in_use(m, &page), "%s while a page of %s is in use",
	     call, m->name);
	MUST(14, m->stored.is && m->tracked.is,
	     "%s after %s was untracked or erased", call, m->name);
	m->plugged.is = false;
	pages_go(m);
}

void shim_arch_remove_memory(int nid, u64 start, u64 size,
			     struct vmem_altmap *altmap)
{
	struct map *m = map_at(start);

	MUST(14, m && m->kind != KIND_PRIVATE,
	     "arch_remove_memory of private memory");
	MUST(14, nid == SHIM_ANY_NODE || nid == m->nid,
	     "arch_remove_memory of %s on node %d where it is node %d", m->name,
	     nid, m->nid);
	MUST(14, altmap == m->altmap,
	     "arch_remove_memory of %s with altmap %s where it is %s", m->name,
	     altmap_name(altmap), altmap_name(m->altmap));
	take_away("arch_remove_memory", start, size, altmap);
}

void shim_remove_pages(struct zone *zone, unsigned long pfn, unsigned long nr,
		       struct vmem_altmap *altmap)
{
	struct map *m = map_at(PFN_PHYS(pfn));

	MUST(14, m && m->kind == KIND_PRIVATE,
	     "__remove_pages of memory that is not private");
	MUST(14, zone == SHIM_ANY_ZONE ||
	     zone == &NODE_DATA(m->nid)->node_zones[ZONE_DEVICE],
	     "__remove_pages of %s from another zone", m->name);
	MUST(14, !altmap, "__remove_pages of %s with an altmap", m->name);
	take_away("__remove_pages", PFN_PHYS(pfn), PFN_PHYS(nr), altmap);
}
