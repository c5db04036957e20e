// SPDX-License-Identifier: GPL-2.0-only
/// Which functions bring a page back to the memory of the system.
//
// Confidence: High
// Candidates: dev_pagemap_ops&migrate_to_ram
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@in_table@
identifier t, f;
@@
 struct dev_pagemap_ops t = { .migrate_to_ram = f, ... };

@script:ocaml@
f << in_table.f;
@@
Printf.printf "ratchet: set to_ram %s\n" f
