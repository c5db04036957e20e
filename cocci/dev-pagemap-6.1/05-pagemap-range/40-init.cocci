// SPDX-License-Identifier: GPL-2.0-only
/// The same in initialisers: of a map, of what holds one, of an array.
//
// Confidence: High
// Candidates: dev_pagemap&res
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let embedded : (string * string) list ref = ref []
let embed t f = embedded := (squeeze t, f) :: !embedded
let holds t f =
  let t = squeeze t in
  let t = match String.index_opt t '[' with Some i -> String.sub t 0 i | None -> t in
  List.mem (t, f) !embedded

@embeds@
identifier S, F;
@@
struct S { ... struct dev_pagemap F; ... };

@script:ocaml@
s << embeds.S; f << embeds.F;
@@
embed ("struct " ^ s) f

@embeds_here@
identifier S, F, V;
@@
struct S { ... struct dev_pagemap F; ... } V;

@script:ocaml@
s << embeds_here.S; f << embeds_here.F;
@@
embed ("struct " ^ s) f

@embeds_named@
type T;
identifier F;
@@
typedef struct { ... struct dev_pagemap F; ... } T;

@script:ocaml@
t << embeds_named.T; f << embeds_named.F;
@@
embed t f

// What says nothing of a map.
@variable_rest@
identifier V, m != {start, end};
expression E;
@@
 struct dev_pagemap V = { .res = {
-.m = E,
 ... }, ... };

@variable@
identifier V;
expression A, B;
@@
 struct dev_pagemap V = {
-.res
+.range
 = { .start = A, .end = B, },
+.nr_range = 1,
 ... };

@variable_copy@
identifier V;
expression A;
@@
 struct dev_pagemap V = {
-.res = *A,
+.range = { .start = A->start, .end = A->end, },
+.nr_range = 1,
 ... };

@member@
type T;
identifier F, V;
initializer I;
@@
T V = { .F = { .res = I, ... }, ... };

@script:ocaml of_map@
t << member.T; f << member.F; v << member.V;
w;
@@
w := make_ident (if holds t f then v else "no_such_variable")

@within_rest@
type T;
identifier of_map.w, member.F, m != {start, end};
expression E;
@@
 T w = { .F = { .res = {
-.m = E,
 ... }, ... }, ... };

@within@
type T;
identifier of_map.w, member.F;
expression A, B;
@@
 T w = { .F = {
-.res
+.range
 = { .start = A, .end = B, },
+.nr_range = 1,
 ... }, ... };

@within_copy@
type T;
identifier of_map.w, member.F;
expression A;
@@
 T w = { .F = {
-.res = *A,
+.range = { .start = A->start, .end = A->end, },
+.nr_range = 1,
 ... }, ... };
