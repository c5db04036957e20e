// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a tree's header has.  Each line stands for one thing, and the compiler
 * says in which lines there is something wrong: SHIM_HAVE_X is defined for X if
 * its line is not among them.
 */
#include "kernel.h"
#include <linux/memremap.h>

#define MAP(name, member) typedef char name[sizeof(((struct dev_pagemap *)0)->member)]
#define OPS(name, member) typedef char name[sizeof(((struct dev_pagemap_ops *)0)->member)]
#define SAME(name, a, b) _Static_assert(__builtin_types_compatible_p(a, b), "")

MAP(OPS, ops);
OPS(OPS_PAGE_FREE, page_free);
OPS(OPS_KILL, kill);
OPS(OPS_CLEANUP, cleanup);
OPS(OPS_MIGRATE, migrate_to_ram);
MAP(MAP_PAGE_FREE, page_free);
MAP(MAP_KILL, kill);
MAP(INTERNAL_REF, internal_ref);
SAME(REF_EMBEDDED, typeof(((struct dev_pagemap *)0)->ref), struct percpu_ref);
SAME(REF_POINTER, typeof(((struct dev_pagemap *)0)->ref), struct percpu_ref *);
MAP(DONE, done);
MAP(RES, res);
MAP(RANGES, nr_range);
MAP(FLAGS, flags);
MAP(ALTMAP_VALID, altmap_valid);
MAP(DATA, data);
MAP(OWNER, owner);
MAP(DEV, dev);
typedef char DEVDAX[MEMORY_DEVICE_DEVDAX];
typedef char GENERIC[MEMORY_DEVICE_GENERIC];
typedef char PUBLIC[MEMORY_DEVICE_PUBLIC];
typedef char MEMREMAP_PAGES[sizeof(memremap_pages)];
typedef char ALTMAP_HELPER[sizeof(pgmap_altmap)];
typedef char END_PFN[sizeof(((struct vmem_altmap *)0)->end_pfn)];
typedef char HEADER_PRIVATE_PAGE[sizeof(is_device_private_page)];
SAME(KILL_BY_REF, typeof(((struct dev_pagemap *)0)->kill), void (*)(struct percpu_ref *));
SAME(OPS_KILL_BY_REF, typeof(((struct dev_pagemap_ops *)0)->kill), void (*)(struct percpu_ref *));
SAME(PAGE_FREE_DATA, typeof(((struct dev_pagemap *)0)->page_free), void (*)(struct page *, void *));
SAME(OPS_PAGE_FREE_DATA, typeof(((struct dev_pagemap_ops *)0)->page_free), void (*)(struct page *, void *));
