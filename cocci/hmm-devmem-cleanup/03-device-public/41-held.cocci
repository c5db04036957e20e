// SPDX-License-Identifier: GPL-2.0-only
/// A local variable that only ever held the answer of such a test goes.
///
// Confidence: High
// Candidates: ratchet_false ratchet_true
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let other : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)

@first exists@
identifier fn, X;
type T;
position d;
identifier V = {ratchet_false, ratchet_true};
@@
 fn(...)
 {
 ... when any
 T X@d = V;
 ... when any
 }

@written@
identifier first.fn, first.X;
expression E;
assignment operator op;
position w != first.d;
@@
 fn(...)
 {
 <+...
(
 X@w op E
|
 X@w++
|
 X@w--
|
 ++X@w
|
 --X@w
|
 &X@w
)
 ...+>
 }

@script:ocaml@
d << first.d;
w << written.w;
@@
ignore w;
Hashtbl.replace other (key d) ()

@told@
identifier first.fn, first.X;
position first.d : script:ocaml() { not (Hashtbl.mem other (key d)) };
type T;
identifier first.V;
@@
 fn(...)
 {
 ... when any
-T X@d = V;
 <...
-X
+V
 ...>
 }

// Declared first and told later, once.
@later exists@
identifier fn, X;
type T;
identifier V = {ratchet_false, ratchet_true};
@@
 fn(...)
 {
 ... when any
 T X;
 ... when != X
 X = V;
 ... when any
 }

@twice exists@
identifier later.fn, later.X;
expression E;
assignment operator op;
identifier later.V;
@@
 fn(...)
 {
 ... when any
 X = V;
 ... when any
(
 X op E
|
 X++
|
 X--
|
 ++X
|
 --X
|
 &X
)
 ... when any
 }

@told_later depends on !twice@
identifier later.fn, later.X;
type T;
identifier later.V;
@@
 fn(...)
 {
 ... when any
-T X;
 ... when != X
-X = V;
 <...
-X
+V
 ...>
 }
