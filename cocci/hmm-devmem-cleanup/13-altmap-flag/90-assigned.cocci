// SPDX-License-Identifier: GPL-2.0-only
/// An offset that was 0 from its declaration on may be assigned 0: its
/// assignment needs no condition either.
///
// Confidence: High
// Candidates: vmem_altmap_offset
// Requires: OCaml

@initialize:ocaml@
@@
let dirty : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)

@zero exists@
type T;
identifier X, L;
position p, d;
@@
 T X@d = 0;
 ... when any
 if@p (L)
	X = \(vmem_altmap_offset(L)\);

// It can hold something else by then, or be written from afar.  (The rule for an
// assignment finds the declaration too.)
@other exists@
identifier zero.X, zero.L;
expression E;
assignment operator op;
position zero.p;
position w != zero.d;
@@
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
 ... when any
 if@p (L)
	X = \(vmem_altmap_offset(L)\);

@script:ocaml@
p << zero.p;
w << other.w;
@@
ignore w; Hashtbl.replace dirty (key p) ()

@condition@
identifier zero.X, zero.L;
position zero.p : script:ocaml() { not (Hashtbl.mem dirty (key p)) };
@@
-if@p (L)
	X = \(vmem_altmap_offset(L)\);

// The braces of a block that held the condition and nothing else.
@braces depends on condition@
identifier zero.X, zero.L;
expression E;
@@
-if (E) { X = vmem_altmap_offset(L); }
+if (E)
+	X = vmem_altmap_offset(L);
