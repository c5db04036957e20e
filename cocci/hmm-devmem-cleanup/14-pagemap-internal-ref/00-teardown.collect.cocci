// SPDX-License-Identifier: GPL-2.0-only
/// Who tears down by methods, and has nothing else to do it by.
//
// Confidence: High
// Candidates: @dev_pagemap&ops&kill @dev_pagemap&ops&cleanup
// Options: --include include/linux/memremap.h
// Requires: OCaml

@have@
identifier f = {dev_pagemap_kill, dev_pagemap_cleanup, dev_pagemap_percpu_release};
@@
 f(...) { ... }

// The same under other names.
@have_ref@
struct dev_pagemap *P;
@@
 P->internal_ref

@torn depends on !have && !have_ref@
struct dev_pagemap *P;
position p;
@@
(
 P->ops->kill@p(P)
|
 P->ops->cleanup@p(P)
)

@script:ocaml@
p << torn.p;
@@
Printf.printf "ratchet: set teardown %s\n" (List.hd p).Coccilib.current_element
