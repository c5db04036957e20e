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
Printf.printf "ratchet: set devmem_owner %s\n" s;
Printf.printf "ratchet: set devmem_holder %s\n" s

// These and what has one of them in it, also by other names: who frees one, frees
// a pagemap.
@owner_typedef@
identifier F;
type T;
@@
 typedef struct { ... struct hmm_devmem *F; ... } T;

@script:ocaml@
t << owner_typedef.T;
@@
Printf.printf "ratchet: set devmem_holder %s\n" t

@named_owner@
identifier owner.S;
type T;
@@
 typedef struct S T;

@script:ocaml@
t << named_owner.T;
@@
Printf.printf "ratchet: set devmem_holder %s\n" t

@named_here@
identifier S, F;
type T;
@@
 typedef struct S { ... struct hmm_devmem *F; ... } T;

@script:ocaml@
s << named_here.S;
t << named_here.T;
@@
Printf.printf "ratchet: set devmem_holder %s\n" s;
Printf.printf "ratchet: set devmem_holder %s\n" t

// Those that hold one of these.
@outer@
identifier owner.S, O, m;
@@
(
 struct O { ... struct S m; ... };
|
 struct O { ... struct S m[...]; ... };
)

@script:ocaml@
o << outer.O;
@@
Printf.printf "ratchet: set devmem_holder %s\n" o

@outer_named@
type named_owner.T;
identifier O, m;
@@
(
 struct O { ... T m; ... };
|
 struct O { ... T m[...]; ... };
)

@script:ocaml@
o << outer_named.O;
@@
Printf.printf "ratchet: set devmem_holder %s\n" o

@outer_typedef@
type owner_typedef.T;
identifier O, m;
@@
 struct O { ... T m; ... };

@script:ocaml@
o << outer_typedef.O;
@@
Printf.printf "ratchet: set devmem_holder %s\n" o

@outer_here@
type named_here.T;
identifier O, m;
@@
 struct O { ... T m; ... };

@script:ocaml@
o << outer_here.O;
@@
Printf.printf "ratchet: set devmem_holder %s\n" o

@named_outer@
identifier outer.O;
type T;
@@
 typedef struct O T;

@script:ocaml@
t << named_outer.T;
@@
Printf.printf "ratchet: set devmem_holder %s\n" t

@named_outer_too@
identifier outer_named.O;
type T;
@@
 typedef struct O T;

@script:ocaml@
t << named_outer_too.T;
@@
Printf.printf "ratchet: set devmem_holder %s\n" t

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
