// SPDX-License-Identifier: GPL-2.0-only
/// Initialisers: .altmap_valid = true becomes .flags = PGMAP_ALTMAP_VALID,
/// and what says false goes, since that is what saying nothing means there.
///
// Confidence: High
// Candidates: altmap_valid
// Requires: OCaml
// Options: --include include/linux/memremap.h

// A member of the name elsewhere makes an initialiser inside an initialiser
// doubtful: the type of the inner one is not written there.
@namesake@
identifier X != dev_pagemap;
type T;
constant C;
@@
(
struct X { ... T altmap_valid; ... };
|
struct X { ... T altmap_valid : C; ... };
)

@namesake_typedef@
type T, U;
@@
typedef struct { ... T altmap_valid; ... } U;

@doubtful depends on namesake || namesake_typedef@
type T;
identifier x, F;
expression V;
position p;
@@
 T x = { ..., .F = { ..., .altmap_valid@p = V, ... }, ... };

@script:ocaml@
p << doubtful.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the type of what is initialised here is not known, and another struct has a member altmap_valid\n" q.line q.col

// Both at once cannot come from code that ever compiled: half a conversion.
@both@
identifier x;
expression V, W;
position p;
@@
(
 struct dev_pagemap x = { ..., .altmap_valid@p = V, ..., .flags = W, ... };
|
 struct dev_pagemap x = { ..., .flags = W, ..., .altmap_valid@p = V, ... };
)

@script:ocaml@
p << both.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d both altmap_valid and flags are initialised\n" q.line q.col

// --- False: nothing needs to be said ---------------------------------------

@no_variable@
identifier x;
symbol false;
@@
 struct dev_pagemap x = { ...,
-.altmap_valid = \(false\|0\),
 ... };

@no_array@
identifier x;
symbol false;
@@
 struct dev_pagemap x[...] = { ..., { ...,
-.altmap_valid = \(false\|0\),
 ... }, ... };

@no_literal@
symbol false;
@@
 (struct dev_pagemap) { ...,
-.altmap_valid = \(false\|0\),
 ... }

@no_member@
type T;
identifier x, F;
symbol false;
@@
 T x = { ..., .F = { ...,
-.altmap_valid = \(false\|0\),
 ... }, ... };

// --- Anything else, as a condition first -----------------------------------

@variable@
identifier x;
expression V;
@@
 struct dev_pagemap x = { ...,
-.altmap_valid = V
+.flags = (V ? PGMAP_ALTMAP_VALID : 0)
 , ... };

@array@
identifier x;
expression V;
@@
 struct dev_pagemap x[...] = { ..., { ...,
-.altmap_valid = V
+.flags = (V ? PGMAP_ALTMAP_VALID : 0)
 , ... }, ... };

@literal@
expression V;
@@
 (struct dev_pagemap) { ...,
-.altmap_valid = V
+.flags = (V ? PGMAP_ALTMAP_VALID : 0)
 , ... }

@member@
type T;
identifier x, F;
expression V;
@@
 T x = { ..., .F = { ...,
-.altmap_valid = V
+.flags = (V ? PGMAP_ALTMAP_VALID : 0)
 , ... }, ... };

// --- and true, which is what was nearly always said ------------------------

@depends on variable || array || literal || member@
symbol true;
@@
-(\(true\|1\) ? PGMAP_ALTMAP_VALID : 0)
+PGMAP_ALTMAP_VALID
