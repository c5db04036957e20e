// SPDX-License-Identifier: GPL-2.0-only
/// The core's page_free method leaves page->mapping to the driver.
///
/// It is the function that hands the page to hmm_devmem_ops::free.  What a driver
/// does with its pages is its own business.
///
// Confidence: High
// Candidates: @hmm_devmem&mapping&free
// Options: --include include/linux/hmm.h
// Options: --include include/linux/mm_types.h
// Requires: OCaml

// Only where it is certain that the page is the one that is handed on.
@hands@
identifier fn;
struct hmm_devmem *M;
struct hmm_devmem_ops *O;
expression P;
@@
 fn(...)
 {
	<+... \(M->ops->free\|O->free\)(M, P) ...+>
 }

// A condition that does something would be lost.
@odd@
identifier hands.fn;
expression hands.P, E, X;
assignment operator op;
position p;
@@
 fn(...)
 {
 <+...
(
 if (<+... \(X op E\|X++\|++X\|X--\|--X\) ...+>)
	P->mapping@p = \(NULL\|0\);
|
 X = P->mapping@p = \(NULL\|0\)
)
 ...+>
 }

@script:ocaml@
p << odd.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the page's mapping is cleared in a statement that does more\n" q.line q.col

@condition@
identifier hands.fn;
expression hands.P, E;
@@
 fn(...)
 {
 <...
-if (E)
(
-	P->mapping = \(NULL\|0\);
|
-	WRITE_ONCE(P->mapping, \(NULL\|0\));
)
 ...>
 }

@clear@
identifier hands.fn;
expression hands.P;
@@
 fn(...)
 {
 <...
(
-P->mapping = \(NULL\|0\);
|
-WRITE_ONCE(P->mapping, \(NULL\|0\));
)
 ...>
 }
