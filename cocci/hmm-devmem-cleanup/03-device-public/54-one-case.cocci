// SPDX-License-Identifier: GPL-2.0-only
/// A switch with one case left becomes an if.
///
/// Only where the case leaves the function, the loop or the block by itself: in a
/// longer one a "break" may be anywhere.
///
// Confidence: High
// Candidates: ratchet_one
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let line p = (List.hd p).Coccilib.line
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let bare : (int * int, unit) Hashtbl.t = Hashtbl.create 7

@left@
expression E, F;
identifier L, C;
position c, j;
@@
 switch (ratchet_one(E)) {
 case C@c:
(
 goto@j L;
|
 return@j F;
|
 return@j;
|
 continue@j;
)
 default: break;
 }

// No comment in between: then no braces either.
@script:ocaml@
c << left.c;
j << left.j;
@@
if line j = line c + 1 then Hashtbl.replace bare (key c) ()

@one@
expression E, F;
identifier L, C;
position left.c : script:ocaml() { Hashtbl.mem bare (key c) };
@@
-switch (ratchet_one(E)) {
-case C@c:
+if (ratchet_bare(E == C)) {
(
 goto L;
|
 return F;
|
 return;
|
 continue;
)
-default: break;
 }

@one_with_comment@
expression E, F;
identifier L, C;
@@
-switch (ratchet_one(E)) {
-case C:
+if (E == C) {
(
 goto L;
|
 return F;
|
 return;
|
 continue;
)
-default: break;
 }

@without_braces disable neg_if, drop_else@
expression X;
statement S;
@@
-if (ratchet_bare(X)) {
+if (X)
 S
-}

@more@
expression E;
@@
-ratchet_one(E)
+E
