// SPDX-License-Identifier: GPL-2.0-only
/// Who maps a pagemap and sets its type nowhere has a device that processes map
/// directly: say so.
///
/// Where the type is not seen, but may well be set, the site is refused: also where
/// some function sets the type of a pagemap that nobody can tell.
//
// Confidence: High
// Candidates: devm_memremap_pages dev_pagemap&percpu_ref
// Options: --include include/linux/memremap.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
let plain s =
  let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') || c = '_' in
  let s = String.concat "" (String.split_on_char '*' s) in
  String.map (fun c -> if is_id c then c else '_') (String.trim s)
let starts s p =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
(* What the collect pass has learnt. *)
let learnt text = List.map String.trim (String.split_on_char ',' text)
let sets_a_type = learnt "ratchet_sets_a_type"
let types_its_own = learnt "ratchet_types_its_own"
let typed_member = learnt "ratchet_typed_member"
let gets_a_type = learnt "ratchet_gets_a_type"
let copies = learnt "ratchet_copies"
let hands_on = learnt "ratchet_hands_on"
let unseen = List.filter (fun f -> starts f "fn__") (learnt "ratchet_types_unseen")
let fn f set = List.mem ("fn__" ^ f) set
(* "f__TO__g": does f hand its pagemap on to one that holds, at last? *)
let split s sep =
  let n = String.length sep in
  let rec go i = if i + n > String.length s then (s, "")
    else if String.sub s i n = sep
    then (String.sub s 0 i, String.sub s (i + n) (String.length s - i - n))
    else go (i + 1) in
  go 0
let edges = List.map (fun s -> split s "__TO__") hands_on
let at_last holds f =
  let seen = Hashtbl.create 7 in
  let rec go f = holds f || (not (Hashtbl.mem seen f) && begin
    Hashtbl.add seen f ();
    List.exists (fun (a, b) -> a = f && go b) edges end) in
  go f
let types f = at_last (fun f -> fn f types_its_own) f
let mapper f = at_last (fun f -> f = "devm_memremap_pages") f
(* Who sets a type, and does not say of what: those that do not map or copy it, either. *)
let uses_up f = mapper f ||
  List.exists (fun c -> snd (split c "__FROM__") = f) copies
let types_unseen =
  let handed = List.map (fun s -> split (String.sub s 4 (String.length s - 4)) "__TO__") unseen in
  List.filter (fun f -> not (List.exists (fun (a, g) -> a = f && g <> "" && uses_up g) handed))
    (List.sort_uniq compare (List.map fst handed))

let after s p = String.sub s (String.length p) (String.length s - String.length p)
let literal = "&(structdev_pagemap){"
(* One spelling for one object: no blanks, no index. *)
let squeeze s =
  let b = Buffer.create 40 and depth = ref 0 in
  String.iter (fun c ->
    if c = '[' then incr depth
    else if c = ']' then decr depth
    else if !depth = 0 && not (List.mem c [' '; '\t'; '\n'])
    then Buffer.add_char b c) s;
  Buffer.contents b
let says_type s =
  let w = ".type=" in
  let rec go i = i + 6 <= String.length s && (String.sub s i 6 = w || go (i + 1)) in
  go 0
let where p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element

let params : (string * string) list ref = ref []
let aliases : (string * string, string) Hashtbl.t = Hashtbl.create 17
let keys : (string * string, string) Hashtbl.t = Hashtbl.create 17
let calls : (string, string) Hashtbl.t = Hashtbl.create 97

(* What a pointer points to, if the function says so. *)
let rec canon f s =
  let s = squeeze s in
  match Hashtbl.find_all aliases (f, s) with
  | [e] when e <> s -> canon f e
  | _ -> s
let key f s = try Hashtbl.find keys (f, canon f s) with Not_found -> ""
(* The function that an object comes from: f(x) gives "f". *)
let source s = try String.sub s 0 (String.index s '(') with Not_found -> ""

