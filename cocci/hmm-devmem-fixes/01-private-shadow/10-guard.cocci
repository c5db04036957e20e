// SPDX-License-Identifier: GPL-2.0-only
/// What undoes the adding of memory removes the kasan shadow of no memory that
/// never had one: memory that add_pages() has added.
///
/// Which memory that is, is taken from the condition that add_pages() is called
/// under; it must be the type of the map.
//
// Confidence: High
// Candidates: add_pages&kasan_remove_zero_shadow
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let where p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let add l x = if not (List.mem x !l) then l := x :: !l
let callers : (string, string) Hashtbl.t = Hashtbl.create 17
(* add_pages(), and what calls it *)
let adds f =
  let seen = Hashtbl.create 7 in
  let rec go f = f = "add_pages" || (not (Hashtbl.mem seen f) && begin
    Hashtbl.add seen f ();
    List.exists go (Hashtbl.find_all callers f) end) in
  go f
(* f calls g, at last *)
let adds_by f g =
  let seen = Hashtbl.create 7 in
  let rec go f = f = g || (not (Hashtbl.mem seen f) && begin
    Hashtbl.add seen f ();
    List.exists go (Hashtbl.find_all callers f) end) in
  go f
(* Without blanks, and the braces of a whole condition. *)
let bare s =
  let s = String.concat "" (String.split_on_char ' ' s) in
  let ends x = String.length s > String.length x &&
    String.sub s (String.length s - String.length x) (String.length x) = x in
  let less x = String.sub s 0 (String.length s - String.length x) in
  if ends "!=0" then less "!=0" else if ends "<0" then less "<0" else s
let simple s = s <> "" && not (String.contains s '(') && not (String.contains s '=')
let told : (int * int) list ref = ref []	(* add_pages() if the type says so *)
let others : string list ref = ref []		(* for another reason *)
let kinds : (string * string) list ref = ref []	(* holds that question *)
let is_kind b = List.exists (fun (_, x) -> x = b) !kinds
let results : (string * string) list ref = ref []
let marks : (string * string) list ref = ref []	(* set with the shadow *)
let maps : (string * string) list ref = ref []
let maps_of f = List.map snd (List.filter (fun (g, _) -> g = f) !maps)
let sure : (int * int) list ref = ref []	(* for other memory only *)
let doubt : (int * int) list ref = ref []
let plain : (int * int) list ref = ref []
let seen : (int * int) list ref = ref []

@called@
identifier g;
position p;
@@
 g@p(...)

@script:ocaml@
g << called.g; p << called.p;
@@
if not (List.mem g (Hashtbl.find_all callers (inside p)))
then Hashtbl.add callers (inside p) g

// A file may have one of its own.
@own@
identifier f = {add_pages, kasan_remove_zero_shadow};
type T;
@@
 static T f(...) { ... }

// --- a shadow that is removed after add_pages() ---

@reached depends on !own exists@
identifier g : script:ocaml() { adds g };
position p, q;
@@
 g@q(...)
 ... when != kasan_add_zero_shadow(...)
 kasan_remove_zero_shadow@p(...)

// --- the condition of add_pages() ---

@add@
position q;
@@
 add_pages@q(...)

@kind@
struct dev_pagemap *M;
identifier b;
position p;
@@
(
 b@p = M->type == MEMORY_DEVICE_PRIVATE
|
 b@p = (M->type == MEMORY_DEVICE_PRIVATE)
)

@script:ocaml@
b << kind.b; p << kind.p;
@@
add kinds (inside p, b)

// In both orders, with braces and without.
@told disable drop_else, neg_if@
identifier b : script:ocaml() { is_kind b };
expression E;
struct dev_pagemap *M;
statement S;
position add.q, c;
@@
(
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) { <+... add_pages@q@c(...) ...+> } else S
|
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) { <+... add_pages@q@c(...) ...+> }
|
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) E = add_pages@q@c(...); else S
|
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) E = add_pages@q@c(...);
|
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) return add_pages@q@c(...);
|
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) S else { <+... add_pages@q@c(...) ...+> }
|
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) S else E = add_pages@q@c(...);
|
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) S else return add_pages@q@c(...);
)

