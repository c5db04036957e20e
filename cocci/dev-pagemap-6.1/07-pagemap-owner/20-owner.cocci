// SPDX-License-Identifier: GPL-2.0-only
/// Private memory belongs to the device that it is mapped for.
//
// Confidence: High
// Candidates: MEMORY_DEVICE_PRIVATE
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d private memory has an owner, by which its pages are told from others': which object is it?\n"
  q.Coccilib.line q.Coccilib.col) p
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
(* Functions that name an owner; calls that need one; types that have one then. *)
let owned : string list ref = ref []
let todo : (int * int) list ref = ref []
let done_ : (int * int) list ref = ref []
let plan d p q =
  if not (List.mem (inside q) !owned || String.contains d '(') then begin
    todo := place q :: !todo;
    done_ := place p :: !done_
  end
let planned q = List.mem (place q) !todo
let judge p =
  if not (List.mem (inside p) !owned || List.mem (place p) !done_) then refuse p

@owned disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E;
position p;
@@
V.owner@p = E

@script:ocaml@
p << owned.p;
@@
owned := inside p :: !owned

@owned_p disable ptr_to_array@
struct dev_pagemap *P;
expression E;
position p;
@@
P->owner@p = E

@script:ocaml@
p << owned_p.p;
@@
owned := inside p :: !owned

@mapped disable fld_to_ptr, ptr_to_array exists@
struct dev_pagemap V;
expression D;
position p, q;
@@
V.type@p = MEMORY_DEVICE_PRIVATE
... when any
devm_memremap_pages@q(D, &V)

@script:ocaml@
d << mapped.D; p << mapped.p; q << mapped.q;
@@
plan d p q

@mapped_p disable ptr_to_array exists@
struct dev_pagemap *P;
expression D;
position p, q;
@@
P->type@p = MEMORY_DEVICE_PRIVATE
... when any
devm_memremap_pages@q(D, P)

@script:ocaml@
d << mapped_p.D; p << mapped_p.p; q << mapped_p.q;
@@
plan d p q

@private disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
position p;
@@
V.type@p = MEMORY_DEVICE_PRIVATE

@script:ocaml@
p << private.p;
@@
judge p

@private_p disable ptr_to_array@
struct dev_pagemap *P;
position p;
@@
P->type@p = MEMORY_DEVICE_PRIVATE

@script:ocaml@
p << private_p.p;
@@
judge p

// A map that is initialised with its type.
@table@
identifier V;
position p;
@@
 struct dev_pagemap V@p = { .type = MEMORY_DEVICE_PRIVATE, ... };

@table_has@
identifier V;
expression E;
position table.p;
@@
 struct dev_pagemap V@p = { .owner = E, ... };

@table_gets@
identifier table.V;
expression E;
@@
V.owner = E

@table_mapped@
identifier table.V;
expression D;
position q;
@@
devm_memremap_pages@q(D, &V)

@script:ocaml depends on !table_has && !table_gets@
d << table_mapped.D; p << table.p; q << table_mapped.q;
@@
plan d p q

@script:ocaml depends on !table_has && !table_gets@
p << table.p;
@@
judge p

@member@
identifier F;
type T;
identifier V;
position p;
@@
 T V@p = { .F = { .type = MEMORY_DEVICE_PRIVATE, ... }, ... };

@script:ocaml@
p << member.p;
@@
refuse p

// --- the owner, in front of the call -----------------------------------------------

@call disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression D, E;
statement S, SE;
position q : script:ocaml() { planned q };
@@
(
+V.owner = D;
 E = devm_memremap_pages@q(D, &V);
|
+V.owner = D;
 return <+... devm_memremap_pages@q(D, &V) ...+>;
|
+V.owner = D;
 if (<+... devm_memremap_pages@q(D, &V) ...+>) S else SE
)

@call_p disable ptr_to_array@
struct dev_pagemap *P;
expression D, E;
statement S, SE;
position q : script:ocaml() { planned q };
@@
(
+P->owner = D;
 E = devm_memremap_pages@q(D, P);
|
+P->owner = D;
 return <+... devm_memremap_pages@q(D, P) ...+>;
|
+P->owner = D;
 if (<+... devm_memremap_pages@q(D, P) ...+>) S else SE
)
