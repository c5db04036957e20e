// SPDX-License-Identifier: GPL-2.0-only
/// A driver that was found to count as the core does leaves it to the core.
//
// Confidence: High
// Candidates: percpu_ref_init&dev_pagemap_ops
// Facts: constrain
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* TAG__of__COUNT__of__COMPLETION__of__PAGEMAP, ...: the structures, learnt before. *)
let learnt = "ratchet_count_of"
let rec parts w =
  let n = String.length w in
  let rec at i = if i + 6 > n then -1
    else if String.sub w i 6 = "__of__" then i else at (i + 1) in
  match at 0 with
  | -1 -> [w]
  | i -> String.sub w 0 i :: parts (String.sub w (i + 6) (n - i - 6))
let counts = List.filter_map (fun w -> match parts (String.trim w) with
  | [t; r; c; m] -> Some (t, r, c, m) | _ -> None) (String.split_on_char ',' learnt)
let is_owner x = List.exists (fun (t, _, _, _) -> t = x) counts
let is_count x = List.exists (fun (_, r, _, _) -> r = x) counts
let map_of t r =
  let t = String.concat "" (String.split_on_char ' ' t) in
  match List.filter (fun (u, s, _, _) -> "struct" ^ u = t && s = r) counts with
  | (_, _, _, m) :: _ -> m | [] -> "none"
(* Variables and the functions that still use them. *)
let used : (string * string) list ref = ref []
let is_done x = List.exists (fun (_, _, c, _) -> c = x) counts

@init@
type T;
T *X;
identifier r : script:ocaml() { is_count r };
identifier rel = {ratchet_count_release};
@@
\( percpu_ref_init(&X->r, rel, ...) \| percpu_ref_init(&X->r, &rel, ...) \)

// --- what sets the count up --------------------------------------------------------

@done@
type init.T;
T *X;
identifier m : script:ocaml() { is_done m };
@@
-init_completion(&X->m);

@result@
type init.T;
T *X;
identifier init.r, e;
position p;
@@
e@p = percpu_ref_init(&X->r, ...)

@script:ocaml held@
e << result.e; p << result.p;
fn;
@@
ignore e;
fn := make_ident (List.hd p).Coccilib.current_element

@start@
type init.T;
T *X;
identifier init.r, init.rel;
expression E;
statement S;
@@
(
-E = \( percpu_ref_init(&X->r, rel, ...) \| percpu_ref_init(&X->r, &rel, ...) \);
-if (\( E \| E != 0 \| E < 0 \| unlikely(E) \)) S
|
-if (\( percpu_ref_init(&X->r, rel, ...) \| percpu_ref_init(&X->r, &rel, ...) \)) S
|
-if (\( percpu_ref_init(&X->r, rel, ...) \| percpu_ref_init(&X->r, &rel, ...) \) != 0) S
|
-if (\( percpu_ref_init(&X->r, rel, ...) \| percpu_ref_init(&X->r, &rel, ...) \) < 0) S
|
-if (unlikely(\( percpu_ref_init(&X->r, rel, ...) \| percpu_ref_init(&X->r, &rel, ...) \))) S
)

@action@
expression D, A, E;
identifier d = {ratchet_count_action}, h = {devm_add_action, devm_add_action_or_reset};
statement S;
@@
(
-E = h(D, d, A);
-if (\( E \| E != 0 \| E < 0 \)) S
|
-if (h(D, d, A)) S
)

// Once there is a mapping, the count is at hand there.
@script:ocaml map@
t << init.T; r << init.r;
m;
@@
m := make_ident (map_of t r)

// The variable may have been for that only.  Dots would not see the ways that
// leave early.
@used@
identifier result.e;
position p;
@@
e@p

@script:ocaml@
e << result.e; p << used.p;
@@
used := ((List.hd p).Coccilib.current_element, e) :: !used

@script:ocaml idle@
e << result.e; fn << held.fn;
f;
@@
f := make_ident (if List.mem (fn, e) !used then "no_such_function" else fn)

@unused@
identifier idle.f, result.e;
type V;
constant C;
@@
f(...)
{
 ... when any
(
-V e;
|
-V e = C;
|
-V e = -C;
)
 ... when any
}

@pool disable ptr_to_array@
type init.T;
T *X;
identifier init.r, map.m;
expression list es;
@@
 gen_pool_add_owner(es,
-&X->r
+X->m.ref
 )

@count@
type init.T;
T *X;
identifier init.r;
struct dev_pagemap *P;
@@
-P->ref = &X->r;

@count_v disable fld_to_ptr@
type init.T;
T *X;
identifier init.r;
struct dev_pagemap V;
@@
-V.ref = &X->r;

// --- the methods ---------------------------------------------------------------------

@given@
identifier t = {ratchet_count_table};
struct dev_pagemap *P;
@@
-P->ops = &t;

@given_v disable fld_to_ptr@
identifier t = {ratchet_count_table};
struct dev_pagemap V;
@@
-V.ops = &t;

@table@
identifier t = {ratchet_count_table};
@@
-struct dev_pagemap_ops t = { ... };

@kill@
identifier t = {ratchet_count_table_more};
expression F;
@@
struct dev_pagemap_ops t = { ...,
-.kill = F,
 ... };

@cleanup@
identifier t = {ratchet_count_table_more};
expression F;
@@
struct dev_pagemap_ops t = { ...,
-.cleanup = F,
 ... };

@@
identifier f = {ratchet_count_function};
@@
-f(...) { ... }

@@
identifier f = {ratchet_count_function};
type T;
@@
-T f(...);