(* function, object *)
let stores : (string * string) list ref = ref []
let objects : string list ref = ref []		(* typed by an initialiser *)
let known : string list ref = ref []		(* have an initialiser *)
let copied : (string * string * string) list ref = ref []
let loose : (int * int) list ref = ref []	(* there is a path without *)
let tested : string list ref = ref []		(* asks for the type *)
let fits : (int * int) list ref = ref []
let maps : ((int * int) * string * string) list ref = ref []
let by_call : (string * string) list ref = ref []
let store p b = stores := (inside p, b) :: !stores
let typed p b = store p b; by_call := (inside p, b) :: !by_call

let reaches f g =
  let seen = Hashtbl.create 17 in
  let rec go f =
    f = g || (not (Hashtbl.mem seen f) && begin
      Hashtbl.add seen f ();
      List.exists go (Hashtbl.find_all calls f) end) in
  go f
(* Somebody calls both, or one the other. *)
let related f g =
  reaches f g || reaches g f ||
  Hashtbl.fold (fun h _ found -> found || (reaches h f && reaches h g)) calls false

let own f b = List.exists (fun (g, c) -> g = f && canon f c = b) !stores
let root b =
  let b = if starts b "&" then after b "&" else b in
  let stop c = try String.index b c with Not_found -> String.length b in
  String.sub b 0 (min (stop '.') (stop '-'))
let by_init b = List.mem b !objects

type verdict = Keep | Set | Refuse of string
let twins f b =
  let k = key f b in
  List.filter (fun (g, c) -> g <> f &&
    ((k <> "" && key g c = k) ||
     (k = "" && canon g c = b && starts b "&" && List.mem (root b) !known))) !stores
let elsewhere k = k <> "" &&
  (List.mem k typed_member ||
   List.exists (fun c ->
     let (m, f) = split c "__FROM__" in m = k && fn f gets_a_type) copies)
let from_here f a p =
  let b = canon f a in
  if List.mem (f, b) !params then Keep
  else if own f b then
    (if List.mem p !loose && not (List.mem f !tested)
       && not (List.exists (fun (g, c) -> g = f && canon f c = b) !by_call)
     then Refuse "the type of this pagemap is set on some paths only" else Keep)
  else if by_init b then Keep
  else match List.filter (fun (g, c, _) -> g = f && canon f c = b) !copied with
  | (_, _, s) :: _ ->
      let s = canon f s in
      if starts s literal then (if says_type s then Keep else Set)
      else if own f s || by_init s || twins f s <> [] then Keep
      else if List.mem (root s) !known && not (List.mem (f, root s) !params) then Set
      else Refuse "this pagemap is a copy, and whether its type is set is not seen"
  | [] ->
      if fn (source b) sets_a_type then Keep
      else match twins f b with
      | [] -> if elsewhere (key f b) then Keep
              else if String.contains a '(' && not (starts (squeeze a) "&")
              then Refuse "the pagemap is the value of a call here: keep it in a variable"
              else Set
      | l when List.exists (fun (g, _) -> related f g) l -> Keep
      | (g, _) :: _ -> Refuse ("the type of such a pagemap is set in " ^ g ^
                               ", but whether for this one is not seen")
(* Nothing is said of it here: then nobody else may have set it. *)
let judge f a p = match from_here f a p, types_unseen with
  | Set, g :: _ -> Refuse ("a type is set in " ^ g ^ ", and of which pagemap is not seen there")
  | v, _ -> v
let decide p = List.exists (fun q ->
  List.exists (fun (w, f, a) -> w = (q.Coccilib.line, q.Coccilib.col)
    && judge f a w = Set) !maps) p

let mapped p = List.exists (fun q -> List.exists (fun (w, _, _) ->
  w = (q.Coccilib.line, q.Coccilib.col)) !maps) p

// --- what the file says ---

@param@
identifier f, P;
@@
f(..., struct dev_pagemap *P, ...) { ... }

@script:ocaml@
f << param.f; p << param.P;
@@
params := (f, p) :: !params

@alias@
struct dev_pagemap *P;
expression E;
position p;
@@
 P@p = E

@script:ocaml@
b << alias.P; e << alias.E; p << alias.p;
@@
let k = (inside p, squeeze b) and e = squeeze e in
if not (List.mem e (Hashtbl.find_all aliases k)) then Hashtbl.add aliases k e

@key@
type T;
T *X;
identifier m;
position p;
@@
 X->m@p

