// SPDX-License-Identifier: GPL-2.0-only
/// The word of a page under its old name.
// Candidates: hmm_data
// Options: --include include/linux/mm_types.h

@@
struct page *P;
@@
*P->hmm_data

@@
struct page V;
@@
*V.hmm_data
