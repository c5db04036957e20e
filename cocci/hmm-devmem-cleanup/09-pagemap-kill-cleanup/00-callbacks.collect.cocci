// SPDX-License-Identifier: GPL-2.0-only
/// Which functions are the kill and cleanup methods of a struct
/// dev_pagemap_ops, wherever they are defined; and what else struct percpu_ref
/// is called.
//
// Confidence: High
// Candidates: dev_pagemap_ops typedef&percpu_ref
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* A function of the count itself stays what it is, see 45-direct.cocci. *)
let callback f =
  if not (List.mem f ["percpu_ref_kill"; "percpu_ref_exit"]) then
  Printf.printf "ratchet: set teardown %s\n" f

@in_kill@
identifier t, f;
@@
(
struct dev_pagemap_ops t = { .kill = f, ... };
|
struct dev_pagemap_ops t = { .kill = &f, ... };
)

@script:ocaml@
f << in_kill.f;
@@
callback f

@in_cleanup@
identifier t, f;
@@
(
struct dev_pagemap_ops t = { .cleanup = f, ... };
|
struct dev_pagemap_ops t = { .cleanup = &f, ... };
)

@script:ocaml@
f << in_cleanup.f;
@@
callback f

// A table that is filled in at run time; a pointer to one is meant, too.
@store@
struct dev_pagemap_ops o;
identifier f, fld = {kill, cleanup};
@@
\( o.fld = f \| o.fld = &f \)

@script:ocaml@
f << store.f;
@@
callback f

// --- other names of the type ---

@named@
type T;
@@
typedef struct percpu_ref T;

@script:ocaml@
t << named.T;
@@
Printf.printf "ratchet: set counter %s\n" t

@named_pointer@
type T;
@@
typedef struct percpu_ref *T;

@script:ocaml@
t << named_pointer.T;
@@
Printf.printf "ratchet: set counter_pointer %s\n" t
