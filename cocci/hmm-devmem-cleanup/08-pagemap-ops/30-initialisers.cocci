// SPDX-License-Identifier: GPL-2.0-only
/// Callbacks in the initialiser of a struct dev_pagemap become a constant
/// table in front of it: a variable at file level or in a function, a member
/// of a variable whose struct the file itself defines, or a compound literal in
/// a function.
//
// Confidence: High
// Candidates: @dev_pagemap&kill @dev_pagemap&cleanup @dev_pagemap&page_free
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let has s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
(* The file's text; none where nothing was found. *)
let read file = if file = "" then "" else
  let ic = open_in_bin file in
  let s = really_input_string ic (in_channel_length ic) in
  close_in ic; s
(* What was found: an initialiser's place, its function or "", the callbacks. *)
type found = { at : int * int; fn : string; tight : bool; base : string;
               mutable fields : (string * string) list; mutable table : string }
let all : found list ref = ref []
let source = ref ""
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let find p = List.find_opt (fun f -> f.at = place p) !all
let refuse (l, c) why = Printf.printf "ratchet: refuse %d %d %s\n" l c why

let value s =
  let s = String.concat "" (String.split_on_char ' ' s) in
  if s <> "" && s.[0] = '&' then String.sub s 1 (String.length s - 1) else s
let note p v field callback = List.iter (fun q ->
  source := q.Coccilib.file;
  let p = [q] and el = q.Coccilib.current_element in
  let f = match find p with
    | Some f -> f
    | None ->
        let text = String.split_on_char '\n' (read q.Coccilib.file) in
        let above = q.Coccilib.line > 1
          && String.trim (List.nth text (q.Coccilib.line - 2)) <> "" in
        let f = { at = place p; fn = if el = v then "" else el; tight = above;
                  base = if el = v then v else el; fields = []; table = "" } in
        all := List.append !all [f]; f in
  if not (List.mem_assoc field f.fields) then
    f.fields <- (field, value callback) :: f.fields) p

(* Before 5.2 there is no cleanup(). *)
let with_cleanup () =
  let header = read "include/linux/memremap.h" in
  has header "*cleanup)" || has header " cleanup;"

let decide () =
  let text = read !source in
  List.iter (fun f ->
    let get m = match List.assoc_opt m f.fields with
      | Some ("NULL" | "0") | None -> "" | Some v -> v in
    let plain v = not (List.exists (has v) ["("; "?"; "["; "."; ">"; ":"]) in
    if not (List.for_all (fun (_, v) -> plain v) f.fields) then
      refuse f.at "a callback in the initialiser is not the name of a function"
    else if get "kill" = "" || (get "cleanup" = "" && with_cleanup ()) then
      refuse f.at "kill and cleanup are not both in this initialiser"
    else begin
      let rec pick i =
        let n = f.base ^ (if i = 1 then "" else Printf.sprintf "_%d" i) ^ "_pagemap_ops" in
        if has text n || List.exists (fun g -> g.table = n) !all then pick (i + 1)
        else n in
      f.table <- pick 1
    end) !all

let body f =
  let line m = match List.assoc_opt m f.fields with
    | Some ("NULL" | "0") | None -> ""
    | Some v -> Printf.sprintf "\t.%s = %s,\n" m v in
  Printf.sprintf "%s = {\n%s%s%s}" f.table (line "page_free") (line "kill") (line "cleanup")
let planned p = match find p with Some f -> f.table <> "" | None -> false
let plan p = match find p with Some f -> f.table | None -> ""
let with_table n = List.find_opt (fun f -> f.table = n) !all
let is_table n = with_table n <> None
(* At file level: is there code on the line above it? *)
let tight n = match with_table n with Some f -> f.fn = "" && f.tight | None -> false
let roomy n = match with_table n with Some f -> f.fn = "" && not f.tight | None -> false
let text_of n = match with_table n with Some f -> body f | None -> ""
(* Is there code right above a function whose name is at this line? *)
let crowded_at file line col =
  let lines = Array.of_list (String.split_on_char '\n' (read file)) in
  let rec up i s = match String.trim s with
    | "" when i = line - 1 -> i > 0 && up (i - 1) lines.(i - 1)
    | "" -> false
    | s -> match s.[String.length s - 1] with
      | ';' | '}' -> true
      | '/' | '\\' -> false
      | _ -> s.[0] <> '\035' && i > 0 && up (i - 1) lines.(i - 1) in
  up (line - 1) (String.sub lines.(line - 1) 0 col)
let crowded : string list ref = ref []
(* Which types have a pagemap in which member. *)
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let embedded : (string * string) list ref = ref []
let embed t f = embedded := (squeeze t, f) :: !embedded
let has_local fn = List.exists (fun f -> f.fn = fn) !all
(* All tables of a function, for the first of them. *)
let declarators fn n =
  match List.filter (fun f -> f.fn = fn && f.table <> "") !all with
  | f :: _ as l when f.table = n ->
      Some (String.concat ";\n\nstatic const struct dev_pagemap_ops " (List.map body l))
  | _ -> None

// --- what there is ---

@variable@
identifier V, fld = {page_free, kill, cleanup};
expression K;
position p;
@@
struct dev_pagemap V@p = { .fld = K, ... };

@script:ocaml@
v << variable.V; f << variable.fld; k << variable.K; p << variable.p;
@@
note p v f k

@embeds@
identifier S, F;
@@
struct S { ... struct dev_pagemap F; ... };

@script:ocaml@
s << embeds.S; f << embeds.F;
@@
embed ("struct " ^ s) f

@embeds_here@
identifier S, F, V;
@@
struct S { ... struct dev_pagemap F; ... } V;

@script:ocaml@
s << embeds_here.S; f << embeds_here.F;
@@
embed ("struct " ^ s) f

@embeds_named@
type T;
identifier S, F;
@@
(
typedef struct { ... struct dev_pagemap F; ... } T;
|
typedef struct S { ... struct dev_pagemap F; ... } T;
)

@script:ocaml@
t << embeds_named.T; s << embeds_named.S = ""; f << embeds_named.F;
@@
embed t f;
if s <> "" then embed ("struct " ^ s) f

@renamed@
type T;
identifier S;
@@
typedef struct S T;

@script:ocaml@
t << renamed.T; s << renamed.S;
@@
List.iter (fun (u, f) -> if u = squeeze ("struct " ^ s) then embed t f) !embedded

@member@
type T;
identifier F, V, fld = {page_free, kill, cleanup};
expression K;
position p;
@@
T V@p = { .F = { .fld = K, ... }, ... };

@script:ocaml@
t << member.T; m << member.F;
v << member.V; f << member.fld; k << member.K; p << member.p;
@@
if List.mem (squeeze t, m) !embedded then note p v f k

// --- what cannot be done ---

@literal@
identifier fld = {page_free, kill, cleanup};
expression K;
position p;
@@
 (struct dev_pagemap@p) { .fld = K, ... }

@outside@
identifier V, fld = {page_free, kill, cleanup};
type T;
expression K;
position literal.p;
@@
 T V = &(struct dev_pagemap@p) { .fld = K, ... };

@script:ocaml@
v << outside.V; p << literal.p;
@@
if (List.hd p).Coccilib.current_element = v then
  refuse (place p) "a compound literal outside of functions sets a callback"

@script:ocaml@
f << literal.fld; k << literal.K; p << literal.p;
@@
note p "" f k

@array@
identifier V, fld = {page_free, kill, cleanup};
expression K, E;
position p;
@@
(
struct dev_pagemap V@p[...] = { ..., { .fld = K, ... }, ... };
|
struct dev_pagemap V@p[...] = { ..., [E] = { .fld = K, ... }, ... };
)

@script:ocaml@
p << array.p;
@@
refuse (place p) "an array of pagemaps is initialised with callbacks"

@positional@
identifier V;
expression E != {0, NULL};
position p;
@@
struct dev_pagemap V@p = { E, ... };

@script:ocaml@
p << positional.p;
@@
refuse (place p) "the initialiser names its first member by position only"

@script:ocaml depends on variable || member || literal@
@@
decide ()

// --- the change ---

@place@
identifier fn : script:ocaml() { has_local fn };
position p;
@@
fn@p(...) { ... }

@script:ocaml@
fn << place.fn; p << place.p;
@@
List.iter (fun q -> if crowded_at q.Coccilib.file q.Coccilib.line q.Coccilib.col then
  crowded := fn :: !crowded) p

// While the positions hold: one callback gives way to the table ...
@put_variable@
identifier V;
position p : script:ocaml() { planned p };
fresh identifier _n = script:ocaml(p) { plan p };
expression K;
@@
struct dev_pagemap V@p = { .
-kill
+ops
 =
-K
+&_n
 , ... };

@put_member@
type T;
identifier F, V;
position p : script:ocaml() { planned p };
fresh identifier _n = script:ocaml(p) { plan p };
expression K;
@@
T V@p = { .F = { .
-kill
+ops
 =
-K
+&_n
 , ... }, ... };

@put_literal@
position p : script:ocaml() { planned p };
fresh identifier _n = script:ocaml(p) { plan p };
expression K;
@@
 (struct dev_pagemap@p) { .
-kill
+ops
 =
-K
+&_n
 , ... }

// ... then the others go where a table of ours is, one by one.
@drop_free@
type T;
identifier V, F, n : script:ocaml() { is_table n };
expression K;
@@
(
 struct dev_pagemap V = { .ops = &n,
-.page_free = K,
 ... };
|
 T V = { .F = { .ops = &n,
-.page_free = K,
 ... }, ... };
)

@drop_cleanup@
type T;
identifier V, F, n : script:ocaml() { is_table n };
expression K;
@@
(
 struct dev_pagemap V = { .ops = &n,
-.cleanup = K,
 ... };
|
 T V = { .F = { .ops = &n,
-.cleanup = K,
 ... }, ... };
)

@drop_literal_free@
identifier n : script:ocaml() { is_table n };
expression K;
@@
 (struct dev_pagemap) { .ops = &n,
-.page_free = K,
 ... }

@drop_literal_cleanup@
identifier n : script:ocaml() { is_table n };
expression K;
@@
 (struct dev_pagemap) { .ops = &n,
-.cleanup = K,
 ... }

// The tables, with a blank line in front whether there was one or not.
@tight@
identifier V, n : script:ocaml() { tight n };
fresh identifier _d = script:ocaml(n) { text_of n };
@@
+
+static const struct dev_pagemap_ops _d;
+
struct dev_pagemap V = { .ops = &n, ... };

@tight_member@
type T;
identifier V, F, n : script:ocaml() { tight n };
fresh identifier _d = script:ocaml(n) { text_of n };
@@
+
+static const struct dev_pagemap_ops _d;
+
T V = { .F = { .ops = &n, ... }, ... };

@roomy@
identifier V, n : script:ocaml() { roomy n };
fresh identifier _d = script:ocaml(n) { text_of n };
@@
+static const struct dev_pagemap_ops _d;
+
struct dev_pagemap V = { .ops = &n, ... };

@roomy_member@
type T;
identifier V, F, n : script:ocaml() { roomy n };
fresh identifier _d = script:ocaml(n) { text_of n };
@@
+static const struct dev_pagemap_ops _d;
+
T V = { .F = { .ops = &n, ... }, ... };

@inner@
identifier n : script:ocaml() { is_table n };
position p;
@@
 &n@p

@script:ocaml owner@
n << inner.n; p << inner.p;
apart; near; decl;
@@
let here = (List.hd p).Coccilib.current_element in
let only holds = make_ident (if holds then here else "no_such_function") in
match declarators here n with
| Some d ->
    apart := only (not (List.mem here !crowded));
    near := only (List.mem here !crowded); decl := make_ident d
| None -> Coccilib.include_match false

@local@
identifier owner.apart, owner.decl;
@@
+static const struct dev_pagemap_ops decl;
+
apart(...) { ... }

@local_near@
identifier owner.near, owner.decl;
@@
+
+static const struct dev_pagemap_ops decl;
+
near(...) { ... }
