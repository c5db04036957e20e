// SPDX-License-Identifier: GPL-2.0-only
/// Who asks for the count of a map gets a pointer to that member.
//
// Confidence: High
// Candidates: @dev_pagemap&ref
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d the map has its own count, which cannot be set: who does what this one is for?\n"
  q.Coccilib.line q.Coccilib.col) p

@none disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
@@
-V.ref = NULL;

@none_p disable ptr_to_array@
struct dev_pagemap *P;
@@
-P->ref = NULL;

@set disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E;
position p;
@@
V.ref@p = E

@script:ocaml@
p << set.p;
@@
refuse p

@set_p disable ptr_to_array@
struct dev_pagemap *P;
expression E;
position p;
@@
P->ref@p = E

@script:ocaml@
p << set_p.p;
@@
refuse p

@have disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
position p;
@@
 &V.ref@p

@have_p disable ptr_to_array@
struct dev_pagemap *P;
position p;
@@
 &P->ref@p

@asked disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
position p != {set.p, set_p.p, have.p, have_p.p};
@@
-V.ref@p
+&V.ref

@asked_p disable ptr_to_array@
struct dev_pagemap *P;
position p != {set.p, set_p.p, have.p, have_p.p};
@@
-P->ref@p
+&P->ref
