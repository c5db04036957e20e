// SPDX-License-Identifier: GPL-2.0-only
/// Mark the uses of the member data that are those of struct dev_pagemap.
///
/// Types are known only as long as the code is what the headers describe, and
/// half of the kernel has a member of the name.  So this pass decides, by type,
/// which uses are meant and gives them a form that cannot be anything else.
//
// Confidence: High
// Candidates: @dev_pagemap&data
// Concerns: dev_pagemap&data pgmap&data pagemap&data
// Options: --include include/linux/memremap.h
// Options: --include include/linux/mm_types.h
// Options: --include include/linux/hmm.h
// Requires: OCaml

// What has a type that is known: it says whether it is a pagemap.
@known@
type T;
T *P;
position p;
@@
P->data@p

@address@
struct dev_pagemap S;
position p;
@@
 &S.data@p

@script:ocaml@
p << address.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d the address of the data of a pagemap is taken; it goes\n"
  q.Coccilib.line q.Coccilib.col) p

@mark disable fld_to_ptr, ptr_to_array@
struct dev_pagemap *P;
struct dev_pagemap S;
expression E;
position p != known.p;
@@
(
-S.data
+pagemap__data(&S)
|
-P->data
+pagemap__data(P)
|
-E->pgmap->data@p
+pagemap__data(E->pgmap)
)
