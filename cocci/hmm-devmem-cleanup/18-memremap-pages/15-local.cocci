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

@gone@
identifier carried.fn, x;
type T;
@@
 fn(...) {
 ...
-struct hmm_devmem *x;
 ... when != x
 }
