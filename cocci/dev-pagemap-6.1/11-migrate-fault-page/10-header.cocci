// SPDX-License-Identifier: GPL-2.0-only
/// A migration can say for which page it is made.
//
// Confidence: High
// Candidates: migrate_vma_finalize&MIGRATE_PFN_SHIFT
// Options: --no-includes

@have@
@@
struct migrate_vma {
 ...
struct page *fault_page;
 ...
};

@depends on !have@
@@
struct migrate_vma {
 ...
unsigned long flags;
+struct page *fault_page;
};
