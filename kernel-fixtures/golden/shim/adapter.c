// SPDX-License-Identifier: GPL-2.0-only
/* Compiled against the tree's own header: see adapter.h. */
#include <linux/memremap.h>

#include "adapter.h"

#ifdef SHIM_HAVE_REF_EMBEDDED
#define REF_OF(pgmap) (&(pgmap)->ref)
#else
#define REF_OF(pgmap) ((pgmap)->ref)
#endif

/* What drivers of the first generation called. */
void dev_pagemap_get_ops(void) __attribute__((weak));
void __put_devmap_managed_page(struct page *page) __attribute__((weak));

const struct traits traits = {
#ifdef SHIM_HAVE_OPS
	.ops = true,
#endif
#ifdef SHIM_HAVE_OPS_MIGRATE
	.migrate_to_ram = true,
#endif
#if defined(SHIM_HAVE_INTERNAL_REF) || defined(SHIM_HAVE_REF_EMBEDDED)
	.internal_ref = true,
#endif
#if defined(SHIM_HAVE_OPS_KILL) || defined(SHIM_HAVE_MAP_KILL)
	.own_ref = true,
#endif
#if defined(SHIM_HAVE_DEVDAX) || defined(SHIM_HAVE_GENERIC)
	.devdax = true,
#endif
	.p2pdma = true,
#ifdef SHIM_HAVE_FLAGS
	.altmap_flag = true,
#endif
#ifdef SHIM_HAVE_MEMREMAP_PAGES
	.unmanaged = true,
#endif
#ifdef SHIM_HAVE_OWNER
	.owner = true,
#endif
#ifdef SHIM_HAVE_DEV
	.has_dev = true,
#endif
};

static struct dev_pagemap *pgmap_of(const struct map *m)
{
	return m->pgmap;
}

static int type_of(enum kind kind)
{
	switch (kind) {
	case KIND_PRIVATE: return MEMORY_DEVICE_PRIVATE;
	case KIND_FS_DAX: return MEMORY_DEVICE_FS_DAX;
#if defined(SHIM_HAVE_DEVDAX)
	case KIND_DEVDAX: return MEMORY_DEVICE_DEVDAX;
#elif defined(SHIM_HAVE_GENERIC)
	case KIND_DEVDAX: return MEMORY_DEVICE_GENERIC;
#endif
	case KIND_P2PDMA: return MEMORY_DEVICE_PCI_P2PDMA;
	case KIND_ZERO: return 0;
	default: return 99;
	}
}

bool adapter_kind_exists(enum kind kind)
{
	return kind != KIND_DEVDAX || traits.devdax;
}

/* ---- the owner's methods ---- */

#ifdef SHIM_HAVE_PAGE_FREE_DATA
static void page_free(struct page *page, void *data)
#else
static void page_free(struct page *page)
#endif
{
	struct map *m = map_of(page->pgmap);
	int was = core_leave();

	ev_loud("page_free %s", m ? m->name : "of no map");
	MUST(17, m, "page_free for a page of no map");
	MUST(17, page->_refcount.counter <= 1, "page_free of a page with count %d",
	     page->_refcount.counter);
	m->freed++;
	m->freed_mapping = page->mapping;
	m->last_freed = page;
	page->freed = 4 | (page->flags & 3 ? 1 : 0) | (page->charged ? 2 : 0);
	core_enter(was);
}

static void kill_map(struct map *m)
{
	int was = core_leave();

	ev_loud("kill %s", m ? m->name : "of no map");
	MUST(14, m && m->own_ref, "kill is called for the core's own count");
	note_kill(m);
	ref_kill(&m->own);
	core_enter(was);
}

static void cleanup_map(struct map *m)
{
	int was = core_leave();

	ev_loud("cleanup %s", m ? m->name : "of no map");
	MUST(14, m && m->own_ref, "cleanup is called for the core's own count");
	may_sleep("cleanup");
	MUST(11, !model.hotplug_lock, "cleanup under the hotplug lock");
	note_cleanup(m);
	ref_wait(&m->own);
	core_enter(was);
}

