// SPDX-License-Identifier: GPL-2.0-only
/// A map has a method that kills its count.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&vmem_altmap
// Options: --no-includes

@@
@@
struct dev_pagemap {
 ...
struct percpu_ref *ref;
+void (*kill)(struct percpu_ref *ref);
 ...
};
