// SPDX-License-Identifier: GPL-2.0-only
/// What else uses a kill or cleanup callback, and has no pagemap at hand: it is
/// refused by line; nothing is changed.
//
// At hand is the pagemap whose reference count is passed, or which the count
// was stored in on the way, or which the file pairs with it in one struct.
//
// Confidence: High
// Candidates: dev_pagemap_ops
// Options: --include include/linux/memremap.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
(* Which count belongs to which pagemap member of a struct. *)
let pairs : ((string * string) * string) list ref = ref []
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let pair t count map =
  let p = ((squeeze t, count), map) in
  if not (List.mem p !pairs) then pairs := p :: !pairs
let maps t count = List.filter (fun (k, _) -> k = (squeeze t, count)) !pairs
let paired t count =
  match maps t count with [(_, m)] -> m <> "" | _ -> false
let refuse p why = List.iter (fun q ->
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p

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

// --- uses that need no more than what is said elsewhere ---

@fine@
identifier f = {ratchet_teardown}, t;
position p;
@@
(
struct dev_pagemap_ops t = { .kill = f@p, ... };
|
struct dev_pagemap_ops t = { .kill = &f@p, ... };
)

@fine2@
identifier f = {ratchet_teardown}, t;
position p;
@@
(
struct dev_pagemap_ops t = { .cleanup = f@p, ... };
|
struct dev_pagemap_ops t = { .cleanup = &f@p, ... };
)

@fine_store@
identifier f = {ratchet_teardown}, fld = {kill, cleanup};
struct dev_pagemap_ops *o;
struct dev_pagemap_ops v;
position p;
@@
(
o->fld = f@p
|
o->fld = &f@p
|
v.fld = f@p
|
v.fld = &f@p
)

// The pagemap's own count, or the pagemap already; a callback that calls
// another.
@own@
identifier f = {ratchet_teardown};
struct dev_pagemap *P;
struct dev_pagemap V;
position p;
@@
(
f@p(P->ref)
|
f@p(V.ref)
|
f@p(P)
|
f@p(&V)
)

@relay@
identifier f = {ratchet_teardown}, g = {ratchet_teardown}, r;
position p;
@@
g(struct percpu_ref *r)
{
<+...
f@p(r)
...+>
}

// --- a function that passes its argument on ---

@wrapper@
identifier f = {ratchet_teardown}, w, d;
position p;
@@
w(void *d)
{
<+...
f@p(d)
...+>
}

@handed@
identifier wrapper.w, wrapper.d, f = {ratchet_teardown};
position p;
@@
w(void *d)
{
<+...
f(d@p)
...+>
}

@mixed@
identifier wrapper.w, wrapper.d;
position p != handed.p;
@@
w(void *d)
{
<+...
d@p
...+>
}

@script:ocaml@
p << mixed.p;
@@
refuse p "the argument of a callback is used as something else here"

// --- the count was given to a pagemap on the way here: p is the use ---

@call_v@
identifier f = {ratchet_teardown};
struct dev_pagemap V;
expression E;
position p;
@@
 V.ref = E
 <... when != V.ref = ...
 f@p(E)
 ...>

@call_p@
identifier f = {ratchet_teardown};
struct dev_pagemap *P;
expression E;
position p;
@@
 P->ref = E
 <... when != P->ref = ...
      when != P = ...
 f@p(E)
 ...>

// A devm action: by the function that passes it on, or cast.
@action_v@
identifier wrapper.w, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
struct dev_pagemap V;
expression E, D;
position p;
@@
 V.ref = E
 <... when != V.ref = ...
 h(D, w@p, E)
 ...>

@action_p@
identifier wrapper.w, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
struct dev_pagemap *P;
expression E, D;
position p;
@@
 P->ref = E
 <... when != P->ref = ...
      when != P = ...
 h(D, w@p, E)
 ...>

@cast_v@
identifier f = {ratchet_teardown}, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
type T;
struct dev_pagemap V;
expression E, D;
position p;
@@
 V.ref = E
 <... when != V.ref = ...
 h(D, (T)f@p, E)
 ...>

@cast_p@
identifier f = {ratchet_teardown}, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
type T;
struct dev_pagemap *P;
expression E, D;
position p;
@@
 P->ref = E
 <... when != P->ref = ...
      when != P = ...
 h(D, (T)f@p, E)
 ...>

// Done already: an action on the pagemap.
@done@
identifier wrapper.w, f = {ratchet_teardown}, h = {devm_add_action, devm_add_action_or_reset, devm_remove_action, devm_release_action};
struct dev_pagemap *P;
struct dev_pagemap V;
expression D;
type T;
position p;
@@
(
h(D, w@p, P)
|
h(D, w@p, &V)
|
h(D, (T)f@p, P)
|
h(D, (T)f@p, &V)
)

// The other member of an object that the file pairs with a pagemap.
@object@
identifier f = {ratchet_teardown}, count;
type T;
T *X;
position p != own.p;
@@
f@p(&X->count)

@script:ocaml@
t << object.T; c << object.count; p << object.p;
@@
if not (paired t c) then
  refuse p "the pagemap that this reference count belongs to is not known here"

// --- what is left has no pagemap at hand ---

@stray@
identifier f = {ratchet_teardown};
position p != {fine.p, fine2.p, fine_store.p, own.p, relay.p, wrapper.p, call_v.p, call_p.p, cast_v.p, cast_p.p, done.p, object.p};
@@
f@p

@script:ocaml@
f << stray.f; p << stray.p;
@@
refuse p (f ^ " is used here where the pagemap is not known")

@stray_wrapper@
identifier wrapper.w;
position p != {action_v.p, action_p.p, done.p};
@@
w@p

@script:ocaml@
w << wrapper.w; p << stray_wrapper.p;
@@
refuse p (w ^ " is used here where the pagemap is not known")

// A function that other files can call has users that are not seen.
@hidden@
identifier wrapper.w, wrapper.d;
position p;
@@
static w@p(void *d) { ... }

@public@
identifier wrapper.w, wrapper.d;
position p != hidden.p;
@@
w@p(void *d) { ... }

@script:ocaml@
w << wrapper.w; p << public.p;
@@
refuse p (w ^ " passes its argument on, and is not static")
