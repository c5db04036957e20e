// SPDX-License-Identifier: GPL-2.0-only
/// Who calls a kill or cleanup method gives it the pagemap.
//
// Confidence: High
// Candidates: @dev_pagemap&ops&kill @dev_pagemap&ops&cleanup
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

// Positions hold until the first change, so what has no pagemap at hand comes
// first: an argument that is not seen to be the pagemap's count.
@known@
struct dev_pagemap *P;
identifier fld = {kill, cleanup};
position p;
@@
(
 P->ops->fld@p(P->ref)
|
 P->ops->fld@p(P)
)

@known_v disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {kill, cleanup};
position p;
@@
(
 V.ops->fld@p(V.ref)
|
 V.ops->fld@p(&V)
)

@known_kept@
struct dev_pagemap *P;
identifier r, fld = {kill, cleanup};
expression E;
position p;
@@
 r = P->ref
 <... when != r = E
      when != P = E
 P->ops->fld@p(r)
 ...>

// A later step keeps the table in a variable: that call has its pagemap.
@known_done@
struct dev_pagemap_ops *O;
struct dev_pagemap *P;
identifier fld = {kill, cleanup};
position p;
@@
O->fld@p(P)

@other@
struct dev_pagemap_ops *O;
identifier fld = {kill, cleanup};
expression A;
position p != {known.p, known_v.p, known_kept.p, known_done.p};
@@
O->fld@p(A)

@script:ocaml@
p << other.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d the argument is not the pagemap's own reference count\n"
  q.Coccilib.line q.Coccilib.col) p

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
