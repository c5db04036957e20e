// SPDX-License-Identifier: GPL-2.0-only
/// Whoever returns between setting up the core's own reference count of a map and
/// making the mapping gives the count back.
//
// Confidence: High
// Candidates: @dev_pagemap&internal_ref
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let where p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let note p why = List.iter (fun q -> Printf.printf
  "ratchet: note %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let add l x = if not (List.mem x !l) then l := x :: !l
let new_helper = "dev_pagemap_undo_ref"
let calls : (string, string) Hashtbl.t = Hashtbl.create 17
let kills : string list ref = ref []	(* of a map's count *)
let exits : string list ref = ref []
let resets : string list ref = ref []
let hands : string list ref = ref []	(* the map to a devm action *)
let setups : string list ref = ref []	(* and the rest is the caller's *)
let is_setup f = List.mem f !setups && not (List.mem f !hands)
let cares f =
  let seen = Hashtbl.create 7 in
  let rec go f = List.mem f !kills || List.mem f !exits ||
    (not (Hashtbl.mem seen f) && begin
      Hashtbl.add seen f ();
      List.exists go (Hashtbl.find_all calls f) end) in
  go f
let helpers : ((int * int) * string) list ref = ref []	(* given a map only *)
let under : (int * int) list ref = ref []	(* a branch of its own *)
let covered : (int * int) list ref = ref []	(* the count is seen to, sometimes *)
let jumps : ((int * int) * (int * int)) list ref = ref []
let leaks : ((int * int) * string * string) list ref = ref []
let is_leak p = List.exists (fun (w, _, _) -> w = where p) !leaks
let todo : ((int * int) * string) list ref = ref []
let is_todo p = List.mem_assoc (where p) !todo
let functions : ((int * int) * string) list ref = ref []
let first () = match List.sort compare !functions with
  | (_, f) :: _ -> f
  | [] -> ""
let is_first f = f = first ()
(* The first one that is one of these and stands in front of all its users. *)
let find fits =
  match List.filter (fun (w, f) -> fits f &&
    List.for_all (fun (v, _) -> w < v) !functions) (List.sort compare !helpers) with
  | (_, f) :: _ -> f
  | [] -> ""

// --- who does what ---

@setup@
struct dev_pagemap *M;
position p;
@@
 M->ref@p = &M->internal_ref

@script:ocaml@
p << setup.p;
@@
add setups (inside p)

@init depends on !setup@
struct dev_pagemap *M;
position p;
@@
 percpu_ref_init@p(&M->internal_ref, ...)

@script:ocaml@
p << init.p;
@@
refuse p "where this count becomes that of the map is not seen"

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

@kill depends on setup@
struct dev_pagemap *M;
position p;
@@
(
 percpu_ref_kill@p(\(M->ref\|&M->internal_ref\))
|
 percpu_ref_kill_and_confirm@p(\(M->ref\|&M->internal_ref\), ...)
)

@script:ocaml@
p << kill.p;
@@
add kills (inside p)

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

@hand depends on setup@
identifier h = {devm_add_action, devm_add_action_or_reset}, f;
expression D;
struct dev_pagemap *M;
position p;
@@
 h@p(D, f, M)

@script:ocaml@
p << hand.p;
@@
add hands (inside p)

@helper depends on setup@
identifier f, M;
type T;
position p;
@@
 static T f@p(struct dev_pagemap *M) { ... }

@script:ocaml@
f << helper.f; p << helper.p;
@@
add helpers (where p, f)

// --- the ways from the one to the other ---

@leak exists@
identifier h = {devm_add_action, devm_add_action_or_reset}, f;
identifier k : script:ocaml() { cares k };
struct dev_pagemap *M;
expression D, E;
position p;
@@
 M->ref = &M->internal_ref
 ... when != h(D, f, M)
     when != k(...)
     when != M->ref == &M->internal_ref
     when != M->ref != &M->internal_ref
     when != percpu_ref_exit(...)
 return@p E;

@script:ocaml@
p << leak.p; m << leak.M; e << leak.E;
@@
leaks := (where p, m, e) :: !leaks

@leak_by_call exists@
identifier h = {devm_add_action, devm_add_action_or_reset}, f;
identifier k : script:ocaml() { cares k };
identifier s : script:ocaml() { is_setup s };
identifier err;
statement S;
struct dev_pagemap *M;
expression D, E;
position p;
@@
(
 err = s(..., M, ...);
 if (\(err\|err != 0\|err < 0\)) S
|
 if (s(..., M, ...)) S
|
 if (\(s(..., M, ...) != 0\|s(..., M, ...) < 0\)) S
)
 ... when any
     when != h(D, f, M)
     when != k(...)
     when != M->ref == &M->internal_ref
     when != M->ref != &M->internal_ref
     when != percpu_ref_exit(...)
 return@p E;

@script:ocaml@
p << leak_by_call.p; m << leak_by_call.M; e << leak_by_call.E;
@@
leaks := (where p, m, e) :: !leaks

@lost@
expression E;
position p : script:ocaml() { is_leak p };
@@
 return@p E;

@branch@
expression C, E;
statement S;
position lost.p, q;
@@
(
 if (C) { ... return@p@q E; } else S
|
 if (C) { ... return@p@q E; }
|
 if (C) return@p@q E; else S
|
 if (C) return@p@q E;
|
 if (C) S else { ... return@p@q E; }
|
 if (C) S else return@p@q E;
)

@script:ocaml@
q << branch.q;
@@
add under (where q)

// Another way to the same return has seen to the count, or made the mapping.
@shared exists@
identifier h = {devm_add_action, devm_add_action_or_reset}, f;
identifier k : script:ocaml() { cares k };
expression D, E, M;
position lost.p, q;
@@
 M->ref = &M->internal_ref
 ... when any
\(h(D, f, M)\|k(...)\)
 ... when any
 return@p@q E;

@script:ocaml@
q << shared.q;
@@
add covered (where q)

@shared_by_call exists@
identifier h = {devm_add_action, devm_add_action_or_reset}, f;
identifier k : script:ocaml() { cares k };
identifier s : script:ocaml() { is_setup s };
expression D, E, M;
position lost.p, q;
@@
 s(..., M, ...)
 ... when any
\(h(D, f, M)\|k(...)\)
 ... when any
 return@p@q E;

@script:ocaml@
q << shared_by_call.q;
@@
add covered (where q)

// The ways that jump to it.
@jump exists@
identifier h = {devm_add_action, devm_add_action_or_reset}, f, l;
identifier k : script:ocaml() { cares k };
expression D, E, M;
position lost.p, q, g;
@@
 M->ref = &M->internal_ref
 ... when != h(D, f, M)
     when != k(...)
 goto@g l;
 ... when != k(...)
 return@p@q E;

@script:ocaml@
q << jump.q; g << jump.g;
@@
add jumps (where q, where g)

@jump_by_call exists@
identifier h = {devm_add_action, devm_add_action_or_reset}, f, l, err;
identifier k : script:ocaml() { cares k };
identifier s : script:ocaml() { is_setup s };
statement S;
expression D, E, M;
position lost.p, q, g;
@@
(
 err = s(..., M, ...);
 if (\(err\|err != 0\|err < 0\)) S
|
 if (\(s(..., M, ...)\|s(..., M, ...) != 0\|s(..., M, ...) < 0\)) S
)
 ... when any
     when != h(D, f, M)
     when != k(...)
 goto@g l;
 ... when != k(...)
 return@p@q E;

@script:ocaml@
q << jump_by_call.q; g << jump_by_call.g;
@@
add jumps (where q, where g)

// --- what is to be done ---

@script:ocaml@
p << lost.p; e << lost.E;
@@
let w = where p and f = inside p in
let (_, m, _) = List.find (fun (v, _, _) -> v = w) !leaks in
let from = List.filter (fun (v, _) -> v = w) !jumps in
let take v = add todo (v, m); add functions (v, f) in
if List.mem w !covered && List.mem w !under && from = []
then note p "whether this gives the count back is asked in another way"
else if is_setup f then begin
  (* what it was called for: its caller goes on *)
  if String.contains e '(' && not (String.length e > 7 && String.sub e 0 7 = "ERR_PTR")
  then refuse p "whether this is an error is not seen"
  else if List.mem w !under && e <> "0" then take w end
else if from <> [] then List.iter (fun (_, g) -> take g) from
else if List.mem w !covered
then refuse p "this return is also that of a mapping that was made or undone"
else if String.contains e '?'
then refuse p "this return is that of a success, too"
else take w

@spot@
position p : script:ocaml() { is_todo p };
expression E;
identifier l;
@@
(
 return@p E;
|
 goto@p l;
)

@script:ocaml which@
p << spot.p;
map;
@@
map := make_ident (List.assoc (where p) !todo)

@undone@
position spot.p;
identifier which.map;
expression E;
identifier l;
@@
(
+dev_pagemap_undo_ref(map);
 return@p E;
|
+dev_pagemap_undo_ref(map);
 goto@p l;
)

@have@
identifier f = {dev_pagemap_undo_ref};
@@
 f(...) { ... }

@script:ocaml definition depends on undone && !have@
p << setup.p;
head;
@@
ignore p;
let kill = find (fun f -> List.mem f !kills && not (List.mem f !setups)) in
let exit = find (fun f -> List.mem f !exits && not (List.mem f !setups)) in
let reset = find (fun f -> List.mem f !resets && not (List.mem f !exits)) in
head := make_ident (String.concat "\n" (List.concat [
  [ "ratchet_block;"; "";
    "/* Nothing is mapped yet: a count of the owner's stays as it was. */";
    "static void " ^ new_helper ^ "(struct dev_pagemap *pgmap)";
    "{";
    "\tif (pgmap->ref != &pgmap->internal_ref)";
    "\t\treturn;";
    "" ];
  (if kill <> "" && exit <> "" then
     ("\t" ^ kill ^ "(pgmap);") ::
     (if exit = kill then [] else [ "\t" ^ exit ^ "(pgmap);" ])
   else [ "\tpercpu_ref_kill(pgmap->ref);";
          "\twait_for_completion(&pgmap->done);";
          "\tpercpu_ref_exit(pgmap->ref);" ]);
  (if reset <> "" then [ "\t" ^ reset ^ "(pgmap);" ]
   else if kill <> "" && exit <> "" && List.mem exit !resets then []
   else [ "\tpgmap->ref = NULL;" ]);
  [ "}"; ""; "extern int ratchet_end" ]]))

@depends on undone@
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
