// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interface of clause 19, each line one assertion; read with ZONE_DEVICE
 * and without.  A line in which the compiler finds something wrong violates it.
 */
#include "kernel.h"
#include <linux/memremap.h>

#define IS(what, condition) _Static_assert(condition, what)
#define FUNCTION(name, ...) IS(#name "() has another prototype", __builtin_types_compatible_p(typeof(name), __VA_ARGS__))
#define METHOD(name, ...) IS("the method " #name " has another type", __builtin_types_compatible_p(typeof(((struct dev_pagemap_ops *)0)->name), __VA_ARGS__))
#define MEMBER(name, type) IS("the member " #name " has another type", __builtin_types_compatible_p(typeof(((struct dev_pagemap *)0)->name), type))

IS("MEMORY_DEVICE_PRIVATE is not 1", MEMORY_DEVICE_PRIVATE == 1);
IS("MEMORY_DEVICE_FS_DAX is not 2", MEMORY_DEVICE_FS_DAX == 2);
IS("MEMORY_DEVICE_DEVDAX is not 3", MEMORY_DEVICE_DEVDAX == 3);
IS("MEMORY_DEVICE_PCI_P2PDMA is not 4", MEMORY_DEVICE_PCI_P2PDMA == 4);
IS("PGMAP_ALTMAP_VALID is not bit 0", PGMAP_ALTMAP_VALID == 1);
METHOD(page_free, void (*)(struct page *));
METHOD(kill, void (*)(struct dev_pagemap *));
METHOD(cleanup, void (*)(struct dev_pagemap *));
METHOD(migrate_to_ram, vm_fault_t (*)(struct vm_fault *));
MEMBER(altmap, struct vmem_altmap);
MEMBER(ref, struct percpu_ref *);
MEMBER(type, enum memory_type);
MEMBER(flags, unsigned int);
MEMBER(ops, const struct dev_pagemap_ops *);
FUNCTION(devm_memremap_pages, void *(struct device *, struct dev_pagemap *));
FUNCTION(devm_memunmap_pages, void (struct device *, struct dev_pagemap *));
FUNCTION(get_dev_pagemap, struct dev_pagemap *(unsigned long, struct dev_pagemap *));
FUNCTION(put_dev_pagemap, void (struct dev_pagemap *));
FUNCTION(pgmap_altmap, struct vmem_altmap *(struct dev_pagemap *));
FUNCTION(vmem_altmap_offset, unsigned long (struct vmem_altmap *));
FUNCTION(vmem_altmap_free, void (struct vmem_altmap *, unsigned long));
