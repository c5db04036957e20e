// SPDX-License-Identifier: GPL-2.0-only
/// A map has a method that waits for and exits its count.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&vmem_altmap
// Options: --no-includes

@@
@@
struct dev_pagemap {
 ...
void (*kill)(struct percpu_ref *ref);
+void (*cleanup)(struct percpu_ref *ref);
 ...
};
