// SPDX-License-Identifier: GPL-2.0-only
/// A page of a device is handed out by a function.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&vmem_altmap
// Options: --no-includes

@have@
identifier f = {zone_device_page_init};
type T;
@@
T f(...);

@depends on !have@
@@
struct dev_pagemap { ... };
+
+void zone_device_page_init(struct page *page);
