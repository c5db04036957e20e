// SPDX-License-Identifier: GPL-2.0-only
/// What data said is found by container_of() on the pagemap.
///
/// The structure and its member are those that the file itself pairs, as in
/// X->map.data = X, or else those of a structure that has one pagemap only.
//
// Confidence: High
// Candidates: pagemap__data dev_pagemap_ops&page_free @dev_pagemap&page_free
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
let reads : string list ref = ref []
let here : string list ref = ref []
let given : string list ref = ref []
let main = ref ""
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let trim = String.trim
let inside p = (List.hd p).Coccilib.current_element
let refused : (int * int) list ref = ref []
let refuse p why = List.iter (fun q ->
  let at = (q.Coccilib.line, q.Coccilib.col) in
  if not (List.mem at !refused) then begin
    refused := at :: !refused;
    Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
  end) p
let add l x = if not (List.mem x !l) then l := x :: !l
let uniq l = List.sort_uniq compare l
let read file = try
    let ic = open_in_bin file in
    let s = really_input_string ic (in_channel_length ic) in close_in ic; s
  with Sys_error _ -> ""

(* --- what the definitions say: struct, its members that are pagemaps --- *)

(* Signs that the lexer of rules would trip over. *)
let quote = Char.chr 34
let ident c = match c with
  | 'a'..'z' | 'A'..'Z' | '0'..'9' | '_' -> true | _ -> false
(* Words and single signs, without comments, strings and directives. *)
let tokens s =
  let n = String.length s in
  let rec skip_to sub i =
    let k = String.length sub in
    if i + k > n then n else if String.sub s i k = sub then i + k else skip_to sub (i + 1) in
  let rec go i acc =
    if i >= n then List.rev acc
    else if i + 1 < n && s.[i] = '/' && s.[i+1] = '*' then go (skip_to ("*" ^ "/") (i + 2)) acc
    else if i + 1 < n && s.[i] = '/' && s.[i+1] = '/' then go (skip_to "\n" i) acc
    else if s.[i] = quote then
      let rec close j = if j >= n || s.[j] = quote then j + 1
        else if s.[j] = Char.chr 92 then close (j + 2) else close (j + 1) in
      go (close (i + 1)) acc
    else if ident s.[i] then begin
      let j = ref i in
      while !j < n && ident s.[!j] do incr j done;
      go !j (String.sub s i (!j - i) :: acc)
    end
    else if List.mem s.[i] [' '; '\t'; '\n'; '\r'] then go (i + 1) acc
    else go (i + 1) (String.make 1 s.[i] :: acc) in
  go 0 []

let defined : (string * string list) list ref = ref []
(* The members of one body, and what follows it.  One that a name alone does not
   lead to has none. *)
let rec body depth acc = function
  | "}" :: t when depth = 0 -> List.rev acc, t
  | "}" :: t -> body (depth - 1) acc t
  | "{" :: t -> body (depth + 1) acc t
  | "struct" :: "dev_pagemap" :: m :: ";" :: t when depth = 0 -> body depth (m :: acc) t
  | "struct" :: "dev_pagemap" :: m :: t when m <> "*" -> body depth ("" :: acc) t
  | _ :: t -> body depth acc t
  | [] -> List.rev acc, []
let aliases : (string * string) list ref = ref []
let rec define = function
  | "typedef" :: "struct" :: "{" :: t ->
      let ms, t = body 0 [] t in
      (match t with n :: ";" :: t -> defined := (n, ms) :: !defined; define t | t -> define t)
  | "typedef" :: "struct" :: tag :: "{" :: t ->
      let ms, t = body 0 [] t in
      defined := ("struct" ^ tag, ms) :: !defined;
      (match t with n :: ";" :: t -> defined := (n, ms) :: !defined; define t | t -> define t)
  | "typedef" :: "struct" :: tag :: n :: ";" :: t ->
      aliases := (n, "struct" ^ tag) :: !aliases; define t
  | "struct" :: tag :: "{" :: t ->
      let ms, t = body 0 [] t in
      defined := ("struct" ^ tag, ms) :: !defined; define t
  | _ :: t -> define t
  | [] -> ()
