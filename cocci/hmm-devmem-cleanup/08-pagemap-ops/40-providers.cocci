// SPDX-License-Identifier: GPL-2.0-only
/// The callbacks that a provider stores in a struct dev_pagemap one by one
/// become a constant table in front of the function, and one store of the
/// table's address.
//
// What belongs into one table: the stores to the same pagemap, in the same
// block of the same function, between two writes to the variables that name
// the pagemap.  A static helper that stores some of the callbacks through its
// parameter is one with its callers: they get the table, and the helper loses
// its stores.  What does not make a full table is refused by line.
//
// A provider that spells neither the type nor the core's function reaches the
// pagemap through a header; then it sets .ref, without which no mapping works.
//
// Confidence: High
// Candidates: @dev_pagemap&kill @dev_pagemap&cleanup @dev_pagemap&page_free dev_page_free_t
// Options: --include include/linux/memremap.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
(* --- the file's text: where a place is, apart from what spatch tells --- *)

let word c = c = '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
             || (c >= '0' && c <= '9')
let has_prefix p s = String.length s >= String.length p
                     && String.sub s 0 (String.length p) = p
let tail n s = String.sub s n (String.length s - n)
let add l x = l := List.append !l [x]
let without c s = String.concat "" (String.split_on_char c s)
let squeeze s = without ' ' (without '\t' (without '\n' (without '\r' s)))

let read file =
  try
    let ic = open_in_bin file in
    let s = really_input_string ic (in_channel_length ic) in
    close_in ic; s
  with Sys_error _ -> ""

(* Comments, strings and directives blanked; offsets stay the same. *)
let strip src =
  let n = String.length src in
  let hidden = Array.make (n + 1) false in
  let rec past s i =
    let l = String.length s in
    if i + l > n then n else if String.sub src i l = s then i + l
    else past s (i + 1) in
  let rec upto c i =
    if i >= n then n else if src.[i] = '\\' then upto c (i + 2)
    else if src.[i] = c then i else upto c (i + 1) in
  let rec go bol i =
    let blank a b =
      for j = a to min b n - 1 do
        hidden.(j) <- true
      done; b in
    if i < n then match src.[i] with
      | '\n' -> go true (i + 1)
      | ' ' | '\t' -> go bol (i + 1)
      | '/' when i + 1 < n && src.[i + 1] = '*' -> go bol (blank i (past "*/" (i + 2)))
      | '/' when i + 1 < n && src.[i + 1] = '/' -> go bol (blank i (upto '\n' i))
      | '\034' | '\039' as q -> go false (blank i (upto q (i + 1) + 1))
      | '\035' when bol -> go true (blank (i + 1) (upto '\n' i))
      | _ -> go false (i + 1) in
  go true 0;
  String.mapi (fun i c -> if hidden.(i) && c <> '\n' then ' ' else c) src

type place = { braces : int list; label : int; arms : (int * int) list }
type text = { src : string; code : string; lines : int array;
              places : (place * int) array }  (* and the statement's start *)

let scan src =
  let code = strip src in
  let n = String.length code in
  let top = { braces = []; label = 0; arms = [] } in
  let places = Array.make (n + 1) (top, 0) in
  let here = ref top and start = ref 0 and parens = ref 0 and saved = ref [] in
  let lines = ref [0] in
  let directive i =
    let e = try String.index_from src i '\n' with Not_found -> n in
    let d = squeeze (String.sub src (i + 1) (e - i - 1)) in
    if has_prefix "if" d then begin
      saved := !here :: !saved;
      here := { !here with arms = (i, 0) :: !here.arms }
    end else match !saved, !here.arms with
      | s :: _, (id, k) :: rest when has_prefix "el" d ->
          here := { s with arms = (id, k + 1) :: rest }
      | _ :: more, _ :: rest when has_prefix "endif" d ->
          saved := more; here := { !here with arms = rest }
      | _ -> () in
  for i = 0 to n - 1 do
    places.(i) <- (!here, !start);
    let ends () = start := i + 1; parens := 0 in
    match code.[i] with
    | '\n' -> lines := i + 1 :: !lines
    | '\035' -> directive i; ends ()
    | '(' -> incr parens
    | ')' -> decr parens
    | ';' when !parens <= 0 -> ends ()
    | '{' -> here := { !here with braces = i :: !here.braces; label = i }; ends ()
    | '}' ->
        (match !here.braces with
         | _ :: (b :: _ as up) -> here := { !here with braces = up; label = b }
         | _ -> here := { !here with braces = []; label = 0 });
        ends ()
    | ':' when !parens <= 0 ->
        let s = String.trim (String.sub code !start (i - !start)) in
        if has_prefix "case" s || s = "default" then here := { !here with label = i };
        if has_prefix "case" s || (s <> "" && squeeze s = s && List.for_all word
             (List.init (String.length s) (String.get s))) then ends ()
    | _ -> ()
  done;
  { src; code; lines = Array.of_list (List.rev !lines); places }

(* Every identifier of the code with its offset. *)
let identifiers code =
  let n = String.length code in
  let rec go i acc =
    if i >= n then List.rev acc
    else if word code.[i] then begin
      let j = ref i in
      while !j < n && word code.[!j] do incr j done;
      go !j ((String.sub code i (!j - i), i) :: acc)
    end else go (i + 1) acc in
  go 0 []

(* --- what the rules below find --- *)

type store = { fn : string; key : string; fld : string; value : string;
               pos : int * int; off : int; place : place; straight : bool }
type group = { stores : store list; mutable more : store list;
               mutable given : bool }

let text = ref (scan "")
let source = ref ""
let stores : store list ref = ref []
let variables : (int * int) list ref = ref []
let writes : (string * string * string * int) list ref = ref []
let params : (string * string * int * int) list ref = ref []
let calls : (string * string * int * string * (int * int)) list ref = ref []
let loose : (string * int * (int * int)) list ref = ref []
let actions : (int * int, string) Hashtbl.t = Hashtbl.create 16
let tables : (string * string * string) list ref = ref []

let at (q : Coccilib.pos list) =
  let q = List.hd q in (q.Coccilib.line, q.Coccilib.col)
let each (ps : Coccilib.pos list) f = List.iter (fun p -> f [p]) ps
let where q =
  let file = (List.hd q).Coccilib.file in
  if !source = "" then (source := file; text := scan (read file));
  let l, c = at q in !text.lines.(l - 1) + c
let inside (q : Coccilib.pos list) = (List.hd q).Coccilib.current_element
let refuse (l, c) why = Printf.printf "ratchet: refuse %d %d %s\n" l c why

let rec bare s =
  let n = String.length s in
  let rec closes i d =
    if i >= n then -1 else match s.[i] with
      | '(' -> closes (i + 1) (d + 1)
      | ')' -> if d = 1 then i else closes (i + 1) (d - 1)
      | _ -> closes (i + 1) d in
  if n > 1 && s.[0] = '(' && closes 0 0 = n - 1 then bare (String.sub s 1 (n - 2))
  else s
(* The object that pointer expression s points to. *)
let target s =
  let s = bare (squeeze s) in
  if has_prefix "&" s then bare (tail 1 s) else "*" ^ s
(* A local pointer that is written once, with the address of an object. *)
let rec unalias fn key =
  match List.filter (fun (f, x, _, _) -> f = fn && "*" ^ x = key) !writes with
  | [(_, x, v, _)] when has_prefix "&" v
      && not (List.exists (fun (f, y, _, _) -> f = fn && x = y) !params) ->
      unalias fn (bare (tail 1 v))
  | _ -> key

let add_store receiver fld value ps = each ps (fun q ->
  let off = where q in
  let place, start = !text.places.(off) in
  let key = if has_prefix "->" receiver then target (tail 2 receiver)
    else bare (squeeze (tail 1 receiver)) in
  let mark = if has_prefix "->" receiver then 2 else 1 in
  let written = squeeze (tail mark receiver) ^ String.sub receiver 0 mark in
  let straight = squeeze (String.sub !text.code start (off - start)) = written in
  if not (List.exists (fun s -> s.off = off) !stores) then
    add stores { fn = inside q; key; fld; value = bare (squeeze value);
                           pos = at q; off; place; straight })

let has_store fn = List.exists (fun s -> s.fn = fn) !stores

(* --- what belongs together --- *)

let mentions key x = List.mem_assoc x (identifiers key)
let writes_before s =
  List.length (List.filter (fun (f, x, _, off) ->
    f = s.fn && off < s.off && mentions s.key x) !writes)
let together a b = a.fn = b.fn && a.key = b.key && a.place = b.place
                   && writes_before a = writes_before b
let first g = List.hd g.stores
let members g = List.append g.stores g.more
let value g fld =
  match List.filter (fun s -> s.fld = fld) (members g) with
  | s :: _ when s.value <> "NULL" && s.value <> "0" ->
      if has_prefix "&" s.value then tail 1 s.value else s.value
  | _ -> ""

let rec group = function
  | [] -> []
  | s :: rest ->
      let same, other = List.partition (together s) rest in
      { stores = s :: same; more = []; given = false } :: group other

let name_like s =
  s <> "" && List.for_all word (List.init (String.length s) (String.get s))
let contains s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
(* A function's name and nothing else can stand in a constant table. *)
let unfit s =
  let v = if has_prefix "&" s.value then bare (tail 1 s.value) else s.value in
  if not s.straight then
    Some "the callback is set under a condition or inside another expression"
  else if contains s.key "++" || contains s.key "--" then
    Some "the pagemap's expression has a side effect"
  else if not (name_like v) || List.mem s.pos !variables
          || contains (squeeze !text.code) ("(*" ^ v ^ ")(") then
    Some (Printf.sprintf "'%s' is not the name of a function" s.value)
  else None

(* Where fn is defined: the place of its name, and what stands before it. *)
let definition fn =
  match List.filter (fun (f, _, _, _) -> f = fn) !params with
  | (_, _, _, off) :: _ ->
      let place, start = !text.places.(off) in
      (off, place, String.sub !text.code start (off - start))
  | [] -> (0, { braces = []; label = 0; arms = [] }, "")
(* Is there code on the line above it? *)
let tight fn =
  let off, _, _ = definition fn in
  let start = snd !text.places.(off) in
  let rec code i = if word !text.code.[i] then i else code (i + 1) in
  let gap = String.sub !text.src start (code start - start) in
  start > 0 && String.trim gap = ""
  && List.length (String.split_on_char '\n' gap) <= 2
(* Uses inside functions; the file level has definitions and prototypes. *)
let uses fn = List.length (List.filter (fun (w, off) ->
  w = fn && (fst !text.places.(off)).braces <> []) (identifiers !text.code))

(* What a caller that gives arg calls what a helper calls key, by its x. *)
let passed key x arg =
  let arg = bare (squeeze arg) in
  if key = "*" ^ x then Some (target arg)
  else if has_prefix (x ^ "->") key then
    let rest = tail (String.length x + 2) key in
    Some (if has_prefix "&" arg then bare (tail 1 arg) ^ "." ^ rest
          else arg ^ "->" ^ rest)
  else None

(* Give a helper's stores to the tables of its callers. *)
let share groups g =
  let s = first g in
  let all why = List.iter (fun s -> refuse s.pos why) g.stores in
  let takers x (caller, _, _, arg, _) =
    match passed s.key x arg with
    | None -> []
    | Some key -> List.filter (fun t ->
        (first t).fn = caller && (first t).key = unalias caller key) groups in
  let by_parameter (f, x, n, _) =
    let sites = List.filter (fun (_, h, m, _, _) -> h = s.fn && m = n) !calls in
    let rewritten = List.exists (fun (f, y, _, _) -> f = s.fn && x = y) !writes in
    if f = s.fn && not rewritten && List.exists (fun c -> takers x c <> []) sites
    then begin
      g.given <- true;
      let _, place, before = definition s.fn in
      if List.length s.place.braces > 1 || s.place.arms <> place.arms then
        all "a helper sets the callback under a condition"
      else if not (mentions before "static") || uses s.fn <> List.length sites then
        all (s.fn ^ " has users that are not seen here");
      List.iter (fun ((_, _, _, _, pos) as c) -> match takers x c with
        | [t] -> if not (List.memq s t.more) then t.more <- List.append t.more g.stores
        | [] -> refuse pos ("the callbacks that " ^ s.fn ^ " leaves out are not set here")
        | _ -> refuse pos ("several sets of callbacks that " ^ s.fn ^ " would complete"))
        sites;
      List.iter (fun (h, m, pos) -> if h = s.fn && m = n then
        refuse pos ("the pagemap gets here without " ^ h ^ ", which sets a callback"))
        !loose
    end in
  List.iter by_parameter !params

(* --- names --- *)

let rec common a b = match a, b with
  | x :: a, y :: b when x = y -> x :: common a b
  | _ -> []
let words s = List.filter ((<>) "") (String.split_on_char '_' s)
let rec trim = function
  | x :: rest when List.mem x ["percpu"; "ref"; "pgmap"; "pagemap"; "kill";
                               "cleanup"; "exit"; "dev"] -> trim rest
  | ws -> ws
let quoted file =
  let dir = Filename.dirname file in
  List.filter_map (fun l ->
    match String.split_on_char '\034' l with
    | [a; name; _] when has_prefix "\035include" (squeeze a) ->
        Some (Filename.concat dir name)
    | _ -> None) (String.split_on_char '\n' !text.src)

(* The words that the callbacks' names share, or the function's name. *)
let name_table file fn kill cleanup taken =
  let stem = String.concat "_"
    (List.rev (trim (List.rev (common (words kill) (words cleanup))))) in
  let known = List.concat_map (fun f -> List.map fst (identifiers f))
    (!text.src :: List.map read (quoted file)) in
  let free n = not (List.mem n known || List.mem n taken) in
  let name s = s ^ "_pagemap_ops" in
  let rec number i =
    let n = name (Printf.sprintf "%s_%d" fn i) in if free n then n else number (i + 1) in
  if stem <> "" && free (name stem) then name stem
  else if free (name fn) then name fn
  else number 2

(* Before 5.2 there is no cleanup(). *)
let with_cleanup () =
  let header = read "include/linux/memremap.h" in
  let has s sub =
    let n = String.length sub in
    let rec at i = i + n <= String.length s && (String.sub s i n = sub || at (i + 1)) in
    at 0 in
  has header "*cleanup)" || has header " cleanup;"

(* --- the decision --- *)

type table = { name : string; body : string; owner : string; arms : (int * int) list }

(* The comment above a store that goes: it moves to the table. *)
let comment g fld =
  match List.filter (fun s -> s.fld = fld && s != first g) (members g) with
  | s :: _ ->
      let _, start = !text.places.(s.off) in
      let rec code i = if List.mem !text.code.[i] [' '; '\t'; '\n'; '\r']
        then code (i + 1) else i in
      let above = String.sub !text.src start (code start - start) in
      let lines = List.map String.trim (String.split_on_char '\n' above) in
      let lines = List.filter ((<>) "") (match lines with _ :: l -> l | [] -> []) in
      String.concat "" (List.map (fun l ->
        (if has_prefix "*" l then "\t " else "\t") ^ l ^ "\n") lines)
  | [] -> ""

let body g =
  String.concat "" (List.map (fun f ->
    if value g f = "" then ""
    else Printf.sprintf "%s\t.%s = %s,\n" (comment g f) f (value g f))
    ["page_free"; "kill"; "cleanup"])

let declared_late off v =
  let top = List.filter (fun (w, o) ->
    w = v && (fst !text.places.(o)).braces = []) (identifiers !text.code) in
  top <> [] && List.for_all (fun (_, o) -> o > off) top

let check groups g =
  let s = first g in
  let off, place, _ = definition s.fn in
  let rec twice seen = function
    | [] -> None
    | m :: rest -> if List.mem m.fld seen then Some m else twice (m.fld :: seen) rest in
  let nested t = t != g && (first t).fn = s.fn && (first t).key = s.key
                 && body t <> "" && List.map (fun f -> value t f = "")
                    ["page_free"; "kill"; "cleanup"] <> List.map (fun f -> value g f = "")
                    ["page_free"; "kill"; "cleanup"] in
  match twice [] (members g) with
  | Some m -> refuse m.pos ("a second value for ." ^ m.fld); false
  | None ->
      let why =
        if s.place.arms <> place.arms then
          "the callbacks depend on a preprocessor conditional inside the function"
        else if value g "kill" = "" || (value g "cleanup" = "" && with_cleanup ()) then
          "kill and cleanup of this pagemap are not both set in this block"
        else if List.exists nested groups then
          "other callbacks are set for this pagemap in another block"
        else match List.find_opt (fun m -> declared_late off
          (if has_prefix "&" m.value then tail 1 m.value else m.value)) g.more with
        | Some m -> "the table cannot see " ^ m.value
        | None -> "" in
      if why <> "" then List.iter (fun m -> refuse m.pos why) g.stores;
      why = ""

let decide () =
  let file = !source in
  let known = List.map (fun s -> { s with key = unalias s.fn s.key }) !stores in
  let bad, good = List.partition (fun s -> unfit s <> None) known in
  List.iter (fun s -> match unfit s with Some w -> refuse s.pos w | None -> ()) bad;
  let groups = group good in
  List.iter (share groups) groups;
  let order = List.sort (fun a b -> compare (first a).off (first b).off)
    (List.filter (fun g -> not g.given) groups) in
  ignore (List.fold_left (fun made g ->
    let s = first g in
    if not (check order g) then made
    else begin
      let _, place, _ = definition s.fn in
      let visible t = t.arms = place.arms || t.arms = [] in
      let t, made = match List.find_opt (fun t -> t.body = body g && visible t) made with
        | Some t -> t, made
        | None ->
            let kill = value g "kill" in
            let cleanup = if with_cleanup () then value g "cleanup" else kill in
            let name = name_table file s.fn kill cleanup
              (List.map (fun t -> t.name) made) in
            let t = { name; body = body g; owner = s.fn; arms = place.arms } in
            t, List.append made [t] in
      List.iter (fun m -> Hashtbl.replace actions m.pos
        (if m == s then t.name else "other_pagemap_store")) (members g);
      tables := List.map (fun t -> (t.owner, t.name, t.body)) made;
      made
    end) [] order)

let planned p = Hashtbl.mem actions (at p)
let plan p = Hashtbl.find actions (at p)
let is_table n = List.exists (fun (_, m, _) -> m = n) !tables

(* All tables of one function as one declarator, for its first one. *)
let declarators fn name =
  match List.filter (fun (f, _, _) -> f = fn) !tables with
  | (_, n, _) :: _ as l when n = name ->
      Some (String.concat ";\n\nstatic const struct dev_pagemap_ops "
        (List.map (fun (_, n, b) -> Printf.sprintf "%s = {\n%s}" n b) l))
  | _ -> None

@store_p@
struct dev_pagemap *P;
identifier fld = {page_free, kill, cleanup};
expression F;
position p;
@@
P->fld@p = F

@script:ocaml@
r << store_p.P; fld << store_p.fld; f << store_p.F; p << store_p.p;
@@
add_store ("->" ^ r) fld f p

@store_v disable fld_to_ptr@
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
expression F;
position p;
@@
V.fld@p = F

@script:ocaml@
r << store_v.V; fld << store_v.fld; f << store_v.F; p << store_v.p;
@@
add_store ("." ^ r) fld f p

// A variable or a parameter holds the callback.
@variable@
local idexpression x;
struct dev_pagemap *P;
struct dev_pagemap V;
identifier fld = {page_free, kill, cleanup};
position p;
@@
(
P->fld@p = x
|
V.fld@p = x
)

@script:ocaml@
p << variable.p;
@@
each p (fun p -> variables := at p :: !variables)

// --- how the pagemap is named, and how it travels ---

@write depends on store_p || store_v@
idexpression x;
expression E;
assignment operator op;
position p;
@@
\( x@p op E \| x@p++ \| x@p-- \| ++x@p \| --x@p \)

@script:ocaml@
x << write.x; e << write.E = ""; p << write.p;
@@
each p (fun p -> writes := (inside p, x, bare (squeeze e), where p) :: !writes)

@param@
identifier fn : script:ocaml() { has_store fn };
parameter list[n] ps;
identifier x;
type T;
position p;
@@
fn@p(ps, T x, ...) { ... }

@script:ocaml@
fn << param.fn; n << param.n; x << param.x; p << param.p;
@@
each p (fun p -> add params (fn, x, n, where p))

@noparam@
identifier fn : script:ocaml() { has_store fn };
position p;
@@
fn@p(...) { ... }

@script:ocaml@
fn << noparam.fn; p << noparam.p;
@@
each p (fun p -> add params (fn, "", -1, where p))

@call@
identifier h : script:ocaml() { has_store h };
expression list[n] es;
expression A;
position p;
@@
h@p(es, A, ...)

@script:ocaml@
h << call.h; n << call.n; a << call.A; p << call.p;
@@
each p (fun p -> add calls (inside p, h, n, a, at p))

// The pagemap is handed on with its other callbacks set, but the helper was
// not called.
@around exists@
identifier call.h, fn, fld = {page_free, kill, cleanup}, g != call.h;
expression call.A, E, F;
position p;
@@
fn(...)
{
... when != h(..., A, ...)
    when any
\( E->fld = F \| E.fld = F \);
... when != h(..., A, ...)
    when any
g@p(..., A, ...)
... when any
}

@script:ocaml@
h << call.h; n << call.n; p << around.p;
@@
each p (fun p -> if not (List.mem (h, n, at p) !loose) then add loose (h, n, at p))

@script:ocaml depends on store_p || store_v@
@@
decide ()

// --- the change: one pass over the stores, while their positions hold ---

@put disable fld_to_ptr@
struct dev_pagemap *P;
struct dev_pagemap V;
expression F;
identifier fld = {page_free, kill, cleanup};
position p : script:ocaml() { planned p };
fresh identifier _n = script:ocaml(p) { plan p };
@@
(
-P->fld@p = F;
+P->ops = &_n;
|
-V.fld@p = F;
+V.ops = &_n;
)

@gone@
identifier n = {other_pagemap_store};
expression E;
@@
(
-E->ops = &n;
|
-E.ops = &n;
)

@first@
identifier n : script:ocaml() { is_table n };
expression E;
position p;
@@
\( E->ops \| E.ops \) = &n@p

// A blank line in front where the function has none.
@script:ocaml owner@
n << first.n; p << first.p;
roomy; crowded; decl;
@@
match declarators (inside p) n with
| Some d ->
    let only holds = make_ident (if holds then inside p else "no_such_function") in
    roomy := only (not (tight (inside p))); crowded := only (tight (inside p));
    decl := make_ident d
| None -> Coccilib.include_match false

@@
identifier owner.roomy, owner.decl, first.n;
@@
+static const struct dev_pagemap_ops decl;
+
roomy(...)
{
<+... &n ...+>
}

@@
identifier owner.crowded, owner.decl, first.n;
@@
+
+static const struct dev_pagemap_ops decl;
+
crowded(...)
{
<+... &n ...+>
}
