// SPDX-License-Identifier: GPL-2.0-only
/// Remove hmm_vma_alloc_locked_page(), its export and its declarations.
//
// Confidence: High
// Candidates: hmm_vma_alloc_locked_page
// Options: --no-includes
// Requires: OCaml

// spatch takes code under "#if 0" for a comment, and would take half of it.
@above@
comments c;
position p;
type T;
identifier f = {hmm_vma_alloc_locked_page};
@@
 T@c f@p(...) { ... }

@script:ocaml@
c << above.c;
p << above.p;
@@
let q = List.hd p in
let odd s = s <> "" && s.[0] <> '/' in
match c with
| (l, _, _) :: _ when List.exists odd l ->
	Printf.printf "ratchet: refuse %d %d code that is not compiled stands right above what goes: part the two\n" q.Coccilib.line q.Coccilib.col
| _ -> ()

@@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
identifier f = {hmm_vma_alloc_locked_page};
@@
(
-EXPORT_SYMBOL(f);
|
-EXPORT_SYMBOL_GPL(f);
)

@@
type T;
identifier f = {hmm_vma_alloc_locked_page};
@@
-T f(...) { ... }

@@
type T;
identifier f = {hmm_vma_alloc_locked_page};
@@
-T f(...);
