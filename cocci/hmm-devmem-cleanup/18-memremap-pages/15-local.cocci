// SPDX-License-Identifier: GPL-2.0-only
/// A variable that only carries what hmm_devmem_add() returned to where it is
/// kept is not needed.
//
// Confidence: High
// Candidates: hmm_devmem_add
// Options: --include include/linux/hmm.h

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

@carried depends on !core_add@
local idexpression struct hmm_devmem *d;
expression E, OPS, DEV, SIZE, X;
identifier F, fn;
statement S;
@@
 fn(...) {
 ... when any
-d
+E->F
 = hmm_devmem_add(OPS, DEV, SIZE);
 if (IS_ERR(
-d
+E->F
 )) S
 ... when != E = X
     when != d = X
-E->F = d;
 ... when any
 }

@numbered depends on !core_add@
local idexpression struct hmm_devmem *d;
expression E, OPS, DEV, SIZE, X, V;
identifier F, fn;
statement S;
@@
 fn(...) {
 ... when any
-d
+E->F
 = hmm_devmem_add(OPS, DEV, SIZE);
(
 V = PTR_ERR_OR_ZERO(
-d
+E->F
 );
|
 V = IS_ERR(
-d
+E->F
 ) ? PTR_ERR(
-d
+E->F
 ) : 0;
)
 if (\(V\|V != 0\|V < 0\)) S
 ... when != E = X
     when != d = X
-E->F = d;
 ... when any
 }

// (Whether the place of a member within others is the same later on is not asked.)
@beside depends on !core_add disable fld_to_ptr@
local idexpression struct hmm_devmem *d;
expression E, OPS, DEV, SIZE;
identifier F, fn;
statement S;
@@
 fn(...) {
 ... when any
-d
+E.F
 = hmm_devmem_add(OPS, DEV, SIZE);
 if (IS_ERR(
-d
+E.F
 )) S
-E.F = d;
 ... when any
 }

@rest_beside disable fld_to_ptr@
identifier beside.fn;
local idexpression struct hmm_devmem *beside.d;
expression beside.E;
identifier beside.F;
@@
 fn(...) {
 <...
-d
+E.F
 ...>
 }

@gone_beside@
identifier beside.fn, x;
type T;
@@
 fn(...) {
 ...
-struct hmm_devmem *x;
 ... when != x
 }

@rest@
identifier carried.fn;
local idexpression struct hmm_devmem *carried.d;
expression carried.E;
identifier carried.F;
@@
 fn(...) {
 <...
-d
+E->F
 ...>
 }

@rest_numbered@
identifier numbered.fn;
local idexpression struct hmm_devmem *numbered.d;
expression numbered.E;
identifier numbered.F;
@@
 fn(...) {
 <...
-d
+E->F
 ...>
 }

@gone_numbered@
identifier numbered.fn, x;
type T;
@@
 fn(...) {
 ...
-struct hmm_devmem *x;
 ... when != x
 }

@gone@
identifier carried.fn, x;
type T;
@@
 fn(...) {
 ...
-struct hmm_devmem *x;
 ... when != x
 }
