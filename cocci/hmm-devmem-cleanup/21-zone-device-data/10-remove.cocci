// SPDX-License-Identifier: GPL-2.0-only
/// Remove hmm_devmem_page_set_drvdata() and hmm_devmem_page_get_drvdata().
//
// Confidence: High
// Candidates: hmm_devmem_page_set_drvdata hmm_devmem_page_get_drvdata
// Options: --no-includes
// Requires: OCaml

// spatch takes code under "#if 0" for a comment, and would take half of it.
@above@
identifier f = {hmm_devmem_page_set_drvdata, hmm_devmem_page_get_drvdata};
comments c;
position p;
type T;
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
identifier f = {hmm_devmem_page_set_drvdata, hmm_devmem_page_get_drvdata};
type T;
@@
-T f(...) { ... }

@@
identifier f = {hmm_devmem_page_set_drvdata, hmm_devmem_page_get_drvdata};
type T;
@@
-T f(...);
