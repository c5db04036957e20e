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
let refuse p why =
  let q = List.hd p in
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why

// --- reached by a pointer ---
// A comparison with NULL stands for every test.

@good@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression F;
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
)

@kept@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
position p != good.p;
@@
P->fld@p

@script:ocaml@
p << kept.p;
@@
refuse p "a callback of a pagemap is used as a value"

// A store as part of something bigger than a chain of stores.
@inner@
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

@good_v disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression F;
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
)

@kept_v disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
position p != good_v.p;
@@
V.fld@p

@script:ocaml@
p << kept_v.p;
@@
refuse p "a callback of a pagemap is used as a value"

@inner_v disable fld_to_ptr@
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
