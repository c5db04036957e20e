// SPDX-License-Identifier: GPL-2.0-only
/// Who calls or tests a callback of a struct dev_pagemap goes through ->ops.
//
// A pagemap without callbacks now has no table, so a test of a callback is a
// test of the table first.  Stores are gone by now.
//
// Confidence: High
// Candidates: @dev_pagemap&kill @dev_pagemap&cleanup @dev_pagemap&page_free dev_page_free_t
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

// Nothing else is worth looking for where none of this is.
@any@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
@@
V.fld

// The core's check: one test of the table for both callbacks, broken where
// the line would get too long, below the condition's first operand.  It comes
// first, while the positions hold.
@both depends on any@
struct dev_pagemap *P;
expression E;
position p;
@@
E@p || !P->kill || !P->cleanup

@script:ocaml line@
p << both.p; r << both.P;
tail;
@@
let q = List.hd p in
let ic = open_in_bin q.Coccilib.file in
let rec nth n = let l = input_line ic in if n = 1 then l else nth (n - 1) in
let text = nth q.Coccilib.line in
close_in ic;
let rec width i w =
  if i >= q.Coccilib.col || i >= String.length text then w
  else width (i + 1) (if text.[i] = '\t' then (w / 8 + 1) * 8 else w + 1) in
let w = width 0 0 in
tail := make_ident (Printf.sprintf "kill ||\n%s%s!%s->ops->cleanup"
  (String.make (w / 8) '\t') (String.make (w mod 8) ' ')
  (String.concat "" (String.split_on_char ' ' r)))

@both_missing depends on any@
struct dev_pagemap *both.P;
expression both.E;
position both.p;
identifier line.tail;
@@
-E@p || !P->kill || !P->cleanup
+E || !P->ops || !P->ops->tail

@call depends on any@
struct dev_pagemap *P;
expression list es;
@@
(
-P->page_free(es)
+P->ops->page_free(es)
|
-P->kill(es)
+P->ops->kill(es)
|
-P->cleanup(es)
+P->ops->cleanup(es)
)

@call_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
expression list es;
@@
(
-V.page_free(es)
+V.ops->page_free(es)
|
-V.kill(es)
+V.ops->kill(es)
|
-V.cleanup(es)
+V.ops->cleanup(es)
)

// Other tests: a missing table is a missing callback.
@missing depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
statement S1, S2;
@@
(
 if (
-P->fld == NULL
+!P->ops || !P->ops->fld
 ) S1
|
 if (
-P->fld == NULL
+!P->ops || !P->ops->fld
 ) S1 else S2
|
 return
-P->fld == NULL
+!P->ops || !P->ops->fld
 ;
)

@missing_last depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression E;
statement S;
@@
 if (E ||
-!P->fld
+!P->ops || !P->ops->fld
 ) S

@missing_inside depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
@@
-P->fld == NULL
+(!P->ops || !P->ops->fld)

@there depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
statement S1, S2;
@@
(
 if (
-P->fld
+P->ops && P->ops->fld
 ) S1
|
 if (
-P->fld
+P->ops && P->ops->fld
 ) S1 else S2
|
 return
-P->fld != NULL
+P->ops && P->ops->fld
 ;
)

@there_left depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression E, F;
@@
(
-P->fld
+P->ops && P->ops->fld
 && E
|
-P->fld
+(P->ops && P->ops->fld)
 || E
|
-P->fld
+P->ops && P->ops->fld
 ? E : F
|
-P->fld != NULL
+(P->ops && P->ops->fld)
)

@there_right depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression E;
@@
(
 E &&
-P->fld
+P->ops && P->ops->fld
|
 E ||
-P->fld
+(P->ops && P->ops->fld)
)

// The same for an object.
@missing_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
statement S1, S2;
@@
(
 if (
-V.fld == NULL
+!V.ops || !V.ops->fld
 ) S1
|
 if (
-V.fld == NULL
+!V.ops || !V.ops->fld
 ) S1 else S2
|
 return
-V.fld == NULL
+!V.ops || !V.ops->fld
 ;
)

@missing_inside_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
@@
-V.fld == NULL
+(!V.ops || !V.ops->fld)

@there_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
statement S1, S2;
@@
(
 if (
-V.fld
+V.ops && V.ops->fld
 ) S1
|
 if (
-V.fld
+V.ops && V.ops->fld
 ) S1 else S2
|
 return
-V.fld != NULL
+V.ops && V.ops->fld
 ;
)

@there_left_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression E, F;
@@
(
-V.fld
+V.ops && V.ops->fld
 && E
|
-V.fld
+(V.ops && V.ops->fld)
 || E
|
-V.fld
+V.ops && V.ops->fld
 ? E : F
|
-V.fld != NULL
+(V.ops && V.ops->fld)
)

@there_right_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression E;
@@
(
 E &&
-V.fld
+V.ops && V.ops->fld
|
 E ||
-V.fld
+(V.ops && V.ops->fld)
)
