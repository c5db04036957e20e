// SPDX-License-Identifier: GPL-2.0-only
/// Where a driver keeps the device that it maps memory for, beside the map: as
/// TYPE__of__MAP__of__DEVICE; and which maps there are.
//
// Confidence: High
// Candidates: devm_memremap_pages dev_pagemap
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let word t = String.concat "__sp__" (String.split_on_char ' ' (String.trim t))
let learn t m d = Printf.printf "ratchet: set map_device %s__of__%s__of__%s\n" (word t) m d

@embeds@
identifier S, F;
@@
struct S { ... struct dev_pagemap F; ... };

@script:ocaml@
s << embeds.S; f << embeds.F;
@@
Printf.printf "ratchet: set map_member struct__sp__%s__of__%s\n" s f

@embeds_array@
identifier S, F;
@@
struct S { ... struct dev_pagemap F[...]; ... };

@script:ocaml@
s << embeds_array.S; f << embeds_array.F;
@@
Printf.printf "ratchet: set map_member struct__sp__%s__of__%s\n" s f

@embeds_named@
type T;
identifier F;
@@
typedef struct { ... struct dev_pagemap F; ... } T;

@script:ocaml@
t << embeds_named.T; f << embeds_named.F;
@@
Printf.printf "ratchet: set map_member %s__of__%s\n" (word t) f

@variable@
identifier V;
@@
(
struct dev_pagemap V;
|
struct dev_pagemap V = { ... };
|
struct dev_pagemap V[...];
)

@script:ocaml@
v << variable.V;
@@
Printf.printf "ratchet: set map_member variable__of__%s\n" v

@direct@
type T;
T *X;
identifier F, D;
@@
devm_memremap_pages(X->D, &X->F)

@script:ocaml@
t << direct.T; f << direct.F; d << direct.D;
@@
learn t f d

@through exists@
type T;
T *X;
identifier F, D;
struct dev_pagemap *M;
@@
M = &X->F
... when != M = ...
devm_memremap_pages(X->D, M)

@script:ocaml@
t << through.T; f << through.F; d << through.D;
@@
learn t f d

@stored exists@
type T;
T *X;
identifier F, D;
idexpression struct device *V;
@@
X->D = V
... when != V = ...
    when != X->D = ...
devm_memremap_pages(V, &X->F)

@script:ocaml@
t << stored.T; f << stored.F; d << stored.D;
@@
learn t f d
