// SPDX-License-Identifier: GPL-2.0-only
/// A table that nobody asks for any more goes, and what did nothing in it.
//
// Confidence: High
// Candidates: migrate_vma_ops
// Options: --include include/linux/migrate.h

@table@
identifier o, A, F;
@@
 struct migrate_vma_ops o = { .alloc_and_copy = A, .finalize_and_map = F, };

@used@
identifier table.o;
@@
 &o

@nothing depends on !used@
identifier table.F;
@@
-F(...) { }

@nothing_declared depends on nothing@
identifier table.F;
type T;
@@
-T F(...);

@gone depends on !used@
identifier table.o;
@@
-struct migrate_vma_ops o = { ... };
