// SPDX-License-Identifier: GPL-2.0-only
/// Which structures a map is to be put in: those that hold the count that it is
/// mapped with, or else keep the address that comes out.  And which of them are
/// freed by devres, or never.
//
// Confidence: High
// Candidates: devm_memremap_pages devm_kzalloc devm_kmalloc devm_kcalloc
// Requires: OCaml

@initialize:ocaml@
@@
let tag t = match List.filter ((<>) "") (String.split_on_char ' ' t) with
  | "struct" :: n :: _ -> n
  | _ -> ""
(* The count is a member of what is at hand. *)
let of_structure c = c <> "" && c.[0] = '&' && String.contains c '>'
let learn set t = if tag t <> "" then Printf.printf "ratchet: set %s %s\n" set (tag t)

@by_count@
type T;
T *X;
identifier C;
expression D, R, A;
@@
devm_memremap_pages(D, R, &X->C, A)

@script:ocaml@
t << by_count.T;
@@
learn "map_owner" t

@by_result@
type T;
T *X;
identifier V;
expression D, R, C, A;
@@
X->V = devm_memremap_pages(D, R, C, A)

@script:ocaml@
t << by_result.T; c << by_result.C;
@@
if not (of_structure c) then learn "map_owner" t

@by_cast@
type T, U;
T *X;
identifier V;
expression D, R, C, A;
@@
X->V = (U)devm_memremap_pages(D, R, C, A)

@script:ocaml@
t << by_cast.T; c << by_cast.C;
@@
if not (of_structure c) then learn "map_owner" t

@by_devres@
type T;
T *X;
identifier g = {devm_kzalloc, devm_kmalloc, devm_kcalloc};
@@
X = g(...)

@script:ocaml@
t << by_devres.T;
@@
learn "by_devres" t