@script:ocaml@
t << key.T; x << key.X; m << key.m; p << key.p;
@@
let b = squeeze (x ^ "->" ^ m) in
List.iter (fun b -> Hashtbl.replace keys (inside p, b) (plain t ^ "__" ^ m))
  [b; "&" ^ b]

@key_v disable fld_to_ptr@
type T;
T X;
identifier m;
position p;
@@
 X.m@p

@script:ocaml@
t << key_v.T; x << key_v.X; m << key_v.m; p << key_v.p;
@@
let b = squeeze (x ^ "." ^ m) in
List.iter (fun b -> Hashtbl.replace keys (inside p, b) (plain t ^ "__" ^ m))
  [b; "&" ^ b]

@call@
identifier g;
position p;
@@
g@p(...)

@script:ocaml@
g << call.g; p << call.p;
@@
let k = inside p in
if not (List.mem g (Hashtbl.find_all calls k)) then Hashtbl.add calls k g

// --- where a type is set ---

@store@
struct dev_pagemap *P;
expression E;
position p;
@@
 P->type@p = E

@script:ocaml@
b << store.P; p << store.p;
@@
store p (squeeze b)

@store_v disable fld_to_ptr@
struct dev_pagemap V;
expression E;
position p;
@@
 V.type@p = E

@script:ocaml@
b << store_v.V; p << store_v.p;
@@
store p ("&" ^ squeeze b)

@test@
struct dev_pagemap *P;
position p != {store.p, store_v.p};
@@
 P->type@p

@script:ocaml@
p << test.p;
@@
tested := inside p :: !tested

@test_v@
struct dev_pagemap V;
position p != {store.p, store_v.p};
@@
 V.type@p

@script:ocaml@
p << test_v.p;
@@
tested := inside p :: !tested

@initialised@
identifier x;
position p;
@@
 struct dev_pagemap x@p = { ... };

@script:ocaml@
x << initialised.x;
@@
known := x :: !known

@initialised_array@
identifier x;
position p;
@@
 struct dev_pagemap x@p[...] = { ... };

@script:ocaml@
x << initialised_array.x;
@@
known := x :: !known

@by_init@
identifier x;
expression E;
@@
(
 struct dev_pagemap x = { ..., .type = E, ... };
|
 struct dev_pagemap x[...] = { ..., { ..., .type = E, ... }, ... };
)

@script:ocaml@
x << by_init.x;
@@
objects := ("&" ^ x) :: x :: !objects

@by_init_member@
identifier x, m;
expression E;
type T;
@@
(
 T x = { ..., .m = { ..., .type = E, ... }, ... };
|
 T x[...] = { ..., { ..., .m = { ..., .type = E, ... }, ... }, ... };
)

@script:ocaml@
x << by_init_member.x; m << by_init_member.m;
@@
objects := ("&" ^ x ^ "." ^ m) :: !objects

@memcpy@
struct dev_pagemap *P;
expression E;
position p;
@@
 memcpy@p(P, E, ...)

@script:ocaml@
b << memcpy.P; e << memcpy.E; p << memcpy.p;
@@
copied := (inside p, squeeze b, squeeze e) :: !copied

@memcpy_v@
struct dev_pagemap V;
expression E;
position p;
@@
 memcpy@p(&V, E, ...)

@script:ocaml@
b << memcpy_v.V; e << memcpy_v.E; p << memcpy_v.p;
@@
copied := (inside p, "&" ^ squeeze b, squeeze e) :: !copied

// A function that sets the type of the pagemap it is given, or maps it.
@handed@
identifier g;
struct dev_pagemap *P;
position p;
@@
g@p(..., P, ...)

@script:ocaml@
g << handed.g; b << handed.P; p << handed.p;
@@
if types g then typed p (squeeze b);
if mapper g && g <> "devm_memremap_pages" then
  maps := (where p, inside p, b) :: !maps

@handed_v@
identifier g;
struct dev_pagemap V;
position p;
@@
g@p(..., &V, ...)

@script:ocaml@
g << handed_v.g; b << handed_v.V; p << handed_v.p;
@@
if types g then typed p ("&" ^ squeeze b);
if mapper g && g <> "devm_memremap_pages" then
  maps := (where p, inside p, "&" ^ b) :: !maps

