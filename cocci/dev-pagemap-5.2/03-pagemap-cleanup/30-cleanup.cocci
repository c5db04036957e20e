// SPDX-License-Identifier: GPL-2.0-only
/// The action that waits for the count and exits it becomes a method of the map.
//
// Confidence: High
// Candidates: devm_memremap_pages devm_add_action devm_add_action_or_reset
// Candidates: percpu_ref_exit
// Facts: constrain
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
(* FUNCTION__of__COUNT: the action gets the structure with the count. *)
let parts w =
  let n = String.length w in
  let rec at i = if i + 6 > n then -1
    else if String.sub w i 6 = "__of__" then i else at (i + 1) in
  match at 0 with
  | -1 -> (w, "")
  | i -> (String.sub w 0 i, String.sub w (i + 6) (n - i - 6))
let objects = List.map (fun w -> parts (String.trim w))
  (String.split_on_char ',' "ratchet_exit_object")
let of_object f = List.exists (fun (g, c) -> g = f && c <> "") objects
let count_of f = match List.assoc_opt f objects with Some c -> c | None -> ""

@count disable fld_to_ptr, ptr_to_array exists@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression X;
identifier C;
struct dev_pagemap M;
expression D, r, K;
statement S;
@@
(
-r = h(D, f, &X->C);
-if (\( r \| r != 0 \| r < 0 \)) S
|
-if (h(D, f, &X->C)) S
|
-if (h(D, f, &X->C) < 0) S
|
-h(D, f, &X->C);
)
 ... when any
 M.ref = &X->C;
 M.kill = K;
+M.cleanup = f;

@count_p disable ptr_to_array exists@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression X;
identifier C;
struct dev_pagemap *M;
expression D, r, K;
statement S;
@@
(
-r = h(D, f, &X->C);
-if (\( r \| r != 0 \| r < 0 \)) S
|
-if (h(D, f, &X->C)) S
|
-if (h(D, f, &X->C) < 0) S
|
-h(D, f, &X->C);
)
 ... when any
 M->ref = &X->C;
 M->kill = K;
+M->cleanup = f;

@object disable fld_to_ptr, ptr_to_array exists@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression X;
identifier C;
struct dev_pagemap M;
expression D, r, K;
statement S;
@@
(
-r = h(D, f, X);
-if (\( r \| r != 0 \| r < 0 \)) S
|
-if (h(D, f, X)) S
|
-if (h(D, f, X) < 0) S
|
-h(D, f, X);
)
 ... when any
 M.ref = &X->C;
 M.kill = K;
+M.cleanup = f;

@object_p disable ptr_to_array exists@
identifier f = {ratchet_exit_action};
identifier h = {devm_add_action, devm_add_action_or_reset};
expression X;
identifier C;
struct dev_pagemap *M;
expression D, r, K;
statement S;
@@
(
-r = h(D, f, X);
-if (\( r \| r != 0 \| r < 0 \)) S
|
-if (h(D, f, X)) S
|
-if (h(D, f, X) < 0) S
|
-h(D, f, X);
)
 ... when any
 M->ref = &X->C;
 M->kill = K;
+M->cleanup = f;

// --- what they do ------------------------------------------------------------------

@takes_object@
identifier f : script:ocaml() { of_object f };
identifier d;
@@
f(void *d) { ... }

@script:ocaml through@
f << takes_object.f;
c;
@@
c := make_ident (count_of f)

@object_variable@
identifier takes_object.f, through.c, takes_object.d;
identifier t, x;
@@
f(
-void *d
+struct percpu_ref *ref
 )
{
<...
struct t *x =
-d
+container_of(ref, struct t, c)
;
...>
}

@variable@
identifier f = {ratchet_exit_action};
identifier d, x;
@@
f(
-void *d
+struct percpu_ref *x
 )
{
-struct percpu_ref *x = d;
...
}

@plain@
identifier f = {ratchet_exit_action};
identifier d;
@@
f(
-void *d
+struct percpu_ref *ref
 )
{
<...
-d
+ref
...>
}

@prototype@
identifier f = {ratchet_exit_action};
identifier d;
type T;
@@
(
 T f(
-void *d
+struct percpu_ref *ref
 );
|
 T f(
-void *
+struct percpu_ref *
 );
)
