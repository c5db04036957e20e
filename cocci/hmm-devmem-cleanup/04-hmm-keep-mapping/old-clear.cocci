// SPDX-License-Identifier: GPL-2.0-only
/// A page that is handed to hmm_devmem_ops::free without its mapping.
// Candidates: @hmm_devmem&mapping&free
// Options: --include include/linux/hmm.h
// Options: --include include/linux/mm_types.h

@hands@
identifier fn;
struct hmm_devmem *M;
struct hmm_devmem_ops *O;
expression P;
@@
 fn(...)
 {
	<+... \(O->free(M, P)\|(*O->free)(M, P)\) ...+>
 }

@@
identifier hands.fn;
expression hands.P;
@@
 fn(...)
 {
 <+...
(
*	P->mapping
	= \(NULL\|0\)
|
	WRITE_ONCE(
*	P->mapping
	, \(NULL\|0\))
)
 ...+>
 }
