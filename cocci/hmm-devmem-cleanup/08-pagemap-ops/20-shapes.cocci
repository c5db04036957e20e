// SPDX-License-Identifier: GPL-2.0-only
/// Uses of the callbacks of a struct dev_pagemap that have no counterpart
/// where they stand in a table: refused by line, nothing is changed.
//
// A callback may be stored (a later pass looks closer), called, or tested.
// Everything else keeps its address or its value for later, where a table
// may be missing or shared.
//
// Confidence: High
// Candidates: @dev_pagemap&kill @dev_pagemap&cleanup @dev_pagemap&page_free dev_page_free_t
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
let seen : (int * int) list ref = ref []
let refuse p why = List.iter (fun q ->
  let at = (q.Coccilib.line, q.Coccilib.col) in
  if not (List.mem at !seen) then begin
    seen := at :: !seen;
    Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
  end) p

// Nothing else is worth looking for where none of this is.
@any@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
@@
V.fld

// --- reached by a pointer ---

@good depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression E, F;
position p;
@@
(
P->fld@p(...)
|
P->fld@p = F
|
P->fld@p == NULL
|
P->fld@p != NULL
|
!P->fld@p
|
P->fld@p ? E : F
)

@good_if depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
position p;
statement S1, S2;
@@
(
if (P->fld@p) S1
|
if (P->fld@p) S1 else S2
)

// Inside a chain of stores, and the operands of && and ||: the match of the
// whole would hide them.
@good_left depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression E;
position p;
@@
(
P->fld@p && E
|
P->fld@p || E
)

@good_right depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression E, F;
position p;
@@
(
E && P->fld@p
|
E || P->fld@p
|
E = P->fld@p = F
)

@kept depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
position p != {good.p, good_if.p, good_left.p, good_right.p};
@@
P->fld@p

@script:ocaml@
p << kept.p;
@@
refuse p "a callback of a pagemap is used as a value"

// A store as part of something bigger than a chain of stores.
@inner depends on any@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression F;
position p;
statement S;
@@
(
if (<+... P->fld@p = F ...+>) S
|
while (<+... P->fld@p = F ...+>) S
|
return <+... P->fld@p = F ...+>;
)

@script:ocaml@
p << inner.p;
@@
refuse p "a callback is stored inside another expression"

// --- an object ---

@good_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression E, F;
position p;
@@
(
V.fld@p(...)
|
V.fld@p = F
|
V.fld@p == NULL
|
V.fld@p != NULL
|
!V.fld@p
|
V.fld@p ? E : F
)

@good_if_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
position p;
statement S1, S2;
@@
(
if (V.fld@p) S1
|
if (V.fld@p) S1 else S2
)

@good_left_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression E;
position p;
@@
(
V.fld@p && E
|
V.fld@p || E
)

@good_right_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression E, F;
position p;
@@
(
E && V.fld@p
|
E || V.fld@p
|
E = V.fld@p = F
)

@kept_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
position p != {good_v.p, good_if_v.p, good_left_v.p, good_right_v.p};
@@
V.fld@p

@script:ocaml@
p << kept_v.p;
@@
refuse p "a callback of a pagemap is used as a value"

@inner_v depends on any disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression F;
position p;
statement S;
@@
(
if (<+... V.fld@p = F ...+>) S
|
while (<+... V.fld@p = F ...+>) S
|
return <+... V.fld@p = F ...+>;
)

@script:ocaml@
p << inner_v.p;
@@
refuse p "a callback is stored inside another expression"