@script:ocaml@
c << told.c;
@@
add told (where c)

@script:ocaml@
q << add.q;
@@
if not (List.mem (where q) !told) then add others (inside q)

// --- and of what is removed ---

@other disable drop_else, neg_if@
identifier b : script:ocaml() { is_kind b };
struct dev_pagemap *M;
statement S;
position reached.p, c;
@@
(
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) { <+... kasan_remove_zero_shadow@p@c(...) ...+> } else S
|
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) { <+... kasan_remove_zero_shadow@p@c(...) ...+> }
|
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) kasan_remove_zero_shadow@p@c(...); else S
|
 if (\(M->type != MEMORY_DEVICE_PRIVATE\|!b\)) kasan_remove_zero_shadow@p@c(...);
|
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) S else { <+... kasan_remove_zero_shadow@p@c(...) ...+> }
|
 if (\(M->type == MEMORY_DEVICE_PRIVATE\|b\)) S else kasan_remove_zero_shadow@p@c(...);
)

@script:ocaml@
c << other.c;
@@
add sure (where c)

// What add_pages() has returned may be asked for; any other condition may be
// one that knows of the shadow.
@result@
identifier g : script:ocaml() { adds g }, err;
position p;
@@
 err =@p g(...)

@script:ocaml@
x << result.err; p << result.p;
@@
add results (inside p, x)

@mark exists@
identifier x;
expression E;
position p;
@@
 E = kasan_add_zero_shadow(...)
 ...
 x@p = \(true\|1\);

@script:ocaml@
x << mark.x; p << mark.p;
@@
add marks (inside p, x)

@under disable drop_else, neg_if@
expression C;
statement S;
position reached.p, c;
@@
(
 if (C) { <+... kasan_remove_zero_shadow@p@c(...) ...+> } else S
|
 if (C) { <+... kasan_remove_zero_shadow@p@c(...) ...+> }
|
 if (C) kasan_remove_zero_shadow@p@c(...); else S
|
 if (C) kasan_remove_zero_shadow@p@c(...);
|
 if (C) S else { <+... kasan_remove_zero_shadow@p@c(...) ...+> }
|
 if (C) S else kasan_remove_zero_shadow@p@c(...);
)

@script:ocaml@
c << under.c; e << under.C;
@@
if List.mem (inside c, e) !marks then add sure (where c)
else if not (List.mem (inside c, bare e) !results) then add doubt (where c)

// --- which map it is ---

@asked@
struct dev_pagemap *M;
position p;
@@
 M->type@p

@script:ocaml@
m << asked.M; p << asked.p;
@@
if simple m then add maps (inside p, m)

@given@
identifier f, M;
@@
 f(..., struct dev_pagemap *M, ...) { ... }

@script:ocaml@
f << given.f; m << given.M;
@@
if maps_of f = [] then add maps (f, m)

@alone@
position reached.p, c;
@@
 kasan_remove_zero_shadow@p@c(...);

@script:ocaml@
c << alone.c;
@@
add plain (where c)

@script:ocaml guard@
p << reached.p; g << reached.g;
test;
@@
let w = where p and f = inside p in
let stop why = refuse p why; Coccilib.include_match false; test := make_ident "no" in
if List.mem w !sure || List.mem w !seen then
  (Coccilib.include_match false; test := make_ident "no")
else begin
  add seen w;
  if List.mem w !doubt
  then stop "whether this shadow is that of private memory is asked in another way"
  else if List.exists (fun h -> h = g || adds_by g h) !others || (g = "add_pages" && List.mem f !others)
  then stop "which memory has no shadow is not told by the type of the map alone"
  else if not (List.mem w !plain)
  then stop "this call is part of something else"
  else match maps_of f with
  | [m] -> test := make_ident (m ^ "->type != MEMORY_DEVICE_PRIVATE")
  | _ -> stop "which map this shadow is for is not seen"
end

@@
position reached.p;
identifier guard.test;
expression A, B;
@@
-kasan_remove_zero_shadow@p(A, B);
+if (test)
+	kasan_remove_zero_shadow(A, B);
