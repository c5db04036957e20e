// SPDX-License-Identifier: GPL-2.0-only
/// A variable for what adding the action returned has no use any more.
//
// Confidence: High
// Candidates: devm_memremap_pages&percpu_ref
// Requires: OCaml

@initialize:ocaml@
@@
let inside p = (List.hd p).Coccilib.current_element
let maps : string list ref = ref []
let used : (string * string) list ref = ref []

@map@
position p;
expression M, K;
@@
(
M.cleanup@p = K
|
M->cleanup@p = K
)

@script:ocaml@
p << map.p;
@@
maps := inside p :: !maps

@declared@
identifier r;
position p;
@@
int r@p;

@use@
identifier declared.r;
position p != declared.p;
@@
r@p

@script:ocaml@
r << declared.r; p << use.p;
@@
used := (inside p, r) :: !used

@script:ocaml idle@
r << declared.r; p << declared.p;
f;
@@
let g = inside p in
f := make_ident (if List.mem g !maps && not (List.mem (g, r) !used) then g
  else "no_such_function")

@@
identifier idle.f, declared.r;
@@
f(...)
{
...
-int r;
...
}
