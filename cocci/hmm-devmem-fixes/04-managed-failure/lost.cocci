// SPDX-License-Identifier: GPL-2.0-only
/// An error that is returned right behind the core's own reference count, with
/// the count left as it is.
// Candidates: @dev_pagemap&internal_ref
// Options: --include include/linux/memremap.h

@hand@
identifier h = {devm_add_action, devm_add_action_or_reset}, f, g;
expression D;
struct dev_pagemap *M;
@@
 g(...) { <+... h(D, f, M) ...+> }

@seen exists@
identifier k;
expression M, E;
position q;
@@
 M->ref = &M->internal_ref
 ... when any
\(k(M)\|percpu_ref_exit(...)\)
 ... when any
 return@q E;

@exists@
identifier hand.g, err;
struct dev_pagemap *M;
position p != seen.q;
@@
 g(...)
 {
 ... when any
 M->ref = &M->internal_ref
 ... when != \(devm_add_action\|devm_add_action_or_reset\)(..., M)
     when != M->ref == &M->internal_ref
*return@p ERR_PTR(err);
 ... when any
 }
