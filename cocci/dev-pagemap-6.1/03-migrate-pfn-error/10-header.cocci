// SPDX-License-Identifier: GPL-2.0-only
/// The kernel has no bits for errors and for pages of devices any more.
//
// Confidence: High
// Candidates: MIGRATE_PFN_ERROR&migrate_vma_finalize&MIGRATE_PFN_SHIFT
// Options: --no-includes

@@
@@
-#define MIGRATE_PFN_DEVICE (1UL << 4)

@@
@@
-#define MIGRATE_PFN_ERROR (1UL << 5)
