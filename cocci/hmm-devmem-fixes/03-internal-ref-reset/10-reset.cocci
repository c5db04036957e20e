// SPDX-License-Identifier: GPL-2.0-only
/// When the core's own reference count of a map is gone, the map's ref no longer
/// points to it.
///
/// Not before the map is out of the lookup structure, since a lookup uses the
/// ref of any map that it finds.
//
// Confidence: High
// Candidates: @dev_pagemap&internal_ref&percpu_ref_exit
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let where p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let add l x = if not (List.mem x !l) then l := x :: !l
let exits : string list ref = ref []	(* releases the count of its map *)
let methods : string list ref = ref []
let owned : string list ref = ref []	(* not only called here *)
let resets : string list ref = ref []
let erasers : string list ref = ref []
let calls : (string, string) Hashtbl.t = Hashtbl.create 17
let given : string list ref = ref []	(* static, and is given the map *)
(* The map is the caller's, and so is what comes after this function. *)
let passes f = List.mem f !given && not (List.mem f !owned)
  && not (List.exists (fun g -> List.mem g !resets) (f :: Hashtbl.find_all calls f))
let ends f =
  let seen = Hashtbl.create 7 in
  let rec go f = List.mem f !exits || (not (Hashtbl.mem seen f) && begin
    Hashtbl.add seen f ();
    List.exists (fun g -> go g && passes g) (Hashtbl.find_all calls f) end) in
  f = "percpu_ref_exit" || (go f && passes f)
let ends_by f = f <> "percpu_ref_exit" && ends f
let erases f =
  let seen = Hashtbl.create 7 in
  let rec go f = List.mem f !erasers || (not (Hashtbl.mem seen f) && begin
    Hashtbl.add seen f ();
    List.exists go (Hashtbl.find_all calls f) end) in
  go f
let is_reset f = List.mem f !resets
let erased : (int * int) list ref = ref []	(* of what erases *)
let is_erased p = List.mem (where p) !erased
let mended : (int * int) list ref = ref []
let alone : (int * int) list ref = ref []
let late : ((int * int) * (int * int)) list ref = ref []
let sound : ((int * int) * (int * int)) list ref = ref []
(* Where the reset goes: behind the last thing that erases, if any. *)
let place w = List.fold_left (fun a (v, q) -> if v = w && q > a then q else a)
  w !late
let todo : (int * int) list ref = ref []	(* a reset goes behind it *)
let is_todo p = List.mem (where p) !todo
let maps : ((int * int) * string) list ref = ref []
let branches : (int * int) list ref = ref []
let is_branch p = List.mem (where p) !branches
let not_branch p = not (is_branch p)
let functions : ((int * int) * string) list ref = ref []
let first () = match List.sort compare !functions with
  | (_, f) :: _ -> f
  | [] -> ""
let is_first f = f = first ()
let helpers : ((int * int) * string) list ref = ref []
let new_helper = "dev_pagemap_reset_ref"
(* A function that resets, in front of all that are to call it. *)
let helper () =
  let fits = List.filter (fun (w, f) -> List.mem f !resets && not (List.mem f !exits)
    && List.for_all (fun (v, _) -> w < v) !functions) (List.sort compare !helpers) in
  match fits with
  | (_, f) :: _ -> f
  | [] -> if List.length !todo > 1 then new_helper else ""
(* The reset, at a depth of some tabs. *)
let text m p =
  let col = (List.hd p).Coccilib.col in
  let t = "\n" ^ String.make (col / 8 + col mod 8) '\t' in
  String.concat t (match helper () with
    | "" -> [ "if (" ^ m ^ "->ref == &" ^ m ^ "->internal_ref)";
              "\t" ^ m ^ "->ref = NULL;"; "ratchet_end" ]
    | h -> [ h ^ "(" ^ m ^ ");"; "ratchet_end" ])

// --- who does what ---

@setup@
struct dev_pagemap *M;
@@
(
 M->ref = &M->internal_ref
|
 percpu_ref_init(&M->internal_ref, ...)
)

@call depends on setup@
identifier g;
position p;
@@
 g@p(...)

@script:ocaml@
g << call.g; p << call.p;
@@
if not (List.mem g (Hashtbl.find_all calls (inside p)))
then Hashtbl.add calls (inside p) g

@given depends on setup@
identifier f, M;
type T;
@@
 static T f(..., struct dev_pagemap *M, ...) { ... }

@script:ocaml@
f << given.f;
@@
add given f

@method depends on setup@
identifier x, f, m;
@@
 struct dev_pagemap_ops x = { ..., .m = \(f\|&f\), ... };

@script:ocaml@
f << method.f;
@@
add methods f;
add owned f

// Its address is handed over: a callback ends the map by itself.
@handed depends on setup@
identifier g, f;
@@
 g(..., \(f\|&f\), ...)

@script:ocaml@
f << handed.f;
@@
add owned f

@exit depends on setup@
struct dev_pagemap *M;
position p;
@@
 percpu_ref_exit@p(\(M->ref\|&M->internal_ref\))

@script:ocaml@
p << exit.p;
@@
add exits (inside p)

@reset depends on setup@
struct dev_pagemap *M;
position p;
@@
 M->ref@p = NULL

@script:ocaml@
p << reset.p;
@@
add resets (inside p)

@erase depends on setup@
position p;
@@
(
 xa_store_range@p(..., NULL, ...)
|
 xa_store@p(..., NULL, ...)
|
 xa_erase@p(...)
|
 __xa_erase@p(...)
|
 radix_tree_delete@p(...)
)

@script:ocaml@
p << erase.p;
@@
add erasers (inside p);
add erased (where p)

// --- what ends a map ---

@site depends on exit@
identifier g : script:ocaml() { ends g };
struct dev_pagemap *M;
position p;
@@
 g@p(\(M\|M->ref\|&M->internal_ref\))

@untyped depends on exit@
identifier g : script:ocaml() { ends_by g };
expression X;
position p != site.p;
@@
 g@p(X)

@script:ocaml@
p << untyped.p;
@@
refuse p "which map ends here is not seen"

@alone depends on exit@
identifier g;
position site.p, q;
@@
 g@p@q(...);

@script:ocaml@
q << alone.q;
@@
add alone (where q)

@mended exists@
identifier g, r : script:ocaml() { is_reset r };
struct dev_pagemap *site.M;
expression E;
position site.p, c;
@@
 g@p@c(...);
 ... when != M = E
(
 M->ref = NULL
|
 r(M)
)

@script:ocaml@
c << mended.c;
@@
add mended (where c)

@grace depends on exit@
identifier g = {synchronize_rcu, synchronize_rcu_expedited};
position p;
@@
 g@p()

@script:ocaml@
p << grace.p;
@@
add erased (where p)

@later depends on exit@
identifier g : script:ocaml() { erases g };
position p;
@@
 g@p(...)

@script:ocaml@
p << later.p;
@@
add erased (where p)

@after exists@
identifier g, e;
struct dev_pagemap *site.M;
expression E;
position site.p, c, q : script:ocaml() { is_erased q };
@@
 g@p@c(...);
 ... when != M = E
     when any
 e@q(...)

@script:ocaml@
c << after.c; q << after.q;
@@
add late (where c, where q)

@always@
identifier g, e;
struct dev_pagemap *site.M;
expression E;
position site.p, after.q, c, d;
@@
 g@p@c(...);
 ... when != M = E
     when any
     when strict
 e@q@d(...);

@script:ocaml@
c << always.c; d << always.d;
@@
add sound (where c, where d)

@script:ocaml depends on site@
p << site.p; m << site.M;
@@
let w = where p and f = inside p in
if List.mem w !mended || passes f || List.mem f !resets || List.mem f !methods then ()
else if not (List.mem w !alone)
then refuse p "the end of this map is part of something else"
else
  let q = place w in
  if q <> w && not (List.mem (w, q) !sound)
  then refuse p "whether nobody finds the map any more after this is not seen"
  else begin
    add todo q;
    add maps (q, m);
    add functions (q, f) end

// --- what is done ---

@helper@
identifier f, M;
type T;
position p;
@@
 static T f@p(struct dev_pagemap *M) { ... }

@script:ocaml@
f << helper.f; p << helper.p;
@@
add helpers (where p, f)

@spot@
identifier g;
position p : script:ocaml() { is_todo p };
@@
 g@p(...);

// The braces that it needs, if an "else" follows.
@branch disable drop_else, neg_if@
identifier g;
expression C;
statement S;
position spot.p, q;
@@
 if (C) g@p@q(...); else S

@script:ocaml@
q << branch.q;
@@
add branches (where q)

@script:ocaml put@
p << spot.p;
head;
@@
head := make_ident (text (List.assoc (where p) !maps) p)

@placed disable drop_else, neg_if@
identifier g, put.head;
expression C;
expression list es;
statement S;
position spot.p;
position q : script:ocaml() { is_branch q };
position r : script:ocaml() { not_branch r };
@@
(
 if (C)
-	g@p@q(es);
-else
+{ g(es); head(); } else
 S
|
 g@p@r(...);
+head();
)

@script:ocaml definition@
p << exit.p;
head;
@@
ignore p;
if helper () <> new_helper then Coccilib.include_match false;
head := make_ident (String.concat "\n" (List.concat [
  ["ratchet_block;"; ""; "/*";
   " * The count was the core's own: from now on the map can be used again."];
  (if !erasers = [] then [" */"] else [
   " * Not before nobody finds it any more, since a lookup uses the ref of";
   " * any map that it finds.";
   " */"]);
  ["static void " ^ new_helper ^ "(struct dev_pagemap *pgmap)";
   "{";
   "\tif (pgmap->ref == &pgmap->internal_ref)";
   "\t\tpgmap->ref = NULL;";
   "}";
   "";
   "extern int ratchet_end" ]]))

@depends on placed@
identifier f : script:ocaml() { is_first f };
identifier definition.head;
type T;
@@
+extern int head;
+
 T f(...) { ... }

@@
symbol ratchet_block, ratchet_end;
@@
-extern int ratchet_block;

@@
symbol ratchet_block, ratchet_end;
@@
-extern int ratchet_end;

@@
@@
-ratchet_end();
