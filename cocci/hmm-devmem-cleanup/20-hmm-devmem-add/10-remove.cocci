// SPDX-License-Identifier: GPL-2.0-only
/// Remove hmm_devmem_add(), the structs that it works with, and what was found
/// to serve it alone.
//
// Confidence: High
// Candidates: hmm_devmem hmm_devmem_add hmm_devmem_ops
// Requires: OCaml
// Options: --no-includes

@initialize:ocaml@
@@
(* spatch takes code under "if 0" for a comment, and would take half of it. *)
let above p c =
	let q = List.hd p in
	let odd s = s <> "" && s.[0] <> '/' in
	match c with
	| (l, _, _) :: _ when List.exists odd l ->
		Printf.printf "ratchet: refuse %d %d code that is not compiled stands right above what goes: part the two\n" q.Coccilib.line q.Coccilib.col
	| _ -> ()

@going@
identifier f = {hmm_devmem_add};
comments c;
position p;
type T;
@@
 T@c f@p(...) { ... }

@script:ocaml@
c << going.c;
p << going.p;
@@
above p c

@going_struct@
identifier s = {hmm_devmem, hmm_devmem_ops};
comments c;
position p;
@@
 struct@c s@p { ... };

@script:ocaml@
c << going_struct.c;
p << going_struct.p;
@@
above p c

@going_served@
identifier x = {ratchet_hmm_devmem_only};
comments c;
position p;
type T;
@@
 static@c T x@p(...) { ... }

@script:ocaml@
c << going_served.c;
p << going_served.p;
@@
above p c

// --- The interface ---------------------------------------------------------

@exports@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
identifier f = {hmm_devmem_add};
@@
(
-EXPORT_SYMBOL(f);
|
-EXPORT_SYMBOL_GPL(f);
)

@functions@
identifier f = {hmm_devmem_add};
type T;
@@
-T f(...) { ... }

@heads@
identifier f = {hmm_devmem_add};
type T;
@@
-T f(...);

@structs@
identifier s = {hmm_devmem, hmm_devmem_ops};
@@
-struct s { ... };

@announced@
identifier s = {hmm_devmem, hmm_devmem_ops};
@@
-struct s;

// --- What served it --------------------------------------------------------
// In the file of the function only: elsewhere the names are another's.

// (spatch takes their prototypes along.)
@served_functions@
identifier x = {ratchet_hmm_devmem_only};
type T;
@@
-static T x(...) { ... }

@served_variables@
identifier x = {ratchet_hmm_devmem_only};
type T;
@@
(
-static T x;
|
-static T x = ...;
)

@served_declared depends on functions@
declarer D;
identifier x = {ratchet_hmm_devmem_only};
@@
-static D(x);
