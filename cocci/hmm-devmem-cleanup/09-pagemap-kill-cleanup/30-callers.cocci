// SPDX-License-Identifier: GPL-2.0-only
/// Who calls a kill or cleanup method gives it the pagemap.
//
// Confidence: High
// Candidates: @dev_pagemap&ops&kill @dev_pagemap&ops&cleanup
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

@own_ref@
struct dev_pagemap *P;
identifier fld = {kill, cleanup};
@@
 P->ops->fld(
-P->ref
+P
 )

@own_ref_v disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {kill, cleanup};
@@
 V.ops->fld(
-V.ref
+&V
 )

// The reference count was read into a variable before.
@kept@
struct dev_pagemap *P;
identifier r, fld = {kill, cleanup};
expression E;
@@
 r = P->ref
 <... when != r = E
      when != P = E
 P->ops->fld(
-r
+P
 )
 ...>

// The variable may have been for the calls only.
@unused@
identifier kept.r;
struct dev_pagemap *P;
@@
-struct percpu_ref *r = P->ref;
 ... when != r

// What is left has another argument: which pagemap it belongs to is not known.
@converted@
struct dev_pagemap *P;
identifier fld = {kill, cleanup};
position p;
@@
 P->ops->fld@p(P)

@converted_v disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {kill, cleanup};
position p;
@@
 V.ops->fld@p(&V)

@other@
struct dev_pagemap_ops *O;
identifier fld = {kill, cleanup};
expression A;
position p != {converted.p, converted_v.p};
@@
O->fld@p(A)

@script:ocaml@
p << other.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d the argument is not the pagemap's own reference count\n"
  q.Coccilib.line q.Coccilib.col) p
