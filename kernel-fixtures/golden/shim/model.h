/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The model behind kernel.h: what it remembers of each map, and how it records
 * events, judges them, and makes calls fail.
 *
 * A clause is one of the numbers of the contract.  What the model finds wrong
 * in a call is broken(): the run ends there.  What a scenario finds wrong is
 * CHECK(): the run goes on.
 */
#ifndef SHIM_MODEL_H
#define SHIM_MODEL_H

#include "kernel.h"
#include "host.h"

enum kind { KIND_PRIVATE, KIND_FS_DAX, KIND_DEVDAX, KIND_P2PDMA,
	    KIND_UNKNOWN, KIND_ZERO };

/* The window of physical memory that there is. */
#define SECTION_BYTES ((u64)1 << PA_SECTION_SHIFT)
#define WINDOW_START (16 * SECTION_BYTES)
#define WINDOW_SECTIONS 8
#define WINDOW_PFN PHYS_PFN(WINDOW_START)
#define WINDOW_PAGES (WINDOW_SECTIONS * PAGES_PER_SECTION)
#define SECTION(n) (WINDOW_START + (n) * SECTION_BYTES)
#define NODES 3

/* A range that was handed to the kernel, and is there. */
struct held {
	bool is;
	u64 start, size;
};

/* What is known of one map: wished by its owner, done by the core. */
struct map {
	const char *name;
	enum kind kind;
	struct device *dev;
	void *pgmap;		/* of the tree's own type: see adapter.h */
	u64 start, end;		/* the range, end included */
	struct percpu_ref own;	/* the owner's count, if own_ref */
	bool own_ref;
	struct percpu_ref *internal;	/* NULL: there is none */
	struct completion *done;	/* NULL: there is none */
	struct vmem_altmap *altmap;	/* NULL: not with its flag */
	unsigned long set_aside;	/* pages that it has at the start */

	struct held stored, tracked, shadow, plugged;
	u64 plug_start, plug_size;	/* sections, as first named; or 0, 0 */
	int nid;
	bool moved, initialised;
	bool erased, grace;	/* erased; and nobody can be looking at it */
	u64 got;		/* references for its pages */
	bool killed, waited, cleaned;	/* of the count */
	bool was_mapped;	/* it had pages: undoing it is a teardown */
	bool unadded_shadow;	/* removed a shadow that was not there */
	unsigned kills, cleanups, freed;
	struct page *last_freed;
	void *freed_mapping;	/* its page->mapping at that time */
	void *before;		/* a copy of the structure before the call */
	bool key_was_on;	/* before the call, too */
	unsigned actions_before;
};

#define MAPS_MAX 4

struct model {
	struct map *maps[MAPS_MAX];
	int nr_maps;
	struct map *current;	/* that devm_memremap_pages() was called for */
	int in_core;		/* is the core what runs? */
	int quiet;		/* no events but the loud ones */
	bool by_owner;		/* pages are put by their owner */
	unsigned warned, effects;	/* since the phase began */
	int rcu, hotplug_lock, locks;
	/* what another thread does when the core waits; may be NULL */
	void (*other_thread)(void);
	bool own_faults;	/* the scenario goes on when a call fails */
	bool relaxed;		/* two ranges that overlap: only look */
	int ram;		/* what region_intersects() says */
	int ram_asked;
	u64 ram_start, ram_size;
	int memory_node;	/* numa_mem_id() */
};
extern struct model model;

/* ---- recording (event.c) ---- */

void ev(const char *fmt, ...) __printf(1, 2);
void ev_loud(const char *fmt, ...) __printf(1, 2);
void ev_flush(void);
/* Runs of these are one event each. */
void ev_put_page(struct map *m, unsigned long pfn);
void ev_ref_get(const struct percpu_ref *ref, u64 nr);

void bad(int clause, const char *fmt, ...) __printf(2, 3);
void broken(int clause, const char *fmt, ...) __printf(2, 3)
	__attribute__((noreturn));
void good(int clause);
void weak(const char *name);
void not_applicable(int clause, const char *why);
void unsupported(const char *symbol);
#define CHECK(clause, condition, ...) do {				\
	if (condition)							\
		good(clause);						\
	else								\
		bad(clause, __VA_ARGS__);				\
} while (0)
/* In a call of the core. */
#define MUST(clause, condition, ...) do {				\
	if (condition)							\
		good(clause);						\
	else								\
		broken(clause, __VA_ARGS__);				\
} while (0)

/* A call of the core by a scenario, "map A" */
void phase_begin(const char *verb, const struct map *m);
void phase_end(const char *result);
/* Code of the owner, called by the core. */
int core_leave(void);
void core_enter(int in_core);

/*
 * Is this call to fail?  0, or the negative errno, which no other call has.
 * fault_fired() is that number after it was given, else 0.  From
 * fault_disarm() on nothing fails any more.
 */
int fault(const char *call);
int fault_fired(void);
/* What a core that hands it on returns. */
long fault_errno(void);
const char *fault_name(void);
void fault_disarm(void);
const char *errno_name(long err);
const char *format(const char *fmt, ...) __printf(1, 2);

/* ---- what things are called, and whose they are ---- */

struct map *map_of(const void *pgmap);
struct map *map_at(u64 phys);
const char *ref_name(const struct percpu_ref *ref);
struct map *map_of_ref(const struct percpu_ref *ref);
const char *range_name(u64 start, u64 size);
const char *altmap_name(const struct vmem_altmap *altmap);
u64 map_pages(const struct map *m);
unsigned long map_first(const struct map *m);
/* Is that what @m covers, whole sections or not?  Remembers which. */
bool map_covers(struct map *m, u64 start, u64 size);
/* 13 if the map came to nothing, 14 if it was there. */
int undo_clause(const struct map *m);
bool same_range(const struct held *h, u64 start, u64 size);

/* ---- parts of the model that others look at ---- */

void may_sleep(const char *call);
bool ref_is_live(const struct percpu_ref *ref);
bool ref_is_gone(const struct percpu_ref *ref);
void ref_set_live(struct percpu_ref *ref, percpu_ref_func_t *release);
void ref_kill(struct percpu_ref *ref);
void ref_wait(struct percpu_ref *ref);
void note_kill(struct map *m);
void note_cleanup(struct map *m);
void store_forget(void);
struct map *store_find(unsigned long pfn);
void pages_appear(struct map *m);
void pages_go(struct map *m);
unsigned pages_in_use(const struct map *m, struct page **first);
void device_gone(struct device *dev);
unsigned device_actions(const struct device *dev);
bool key_is_on(void);

#endif
