// SPDX-License-Identifier: GPL-2.0-only
/// The device of a map is the one that the driver keeps beside it.
//
// Confidence: High
// Candidates: @dev_pagemap&dev
// Facts: constrain
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
(* "A__of__B__of__C" as [A; B; C]; a blank was "__sp__". *)
let parts_by sep w =
  let k = String.length sep in
  let rec go w acc =
    let n = String.length w in
    let rec at i = if i + k > n then -1 else if String.sub w i k = sep then i else at (i + 1) in
    match at 0 with
    | -1 -> List.rev (w :: acc)
    | i -> go (String.sub w (i + k) (n - i - k)) (String.sub w 0 i :: acc) in
  go w []
let learnt text = List.sort_uniq compare (List.filter_map (fun w ->
  match parts_by "__of__" (String.trim w) with
  | t :: l when l <> [] -> Some (String.concat " " (parts_by "__sp__" t) :: l)
  | _ -> None) (String.split_on_char ',' text))
let devices = learnt "ratchet_map_device"
let members = learnt "ratchet_map_member"
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let device t m = match List.filter_map (function
    | [u; n; d] when squeeze u = squeeze t && n = m -> Some d | _ -> None) devices with
  | [d] -> d | _ -> ""
(* All maps are in the same place of a structure, and its device is known. *)
let only = match members, devices with
  | [[t; m]], [[u; n; d]] when squeeze t = squeeze u && m = n -> Some (t, m, d)
  | _ -> None
let refuse p = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d a map does not say its device: how is it found from the map?\n"
  q.Coccilib.line q.Coccilib.col) p
let places : (int * int) list ref = ref []
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let apart p = not (List.mem (place p) !places)

@set disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E;
position p;
@@
V.dev@p = E

@script:ocaml@
p << set.p;
@@
refuse p

@set_p disable ptr_to_array@
struct dev_pagemap *P;
expression E;
position p;
@@
P->dev@p = E

@script:ocaml@
p << set_p.p;
@@
refuse p

// The structure around it is at hand.
@beside disable ptr_to_array@
type T;
T *X;
identifier F;
position p;
@@
X->F.dev@p

@script:ocaml near@
t << beside.T; f << beside.F; p << beside.p;
d;
@@
match device t f with
| "" -> Coccilib.include_match false
| s -> places := place p :: !places; d := make_ident s

@asked disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
position p : script:ocaml() { apart p };
@@
V.dev@p

@script:ocaml@
p << asked.p;
@@
refuse p

@alone disable ptr_to_array@
struct dev_pagemap *P;
position p != set_p.p;
@@
P->dev@p

@script:ocaml@
p << alone.p;
@@
if only = None then refuse p

@@
type beside.T;
T *X;
identifier beside.F, near.d;
@@
-X->F.dev
+X->d

@script:ocaml around@
p << alone.p;
t; m; d;
@@
ignore p;
match only with
| Some (a, b, c) -> t := make_ident a; m := make_ident b; d := make_ident c
| None -> Coccilib.include_match false

@@
struct dev_pagemap *P;
identifier around.t, around.m, around.d;
@@
-P->dev
+container_of(P, t, m)->d
