// SPDX-License-Identifier: GPL-2.0-only
/// Before its page_free() method gets a private page, page->mapping is reset.
///
/// A method that calls that of another map is left alone: the one who called it has
/// done so.
//
// Confidence: High
// Candidates: @dev_pagemap_ops&page_free
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let where p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let methods : string list ref = ref []	(* somebody's page_free() *)
let helpers : string list ref = ref []	(* reset the mapping of their page *)
let is_helper f = List.mem f !helpers
let plain : (int * int) list ref = ref []	(* a statement by itself *)
let bare : (int * int) list ref = ref []	(* there is a way without a reset *)
let reset : (int * int) list ref = ref []	(* ... and one with one *)
let meant : (int * int) list ref = ref []	(* it is the one for private pages *)
let todo : (int * int) list ref = ref []
let branches : (int * int) list ref = ref []
let is_branch p = List.mem (where p) !branches
let not_branch p = not (is_branch p)
let is_todo p = List.mem (where p) !todo

// --- whose calls do not count, and what resets a page ---

@method@
identifier x, f;
@@
 struct dev_pagemap_ops x = { ..., .page_free = \(f\|&f\), ... };

@script:ocaml@
f << method.f;
@@
methods := f :: !methods

@helper@
identifier f, X;
@@
 f(..., struct page *X, ...)
 {
 <+...
 X->mapping = NULL;
 ...+>
 }

@script:ocaml@
f << helper.f;
@@
helpers := f :: !helpers

// --- the calls ---

@call@
struct dev_pagemap *P;
struct dev_pagemap_ops *O;
expression X;
position p;
@@
(
 P->ops->page_free@p(X)
|
 (*P->ops->page_free@p)(X)
|
 O->page_free@p(X)
|
 (*O->page_free@p)(X)
)

@alone@
expression E, X;
position call.p, q;
@@
(
 E->page_free@p@q(X);
|
 (*E->page_free@p@q)(X);
)

@script:ocaml@
p << alone.q;
@@
plain := where p :: !plain

@without exists@
identifier f, h : script:ocaml() { is_helper h };
expression E, X;
position call.p, q;
@@
f(...)
{
 ... when != X->mapping = NULL
     when != h(X)
(
 E->page_free@p@q(X)
|
 (*E->page_free@p@q)(X)
)
 ... when any
}

@script:ocaml@
p << without.q;
@@
bare := where p :: !bare

@with exists@
identifier h : script:ocaml() { is_helper h };
expression E, F, X;
position call.p, q;
@@
(
 X->mapping = NULL
|
 h(X)
)
 ... when != X = F
(
 E->page_free@p@q(X)
|
 (*E->page_free@p@q)(X)
)

@script:ocaml@
p << with.q;
@@
reset := where p :: !reset

@cleared exists@
identifier h : script:ocaml() { is_helper h };
expression E, F, X;
position call.p, q;
@@
(
 if (\(is_device_private_page(X)\|X->pgmap->type == MEMORY_DEVICE_PRIVATE\)) { ... \(X->mapping = NULL\|h(X)\); ... }
|
 if (\(is_device_private_page(X)\|X->pgmap->type == MEMORY_DEVICE_PRIVATE\)) \(X->mapping = NULL\|h(X)\);
)
 ... when != X = F
(
 E->page_free@p@q(X)
|
 (*E->page_free@p@q)(X)
)

@script:ocaml@
p << cleared.q;
@@
meant := where p :: !meant

// --- what is to be done ---

@script:ocaml@
p << call.p; x << call.X;
@@
let w = where p in
if List.mem (inside p) !methods || not (List.mem w !bare) || List.mem w !meant
then ()
else if List.mem w !reset
then refuse p "the mapping of this page is reset under a condition of its own"
else if not (List.mem w !plain)
then refuse p "the call of this method is part of something else"
else if String.contains x '('
then refuse p "the page of this call is not in a variable"
else todo := w :: !todo

// As text, which passes for the name of a function whose call ends it; that is
// taken away again.
@place@
expression E, X;
position call.p : script:ocaml() { is_todo p };
position s, r;
@@
(
 E@s->page_free@p@r(X);
|
 (@s*E->page_free@p@r)(X);
)

// The braces that it needs, if an "else" follows.
@branch disable drop_else, neg_if@
expression C, E, X;
statement S;
position place.r, q;
@@
(
 if (C) E->page_free@r@q(X); else S
|
 if (C) (*E->page_free@r@q)(X); else S
)

@script:ocaml@
q << branch.q;
@@
branches := where q :: !branches

@script:ocaml text@
s << place.s; x << place.X;
block;
@@
let q = List.hd s in
let x = String.concat "" (String.split_on_char ' ' x) in
let col = q.Coccilib.col in
let t = "\n" ^ String.make (col / 8 + col mod 8) '\t' in
block := make_ident (String.concat t [
  "/*";
  " * A private page was an anonymous one in disguise. It";
  " * must not look like that when it is handed out again.";
  " */";
  "if (is_device_private_page(" ^ x ^ "))";
  "\t" ^ x ^ "->mapping = NULL;\n" ^ t ^ "ratchet_end" ])

@disable drop_else, neg_if@
expression C, E, X;
statement S;
identifier text.block;
position place.r;
position q : script:ocaml() { is_branch q };
position o : script:ocaml() { not_branch o };
@@
(
 if (C)
-	E->page_free@r@q(X);
-else
+{ block(); E->page_free(X); } else
 S
|
 if (C)
-	(*E->page_free@r@q)(X);
-else
+{ block(); (*E->page_free)(X); } else
 S
|
+block();
 E->page_free@r@o(X);
|
+block();
 (*E->page_free@r@o)(X);
)

@@
@@
-ratchet_end();
