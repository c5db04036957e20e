// SPDX-License-Identifier: GPL-2.0-only
/// A map that is gone when the function has returned, while pages point to it.
//
// Confidence: High
// Candidates: dev_pagemap&devm_memremap_pages
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let here : (string * string) list ref = ref []
let inside p = (List.hd p).Coccilib.current_element
let refuse p =
  let q = List.hd p in
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col
    "the map is on the stack, and pages point to it when the function has returned: keep it where the device is"

@kept@
type T;
identifier x;
position p;
@@
(
 static T x@p;
|
 static T x@p = ...;
)

@object@
type T;
identifier x;
position p != kept.p;
@@
(
 T x@p;
|
 T x@p = ...;
)

@script:ocaml@
t << object.T; x << object.x; p << object.p;
@@
if not (String.contains t '*') then here := (inside p, x) :: !here

@whole@
identifier x;
position p;
@@
 devm_memremap_pages@p(..., &x)

@script:ocaml@
x << whole.x; p << whole.p;
@@
if List.mem (inside p, x) !here then refuse p

@part@
identifier x, m;
position p;
@@
 devm_memremap_pages@p(..., &x.m)

@script:ocaml@
x << part.x; p << part.p;
@@
if List.mem (inside p, x) !here then refuse p

@through@
identifier x, y, m;
position p;
@@
(
 struct dev_pagemap *y = &x;
|
 struct dev_pagemap *y = &x.m;
|
 y = &x
|
 y = &x.m
)
 ...
 devm_memremap_pages@p(..., y)

@script:ocaml@
x << through.x; p << through.p;
@@
if List.mem (inside p, x) !here then refuse p
