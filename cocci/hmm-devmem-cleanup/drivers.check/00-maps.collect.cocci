// SPDX-License-Identifier: GPL-2.0-only
/// How the driver's maps get their ops and their counts, which functions
/// release a count for good, and which can be methods.
//
// Confidence: High
// Candidates: @dev_pagemap&ops @dev_pagemap&ref percpu_ref_exit dev_set_drvdata platform_set_drvdata pci_set_drvdata devm_request_free_mem_region
// Candidates: dev_pagemap page vm_fault
// Concerns: @dev_pagemap&ops @dev_pagemap&ref percpu_ref_exit devm_request_free_mem_region
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

@ops@
struct dev_pagemap M;
expression E;
@@
 M.ops = E

@script:ocaml@
m << ops.M;
@@
learn "has_ops" (last m)

@pointed_ops@
struct dev_pagemap *P;
expression E;
@@
 P->ops = E

@script:ocaml@
p << pointed_ops.P;
@@
learn "has_ops" (last p)

// The same map by two names.
@alias@
struct dev_pagemap *P;
struct dev_pagemap M;
@@
 P = &M

@script:ocaml@
p << alias.P;
m << alias.M;
@@
learn "is_map" (last p ^ "__IS__" ^ last m)

@born@
identifier x;
struct dev_pagemap M;
@@
 struct dev_pagemap *x = &M;

@script:ocaml@
x << born.x;
m << born.M;
@@
learn "is_map" (x ^ "__IS__" ^ last m)

@table@
identifier x;
expression E;
@@
 struct dev_pagemap x = { .ops = E, };

@script:ocaml@
x << table.x;
@@
learn "has_ops" x

// The map of somebody else: which one it is is not seen here.
@given@
identifier f, m;
expression E;
@@
 f(..., struct dev_pagemap *m, ...) { <... m->ops = E ...> }

@script:ocaml@
m << given.m;
f << given.f;
@@
ignore m; learn "gives_ops" f

@copied@
struct dev_pagemap M;
struct dev_pagemap N;
identifier g = {memcpy, memmove};
@@
(
 M = N
|
 g(&M, ...)
)

@script:ocaml@
m << copied.M;
@@
learn "has_ops" (last m)

@pointed@
struct dev_pagemap *P;
struct dev_pagemap N;
identifier g = {memcpy, memmove};
@@
(
 *P = N
|
 g(P, ...)
)

@script:ocaml@
p << pointed.P;
@@
learn "has_ops" (last p)

@counts@
struct dev_pagemap M;
expression R;
@@
 M.ref = &R

@script:ocaml@
r << counts.R;
@@
learn "count_of_map" (last r)

@pointed_counts@
struct dev_pagemap *P;
expression R;
@@
 P->ref = &R

@script:ocaml@
r << pointed_counts.R;
@@
learn "count_of_map" (last r)

@cleans@
identifier x, g;
@@
 struct dev_pagemap_ops x = { .cleanup = g, };

@script:ocaml@
g << cleans.g;
@@
learn "cleans_up" g

@reaps@
identifier f;
expression R;
@@
 f(...) { <... percpu_ref_exit(R) ...> }

@script:ocaml@
f << reaps.f;
r << reaps.R;
@@
learn "reaps" (f ^ "__OF__" ^ last r)

@kept@
identifier O, m;
@@
 struct O { ... struct dev_pagemap m; ... };

@holds@
identifier kept.O;
struct O *X;
identifier g = {dev_set_drvdata, platform_set_drvdata, pci_set_drvdata};
@@
 g(..., X)

@script:ocaml@
o << kept.O;
x << holds.X;
@@
ignore x; learn "kept_as_drvdata" o

// What hmm_devmem_add() did, the driver does: the map was not in its structure.
@embedded@
position p;
@@
 devm_request_free_mem_region@p(...)

@script:ocaml@
p << embedded.p;
@@
learn "embeds" (List.hd p).Coccilib.current_element

// A typedef may stand for any of the three.
@method@
identifier f, x;
type T;
@@
 f(T x) { ... }

@script:ocaml@
f << method.f;
t << method.T;
@@
let words = String.split_on_char ' ' t in
if not (List.mem "struct" words) || List.exists (fun w -> List.mem w words)
     ["dev_pagemap"; "page"; "vm_fault"]
then learn "method" f
