// SPDX-License-Identifier: GPL-2.0-only
/// A case for public memory goes.
///
// Confidence: High
// Candidates: MEMORY_DEVICE_PUBLIC&case
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
(* How many cases a switch has. *)
let cases : (int * int, (int * int)) Hashtbl.t = Hashtbl.create 7
let two s = List.length (Hashtbl.find_all cases s) = 2

@each exists@
expression E, C;
position s, p;
@@
 switch@s (E) {
 case C@p:
 ...
 }

@script:ocaml@
s << each.s;
p << each.p;
@@
if not (List.mem (key p) (Hashtbl.find_all cases (key s))) then Hashtbl.add cases (key s) (key p)

// --- The label goes ----------------------------------------------------------
// Where one other case is left, that is marked for the next pass.

@one@
expression E;
position s : script:ocaml() { two (key s) };
@@
 switch@s (
-E
+ratchet_one(E)
 ) {
 case MEMORY_DEVICE_PUBLIC:
 ...
 }

@label@
expression C, E;
@@
 switch (E) {
 case C:
-case MEMORY_DEVICE_PUBLIC:
 ...
 }
