/* SPDX-License-Identifier: GPL-2.0-only */
/* What scenarios are made of: maps, calls, and what must be so afterwards. */
#ifndef SCENE_H
#define SCENE_H

#include "model.h"
#include "adapter.h"

extern struct device scene_device, scene_device2;

/* A map of @sections sections, with the methods that its kind needs. */
struct map *scene_map(const char *name, enum kind kind, int section,
		      int sections);
/* Any range, any methods. */
struct map *scene_map_at(const char *name, enum kind kind, u64 start, u64 end,
			 struct device *dev, unsigned ops);
/* One with a count of its owner's; false, and said, if there is no such thing. */
bool scene_own_ref(struct map *m);
unsigned scene_ops(enum kind kind, bool own_ref);
bool scene_kind(enum kind kind);
bool scene_managed(enum kind kind);

/*
 * 0 or the error.  A second call for the same map is a second try.  A run in
 * which a call is to fail ends here, unless the scenario goes on with that.
 */
long scene_try(struct map *m);
/* It must work. */
void scene_do(struct map *m, int clause);
void scene_unmap(struct map *m);
void scene_device_gone(struct device *dev);
void *scene_get(unsigned long pfn, void *pgmap);
void scene_put(void *pgmap);

/* Somebody who had a page puts it. */
void scene_put_page(struct page *page);

void expect_mapped(struct map *m);
/* Turned down for what it is: nothing was done, and the owner's count lives. */
void expect_refused(struct map *m, long err, int clause, long want,
		    unsigned warnings);
/* Failed in clause 7: no count is left, or it is W1. */
void expect_no_leak(struct map *m);
/* Failed from clause 8 on, or by an injected fault: all is undone. */
void expect_undone(struct map *m, long err, int clause, long want);
/* Failed by an injected fault: what is due depends on the call that failed. */
void expect_fault(struct map *m, long err);
/* Taken down. */
void expect_gone(struct map *m);
/* Nothing of its memory, shadow, tracking, store. */
void expect_not_there(struct map *m, int clause);
/* The same structure again; @after_release: it was mapped before. */
void expect_again(struct map *m, bool after_release);
/* Whatever there was: devices gone, nothing left.  The end of a scenario. */
void expect_nothing_left(void);

const struct scenario *scenarios_of_maps(void);

/* One list for each file; ends with a NULL name. */
extern const struct scenario validate_scenarios[], conflict_scenarios[],
	lookup_scenarios[], page_scenarios[], key_scenarios[],
	shape_scenarios[], nodevice_scenarios[], no_private_scenarios[],
	fs_dax_limited_scenarios[], no_ops_scenarios[];
void life_run(int arg);
/* Name of the life with this number, NULL: there are no more. */
const char *life_name(int nr, char *out, size_t n);

#endif
