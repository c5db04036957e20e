// SPDX-License-Identifier: GPL-2.0-only
/// A function that is not a page_free() method itself, calls one, and leaves
/// page->mapping as it is.
// Candidates: @dev_pagemap_ops&page_free
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let inside p = (List.hd p).Coccilib.current_element
let known : string list ref = ref []	(* methods, and who resets *)
let is_known f = List.mem f !known

@method@
identifier x, f;
@@
 struct dev_pagemap_ops x = { ..., .page_free = \(f\|&f\), ... };

@script:ocaml@
f << method.f;
@@
known := f :: !known

@reset@
struct page *X;
position p;
@@
 X->mapping@p = NULL

@script:ocaml@
p << reset.p;
@@
known := inside p :: !known

@handed@
identifier f : script:ocaml() { is_known f };
struct page *X;
position p;
@@
 f@p(..., X, ...)

@script:ocaml@
p << handed.p;
@@
known := inside p :: !known

@call@
struct dev_pagemap *P;
struct dev_pagemap_ops *O;
expression X;
position p;
@@
(
 P->ops->page_free@p(X)
|
 (*P->ops->page_free@p)(X)
|
 O->page_free@p(X)
|
 (*O->page_free@p)(X)
)

@script:ocaml@
p << call.p;
@@
if not (List.mem (inside p) !known) then List.iter (fun q -> Printf.printf
  "ratchet: at %d %d page->mapping is left as it is\n" q.Coccilib.line q.Coccilib.col) p
