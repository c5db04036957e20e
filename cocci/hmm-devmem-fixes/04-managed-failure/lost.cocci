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

@exists@
identifier hand.g, err, k;
struct dev_pagemap *M;
@@
 g(...)
 {
 ... when any
 M->ref = &M->internal_ref
 ... when != \(devm_add_action\|devm_add_action_or_reset\)(..., M)
     when != k(M)
     when != M->ref == &M->internal_ref
*return ERR_PTR(err);
 ... when any
 }
