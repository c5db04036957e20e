// SPDX-License-Identifier: GPL-2.0-only
/// The kill and cleanup callbacks take the pagemap, and find from it what
/// they found from the reference count.
//
// The count is pgmap->ref.  A container_of() on the count becomes one on the
// pagemap where the file itself pairs the two: X->map.ref = &X->count.
// A callback that writes to its parameter, or takes its address, or to what the
// pagemap says of its count, gets a variable of the old name.
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
(* Another file may give this count to another map, with the same callbacks. *)
let plain s =
  let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') || c = '_' in
  String.map (fun c -> if is_id c then c else '_') (String.trim s)
let told = List.sort_uniq compare
  (List.map String.trim (String.split_on_char ',' "ratchet_count_in"))
let shared t count =
  let key = plain t ^ "__" ^ count ^ "__IN__" in
  let n = String.length key in
  List.length (List.filter (fun s ->
    String.length s >= n && String.sub s 0 n = key) told) > 1
let map_of t count = match maps t count with [(_, m)] -> m | _ -> ""
(* A function's name, or one that no function has: include_match would forget
   the function for the rules that follow, too. *)
let only f holds = make_ident (if holds then f else "no_such_function")
let taken : string list ref = ref []
let hidden : string list ref = ref []
let written : string list ref = ref []
let paired t count = map_of t count <> ""

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

// --- the callbacks ---

@callback@
identifier f = {ratchet_teardown}, r;
@@
f(struct percpu_ref *r) { ... }

// Nobody else can have this one in a table.
@hidden@
identifier callback.f, callback.r;
position p;
@@
static f@p(struct percpu_ref *r) { ... }

@script:ocaml@
f << callback.f; p << hidden.p;
@@
ignore p;
hidden := f :: !hidden

// The new parameter's name must be free.
@taken@
identifier callback.f, callback.r, x = {pgmap};
type T;
position p;
@@
f(struct percpu_ref *r)
{
<+...
(
T x@p;
|
T x@p = ...;
|
x@p
)
...+>
}

@script:ocaml@
f << callback.f; p << taken.p;
@@
ignore p;
taken := f :: !taken

// A parameter that is written to stays a variable.
@written@
identifier callback.f, callback.r;
expression E;
assignment operator op;
position p;
@@
f(struct percpu_ref *r)
{
<+...
\( r@p op E \| &r@p \| r@p++ \| r@p-- \)
...+>
}

@script:ocaml@
f << callback.f; p << written.p;
@@
ignore p;
written := f :: !written

// And so does one behind which pgmap->ref is something else.
@forgets@
identifier callback.f, callback.r, g = {memset, memcpy, memmove, memzero_explicit};
struct dev_pagemap V;
expression E;
position p;
@@
f(struct percpu_ref *r)
{
<+...
\( V.ref@p = E \| g@p(...) \)
...+>
}

@script:ocaml@
f << callback.f; p << forgets.p;
@@
ignore p;
written := f :: !written

@script:ocaml param@
f << callback.f;
pm;
@@
pm := make_ident (if List.mem f !taken then "dev_pgmap" else "pgmap")

@script:ocaml simple@
f << callback.f;
g;
@@
g := only f (not (List.mem f !written))

@script:ocaml odd@
f << callback.f;
g;
@@
g := only f (List.mem f !written)

// The object around the count is the object around the pagemap.
@around@
identifier simple.g, callback.r, count;
type T;
T *X;
@@
g(struct percpu_ref *r)
{
<+...
(
container_of(r, typeof(*X), count)
|
container_of(r, T, count)
)
...+>
}

@script:ocaml other@
g << simple.g; t << around.T; c << around.count;
h; map;
@@
h := only g (paired t c && (List.mem g !hidden || not (shared t c)));
map := make_ident (map_of t c)

@container@
identifier other.h, callback.r, around.count, other.map, param.pm;
type around.T;
T *X;
@@
h(struct percpu_ref *r)
{
<...
(
container_of(
-r
+pm
 , T,
-count
+map
 )
|
container_of(
-r
+pm
 , typeof(*X),
-count
+map
 )
)
...>
}

// The third argument is a member's name, whatever it looks like.
@plain_use@
identifier simple.g, callback.r, param.pm, fld;
type T;
@@
g(struct percpu_ref *r)
{
<...
(
container_of(pm, T, fld)
|
container_of(
-r
+pm->ref
 , T, fld)
|
-r
+pm->ref
)
...>
}

@keep_declared@
identifier odd.g, callback.r, param.pm, x;
type T;
expression E;
@@
g(struct percpu_ref *r)
{
+struct percpu_ref *r = pm->ref;
(
T x;
|
T x = E;
)
...
}

@keep depends on !keep_declared@
identifier odd.g, callback.r, param.pm;
@@
g(struct percpu_ref *r)
{
+struct percpu_ref *r = pm->ref;
+
...
}

@signature@
identifier callback.f, callback.r, param.pm;
@@
f(
-struct percpu_ref *r
+struct dev_pagemap *pm
 ) { ... }

@prototype@
identifier f = {ratchet_teardown}, r;
type T;
@@
(
 T f(
-struct percpu_ref *r
+struct dev_pagemap *pgmap
 );
|
 T f(
-struct percpu_ref *
+struct dev_pagemap *
 );
)

// One callback that calls another.
@relay@
identifier f = {ratchet_teardown};
struct dev_pagemap *P;
@@
 f(
-P->ref
+P
 )

@relay_v disable fld_to_ptr@
identifier f = {ratchet_teardown};
struct dev_pagemap V;
@@
 f(
-V.ref
+&V
 )

// A caller that has the other member of a paired object.
@object@
identifier f = {ratchet_teardown}, count;
type T;
T *X;
@@
f(&X->count)

@script:ocaml member@
t << object.T; c << object.count;
map;
@@
map := make_ident (if paired t c then map_of t c else c)

@@
identifier object.f, object.count, member.map;
type object.T;
T *X;
@@
 f(&X->
-count
+map
 )
