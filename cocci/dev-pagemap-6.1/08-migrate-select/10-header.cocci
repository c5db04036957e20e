// SPDX-License-Identifier: GPL-2.0-only
/// A migration says which pages it is for.
//
// Confidence: High
// Candidates: migrate_vma_finalize&MIGRATE_PFN_SHIFT
// Options: --no-includes

@have@
@@
struct migrate_vma {
 ...
unsigned long flags;
 ...
};

@depends on !have@
@@
struct migrate_vma {
 ...
unsigned long end;
+void *pgmap_owner;
+unsigned long flags;
};

@depends on !have@
@@
+enum migrate_vma_direction {
+	MIGRATE_VMA_SELECT_SYSTEM = 1,
+	MIGRATE_VMA_SELECT_DEVICE_PRIVATE = 2,
+};
+
struct migrate_vma { ... };