@map@
expression D, A;
position p;
@@
devm_memremap_pages@p(D, A)

@script:ocaml@
a << map.A; p << map.p;
@@
maps := (where p, inside p, a) :: !maps

@path exists@
identifier f;
struct dev_pagemap *P;
struct dev_pagemap V;
expression D, A, E;
position p;
@@
f(...)
{
 ... when != P->type = E
     when != V.type = E
 devm_memremap_pages@p(D, A)
 ... when any
}

@script:ocaml@
p << path.p;
@@
loose := where p :: !loose

// --- what cannot be done ---

@place@
identifier g;
expression E;
statement S1, S2;
position p;
@@
(
 g@p(...);
|
 E = <+... g@p(...) ...+>;
|
 return <+... g@p(...) ...+>;
|
 if (<+... g@p(...) ...+>) S1 else S2
)

@script:ocaml@
p << place.p;
@@
List.iter (fun q -> fits := (q.Coccilib.line, q.Coccilib.col) :: !fits) p

@declared@
identifier g, x;
type T;
position p;
@@
 T x = <+... g@p(...) ...+>;

@script:ocaml@
p << declared.p;
@@
fits := List.filter (fun w -> w <> where p) !fits

@site@
position p : script:ocaml() { mapped p };
identifier g;
@@
g@p(...)

@script:ocaml@
p << site.p;
@@
List.iter (fun (w, f, a) -> if w = where p then
  let say why = Printf.printf "ratchet: refuse %d %d %s\n" (fst w) (snd w) why in
  match judge f a w with
  | Refuse why -> say why
  | Set when not (List.mem w !fits) ->
      say "the pagemap has no type, and there is no place for one before this"
  | _ -> ()) !maps

// --- what can ---

@set@
identifier g;
expression D, E, P, V;
struct dev_pagemap VV;
struct dev_pagemap *PP;
statement S1, S2;
position p : script:ocaml() { decide p };
@@
(
+V.type = MEMORY_DEVICE_DEVDAX;
 devm_memremap_pages@p(D, &V);
|
+V.type = MEMORY_DEVICE_DEVDAX;
 E = <+... devm_memremap_pages@p(D, &V) ...+>;
|
+V.type = MEMORY_DEVICE_DEVDAX;
 return <+... devm_memremap_pages@p(D, &V) ...+>;
|
+V.type = MEMORY_DEVICE_DEVDAX;
 if (<+... devm_memremap_pages@p(D, &V) ...+>) S1 else S2
|
+P->type = MEMORY_DEVICE_DEVDAX;
 devm_memremap_pages@p(D, P);
|
+P->type = MEMORY_DEVICE_DEVDAX;
 E = <+... devm_memremap_pages@p(D, P) ...+>;
|
+P->type = MEMORY_DEVICE_DEVDAX;
 return <+... devm_memremap_pages@p(D, P) ...+>;
|
+P->type = MEMORY_DEVICE_DEVDAX;
 if (<+... devm_memremap_pages@p(D, P) ...+>) S1 else S2
|
+VV.type = MEMORY_DEVICE_DEVDAX;
 g@p(..., &VV, ...);
|
+VV.type = MEMORY_DEVICE_DEVDAX;
 E = <+... g@p(..., &VV, ...) ...+>;
|
+VV.type = MEMORY_DEVICE_DEVDAX;
 return <+... g@p(..., &VV, ...) ...+>;
|
+VV.type = MEMORY_DEVICE_DEVDAX;
 if (<+... g@p(..., &VV, ...) ...+>) S1 else S2
|
+PP->type = MEMORY_DEVICE_DEVDAX;
 g@p(..., PP, ...);
|
+PP->type = MEMORY_DEVICE_DEVDAX;
 E = <+... g@p(..., PP, ...) ...+>;
|
+PP->type = MEMORY_DEVICE_DEVDAX;
 return <+... g@p(..., PP, ...) ...+>;
|
+PP->type = MEMORY_DEVICE_DEVDAX;
 if (<+... g@p(..., PP, ...) ...+>) S1 else S2
)
