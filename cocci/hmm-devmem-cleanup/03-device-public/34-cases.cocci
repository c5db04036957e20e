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

// A case whose statements are for public memory alone: no other label stands
// right before or after it.
@label@
position c;
expression E;
@@
 switch (E) {
 case MEMORY_DEVICE_PUBLIC@c:
 ...
 }

@script:ocaml@
c << label.c;
@@
let q = List.hd c in
let text =
	let f = open_in_bin q.Coccilib.file in
	let s = really_input_string f (in_channel_length f) in
	close_in f; s in
let starts_at i w =
	i + String.length w <= String.length text &&
	String.sub text i (String.length w) = w in
(* The text with comments blanked, so that places stay. *)
let out = Buffer.create 997 in
let rec blank i =
	if i >= String.length text then ()
	else if starts_at i "/*" then inside i
	else (Buffer.add_char out text.[i]; blank (i + 1))
and inside i =
	if i >= String.length text then ()
	else if starts_at i "*/" then (Buffer.add_string out "  "; blank (i + 2))
	else (Buffer.add_char out (if text.[i] = Char.chr 10 then text.[i] else ' '); inside (i + 1)) in
blank 0;
let code = Buffer.contents out in
let rec line_start n i = if n <= 1 then i else
	line_start (n - 1) (String.index_from code i (Char.chr 10) + 1) in
let here = line_start q.Coccilib.line 0 + q.Coccilib.col in
let space ch = ch = ' ' || ch = Char.chr 9 || ch = Char.chr 10 || ch = Char.chr 13 in
let rec skip i = if space code.[i] then skip (i + 1) else i in
let rec back i = if space code.[i] then back (i - 1) else i in
let after = skip (String.index_from code here (Char.chr 58) + 1) in
let word w = starts_at after w in
(* "case", and what stands before it *)
let before = back (back (here - 1) - 4) in
let grouped = word "case" || word "default" || code.[before] = Char.chr 58 in
if not grouped then
	Printf.printf "ratchet: refuse %d %d this case is for public memory alone, which nothing is any more: take it out\n" q.Coccilib.line q.Coccilib.col

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

@labels@
expression E;
identifier C != MEMORY_DEVICE_PUBLIC;
@@
 switch (E) {
 case C:
-case MEMORY_DEVICE_PUBLIC:
 ...
 }

@label_default@
expression E;
@@
 switch (E) {
-case MEMORY_DEVICE_PUBLIC:
 default:
 ...
 }
