// SPDX-License-Identifier: GPL-2.0-only
/// Which functions are the kill and cleanup methods of a struct
/// dev_pagemap_ops, wherever they are defined; which pagemaps a count belongs to;
/// and what else struct percpu_ref is called.
//
// Confidence: High
// Candidates: dev_pagemap_ops @dev_pagemap&ref typedef&percpu_ref
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* A function of the count itself stays what it is, see 45-direct.cocci. *)
let callback f =
  if not (List.mem f ["percpu_ref_kill"; "percpu_ref_exit"]) then
  Printf.printf "ratchet: set teardown %s\n" f
(* An identifier out of the name of a type. *)
let plain s =
  let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') || c = '_' in
  String.map (fun c -> if is_id c then c else '_') (String.trim s)
let pair t count map =
  Printf.printf "ratchet: set count_in %s__%s__IN__%s\n" (plain t) count map

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

// --- which pagemap a count belongs to ---

@map_ref@
struct dev_pagemap V;
expression E;
position p;
@@
V.ref@p = E

@embedded@
type T;
T *X;
identifier map, count;
position map_ref.p;
position q;
@@
X->map.ref@p@q = &X->count

@script:ocaml@
t << embedded.T; m << embedded.map; c << embedded.count;
@@
pair t c m

@embedded_v@
type T;
T X;
identifier map, count;
position map_ref.p;
position q;
@@
X.map.ref@p@q = &X.count

@script:ocaml@
t << embedded_v.T; m << embedded_v.map; c << embedded_v.count;
@@
pair t c m

@pointed@
type T;
T *X;
struct dev_pagemap *P;
identifier map, count;
position q;
@@
P = &X->map
... when != P = ...
P->ref@q = &X->count

@script:ocaml@
t << pointed.T; m << pointed.map; c << pointed.count;
@@
pair t c m

// The map of somebody else has this count, too: then they are no pair.
@foreign@
type T;
T Y;
identifier count;
expression M;
position map_ref.p;
position q != {embedded.q, embedded_v.q, pointed.q};
@@
M.ref@p@q = &Y.count

@script:ocaml@
t << foreign.T; c << foreign.count; q << foreign.q;
@@
ignore q;
pair t c ""

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
