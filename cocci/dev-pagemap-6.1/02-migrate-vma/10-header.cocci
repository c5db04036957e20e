// SPDX-License-Identifier: GPL-2.0-only
/// migrate_vma() and its table go; struct migrate_vma says what is asked, and a
/// function each begins, does and ends it.
//
// Confidence: High
// Candidates: migrate_vma&MIGRATE_PFN_SHIFT
// Options: --no-includes

@@
@@
-struct migrate_vma_ops { ... };
+struct migrate_vma {
+	struct vm_area_struct *vma;
+	unsigned long *dst;
+	unsigned long *src;
+	unsigned long cpages;
+	unsigned long npages;
+	unsigned long start;
+	unsigned long end;
+};

@@
@@
-int migrate_vma(...);
+int migrate_vma_setup(struct migrate_vma *args);
+void migrate_vma_pages(struct migrate_vma *migrate);
+void migrate_vma_finalize(struct migrate_vma *migrate);