let known = ref false
let quoted file =
  List.filter_map (fun l ->
    let l = trim l in
    if String.length l > 8 && l.[0] = Char.chr 35 then
      match String.split_on_char quote l with
      | _ :: name :: _ when not (String.contains l (Char.chr 60)) ->
          Some (Filename.concat (Filename.dirname file) name)
      | _ -> None
    else None) (String.split_on_char '\n' (read file))
let learn file =
  if not !known then begin
    known := true;
    main := file;
    let rec all seen = function
      | [] -> seen
      | f :: rest when List.mem f seen -> all seen rest
      | f :: rest -> all (f :: seen) (List.append (quoted f) rest) in
    List.iter (fun f -> define (tokens (read f)))
      ("include/linux/hmm.h" :: all [] [file])
  end

(* --- what the code pairs: type, path of the pagemap, and its table --- *)

let pairs : (string * string) list ref = ref []
let spelt : (string * string) list ref = ref []
let tables : (string * string * string) list ref = ref []
let methods : (string * string) list ref = ref []
let canonical t = let t = squeeze t in
  match List.assoc_opt t !aliases with Some s -> s | None -> t
let pair t path = add pairs (canonical t, squeeze path);
  if not (List.mem_assoc (canonical t) !spelt) then
    spelt := (canonical t, trim t) :: !spelt
let paths t =
  let t = canonical t in
  match List.filter (fun (u, _) -> u = t) !pairs with
  | [] -> (match List.assoc_opt t !defined with Some l -> l | None -> [])
  | l -> uniq (List.map snd l)
let path_of t = match paths t with [m] -> m | _ -> ""
let tables_of f = List.filter_map (fun (g, t) -> if g = f then Some t else None) !methods
(* For a callback: by the table that it is in. *)
let path_for f t =
  match uniq (List.filter_map (fun (u, path, table) ->
    if u = canonical t && List.mem table (tables_of f) then Some path else None) !tables) with
  | [m] -> m
  | [] -> path_of t
  | _ -> ""
