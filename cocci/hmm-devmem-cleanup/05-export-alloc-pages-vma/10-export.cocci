// SPDX-License-Identifier: GPL-2.0-only
/// Export alloc_pages_vma() where it is defined.
///
// Confidence: High
// Candidates: alloc_pages_vma
// Options: --no-includes

@exported@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
@@
(
EXPORT_SYMBOL(alloc_pages_vma);
|
EXPORT_SYMBOL_GPL(alloc_pages_vma);
)

// A file may have one of its own.
@own@
type T;
position p;
@@
 static T alloc_pages_vma@p(...) { ... }

@definition depends on !exported@
type T;
position p != own.p;
@@
 T alloc_pages_vma@p(...) { ... }
+EXPORT_SYMBOL(alloc_pages_vma);
