// SPDX-License-Identifier: GPL-2.0-only
/// The export of alloc_pages_vma().
// Candidates: alloc_pages_vma
// Options: --no-includes

@@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
@@
(
*EXPORT_SYMBOL(alloc_pages_vma);
|
*EXPORT_SYMBOL_GPL(alloc_pages_vma);
)
