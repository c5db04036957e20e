// SPDX-License-Identifier: GPL-2.0-only
/// Counts that somebody takes references of, in whatever file: as TAG__of__MEMBER,
/// and those that a function ends: as TAG__of__MEMBER__in__FUNCTION.
//
// Confidence: High
// Candidates: percpu_ref_get percpu_ref_get_many percpu_ref_tryget percpu_ref_tryget_live
// Candidates: percpu_ref_put percpu_ref_put_many percpu_ref_is_zero percpu_ref_is_dying
// Candidates: percpu_ref_resurrect percpu_ref_reinit percpu_ref_kill_and_confirm
// Candidates: percpu_ref_kill percpu_ref_exit
// Concerns: dev_pagemap
// Requires: OCaml

@initialize:ocaml@
@@
let tell t m how =
  let t = String.concat "" (String.split_on_char ' ' t) in
  if String.length t > 6 && String.sub t 0 6 = "struct" then
    Printf.printf "ratchet: set count_busy %s__of__%s%s\n"
      (String.sub t 6 (String.length t - 6)) m how

@use@
type T;
T *X;
identifier m;
identifier f = {percpu_ref_get, percpu_ref_get_many, percpu_ref_tryget, percpu_ref_tryget_live, percpu_ref_put, percpu_ref_put_many, percpu_ref_is_zero, percpu_ref_is_dying, percpu_ref_resurrect, percpu_ref_reinit, percpu_ref_kill_and_confirm};
@@
f(&X->m, ...)

@script:ocaml@
t << use.T; m << use.m;
@@
tell t m ""

@ends@
type T;
T *X;
identifier m;
position p;
@@
\( percpu_ref_kill(&X->m@p) \| percpu_ref_exit(&X->m@p) \)

@script:ocaml@
t << ends.T; m << ends.m; p << ends.p;
@@
tell t m ("__in__" ^ (List.hd p).Coccilib.current_element)
