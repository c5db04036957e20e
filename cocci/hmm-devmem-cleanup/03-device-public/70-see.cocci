// SPDX-License-Identifier: GPL-2.0-only
/// vm_normal_page() is a function of its own, and has no parameter for who may
/// see public pages.
///
// Confidence: High
// Candidates: _vm_normal_page
// Options: --no-includes
// Requires: OCaml

@seen@
type T;
typedef pte_t, bool;
identifier V, A, P, W;
@@
 T _vm_normal_page(struct vm_area_struct *V, unsigned long A, pte_t P, bool W) { ... }

@used@
type T;
identifier seen.W;
position p;
@@
 T _vm_normal_page(...)
 {
 <+... W@p ...+>
 }

@script:ocaml@
p << used.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d who may see a public page is asked for something else, too\n" q.Coccilib.line q.Coccilib.col

@renamed@
identifier V, A, P, W;
@@
-_vm_normal_page(struct vm_area_struct *V, unsigned long A, pte_t P, bool W)
+vm_normal_page(struct vm_area_struct *V, unsigned long A, pte_t P)
 { ... }