#ifdef SHIM_HAVE_KILL_BY_REF
static void op_kill(struct percpu_ref *ref)
{
	kill_map(map_of_ref(ref));
}

static void op_cleanup(struct percpu_ref *ref)
{
	cleanup_map(map_of_ref(ref));
}
#else
static void op_kill(struct dev_pagemap *pgmap)
{
	kill_map(map_of(pgmap));
}

static void op_cleanup(struct dev_pagemap *pgmap)
{
	cleanup_map(map_of(pgmap));
}
#endif

#ifdef SHIM_HAVE_OPS_MIGRATE
static vm_fault_t op_migrate(struct vm_fault *vmf)
{
	broken(1, "migrate_to_ram is called by the core");
}
#endif

static void set_methods(struct dev_pagemap *pgmap, unsigned ops)
{
	void *unused[] = { page_free, op_kill, op_cleanup };
#ifdef SHIM_HAVE_OPS
	struct dev_pagemap_ops *table;

	(void)unused;
	if (ops & OPS_NONE)
		return;
	table = host_alloc(sizeof(*table));
	if (ops & OP_PAGE_FREE)
		table->page_free = page_free;
#ifdef SHIM_HAVE_OPS_KILL
	if (ops & OP_KILL)
		table->kill = op_kill;
	if (ops & OP_CLEANUP)
		table->cleanup = op_cleanup;
#endif
#ifdef SHIM_HAVE_OPS_MIGRATE
	if (ops & OP_MIGRATE)
		table->migrate_to_ram = op_migrate;
#endif
	pgmap->ops = table;
#else
	(void)unused;
	if (ops & OP_PAGE_FREE)
		pgmap->page_free = page_free;
	if (ops & OP_KILL)
		pgmap->kill = op_kill;
	if (ops & OP_CLEANUP)
		pgmap->cleanup = op_cleanup;
#endif
}

/* ---- filling it in ---- */

void adapter_make(struct map *m, unsigned ops)
{
	struct dev_pagemap *pgmap = host_alloc(sizeof(*pgmap));

	m->pgmap = pgmap;
#ifdef SHIM_HAVE_RES
	pgmap->res.start = m->start;
	pgmap->res.end = m->end;
	pgmap->res.name = m->name;
#else
	pgmap->range.start = m->start;
	pgmap->range.end = m->end;
	pgmap->nr_range = 1;
#endif
	pgmap->type = type_of(m->kind);
#ifdef SHIM_HAVE_OWNER
	pgmap->owner = m;
#endif
	set_methods(pgmap, ops);
#ifdef SHIM_HAVE_INTERNAL_REF
	m->internal = &pgmap->internal_ref;
#elif defined(SHIM_HAVE_REF_EMBEDDED)
	m->internal = &pgmap->ref;
#endif
#ifdef SHIM_HAVE_DONE
	m->done = &pgmap->done;
#endif
}

void adapter_release(struct map *m)
{
#ifdef SHIM_HAVE_OPS
	host_free((void *)pgmap_of(m)->ops);
#endif
	host_free(m->pgmap);
	m->pgmap = NULL;
}

void adapter_mend_ops(struct map *m, unsigned ops)
{
	set_methods(pgmap_of(m), ops);
}

void adapter_set_altmap(struct map *m, unsigned long reserve,
			unsigned long free, bool flag)
{
	struct vmem_altmap altmap = {
		.base_pfn = PHYS_PFN(m->start),
		.reserve = reserve,
		.free = free,
#ifdef SHIM_HAVE_END_PFN
		.end_pfn = PHYS_PFN(m->end),
#endif
	};

	memcpy(&pgmap_of(m)->altmap, &altmap, sizeof(altmap));
	m->set_aside = reserve + free;
	m->altmap = flag ? &pgmap_of(m)->altmap : NULL;
#ifdef SHIM_HAVE_FLAGS
	pgmap_of(m)->flags = flag ? PGMAP_ALTMAP_VALID : ~PGMAP_ALTMAP_VALID;
#else
	pgmap_of(m)->altmap_valid = flag;
#endif
}

