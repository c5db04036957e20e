// SPDX-License-Identifier: GPL-2.0-only
/// Who maps pages with a reference count that may be the core's own: the core,
/// and what stands in for it in tests.
///
/// The methods kill and cleanup are called by functions that know what to do
/// without them, and before a mapping is made a missing count is set up.
//
// Confidence: High
// Candidates: @dev_pagemap&ops&kill @dev_pagemap&ops&cleanup
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let has s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
let read file =
  let ic = open_in_bin file in
  let s = really_input_string ic (in_channel_length ic) in
  close_in ic; s
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
  (c >= '0' && c <= '9') || c = '_'
let where p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let refuse p why = List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p

(* Blanks and line ends become one blank. *)
let one_line s =
  String.concat " " (List.filter (fun w -> w <> "")
    (String.split_on_char ' ' (String.map (fun c ->
      if c = '\n' || c = '\t' || c = '\r' then ' ' else c) s)))
(* The condition of the "if" at a line and column, as it is written. *)
let condition file (line, col) =
  let s = read file in
  let rec at l i = if l = 1 then i else at (l - 1) (String.index_from s i '\n' + 1) in
  let start = String.index_from s (at line 0 + col) '(' in
  let rec close i depth = match s.[i] with
    | '(' -> close (i + 1) (depth + 1)
    | ')' -> if depth = 1 then i else close (i + 1) (depth - 1)
    | _ -> close (i + 1) depth in
  String.sub s (start + 1) (close start 0 - start - 1)
(* The operands of || at the outermost level. *)
let operands s =
  let parts = ref [] and from = ref 0 and depth = ref 0 in
  String.iteri (fun i c ->
    if c = '(' then incr depth else if c = ')' then decr depth
    else if c = '|' && !depth = 0 && i > 0 && s.[i - 1] = '|' then begin
      parts := String.sub s !from (i - 1 - !from) :: !parts;
      from := i + 1 end) s;
  List.rev_map String.trim
    (String.sub s !from (String.length s - !from) :: !parts)
(* Operands again, filled to 80 columns behind what stands at COL. *)
let fill col ops =
  let pad = String.make (col / 8) '\t' ^ String.make (col mod 8) ' ' in
  let rec go out at = function
    | [] -> out
    | op :: t ->
        let op = if t = [] then op else op ^ " ||" in
        let w = String.length op in
        if out = "" then go op (col + w) t
        else if at + 1 + w > 78 then go (out ^ "\n" ^ pad ^ op) (col + w) t
        else go (out ^ " " ^ op) (at + 1 + w) t in
  go "" col ops
let bare s = String.concat "" (String.split_on_char ' ' s)

let tabs n = String.make n '\t'
(* What a map without a count gets, in a block at a depth; FAIL says how the
   function returns an error. *)
let own_count depth m err fail =
  let call = err ^ " = percpu_ref_init(" in
  let col = 8 * (depth + 1) + String.length call in
  let pad = String.make (col / 8) '\t' ^ String.make (col mod 8) ' ' in
  String.concat ("\n" ^ tabs (depth + 1)) [
    "if (!" ^ m ^ "->ref) {";
    "if (" ^ m ^ "->ops && (" ^ m ^ "->ops->kill || " ^ m ^ "->ops->cleanup))";
    "\treturn " ^ fail "-EINVAL" ^ ";\n";
    "init_completion(&" ^ m ^ "->done);";
    call ^ "&" ^ m ^ "->internal_ref,\n" ^ pad ^
      "dev_pagemap_percpu_release, 0,\n" ^ pad ^ "GFP_KERNEL);";
    "if (" ^ err ^ ")";
    "\treturn " ^ fail err ^ ";";
    m ^ "->ref = &" ^ m ^ "->internal_ref;\n" ^ tabs depth ^ "}" ]
let pointers : string list ref = ref []
let errors : (string, string) Hashtbl.t = Hashtbl.create 17
let calls : ((int * int) * string * string) list ref = ref []
(* In which function, of which map. *)
let maps : (string, string) Hashtbl.t = Hashtbl.create 17
(* The functions that call a method, which are those to be first looked at. *)
let first () = match List.sort compare !calls with
  | (_, f, _) :: _ -> f
  | [] -> ""
let is_first f = f = first ()
let calls_method f = List.exists (fun (_, g, _) -> g = f) !calls

// --- what there is ---

