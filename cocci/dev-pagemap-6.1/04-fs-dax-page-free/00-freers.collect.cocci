// SPDX-License-Identifier: GPL-2.0-only
/// Which tables are those of maps for file systems: where the map gets its type,
/// or is known by the same name.
//
// Confidence: High
// Candidates: MEMORY_DEVICE_FS_DAX MEMORY_DEVICE_PRIVATE MEMORY_DEVICE_DEVDAX MEMORY_DEVICE_PCI_P2PDMA
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let learn t = Printf.printf "ratchet: set fs_dax_table %s\n" t

@type_first disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t;
@@
M.type = MEMORY_DEVICE_FS_DAX
... when any
M.ops = &t

@script:ocaml@
t << type_first.t;
@@
learn t

@ops_first disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t;
@@
M.ops = &t
... when any
M.type = MEMORY_DEVICE_FS_DAX

@script:ocaml@
t << ops_first.t;
@@
learn t

@type_first_p disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t;
@@
M->type = MEMORY_DEVICE_FS_DAX
... when any
M->ops = &t

@script:ocaml@
t << type_first_p.t;
@@
learn t

@ops_first_p disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t;
@@
M->ops = &t
... when any
M->type = MEMORY_DEVICE_FS_DAX

@script:ocaml@
t << ops_first_p.t;
@@
learn t

@table@
identifier V, t;
@@
 struct dev_pagemap V = { .type = MEMORY_DEVICE_FS_DAX, .ops = &t, };

@script:ocaml@
t << table.t;
@@
learn t

@table_member@
type T;
identifier V, F, t;
@@
 T V = { .F = { .type = MEMORY_DEVICE_FS_DAX, .ops = &t, }, };

@script:ocaml@
t << table_member.t;
@@
learn t

// Those of other memory.
@other_type_first disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t, Y = {MEMORY_DEVICE_PRIVATE, MEMORY_DEVICE_DEVDAX, MEMORY_DEVICE_PCI_P2PDMA};
@@
M.type = Y
... when any
M.ops = &t

@script:ocaml@
t << other_type_first.t;
@@
Printf.printf "ratchet: set other_table %s\n" t

@other_ops_first disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t, Y = {MEMORY_DEVICE_PRIVATE, MEMORY_DEVICE_DEVDAX, MEMORY_DEVICE_PCI_P2PDMA};
@@
M.ops = &t
... when any
M.type = Y

@script:ocaml@
t << other_ops_first.t;
@@
Printf.printf "ratchet: set other_table %s\n" t

@other_type_first_p disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t, Y = {MEMORY_DEVICE_PRIVATE, MEMORY_DEVICE_DEVDAX, MEMORY_DEVICE_PCI_P2PDMA};
@@
M->type = Y
... when any
M->ops = &t

@script:ocaml@
t << other_type_first_p.t;
@@
Printf.printf "ratchet: set other_table %s\n" t

@other_ops_first_p disable fld_to_ptr, ptr_to_array exists@
expression M;
identifier t, Y = {MEMORY_DEVICE_PRIVATE, MEMORY_DEVICE_DEVDAX, MEMORY_DEVICE_PCI_P2PDMA};
@@
M->ops = &t
... when any
M->type = Y

@script:ocaml@
t << other_ops_first_p.t;
@@
Printf.printf "ratchet: set other_table %s\n" t

// The type stands alone: any table may be meant.
@alone@
struct dev_pagemap *P;
@@
P->type = MEMORY_DEVICE_FS_DAX

@script:ocaml depends on alone && !type_first && !type_first_p && !ops_first && !ops_first_p@
@@
learn "any_table"
