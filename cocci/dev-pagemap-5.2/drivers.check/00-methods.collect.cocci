// SPDX-License-Identifier: GPL-2.0-only
/// Which maps of the driver get methods, by the name that they have.
//
// Confidence: High
// Candidates: @dev_pagemap&kill @dev_pagemap&cleanup dev_pagemap_ops
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* The name that a path ends in: "map" of "card->maps[i].map". *)
let last s =
  let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') || c = '_' in
  let b = Buffer.create 40 and depth = ref 0 in
  String.iter (fun c ->
    if c = '[' || c = '(' then incr depth;
    if !depth = 0 then Buffer.add_char b (if is_id c then c else ' ');
    if c = ']' || c = ')' then decr depth) s;
  match List.rev (List.filter ((<>) "") (String.split_on_char ' ' (Buffer.contents b))) with
  | w :: _ -> w
  | [] -> ""
let learn set s = if s <> "" then Printf.printf "ratchet: set %s %s\n" set s

@kills@
struct dev_pagemap M;
expression K;
@@
M.kill = K

@script:ocaml@
m << kills.M;
@@
learn "killed" (last m)

@kills_p@
struct dev_pagemap *P;
expression K;
@@
P->kill = K

@script:ocaml@
m << kills_p.P;
@@
learn "killed" (last m)

@cleans@
struct dev_pagemap M;
expression K;
@@
M.cleanup = K

@script:ocaml@
m << cleans.M;
@@
learn "cleaned" (last m)

@cleans_p@
struct dev_pagemap *P;
expression K;
@@
P->cleanup = K

@script:ocaml@
m << cleans_p.P;
@@
learn "cleaned" (last m)

@table_kills@
identifier x;
expression K;
@@
 struct dev_pagemap x = { .kill = K, ... };

@script:ocaml@
x << table_kills.x;
@@
learn "killed" x

@table_cleans@
identifier x;
expression K;
@@
 struct dev_pagemap x = { .cleanup = K, ... };

@script:ocaml@
x << table_cleans.x;
@@
learn "cleaned" x

@member@
type T;
identifier x, F;
expression K, L;
@@
 T x = { .F = { .kill = K, .cleanup = L, ... }, ... };

@script:ocaml@
f << member.F;
@@
learn "killed" f; learn "cleaned" f