@have@
identifier f = {dev_pagemap_kill};
@@
 f(...) { ... }

// The same under other names.
@have_ref@
struct dev_pagemap *P;
@@
 P->internal_ref

@kill depends on !have && !have_ref@
struct dev_pagemap *P;
position p;
@@
 P->ops->kill@p(P);

@script:ocaml@
p << kill.p; m << kill.P;
@@
Hashtbl.add maps (inside p) m;
calls := (where p, inside p, "kill") :: !calls

@cleanup depends on !have_ref@
struct dev_pagemap *P;
position p;
@@
 P->ops->cleanup@p(P);

@script:ocaml@
p << cleanup.p; m << cleanup.P;
@@
Hashtbl.add maps (inside p) m;
calls := (where p, inside p, "cleanup") :: !calls

// A function that returns a pointer wraps its errors.
@pointer@
identifier f;
type T;
position p;
@@
 T *f@p(...) { ... }

@script:ocaml@
f << pointer.f;
@@
pointers := f :: !pointers

@failure@
local idexpression {int, long} err;
position p;
@@
 return@p err;

@script:ocaml@
e << failure.err; p << failure.p;
@@
Hashtbl.replace errors (inside p) e

@failure_ptr@
local idexpression {int, long} err;
position p;
@@
 ERR_PTR@p(err)

@script:ocaml@
e << failure_ptr.err; p << failure_ptr.p;
@@
Hashtbl.replace errors (inside p) e

// --- the check of the count, in whose place there is a choice now ---

@check depends on kill && cleanup@
struct dev_pagemap *P;
statement S;
position p;
@@
 if@p (<+... !P->ops->cleanup ...+>) S

@script:ocaml choice@
p << check.p; m << check.P;
head;
@@
let f = inside p in
let q = List.hd p in
let depth = q.Coccilib.col / 8 + q.Coccilib.col mod 8 in
let text = one_line (condition q.Coccilib.file (where p)) in
let ops = operands text in
let rest = List.filter (fun o -> bare o <> "!" ^ m ^ "->ref") ops in
let stop why = refuse p why; Coccilib.include_match false; head := make_ident "no" in
if rest = [] || List.exists (fun o -> not (List.mem (bare o)
  (List.map (fun e -> "!" ^ m ^ e) ["->ops"; "->ops->kill"; "->ops->cleanup"]))) rest
then stop "this check is not only about the reference count and its methods"
else if not (Hashtbl.mem errors f)
then stop "no variable for an error is found in this function"
else
  let err = Hashtbl.find errors f in
  let fail e = if List.mem f !pointers then "ERR_PTR(" ^ e ^ ")" else e in
  let own = own_count depth m err fail in
  (* what it has in front of its first operand is written already: "if (" *)
  head := make_ident (String.sub own 4 (String.length own - 4) ^ " else if ("
    ^ fill (8 * depth + String.length "} else if (") rest)

// --- or none: in front of the devm action that tears down ---

@setup depends on kill && cleanup && !check@
identifier g : script:ocaml() { calls_method g };
identifier h = {devm_add_action, devm_add_action_or_reset};
identifier err;
expression D;
struct dev_pagemap *P;
position p;
@@
 err@p = h(D, g, P);

@setup_other depends on kill && cleanup && !check@
identifier g : script:ocaml() { calls_method g };
identifier h = {devm_add_action, devm_add_action_or_reset};
identifier err;
expression D;
struct dev_pagemap *P;
position p;
@@
(
 err = h(D, g, P);
|
 h@p(D, g, P)
)

@script:ocaml@
p << setup_other.p;
@@
refuse p "the error of this is not kept in a variable"

@script:ocaml ready@
p << setup.p; m << setup.P; d << setup.D; err << setup.err;
head;
@@
let q = List.hd p in
let depth = q.Coccilib.col and f = inside p in
let fail e = if List.mem f !pointers then "ERR_PTR(" ^ e ^ ")" else e in
let own = own_count depth m err fail in
let t = "\n" ^ tabs depth in
head := make_ident (m ^ "->dev = " ^ d ^ ";" ^ t ^ own ^ " else if ("
  ^ fill (8 * depth + String.length "} else if (")
      ["!" ^ m ^ "->ops"; "!" ^ m ^ "->ops->kill"; "!" ^ m ^ "->ops->cleanup"]
  ^ ") {" ^ t ^ "\tWARN(1, \"Missing reference count teardown definition\\n\");"
  ^ t ^ "\treturn " ^ fail "-EINVAL" ^ ";" ^ t ^ "}\n" ^ t ^ "ratchet_end")

