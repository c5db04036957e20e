// SPDX-License-Identifier: GPL-2.0-only
/// Drivers no longer switch the calls of ->page_free() on and off themselves.
///
/// Their calls go; so does a function that did nothing else, with the devm
/// action that ends in it and the check of that.  A helper that has only to fill
/// the pagemap after that is dissolved into its callers.
//
// Confidence: High
// Candidates: dev_pagemap_get_ops dev_pagemap_put_ops
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let empty : string list ref = ref []	(* does nothing else *)
let touched : string list ref = ref []
let vars : string list ref = ref []	(* has held an error *)
let is_empty f = List.mem f !empty
let is_touched f = List.mem f !touched
let is_var x = List.mem x !vars
let adds h = List.mem h ["devm_add_action"; "devm_add_action_or_reset"]
let is_action h = adds h || List.mem h ["devm_remove_action"; "devm_release_action"]
let add l x = if not (List.mem x !l) then l := x :: !l
let inside p = (List.hd p).Coccilib.current_element

// --- functions with nothing else in them ---

@only@
identifier f, g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
type T;
position p;
@@
 static T f@p(...)
 {
 g();
 }

@script:ocaml@
f << only.f;
@@
add empty f

@only_ok@
identifier f, g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
type T;
@@
 static T f(...)
 {
 g();
 return 0;
 }

@script:ocaml@
f << only_ok.f;
@@
add empty f

@call@
identifier g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
position p;
@@
g@p()

@script:ocaml@
p << call.p;
@@
add touched (inside p)

// --- what cannot be done ---

@plain@
identifier g;
position p;
@@
g@p();

@value@
identifier g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
position p != plain.p;
@@
g@p

@script:ocaml@
p << value.p;
@@
refuse p "this is not a plain call"

// A condition of its own would be left with nothing to do.
@guarded disable drop_else@
identifier g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
expression E;
statement S;
position p;
@@
(
if (E) { g@p(); } else S
|
if (E) S else { g@p(); }
|
if (E) g@p(); else S
|
if (E) S else g@p();
)

@script:ocaml@
p << guarded.p;
@@
refuse p "only a branch of this condition would be left"

@effect@
identifier g = {dev_pagemap_get_ops, dev_pagemap_put_ops}, h;
expression E, F;
position p;
assignment operator op;
@@
(
if (<+... \( h(...) \| E op F \| E++ \| E-- \| ++E \| --E \) ...+>) g@p();
|
if (<+... \( h(...) \| E op F \| E++ \| E-- \| ++E \| --E \) ...+>) { g@p(); }
)

@script:ocaml@
p << effect.p;
@@
refuse p "the condition of this does something itself"

// Uses of an empty function.
@fits@
identifier f : script:ocaml() { is_empty f };
identifier h : script:ocaml() { is_action h };
expression E, D, A;
statement S;
position p;
@@
(
h(D, f@p, A);
|
return h(D, f@p, A);
|
if (h(D, f@p, A)) S
|
 E = h(D, f@p, A);
 if (\(E\|E != 0\|E < 0\)) S
|
f@p(...);
|
if (f@p(...)) S
|
 E = f@p(...);
 if (\(E\|E != 0\|E < 0\)) S
)

@shaped@
identifier f : script:ocaml() { is_empty f };
position p;
type T;
@@
 T f@p(...) { ... }

@other@
identifier f : script:ocaml() { is_empty f };
position p != {fits.p, shaped.p};
@@
f@p

@script:ocaml@
p << other.p; f << other.f;
@@
refuse p (f ^ " does nothing any more, but is needed here")

// The way out of a check that goes may be the only one to its label.
@jump@
identifier f : script:ocaml() { is_empty f };
identifier h : script:ocaml() { adds h }, l;
expression E, D, A;
position p;
@@
(
if (<+... \(h(D, f, A) \| f(...)\) ...+>) { ... goto l@p; }
|
if (<+... \(h(D, f, A) \| f(...)\) ...+>) goto l@p;
|
 E = \(h(D, f, A) \| f(...)\);
 if (\(E\|E != 0\|E < 0\)) { ... goto l@p; }
|
 E = \(h(D, f, A) \| f(...)\);
 if (\(E\|E != 0\|E < 0\)) goto l@p;
)

