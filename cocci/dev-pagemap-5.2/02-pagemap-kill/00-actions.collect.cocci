// SPDX-License-Identifier: GPL-2.0-only
/// Which functions kill the count of a map as actions of devres; those that get
/// the structure with the count as FUNCTION__of__COUNT, too.
//
// Confidence: High
// Candidates: devm_add_action&percpu_ref_kill devm_add_action_or_reset&percpu_ref_kill
// Options: --include include/linux/memremap.h
// Requires: OCaml

@does@
identifier f, d;
@@
f(void *d) { <+... percpu_ref_kill(...) ...+> }

@with_count@
identifier does.f, h = {devm_add_action, devm_add_action_or_reset};
expression X;
identifier C;
expression D;
@@
h(D, f, &X->C)

@script:ocaml depends on with_count@
f << does.f;
@@
Printf.printf "ratchet: set kill_action %s\n" f

@with_object@
identifier does.f, h = {devm_add_action, devm_add_action_or_reset};
type T;
T *X;
expression D;
@@
h(D, f, X)

@its_count@
identifier C;
type with_object.T;
T *X;
expression M;
@@
(
M.ref = &X->C
|
M->ref = &X->C
)

@script:ocaml@
f << does.f; c << its_count.C;
@@
Printf.printf "ratchet: set kill_action %s\n" f;
Printf.printf "ratchet: set kill_object %s__of__%s\n" f c
