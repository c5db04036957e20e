// SPDX-License-Identifier: GPL-2.0-only
/// A map says whose it is.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&range
// Options: --no-includes

@have@
@@
struct dev_pagemap {
 ...
void *owner;
 ...
};

@depends on !have@
@@
struct dev_pagemap {
 ...
const struct dev_pagemap_ops *ops;
+void *owner;
 ...
};
