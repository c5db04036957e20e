// SPDX-License-Identifier: GPL-2.0-only
/// Who put a function into hmm_devmem::page_fault puts it into the method table
/// of the pagemap, and takes from the struct vm_fault what were arguments.
//
// Confidence: High
// Candidates: hmm_devmem&page_fault dev_page_fault_t
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
(* (where, receiver, callback or table) *)
let faults : ((string * string) * string) list ref = ref []
let tables : ((string * string) * string) list ref = ref []
let defined : (string * int) list ref = ref []
let declared : (string * int) list ref = ref []
let places : (string * Coccilib.pos) list ref = ref []
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let note l fn x v =
  let e = ((fn, squeeze x), v) in if not (List.mem e !l) then l := e :: !l
let refuse p why = List.iter (fun q ->
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let inside p = (List.hd p).Coccilib.current_element
let uniq l = List.sort_uniq compare l
(* The table of a callback: what the same object got in the same function, else
   the only one that objects of this file get. *)
let tables_of f =
  let mine = List.filter (fun (_, g) -> g = f) !faults in
  uniq (List.concat_map (fun (k, _) ->
    match List.filter (fun (l, _) -> l = k) !tables with
    | [] -> (match uniq (List.map snd !tables) with [t] -> [t] | _ -> [""])
    | l -> List.map snd l) mine)
let faults_of t =
  uniq (List.filter_map (fun (_, f) ->
    if List.mem t (tables_of f) then Some f else None) !faults)
let callback t = match faults_of t with [f] -> f | _ -> ""
let has_callback t = callback t <> ""
let is_early t = has_callback t && match List.assoc_opt t !defined with
  | Some line -> not (List.exists (fun (f, l) -> f = callback t && l < line) !declared)
  | None -> false
let given f = List.exists (fun (_, g) -> g = f) !faults
let good f = match tables_of f with
  | [] -> false
  | l -> List.for_all (fun t -> faults_of t = [f] && List.mem_assoc t !defined) l

// --- who gives which function ------------------------------------------------

@give@
struct hmm_devmem *X;
identifier f;
position p;
@@
\( X->page_fault@p = f; \| X->page_fault@p = &f; \)

@script:ocaml@
x << give.X; f << give.f; p << give.p;
@@
note faults (inside p) x f; places := (f, List.hd p) :: !places

@give_v disable fld_to_ptr@
struct hmm_devmem X;
identifier f;
position p;
@@
\( X.page_fault@p = f; \| X.page_fault@p = &f; \)

@script:ocaml@
x << give_v.X; f << give_v.f; p << give_v.p;
@@
note faults (inside p) ("&" ^ x) f; places := (f, List.hd p) :: !places

@other@
struct hmm_devmem *X;
position p != give.p;
@@
X->page_fault@p

@script:ocaml@
p << other.p;
@@
if inside p <> "device_private_entry_fault" then refuse p "page_fault of a struct hmm_devmem is used as something else than a place for one function"

// --- and which table the pagemap of the same object has ----------------------

@table@
struct hmm_devmem *X;
identifier t;
position p;
@@
X->pagemap.ops@p = &t

@script:ocaml@
x << table.X; t << table.t; p << table.p;
@@
note tables (inside p) x t

@table_v disable fld_to_ptr@
struct hmm_devmem X;
identifier t;
position p;
@@
X.pagemap.ops@p = &t

@script:ocaml@
x << table_v.X; t << table_v.t; p << table_v.p;
@@
note tables (inside p) ("&" ^ x) t

@table_alias exists@
struct hmm_devmem *X;
struct dev_pagemap *P;
identifier t;
position p;
@@
P = &X->pagemap
... when != P = ...
P->ops@p = &t

@script:ocaml@
x << table_alias.X; t << table_alias.t; p << table_alias.p;
@@
note tables (inside p) x t

// The tables that this file defines, and the functions.
@defined@
identifier t;
position p;
@@
struct dev_pagemap_ops t@p = { ... };

@script:ocaml@
t << defined.t; p << defined.p;
@@
defined := (t, (List.hd p).Coccilib.line) :: !defined

@serves@
identifier f : script:ocaml() { given f };
identifier v, a, g, l, d;
type T1, T2, T3, T4, T5, T;
position q;
@@
T f@q(T1 v, T2 a, T3 g, T4 l, T5 d) { ... }

@script:ocaml@
f << serves.f; q << serves.q;
@@
declared := (f, (List.hd q).Coccilib.line) :: !declared;
places := List.filter (fun (g, q) ->
  let keep = g <> f in
  if not keep && not (good f) then refuse [q]
    "which table of the pagemap this function belongs to is not clear here";
  keep) !places

@script:ocaml@
@@
List.iter (fun (f, q) -> refuse [q]
  (f ^ "() is not defined in this file, with the five parameters of a fault callback")) !places

@announced@
identifier serves.f;
type T;
position q;
@@
T f@q(...);

@script:ocaml@
f << serves.f; q << announced.q;
@@
declared := (f, (List.hd q).Coccilib.line) :: !declared

// Other users of the function keep it from being converted.
@fine@
identifier serves.f;
position p;
struct hmm_devmem V;
@@
(
V.page_fault = f@p
|
V.page_fault = &f@p
)

@used@
identifier serves.f;
position p != fine.p;
expression list es;
expression E;
@@
(
f@p(es)
|
E = f@p
|
E = &f@p
)

@script:ocaml@
f << serves.f; p << used.p;
@@
refuse p (f ^ "() is used here, where there is no struct vm_fault")

// --- the function --------------------------------------------------------------

// A parameter that is written to, or whose address is taken.
@written@
identifier serves.f, serves.v, serves.a, serves.g, serves.l, serves.d;
type serves.T1, serves.T2, serves.T3, serves.T4, serves.T5;
expression E;
assignment operator op;
position p;
@@
f(T1 v, T2 a, T3 g, T4 l, T5 d)
{
<+...
(
\( v@p \| a@p \| g@p \| l@p \| d@p \) op E
|
 &\( v@p \| a@p \| g@p \| l@p \| d@p \)
|
\( v@p \| a@p \| g@p \| l@p \| d@p \)++
|
\( v@p \| a@p \| g@p \| l@p \| d@p \)--
|
 ++\( v@p \| a@p \| g@p \| l@p \| d@p \)
|
 --\( v@p \| a@p \| g@p \| l@p \| d@p \)
)
...+>
}

@script:ocaml@
p << written.p;
@@
refuse p "a parameter of a fault callback is written to: use a variable"

@taken@
identifier serves.f;
symbol vmf;
position p;
@@
f(...)
{
<+...
vmf@p
...+>
}

@script:ocaml@
p << taken.p;
@@
refuse p "the name vmf is taken"

// Members of other things may bear the names of the parameters; spatch knows
// a member from a variable.
@body@
identifier serves.f, serves.v, serves.a, serves.g, serves.l, serves.d;
type serves.T1, serves.T2, serves.T3, serves.T4, serves.T5;
@@
f(T1 v, T2 a, T3 g, T4 l, T5 d)
{
<...
(
-v
+vmf->vma
|
-a
+vmf->address
|
-g
+vmf->page
|
-l
+vmf->flags
|
-d
+vmf->pmd
)
...>
}

// (spatch takes the prototypes along.)
@head@
identifier serves.f, serves.v, serves.a, serves.g, serves.l, serves.d;
type serves.T1, serves.T2, serves.T3, serves.T4, serves.T5;
@@
 f(
-T1 v, T2 a, T3 g, T4 l, T5 d
+struct vm_fault *vmf
 ) { ... }

// --- its place -------------------------------------------------------------------

@placed@
identifier t : script:ocaml() { has_callback t };
fresh identifier _f = script:ocaml(t) { callback t };
@@
struct dev_pagemap_ops t = { ...,
+.migrate_to_ram = _f,
};

// A table that stands above its new method.
@late@
identifier t : script:ocaml() { is_early t };
fresh identifier _d = script:ocaml(t) { callback t ^ "(struct vm_fault *vmf)" };
@@
+static vm_fault_t _d;
+
struct dev_pagemap_ops t = { ... };

@dropped@
struct hmm_devmem *X;
identifier serves.f;
@@
-\( X->page_fault = f; \| X->page_fault = &f; \)

@dropped_v disable fld_to_ptr@
struct hmm_devmem X;
identifier serves.f;
@@
-\( X.page_fault = f; \| X.page_fault = &f; \)
