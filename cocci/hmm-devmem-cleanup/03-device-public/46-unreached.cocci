// SPDX-License-Identifier: GPL-2.0-only
/// Where a branch that is always taken leaves the block, nothing after it is
/// reached: take it away.
///
// Confidence: High
// Candidates: ratchet_always
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let inner : (int * int, int * int) Hashtbl.t = Hashtbl.create 7
let used : (string, unit) Hashtbl.t = Hashtbl.create 7
let is_used f = Hashtbl.mem used f
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)

// --- What goes on at a label further down ----------------------------------

@forward@
identifier L;
symbol ratchet_always;
@@
-if (ratchet_always) goto L;
-...
 L:

@still@
identifier fn, forward.L;
@@
 fn(...)
 {
 <+...
 goto L;
 ...+>
 }

@script:ocaml@
fn << still.fn;
@@
Hashtbl.replace used fn ()

@lone@
identifier fn : script:ocaml() { not (is_used fn) };
identifier forward.L;
@@
 fn(...)
 {
 ...
-L:
 ...
 }

// --- What leaves the block -------------------------------------------------

// Every block around it; the last one to begin is its own.
@around exists@
position b, i;
expression E;
identifier L;
symbol ratchet_always;
@@
 {@b
 ...
 if@i (ratchet_always)
(
 return E;
|
 return;
|
 goto L;
|
 continue;
|
 break;
)
 ...
 }

@script:ocaml@
b << around.b;
i << around.i;
@@
let old = try Hashtbl.find inner (key i) with Not_found -> (0, 0) in
if key b > old then Hashtbl.replace inner (key i) (key b)

@script:ocaml@
b << around.b;
i << around.i;
@@
if Hashtbl.find inner (key i) <> key b then Coccilib.include_match false

// A label in the rest may be reached from elsewhere.
@labelled exists@
position around.b, around.i;
position j;
identifier M;
statement S;
symbol ratchet_always;
@@
 {@b
 ...
 if@i@j (ratchet_always) S
 ... when any
 M:
 ... when any
 }

@script:ocaml@
j << labelled.j;
@@
let q = List.hd j in
Printf.printf "ratchet: refuse %d %d this is always so now, and what follows has a label of its own: part them\n" q.Coccilib.line q.Coccilib.col

@unreached depends on !labelled exists@
position around.b, around.i;
statement S;
symbol ratchet_always;
@@
 {@b
 ...
 if@i (ratchet_always) S
-...
 }

// The end comes without it.
@end@
identifier fn;
symbol ratchet_always;
@@
 void fn(...)
 {
 ...
-if (ratchet_always) return;
 }

@end_of_loop@
symbol ratchet_always;
@@
 for (...;...;...) {
 ...
-if (ratchet_always) continue;
 }