@jumps@
identifier F, jump.l;
position p != jump.p;
@@
F(...)
{
<+...
goto l@p;
...+>
}

@script:ocaml depends on jump && !jumps@
p << jump.p;
@@
refuse p "nothing else goes to this label"

// --- what goes ---

@registered@
identifier f : script:ocaml() { is_empty f };
identifier h : script:ocaml() { is_action h };
expression D, A;
position p;
@@
(
h@p(D, f, A)
|
f@p(...)
)

@script:ocaml@
p << registered.p;
@@
add touched (inside p)

@held@
identifier f : script:ocaml() { is_empty f };
identifier h : script:ocaml() { adds h };
identifier x;
expression D, A;
@@
(
x = h(D, f, A)
|
x = f(...)
)

@script:ocaml@
x << held.x;
@@
add vars x

@@
identifier f : script:ocaml() { is_empty f };
identifier h : script:ocaml() { is_action h };
expression E, D, A;
statement S;
@@
(
-if (h(D, f, A)) S
|
-if (f(...)) S
|
-E = h(D, f, A);
-if (\(E\|E != 0\|E < 0\)) S
|
-E = f(...);
-if (\(E\|E != 0\|E < 0\)) S
|
-h(D, f, A);
|
-f(...);
|
-return h(D, f, A);
+return 0;
)

@@
identifier f : script:ocaml() { is_empty f };
type T;
@@
-static T f(...) { ... }

@@
identifier f : script:ocaml() { is_empty f };
type T;
@@
-static T f(...);

@@
identifier g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
expression E;
@@
(
-if (E) g();
|
-if (E) { g(); }
)

@@
identifier g = {dev_pagemap_get_ops, dev_pagemap_put_ops};
@@
-g();

// --- what is left of a function ---

@filler@
identifier f : script:ocaml() { is_touched f };
identifier P, fld;
constant C;
type T;
parameter list[n] before;
parameter list[m] after;
@@
 static T f(before, struct dev_pagemap *P, after)
 {
 P->fld = C;
 return 0;
 }

@filled@
identifier filler.f;
identifier x;
@@
x = f(...)

@script:ocaml@
x << filled.x;
@@
add vars x

// All its uses have to be calls that can be dissolved.
@filled_use@
identifier filler.f;
expression E;
statement S;
expression list[filler.n] es;
expression list[filler.m] more;
position p;
@@
(
if (f@p(es, E, more)) S
|
 E = f@p(...);
 if (\(E\|E != 0\|E < 0\)) S
|
f@p(...);
)

@filler_itself@
identifier filler.f;
position p;
type T;
@@
 T f@p(...) { ... }

@filler_kept@
identifier filler.f;
position p != {filled_use.p, filler_itself.p};
@@
f@p

@dissolve depends on filler && !filler_kept@
identifier filler.f, filler.fld;
constant filler.C;
expression E, V;
expression P;
statement S;
expression list[filler.n] es;
expression list[filler.m] more;
@@
(
-if (f(es, &V, more)) S
+V.fld = C;
|
-if (f(es, P, more)) S
+P->fld = C;
|
-E = f(es, &V, more);
-if (\(E\|E != 0\|E < 0\)) S
+V.fld = C;
|
-E = f(es, P, more);
-if (\(E\|E != 0\|E < 0\)) S
+P->fld = C;
|
-f(es, &V, more);
+V.fld = C;
|
-f(es, P, more);
+P->fld = C;
)

@depends on dissolve@
identifier filler.f;
type T;
@@
-static T f(...) { ... }

// A variable that nothing else has used.
@unused@
identifier f, x : script:ocaml() { is_var x };
@@
f(...)
{
 ... when any
-int x;
 ... when != x
     when strict
}
