// SPDX-License-Identifier: GPL-2.0-only
/// devm_memremap_pages() gets all that it needs in a struct dev_pagemap.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&vmem_altmap
// Options: --no-includes

@@
identifier dev, res, ref, altmap;
type T;
@@
T devm_memremap_pages(struct device *dev,
-struct resource *res, struct percpu_ref *ref, struct vmem_altmap *altmap
+struct dev_pagemap *pgmap
 );
