// SPDX-License-Identifier: GPL-2.0-only
/// The calls go.
//
// Confidence: High
// Candidates: hmm_devmem_remove
// Options: --include include/linux/hmm.h

@@
expression E;
@@
-hmm_devmem_remove(E);

@@
type T;
@@
-T hmm_devmem_remove(...);