(* The type that a callback's argument has where the code does not say it. *)
let owner_for f =
  let of_tables = uniq (List.filter_map (fun (u, _, table) ->
    if List.mem table (tables_of f) && List.mem_assoc u !pairs then Some u else None) !tables) in
  match of_tables with
  | [t] -> t
  | _ -> (match uniq (List.map fst !pairs) with [t] -> t | _ -> "")
(* What an expression points to where its type does not say: the only structure
   around a pagemap that this file has to do with. *)
let sole () =
  let words = lazy (tokens (read !main)) in
  let mentioned (t, ms) = List.length ms = 1 && ms <> [""]
    && (let tag = if String.length t > 6 && String.sub t 0 6 = "struct"
          then String.sub t 6 (String.length t - 6) else t in
        List.mem tag (Lazy.force words)) in
  match uniq (List.map fst !pairs) with
  | [t] -> t
  | [] -> (match uniq (List.map fst (List.filter mentioned !defined)) with
           | [t] -> t | _ -> "")
  | _ -> ""
let spell t = match List.assoc_opt t !spelt with
  | Some s -> s
  | None when String.length t > 6 && String.sub t 0 6 = "struct" ->
      "struct " ^ String.sub t 6 (String.length t - 6)
  | None -> t

(* The uses of a callback's argument: those that say a type, and all. *)
let typed : (Coccilib.pos * string * string) list ref = ref []
let any : (Coccilib.pos * string) list ref = ref []
let place q = (q.Coccilib.line, q.Coccilib.col)
let note_use p f t = if squeeze t <> "void" then
  List.iter (fun q -> typed := (q, f, trim t) :: !typed) p
let note_any p f = List.iter (fun q -> any := (q, f) :: !any) p
let odd f = List.exists (fun (q, g) -> g = f
  && not (List.exists (fun (r, _, _) -> place r = place q) !typed)) !any
let type_of f = match uniq (List.filter_map (fun (_, g, t) ->
    if g = f then Some t else None) !typed) with
  | [t] -> t | [] -> spell (owner_for f) | _ -> ""
let check_uses () =
  List.iter (fun (q, f, t) -> if path_for f t = "" then
    refuse [q] (t ^ " is not seen to be what the pagemap is part of")) !typed;
  List.iter (fun f -> if odd f && (type_of f = "" || path_for f (type_of f) = "") then
    List.iter (fun (q, g) -> if g = f then
      refuse [q] "what this argument points to is not said here") !any)
    (uniq (List.map snd !any))
let typed_reads : (int * int) list ref = ref []
let note_typed p = List.iter (fun q -> add typed_reads (place q)) p
let is_typed p = List.mem (place (List.hd p)) !typed_reads
let plain f = if List.exists (fun (_, g) -> g = f) !any && not (odd f) then f
  else "no_such_function"
let typed_later f = if odd f then f else "no_such_function"

@marked@
expression E;
position p;
@@
pagemap__data(E)@p

@script:ocaml@
p << marked.p;
@@
learn (List.hd p).Coccilib.file

@callback@
identifier f = {ratchet_page_free}, a, d;
type D;
position p;
@@
f@p(struct page *a, D d) { ... }

@script:ocaml@
p << callback.p;
@@
learn (List.hd p).Coccilib.file

@in_table@
identifier t, f;
@@
(
struct dev_pagemap_ops t = { .page_free = f, ... };
|
struct dev_pagemap_ops t = { .page_free = &f, ... };
)

@script:ocaml@
t << in_table.t; f << in_table.f;
@@
add methods (f, t)

// --- whose data is what it is part of ------------------------------------------

@own@
type T;
T *X;
identifier M;
position p;
@@
(
pagemap__data(&X->M)@p = X
|
pagemap__data(&X->M)@p = (void *)X
)

@script:ocaml@
t << own.T; m << own.M;
@@
pair t m

@own_deep@
type T;
T *X;
identifier S, M;
position p;
@@
pagemap__data(&X->S.M)@p = X

@script:ocaml@
t << own_deep.T; s << own_deep.S; m << own_deep.M;
@@
pair t (s ^ "." ^ m)

@own_v disable fld_to_ptr@
type T;
T X;
identifier M;
position p;
@@
pagemap__data(&X.M)@p = &X

@script:ocaml@
t << own_v.T; m << own_v.M;
@@
pair t m

@own_alias exists@
type T;
T *X;
struct dev_pagemap *P;
identifier M;
expression E;
position p;
@@
P = &X->M
... when != P = E
    when != X = E
pagemap__data(P)@p = X

@script:ocaml@
t << own_alias.T; m << own_alias.M;
@@
pair t m

@table_own@
type T;
T *X;
identifier M, t;
@@
X->M.ops = &t

@script:ocaml@
ty << table_own.T; m << table_own.M; t << table_own.t;
@@
add tables (canonical ty, m, t)

@table_deep@
type T;
T *X;
identifier S, M, t;
@@
X->S.M.ops = &t

@script:ocaml@
ty << table_deep.T; s << table_deep.S; m << table_deep.M; t << table_deep.t;
@@
add tables (canonical ty, s ^ "." ^ m, t)

@table_v disable fld_to_ptr@
type T;
T X;
identifier M, t;
@@
X.M.ops = &t

@script:ocaml@
ty << table_v.T; m << table_v.M; t << table_v.t;
@@
add tables (canonical ty, m, t)

@table_alias exists@
type T;
T *X;
struct dev_pagemap *P;
identifier M, t;
expression E;
@@
P = &X->M
... when != P = E
P->ops = &t

@script:ocaml@
ty << table_alias.T; m << table_alias.M; t << table_alias.t;
@@
add tables (canonical ty, m, t)

@init_own@
type T;
identifier X, M;
expression V;
position p;
@@
T X = { ..., .M = { ..., .data = \(&X\&V@p\), ... }, ... };

@script:ocaml@
t << init_own.T; m << init_own.M;
@@
pair t m

@literal_own@
type T;
T *X;
identifier M;
position p;
@@
memcpy(&X->M, &(struct dev_pagemap) { ..., .data = X@p, ... }, ...)

@script:ocaml@
t << literal_own.T; m << literal_own.M;
@@
pair t m

@literal_table@
type T;
T *X;
identifier M, t;
@@
memcpy(&X->M, &(struct dev_pagemap) { ..., .ops = &t, ... }, ...)

@script:ocaml@
ty << literal_table.T; m << literal_table.M; t << literal_table.t;
@@
add tables (canonical ty, m, t)

// --- what is read, and what is only stored -------------------------------------------

@table_here@
identifier t;
@@
struct dev_pagemap_ops t = { ... };

@script:ocaml@
t << table_here.t;
@@
add here t

@table_given@
struct dev_pagemap *P;
struct dev_pagemap S;
identifier t;
@@
\( P->ops = &t \| S.ops = &t \)

@script:ocaml@
t << table_given.t;
@@
add given t

@stored@
expression E, V;
position p;
@@
pagemap__data(E)@p = V

@statement_@
expression E, V;
position p;
@@
pagemap__data(E)@p = V;

@inner@
expression E, V;
position p != statement_.p;
@@
pagemap__data(E)@p = V

@script:ocaml@
p << inner.p;
@@
refuse p "data is stored inside another expression"

// What goes to the method that takes no such argument any more.
@passed@
struct dev_pagemap_ops *O;
expression A, E;
position p;
@@
O->page_free(A, pagemap__data(E)@p)

@read@
expression E;
position p != {stored.p, passed.p};
@@
pagemap__data(E)@p

@script:ocaml@
p << read.p;
@@
add reads (inside p)

@nothing@
expression E;
position p;
@@
pagemap__data(E)@p = \( NULL \| 0 \)

// A callback that passes its arguments to another uses nothing itself.
@relay@
identifier f = {ratchet_page_free}, g = {ratchet_page_free}, a, d;
type D;
position q;
@@
f(struct page *a, D d)
{
<...
g(a, d@q)
...>
}

@use@
identifier f = {ratchet_page_free}, a, d;
type D;
position q != relay.q;
@@
f(struct page *a, D d)
{
<+...
d@q
...+>
}

@script:ocaml@
f << use.f; q << use.q;
@@
ignore q; add reads f

@foreign@
expression E, V;
position p != {own.p, own_deep.p, own_v.p, own_alias.p, nothing.p};
@@
pagemap__data(E)@p = V

@script:ocaml@
p << foreign.p;
@@
if !reads <> [] || !given = []
   || List.exists (fun t -> not (List.mem t !here)) !given then
  refuse p "data is not seen to be the structure that the pagemap is part of"

@foreign_init@
identifier X;
expression V;
position p;
@@
struct dev_pagemap X = { ..., .data = V@p, ... };

@script:ocaml@
p << foreign_init.p;
@@
if !reads <> [] then
  refuse p "data is not seen to be the structure that the pagemap is part of"

@foreign_member@
type T;
identifier X, M;
expression V;
position p != init_own.p;
@@
T X = { ..., .M = { ..., .data = V@p, ... }, ... };

@script:ocaml@
t << foreign_member.T; m << foreign_member.M; p << foreign_member.p;
@@
let t = canonical t in
if (match List.assoc_opt t !defined with Some l -> List.mem m l | None -> false)
   && !reads <> [] then
  refuse p "data is not seen to be the structure that the pagemap is part of"

@foreign_literal@
expression V;
position p != literal_own.p;
@@
 (struct dev_pagemap) { ..., .data = V@p, ... }

@script:ocaml@
p << foreign_literal.p;
@@
if !reads <> [] then
  refuse p "data is not seen to be the structure that the pagemap is part of"

// --- callbacks: what they take their argument for ------------------------------------

@copy@
identifier f = {ratchet_page_free}, a, d, x;
type D, T;
position q;
@@
f(struct page *a, D d)
{
<+...
T *x = d@q;
...+>
}

@copy_later@
identifier f = {ratchet_page_free}, a, d;
type D, T;
T *x;
position q;
@@
f(struct page *a, D d)
{
<+...
x = d@q
...+>
}

@cast@
identifier f = {ratchet_page_free}, a, d;
type D, T;
position q;
@@
f(struct page *a, D d)
{
<+...
 (T *)d@q
...+>
}

@script:ocaml@
f << copy.f; t << copy.T; q << copy.q;
@@
note_use q f t

@script:ocaml@
f << copy_later.f; t << copy_later.T; q << copy_later.q;
@@
note_use q f t

@script:ocaml@
f << cast.f; t << cast.T; q << cast.q;
@@
note_use q f t

@script:ocaml@
f << use.f; q << use.q;
@@
note_any q f

// A second parameter that is assigned to is a variable.
@page_written@
identifier f = {ratchet_page_free}, a, d;
type D;
expression E;
position q;
@@
f(struct page *a, D d)
{
<+...
\( a@q = E \| d@q = E \| &a@q \| &d@q \)
...+>
}

@script:ocaml@
q << page_written.q;
@@
refuse q "a parameter of a page_free method is written to, or has its address taken"

@script:ocaml@
@@
check_uses ()

// --- other calls of the callbacks, and of the method ----------------------------------

@direct_simple@
identifier f = {ratchet_page_free}, x;
expression A, E;
position p;
@@
(
f@p(A, x)
|
f@p(A, NULL)
|
f@p(A, pagemap__data(E))
|
f@p(A, &x)
)

@direct_other@
identifier f = {ratchet_page_free};
expression A, D;
position p != direct_simple.p;
@@
f@p(A, D)

@script:ocaml@
p << direct_other.p;
@@
refuse p "what is passed to page_free here may do something by itself"

@call_simple@
struct dev_pagemap_ops *O;
identifier x;
expression A, E;
position p;
@@
(
O->page_free@p(A, x)
|
O->page_free@p(A, NULL)
|
O->page_free@p(A, pagemap__data(E))
)

@call_other@
struct dev_pagemap_ops *O;
expression A, D;
position p != call_simple.p;
@@
O->page_free@p(A, D)

@script:ocaml@
p << call_other.p;
@@
refuse p "what is passed to page_free here may do something by itself"

@tested@
expression E;
position p;
statement S1, S2;
@@
(
if (pagemap__data(E)@p) S1 else S2
|
if (!pagemap__data(E)@p) S1 else S2
|
pagemap__data(E)@p == NULL
|
pagemap__data(E)@p != NULL
|
!pagemap__data(E)@p
)

@script:ocaml@
p << tested.p;
@@
refuse p "data is compared with NULL; a pagemap is always part of something"

// A pointer to void says nothing.
@void_x@
void *X;
expression E;
position p;
@@
(
X == pagemap__data(E)@p
|
X != pagemap__data(E)@p
|
pagemap__data(E)@p == X
|
pagemap__data(E)@p != X
|
X = pagemap__data(E)@p
)

@void_declared@
identifier x;
expression E;
position p;
@@
void *x = pagemap__data(E)@p;

@void_cast@
expression E;
position p;
@@
 (void *)pagemap__data(E)@p

@compared@
type T;
T *X;
expression E;
position p != {void_x.p}, q;
@@
(
X@q == pagemap__data(E)@p
|
X@q != pagemap__data(E)@p
|
pagemap__data(E)@p == X@q
|
pagemap__data(E)@p != X@q
)

@script:ocaml compared_path@
t << compared.T; p << compared.p;
m;
@@
if path_of t = "" then
  refuse p (trim t ^ " is not seen to be what the pagemap is part of");
note_typed p;
m := make_ident (path_of t)

@converted@
type T;
T *x;
expression E;
position p != {void_x.p, void_declared.p, void_cast.p};
@@
(
x = pagemap__data(E)@p
|
x = (T *)pagemap__data(E)@p
|
 (T *)pagemap__data(E)@p
)

@converted_declared@
type T;
identifier x;
expression E;
position p != {void_declared.p};
@@
T *x = pagemap__data(E)@p;

@script:ocaml converted_path@
t << converted.T; p << converted.p;
m;
@@
if path_of t = "" then
  refuse p (trim t ^ " is not seen to be what the pagemap is part of");
note_typed p;
m := make_ident (path_of t)

@script:ocaml declared_path@
t << converted_declared.T; p << converted_declared.p;
m;
@@
if path_of t = "" then
  refuse p (trim t ^ " is not seen to be what the pagemap is part of");
note_typed p;
m := make_ident (path_of t)

@left@
expression E;
position p != {stored.p, passed.p, tested.p};
@@
pagemap__data(E)@p

@script:ocaml left_path@
p << left.p;
ty; m;
@@
let t = sole () in
if t = "" && not (is_typed p) then
  refuse p "what the data of this pagemap points to is not said here";
ty := make_type (if t = "" then "int" else spell t);
m := make_ident (if t = "" then "x" else path_of t)

// The argument of a call.
@@
identifier f = {ratchet_page_free};
expression A, D;
@@
 f(A
-, D
 )

@argument@
struct dev_pagemap_ops *O;
expression A, D;
@@
 O->page_free(A
-, D
 )

// It may have been all that a variable was for.
@unused@
identifier x;
expression E;
type T;
@@
-T *x = pagemap__data(E);
 ... when != x

@@
type compared.T;
T *X;
expression E;
identifier compared_path.m;
@@
(
-X == pagemap__data(E)
+E == &X->m
|
-X != pagemap__data(E)
+E != &X->m
|
-pagemap__data(E) == X
+E == &X->m
|
-pagemap__data(E) != X
+E != &X->m
)

@@
type converted.T;
T *x;
expression E;
identifier converted_path.m;
@@
(
 x =
-pagemap__data(E)
+container_of(E, T, m)
|
 x =
-(T *)pagemap__data(E)
+container_of(E, T, m)
|
-(T *)pagemap__data(E)
+container_of(E, T, m)
)

@@
type converted_declared.T;
identifier x;
expression E;
identifier declared_path.m;
@@
 T *x =
-pagemap__data(E)
+container_of(E, T, m)
 ;

// The stores.
@@
expression E, V;
@@
-pagemap__data(E) = V;

@@
identifier X;
expression V;
@@
struct dev_pagemap X = { ...,
-.data = V,
 ... };

@@
type init_own.T;
identifier X, init_own.M;
expression V;
@@
T X = { ..., .M = { ...,
-.data = V,
 ... }, ... };

@@
type foreign_member.T;
identifier X, foreign_member.M;
expression V;
@@
T X = { ..., .M = { ...,
-.data = V,
 ... }, ... };

@@
expression V;
@@
 (struct dev_pagemap) { ...,
-.data = V,
 ... }

// What is left says no type.
@@
expression E;
type left_path.ty;
identifier left_path.m;
@@
-pagemap__data(E)
+container_of(E, ty, m)

// The callbacks: one that says the type of its argument, ...
@script:ocaml as_copy@
f << copy.f; t << copy.T;
g; m;
@@
g := make_ident (plain f); m := make_ident (path_for f t)

@@
identifier as_copy.g, copy.a, copy.d, copy.x, as_copy.m;
type copy.D, copy.T;
@@
g(struct page *a, D d)
{
<...
 T *x =
-d
+container_of(a->pgmap, T, m)
 ;
...>
}

@script:ocaml as_copy_later@
f << copy_later.f; t << copy_later.T;
g; m;
@@
g := make_ident (plain f); m := make_ident (path_for f t)

@@
identifier as_copy_later.g, copy_later.a, copy_later.d, as_copy_later.m;
type copy_later.D, copy_later.T;
T *x;
@@
g(struct page *a, D d)
{
<...
 x =
-d
+container_of(a->pgmap, T, m)
...>
}

@script:ocaml as_cast@
f << cast.f; t << cast.T;
g; m;
@@
g := make_ident (plain f); m := make_ident (path_for f t)

@@
identifier as_cast.g, cast.a, cast.d, as_cast.m, fld;
type cast.D, cast.T;
@@
g(struct page *a, D d)
{
<...
(
-((T *)d)->fld
+container_of(a->pgmap, T, m)->fld
|
-(T *)d
+container_of(a->pgmap, T, m)
)
...>
}

// ... and one that uses it as it is.
@script:ocaml as_used@
f << use.f;
g; ty; m;
@@
let h = typed_later f in
let t = if h = f then type_of f else "" in
g := make_ident h;
ty := make_type (if t = "" then "void" else t);
m := make_ident (if t = "" then "x" else path_for f t)

@declared_first@
identifier as_used.g, use.a, use.d, as_used.m, x;
type use.D, as_used.ty, T;
expression E;
@@
g(struct page *a, D d)
{
+ty *d = container_of(a->pgmap, ty, m);
(
T x;
|
T x = E;
)
...
}

@statement_first depends on !declared_first@
identifier as_used.g, use.a, use.d, as_used.m;
type use.D, as_used.ty;
@@
g(struct page *a, D d)
{
+ty *d = container_of(a->pgmap, ty, m);
+
...
}

@@
identifier f = {ratchet_page_free}, a, d;
type D;
@@
 f(struct page *a
-, D d
 ) { ... }

@@
identifier f = {ratchet_page_free}, a, d;
type T, D;
@@
 T f(
-struct page *a, D d
+struct page *a
 );
