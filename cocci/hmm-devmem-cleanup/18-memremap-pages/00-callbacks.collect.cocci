// SPDX-License-Identifier: GPL-2.0-only
/// Which functions are the free and fault methods of a struct hmm_devmem_ops,
/// wherever they are defined; and which structs hold a pointer to a hmm_devmem,
/// in members of which names.
//
// Confidence: High
// Candidates: hmm_devmem hmm_devmem_ops
// Options: --include include/linux/hmm.h
// Requires: OCaml

@in_table@
identifier t, f, m = {free, fault};
@@
(
struct hmm_devmem_ops t = { ..., .m = f, ... };
|
struct hmm_devmem_ops t = { ..., .m = &f, ... };
)

@script:ocaml@
m << in_table.m;
f << in_table.f;
@@
Printf.printf "ratchet: set devmem_%s %s\n" m f

@stored@
struct hmm_devmem_ops *o;
identifier f, m = {free, fault};
@@
\( o->m = f \| o->m = &f \)

@script:ocaml@
m << stored.m;
f << stored.f;
@@
Printf.printf "ratchet: set devmem_%s %s\n" m f

@stored_v@
struct hmm_devmem_ops o;
identifier f, m = {free, fault};
@@
\( o.m = f \| o.m = &f \)

@script:ocaml@
m << stored_v.m;
f << stored_v.f;
@@
Printf.printf "ratchet: set devmem_%s %s\n" m f

// The structs that will hold a pagemap.
@owner@
identifier S, F;
@@
 struct S { ... struct hmm_devmem *F; ... };

@script:ocaml@
s << owner.S;
@@
Printf.printf "ratchet: set devmem_owner %s\n" s

// And the names of these members, wherever in a struct they are.
@member@
identifier S, F, x;
type T;
@@
(
 struct S { ... struct hmm_devmem *F; ... };
|
 struct S { ... struct { ... struct hmm_devmem *F; ... } x; ... };
|
 struct S { ... struct { ... struct hmm_devmem *F; ... }; ... };
|
 struct S { ... union { ... struct hmm_devmem *F; ... }; ... };
|
 typedef struct { ... struct hmm_devmem *F; ... } T;
|
 struct { ... struct hmm_devmem *F; ... } x;
)

@script:ocaml@
f << member.F;
@@
Printf.printf "ratchet: set devmem_field %s\n" f
