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

@initialize:ocaml@
@@
let starts p s = String.length s > String.length p &&
	String.sub s 0 (String.length p) = p
(* What only looks is known by its name. *)
let acts g = not (List.exists (fun p -> starts p g) ["Page"; "page_"; "is_"]) &&
	not (List.mem g ["likely"; "unlikely"; "IS_ENABLED"; "READ_ONCE"])

// Only where it is certain that the page is the one that is handed on.
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

// A condition that does something would be lost.  (A block is one statement, too.)
@odd@
identifier hands.fn;
expression hands.P, E, X;
assignment operator op;
identifier g : script:ocaml() { acts g };
position p;
@@
 fn(...)
 {
 <...
 if (<+... \(X op E\|X++\|++X\|X--\|--X\|g(...)\) ...+>)
(
	{ P->mapping@p = \(NULL\|0\); }
|
	{ WRITE_ONCE(P->mapping@p, \(NULL\|0\)); }
)
 ...>
 }

@script:ocaml@
p << odd.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the page's mapping is cleared under a condition that may do more than to look\n" q.line q.col

// Nor can an arm of a condition be left empty.
@arm disable drop_else, neg_if@
identifier hands.fn;
expression hands.P, E;
statement S;
position p;
@@
 fn(...)
 {
 <...
(
 if (E) { \(P->mapping@p = \(NULL\|0\);\|WRITE_ONCE(P->mapping@p, \(NULL\|0\));\) } else S
|
 if (E) S else { \(P->mapping@p = \(NULL\|0\);\|WRITE_ONCE(P->mapping@p, \(NULL\|0\));\) }
)
 ...>
 }

@script:ocaml@
p << arm.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d to clear the page's mapping is all that an arm of a condition does\n" q.line q.col

@condition@
identifier hands.fn;
expression hands.P, E;
@@
 fn(...)
 {
 <...
(
-if (E) {
-	P->mapping = \(NULL\|0\);
-}
|
-if (E) {
-	WRITE_ONCE(P->mapping, \(NULL\|0\));
-}
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
