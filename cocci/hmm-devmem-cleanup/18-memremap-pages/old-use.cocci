// SPDX-License-Identifier: GPL-2.0-only
/// A call of hmm_devmem_add().
// Candidates: hmm_devmem_add
// Options: --no-includes

@@
expression list es;
@@
*hmm_devmem_add(es)
