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
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)

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

@unreached exists@
position around.b, around.i;
statement S;
symbol ratchet_always;
@@
 {@b
 ...
 if@i (ratchet_always) S
-...
 }