// --- what tears down may ask for methods first ---

@told@
identifier w = {WARN_ON, WARN_ON_ONCE, BUG_ON};
expression C;
position p;
@@
 w@p(C);

@script:ocaml less@
p << told.p;
fn; rest;
@@
fn := make_ident (inside p);
let rec flat s = List.concat (List.map (fun o ->
  let n = String.length o in
  if n > 1 && o.[0] = '(' && o.[n - 1] = ')' && has o "||"
  then flat (String.sub o 1 (n - 2)) else [o]) (operands (one_line s))) in
let about_methods o =
  List.exists (fun m -> List.mem (bare o)
    (List.map (fun e -> "!" ^ m ^ e) ["->ops"; "->ops->kill"; "->ops->cleanup"]))
    (Hashtbl.find_all maps (inside p)) in
let q = List.hd p in
let text = condition q.Coccilib.file (where p) in
let kept = List.filter (fun o -> not (about_methods o)) (flat text) in
if List.length kept = List.length (flat text) then Coccilib.include_match false;
rest := make_ident (if kept = [] then "ratchet_drop"
  else String.concat " || " kept)

// --- what is changed ---

@script:ocaml helpers@
p << kill.p;
block;
@@
ignore p;
block := make_ident (String.concat "\n" [
  "ratchet_block;"; "";
  "/* A reference count of the core's own needs no methods. */";
  "static void dev_pagemap_kill(struct dev_pagemap *pgmap)";
  "{";
  "\tconst struct dev_pagemap_ops *ops = pgmap->ops;";
  "";
  "\tif (ops && ops->kill)";
  "\t\tops->kill(pgmap);";
  "\telse";
  "\t\tpercpu_ref_kill(pgmap->ref);";
  "}";
  "";
  "static void dev_pagemap_cleanup(struct dev_pagemap *pgmap)";
  "{";
  "\tconst struct dev_pagemap_ops *ops = pgmap->ops;";
  "";
  "\tif (ops && ops->cleanup) {";
  "\t\tops->cleanup(pgmap);";
  "\t} else {";
  "\t\twait_for_completion(&pgmap->done);";
  "\t\tpercpu_ref_exit(pgmap->ref);";
  "\t}";
  "}";
  "";
  "static void dev_pagemap_percpu_release(struct percpu_ref *ref)";
  "{";
  "\tstruct dev_pagemap *pgmap;";
  "";
  "\tpgmap = container_of(ref, struct dev_pagemap, internal_ref);";
  "\tcomplete(&pgmap->done);";
  "}";
  "";
  "extern int ratchet_end"])

@chosen@
identifier choice.head;
expression C;
statement S;
position check.p;
@@
 if@p (
-C
+head
 ) S

@prepared@
identifier setup.err, setup.g, setup.h, ready.head;
expression setup.D;
struct dev_pagemap *setup.P;
@@
+head();
 err = h(D, g, P);

@depends on chosen || prepared@
struct dev_pagemap *P;
@@
(
-if (\(P->ops && P->ops->kill\|P->ops->kill\)) P->ops->kill(P);
+dev_pagemap_kill(P);
|
-if (\(P->ops && P->ops->cleanup\|P->ops->cleanup\)) P->ops->cleanup(P);
+dev_pagemap_cleanup(P);
)

@depends on chosen || prepared@
struct dev_pagemap *P;
@@
(
-P->ops->kill(P);
+dev_pagemap_kill(P);
|
-P->ops->cleanup(P);
+dev_pagemap_cleanup(P);
)

@insert depends on chosen || prepared@
identifier f : script:ocaml() { is_first f };
identifier helpers.block;
type T;
@@
+extern int block;
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

// --- what was a matter of course before ---

// In a function that tears down: that there are methods.
@depends on chosen || prepared@
identifier less.fn, told.w, less.rest;
expression told.C;
@@
fn(...)
{
<...
 w(
-C
+rest
 );
...>
}

@@
identifier w;
symbol ratchet_drop;
@@
-w(ratchet_drop);

// The core asks for ->page_free() where there may be no methods now.
@depends on insert@
struct dev_pagemap *P;
statement S;
@@
 if (
-!P->ops->page_free
+!P->ops || !P->ops->page_free
 ) S
