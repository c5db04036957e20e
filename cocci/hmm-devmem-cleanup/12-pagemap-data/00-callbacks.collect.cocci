// SPDX-License-Identifier: GPL-2.0-only
/// Which functions are the page_free method of a struct dev_pagemap_ops,
/// wherever they are defined.
//
// Confidence: High
// Candidates: dev_pagemap_ops&page_free
// Options: --include include/linux/memremap.h
// Requires: OCaml

@in_table@
identifier t, f;
@@
(
struct dev_pagemap_ops t = { .page_free = f, ... };
|
struct dev_pagemap_ops t = { .page_free = &f, ... };
)

@script:ocaml@
f << in_table.f;
@@
Printf.printf "ratchet: set page_free %s\n" f

// A table that is filled in at run time; a pointer to one is meant, too.
@store@
struct dev_pagemap_ops v;
identifier f;
@@
(
v.page_free = f
|
v.page_free = &f
)

@script:ocaml@
f << store.f;
@@
Printf.printf "ratchet: set page_free %s\n" f