void adapter_give_ref(struct map *m)
{
	ref_set_live(&m->own, NULL);
	m->own_ref = true;
	m->killed = m->waited = m->cleaned = false;
	m->kills = m->cleanups = 0;
#ifndef SHIM_HAVE_REF_EMBEDDED
	pgmap_of(m)->ref = &m->own;
#endif
}

/* ---- calls of the core ---- */

void *adapter_map(struct map *m)
{
	return devm_memremap_pages(m->dev, pgmap_of(m));
}

void adapter_unmap(struct map *m)
{
	devm_memunmap_pages(m->dev, pgmap_of(m));
}

void *adapter_get(unsigned long pfn, void *pgmap)
{
	return get_dev_pagemap(pfn, pgmap);
}

void *adapter_get_quietly(const struct map *m)
{
	void *found;

	model.quiet++;
	found = get_dev_pagemap(PHYS_PFN(m->start), NULL);
	model.quiet--;
	return found;
}

void adapter_put(void *pgmap)
{
	put_dev_pagemap(pgmap);
}

unsigned long adapter_altmap_offset(struct map *m)
{
	return vmem_altmap_offset(m ? &pgmap_of(m)->altmap : NULL);
}

void adapter_altmap_free(struct map *m, unsigned long nr)
{
	vmem_altmap_free(&pgmap_of(m)->altmap, nr);
}

/* ---- what it says ---- */

bool adapter_key_is_owners(void)
{
	return dev_pagemap_get_ops;
}

void *adapter_copy(const struct map *m)
{
	void *copy = host_alloc(sizeof(struct dev_pagemap));

	return memcpy(copy, m->pgmap, sizeof(struct dev_pagemap));
}

bool adapter_is_same(const struct map *m, const void *copy)
{
	return !__builtin_memcmp(m->pgmap, copy, sizeof(struct dev_pagemap));
}

struct percpu_ref *adapter_ref(void *pgmap)
{
	return REF_OF((struct dev_pagemap *)pgmap);
}

struct percpu_ref *adapter_ref_field(const struct map *m)
{
#ifdef SHIM_HAVE_REF_EMBEDDED
	return NULL;
#else
	return pgmap_of(m)->ref;
#endif
}

s64 adapter_count(const struct map *m)
{
	return m->own_ref ? m->own.count : m->internal ? m->internal->count : 0;
}

void adapter_set_alloc(struct map *m, unsigned long nr)
{
	pgmap_of(m)->altmap.alloc = nr;
}

unsigned long adapter_alloc(const struct map *m)
{
	return pgmap_of(m)->altmap.alloc;
}

struct device *adapter_dev(const struct map *m)
{
#ifdef SHIM_HAVE_DEV
	return pgmap_of(m)->dev;
#else
	return m->dev;
#endif
}

struct vmem_altmap *adapter_altmap_helper(const struct map *m)
{
#ifdef SHIM_HAVE_ALTMAP_HELPER
	return pgmap_altmap(pgmap_of(m));
#else
	return m->altmap;
#endif
}

bool adapter_refs_by_page(const struct map *m)
{
#ifdef SHIM_HAVE_REF_EMBEDDED
	return false;
#else
	return true;
#endif
}

/* In later kernels a private page is free until its driver hands it out. */
int adapter_first_count(const struct map *m)
{
#ifdef SHIM_HAVE_REF_EMBEDDED
	return m->kind == KIND_PRIVATE ? 0 : 1;
#else
	return 1;
#endif
}
