// SPDX-License-Identifier: GPL-2.0-only
/// A use of hmm_vma_alloc_locked_page().
// Candidates: hmm_vma_alloc_locked_page
// Options: --no-includes

@exported@
declarer name EXPORT_SYMBOL;
position p;
symbol hmm_vma_alloc_locked_page;
@@
 EXPORT_SYMBOL(hmm_vma_alloc_locked_page@p);

@@
position p != exported.p;
symbol hmm_vma_alloc_locked_page;
@@
*hmm_vma_alloc_locked_page@p
