// SPDX-License-Identifier: GPL-2.0-only
/// What other files have to know of a file that sets the type of a pagemap:
/// the member that it is set for, the functions that set it for their
/// parameter, those that are given a pagemap whose type is set, and those where it
/// is not seen which pagemap they set it for.
///
/// And what may bring a type to where it is not seen: functions that copy their
/// parameter into a member, or hand it on.  (A pagemap cannot be assigned: there is
/// something const in its altmap.)
//
// Confidence: High
// Candidates: dev_pagemap MEMORY_DEVICE_PRIVATE MEMORY_DEVICE_PUBLIC MEMORY_DEVICE_FS_DAX MEMORY_DEVICE_PCI_P2PDMA
// Options: --include include/linux/memremap.h --include include/linux/hmm.h
// Requires: OCaml

@initialize:ocaml@
@@
(* An identifier out of any text, so that it can be a member of a set. *)
let plain s =
  let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') || c = '_' in
  let s = String.concat "" (String.split_on_char '*' s) in
  String.map (fun c -> if is_id c then c else '_') (String.trim s)
let set name key = Printf.printf "ratchet: set %s %s\n" name key
let inside p = (List.hd p).Coccilib.current_element
let stored : (string * string) list ref = ref []
let params : (string * string) list ref = ref []
(* Pointers whose pagemap is known, and the members that they are. *)
let known : (string * string) list ref = ref []
let members : ((string * string) * string) list ref = ref []
let unseen : (string * string) list ref = ref []
let know p b = known := (inside p, b) :: !known
let is_member p b key = know p b; members := ((inside p, b), key) :: !members

// --- what a pointer points to ---

@alias@
struct dev_pagemap *P;
type T;
T *X;
identifier m;
position p;
@@
(
 P@p = &X->m
|
 P@p = X->m
|
 X->m = P@p
)

@script:ocaml@
b << alias.P; t << alias.T; m << alias.m; p << alias.p;
@@
is_member p b (plain t ^ "__" ^ m)

@alias_v disable fld_to_ptr@
struct dev_pagemap *P;
type T;
T X;
identifier m;
position p;
@@
(
 P@p = &X.m
|
 P@p = X.m
|
 X.m = P@p
)

@script:ocaml@
b << alias_v.P; t << alias_v.T; m << alias_v.m; p << alias_v.p;
@@
is_member p b (plain t ^ "__" ^ m)

// A variable, or one that is used up where it is made.
@alone@
struct dev_pagemap *P;
struct dev_pagemap V;
position p;
@@
(
 P@p = &V
|
 devm_memremap_pages(..., P@p)
)

@script:ocaml@
b << alone.P; p << alone.p;
@@
know p b

@returned@
struct dev_pagemap *P;
position p;
@@
 return P@p;

@script:ocaml@
b << returned.P; p << returned.p;
@@
know p b

@param@
identifier f, P;
@@
f(..., struct dev_pagemap *P, ...) { ... }

@script:ocaml@
f << param.f; b << param.P;
@@
params := (f, b) :: !params

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
stored := (inside p, b) :: !stored;
set "sets_a_type" ("fn__" ^ inside p);
List.iter (fun (k, key) -> if k = (inside p, b) then set "typed_member" key) !members;
if not (String.contains b '>' || String.contains b '.') &&
   not (List.mem (inside p, b) !known || List.mem (inside p, b) !params)
then begin
  unseen := (inside p, b) :: !unseen;
  set "types_unseen" ("fn__" ^ inside p)
end

@store_v disable fld_to_ptr@
struct dev_pagemap V;
expression E;
position p;
@@
 V.type@p = E

@script:ocaml@
b << store_v.V; p << store_v.p;
@@
stored := (inside p, "&" ^ b) :: !stored;
set "sets_a_type" ("fn__" ^ inside p)

@member@
type T;
T *X;
identifier m;
position store_v.p;
@@
 X->m.type@p

@script:ocaml@
t << member.T; m << member.m;
@@
set "typed_member" (plain t ^ "__" ^ m)

@member_v disable fld_to_ptr@
type T;
T X;
identifier m;
position store_v.p;
@@
 X.m.type@p

@script:ocaml@
t << member_v.T; m << member_v.m;
@@
set "typed_member" (plain t ^ "__" ^ m)

@pointer_member@
type T;
T *X;
identifier m;
position store.p;
@@
 X->m->type@p

@script:ocaml@
t << pointer_member.T; m << pointer_member.m;
@@
set "typed_member" (plain t ^ "__" ^ m)

@given@
identifier f, P;
position store.p;
@@
f(..., struct dev_pagemap *P, ...)
{
<+...
 P->type@p
...+>
}

@script:ocaml@
f << given.f;
@@
set "types_its_own" ("fn__" ^ f)

// --- where a type may come by another way ---

@copied@
identifier f, P, m;
type T;
T *X;
@@
f(..., struct dev_pagemap *P, ...)
{
<+...
 memcpy(&X->m, P, ...)
...+>
}

@script:ocaml@
f << copied.f; t << copied.T; m << copied.m;
@@
set "copies" (plain t ^ "__" ^ m ^ "__FROM__" ^ f)

@call@
identifier f;
struct dev_pagemap *P;
position p;
@@
f@p(..., P, ...)

@script:ocaml@
f << call.f; b << call.P; p << call.p;
@@
if List.mem (inside p, b) !stored then set "gets_a_type" ("fn__" ^ f);
if List.mem (inside p, b) !unseen then set "types_unseen" ("fn__" ^ inside p ^ "__TO__" ^ f);
if List.mem (inside p, b) !params && f <> inside p then
  set "hands_on" (inside p ^ "__TO__" ^ f)

@call_v@
identifier f;
struct dev_pagemap V;
position p;
@@
f@p(..., &V, ...)

@script:ocaml@
f << call_v.f; b << call_v.V; p << call_v.p;
@@
if List.mem (inside p, "&" ^ b) !stored then set "gets_a_type" ("fn__" ^ f)

// --- where an initialiser has it ---

@initialised@
type T;
identifier x, m;
expression E;
@@
(
 T x = { ..., .m = { ..., .type = E, ... }, ... };
|
 T x[...] = { ..., { ..., .m = { ..., .type = E, ... }, ... }, ... };
)

@script:ocaml@
t << initialised.T; m << initialised.m;
@@
set "typed_member" (plain t ^ "__" ^ m)

@initialised_here@
identifier S, x, m;
expression E;
@@
 struct S { ... } x = { ..., .m = { ..., .type = E, ... }, ... };

@script:ocaml@
s << initialised_here.S; m << initialised_here.m;
@@
set "typed_member" (plain ("struct " ^ s) ^ "__" ^ m)
