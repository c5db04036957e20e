/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * adapter: a tree's own struct dev_pagemap, reached without knowing it.
 * adapter.c is compiled against the tree's header, with the names of what was
 * found in there (SHIM_HAVE_X); the model and the scenarios are not.
 */
#ifndef SHIM_ADAPTER_H
#define SHIM_ADAPTER_H

#include "model.h"

/* What the tree's generation has. */
struct traits {
	bool ops;		/* methods stand in a table of their own */
	bool migrate_to_ram;	/* is a method */
	bool internal_ref;	/* a count of the core's own, if none is given */
	bool own_ref;		/* a count of the owner's can be given */
	bool devdax;		/* a type for device nodes */
	bool p2pdma;
	bool altmap_flag;	/* PGMAP_ALTMAP_VALID, not altmap_valid */
	bool unmanaged;		/* memremap_pages(): maps without a device */
	bool owner;		/* PRIVATE needs an owner */
	bool has_dev;		/* the map remembers its device */
};
extern const struct traits traits;

/* Which methods the owner brings. */
enum { OP_PAGE_FREE = 1, OP_KILL = 2, OP_CLEANUP = 4, OP_MIGRATE = 8,
       OPS_NONE = 16 };

/* The structure that belongs to @m, cleared and filled in. */
void adapter_make(struct map *m, unsigned ops);
void adapter_set_altmap(struct map *m, unsigned long reserve,
			unsigned long free, bool flag);
/* Again with a count of the owner's that is alive. */
void adapter_give_ref(struct map *m);
bool adapter_kind_exists(enum kind kind);
void adapter_release(struct map *m);
/* Give a map without methods some. */
void adapter_mend_ops(struct map *m, unsigned ops);

/* Calls of the core. */
void *adapter_map(struct map *m);
void adapter_unmap(struct map *m);
void *adapter_get(unsigned long pfn, void *pgmap);
void adapter_put(void *pgmap);
/* A lookup that is no part of the trace: NULL if nothing is found. */
void *adapter_get_quietly(const struct map *m);
unsigned long adapter_altmap_offset(struct map *m);
void adapter_altmap_free(struct map *m, unsigned long nr);

/* Does the owner switch the managed key, not the core?  So in 5.2. */
bool adapter_key_is_owners(void);
/* A copy of the structure, and whether it is still the same. */
void *adapter_copy(const struct map *m);
bool adapter_is_same(const struct map *m, const void *copy);

/* What the structure says now. */
struct percpu_ref *adapter_ref(void *pgmap);
struct percpu_ref *adapter_ref_field(const struct map *m);
s64 adapter_count(const struct map *m);
void adapter_set_alloc(struct map *m, unsigned long nr);
unsigned long adapter_alloc(const struct map *m);
struct device *adapter_dev(const struct map *m);
struct vmem_altmap *adapter_altmap_helper(const struct map *m);
/* Does each page hold the map's count, or do they all together? */
bool adapter_refs_by_page(const struct map *m);
int adapter_first_count(const struct map *m);

/*
 * The same of a header that is read without ZONE_DEVICE: nodevice.c, which is
 * not there if that does not compile.
 */
void *nodevice_map(void) __attribute__((weak));
void nodevice_unmap(void) __attribute__((weak));
void *nodevice_get(void) __attribute__((weak));
unsigned long nodevice_altmap_offset(void) __attribute__((weak));
unsigned long nodevice_altmap_free(void) __attribute__((weak));

#endif
