// SPDX-License-Identifier: GPL-2.0-only
/// Uses of a map's resource that a range cannot stand in for.
//
// Confidence: High
// Candidates: @dev_pagemap&res
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why = List.iter (fun q -> Printf.printf "ratchet: refuse %d %d %s\n"
  q.Coccilib.line q.Coccilib.col why) p
(* Is it more than a value?  These only read. *)
let reads = ["pci_resource_flags"; "pci_name"; "dev_name"; "resource_type"]
let calls s =
  let s = List.fold_left (fun s f ->
    let n = String.length f in
    if String.length s > n && String.sub s 0 n = f && s.[n] = '('
       && not (String.contains (String.sub s (n + 1) (String.length s - n - 1)) '(')
    then "" else s) (String.concat "" (String.split_on_char ' ' s)) reads in
  String.contains s '(' || String.contains s '?' || String.contains s '='

// What has only its first and last address read or set.
@ends disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier m = {start, end};
position p;
@@
V.res@p.m

// The rest of a resource says nothing of a map.
@ends_p disable ptr_to_array@
struct dev_pagemap *P;
identifier m = {start, end};
position p;
@@
P->res@p.m

@rest disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier m != {start, end};
expression E;
position p;
@@
V.res@p.m = E;

@script:ocaml@
e << rest.E; p << rest.p;
@@
if calls e then refuse p "this part of a resource has no place in a range, and what is stored in it is more than a value"

@rest_p disable ptr_to_array@
struct dev_pagemap *P;
identifier m != {start, end};
expression E;
position p;
@@
P->res@p.m = E;

@script:ocaml@
e << rest_p.E; p << rest_p.p;
@@
if calls e then refuse p "this part of a resource has no place in a range, and what is stored in it is more than a value"

@size disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
position p;
@@
resource_size(&V.res@p)

@size_p disable ptr_to_array@
struct dev_pagemap *P;
position p;
@@
resource_size(&P->res@p)

@whole disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression R;
position p;
@@
V.res@p = R;

@script:ocaml@
r << whole.R; p << whole.p;
@@
if calls r then refuse p "the resource comes out of an expression that must not be asked twice: keep it in a variable"

@whole_p disable ptr_to_array@
struct dev_pagemap *P;
expression R;
position p;
@@
P->res@p = R;

@script:ocaml@
r << whole_p.R; p << whole_p.p;
@@
if calls r then refuse p "the resource comes out of an expression that must not be asked twice: keep it in a variable"

@copied disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier g = {memcpy, memmove};
expression R, N;
position p;
@@
g(&V.res@p, R, N);

@script:ocaml@
r << copied.R; p << copied.p;
@@
if calls r then refuse p "the resource comes out of an expression that must not be asked twice: keep it in a variable"

@copied_p disable ptr_to_array@
struct dev_pagemap *P;
identifier g = {memcpy, memmove};
expression R, N;
position p;
@@
g(&P->res@p, R, N);

@script:ocaml@
r << copied_p.R; p << copied_p.p;
@@
if calls r then refuse p "the resource comes out of an expression that must not be asked twice: keep it in a variable"

@copied_size disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier g = {memcpy, memmove};
expression R;
position p;
@@
g(&V.res, R, sizeof(V.res@p));

@copied_size_p disable ptr_to_array@
struct dev_pagemap *P;
identifier g = {memcpy, memmove};
expression R;
position p;
@@
g(&P->res, R, sizeof(P->res@p));

@other disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
position p != {ends.p, ends_p.p, rest.p, rest_p.p, size.p, size_p.p, whole.p, whole_p.p, copied.p, copied_p.p, copied_size.p, copied_size_p.p};
@@
V.res@p

@script:ocaml@
p << other.p;
@@
refuse p "a map has a range, which is no resource: which resource is meant here?"

// A value that is used, and set at the same time.
@other_p disable ptr_to_array@
struct dev_pagemap *P;
position p != {ends.p, ends_p.p, rest.p, rest_p.p, size.p, size_p.p, whole.p, whole_p.p, copied.p, copied_p.p, copied_size.p, copied_size_p.p};
@@
P->res@p

@script:ocaml@
p << other_p.p;
@@
refuse p "a map has a range, which is no resource: which resource is meant here?"

// A value that is used, and set at the same time.
@set disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E;
position p;
@@
V.res.end@p = E;

@set_p disable ptr_to_array@
struct dev_pagemap *P;
expression E;
position p;
@@
P->res.end@p = E;

@nested disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E;
position p != {set.p, set_p.p};
@@
V.res.end@p = E

@script:ocaml@
p << nested.p;
@@
refuse p "the map's last address is set within an expression: write it as a statement"

@nested_p disable ptr_to_array@
struct dev_pagemap *P;
expression E;
position p != {set.p, set_p.p};
@@
P->res.end@p = E

@script:ocaml@
p << nested_p.p;
@@
refuse p "the map's last address is set within an expression: write it as a statement"

@chained disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E, F;
position p;
@@
V.res.end@p = E = F

@script:ocaml@
p << chained.p;
@@
refuse p "the map's last address is set in a chain of assignments: write them as statements"
@chained_p disable ptr_to_array@
struct dev_pagemap *P;
expression E, F;
position p;
@@
P->res.end@p = E = F

@script:ocaml@
p << chained_p.p;
@@
refuse p "the map's last address is set in a chain of assignments: write them as statements"
