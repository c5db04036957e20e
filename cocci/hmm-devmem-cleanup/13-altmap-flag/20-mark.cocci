// SPDX-License-Identifier: GPL-2.0-only
/// Mark the uses of altmap_valid that are those of struct dev_pagemap.
///
/// Types are known only as long as the code is what the headers describe, and
/// other structs may have a member of the name.  So this pass decides, by type,
/// which uses are meant and gives them a form that cannot be anything else; the passes
/// after it need no types, and leave none of the marks.
///
// Confidence: High
// Candidates: altmap_valid
// Requires: OCaml
// Options: --include include/linux/memremap.h
// Options: --include include/linux/mm_types.h
// Options: --include include/linux/hmm.h

// --- What is whose ---------------------------------------------------------

@ours@
struct dev_pagemap *P;
struct dev_pagemap S;
position p;
@@
(
P->altmap_valid@p
|
S.altmap_valid@p
)

// A receiver whose type is known and is not ours is left alone.
@others@
type T;
T *P;
T S;
position p != ours.p;
@@
(
P->altmap_valid@p
|
S.altmap_valid@p
)

// Another struct of this file has such a member: then a receiver of unknown
// type may be either.
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

@unknown depends on namesake || namesake_typedef@
expression E;
position p != { ours.p, others.p };
@@
(
E->altmap_valid@p
|
E.altmap_valid@p
)

@script:ocaml@
p << unknown.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the type of what altmap_valid is taken from is not known, and another struct has such a member\n" q.line q.col

// --- Uses that a flag cannot stand in for ----------------------------------

@address@
expression E;
position p != others.p;
@@
(
 &E->altmap_valid@p
|
 &E.altmap_valid@p
)

@script:ocaml@
p << address.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the address of altmap_valid is taken; a bit has none\n" q.line q.col

// Macros that must have an lvalue, and operators that ask about the object.
@object@
expression E, V;
position p != others.p;
@@
(
\(READ_ONCE\|ACCESS_ONCE\|smp_load_acquire\|data_race\)(\(E->altmap_valid@p\|E.altmap_valid@p\))
|
\(WRITE_ONCE\|smp_store_release\|swap\|xchg\)(\(E->altmap_valid@p\|E.altmap_valid@p\), V)
|
swap(V, \(E->altmap_valid@p\|E.altmap_valid@p\))
|
sizeof(\(E->altmap_valid@p\|E.altmap_valid@p\))
)

@script:ocaml@
p << object.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d altmap_valid is used as an object of its own; a bit is none\n" q.line q.col

@named@
symbol altmap_valid;
position p;
@@
(
 offsetof(struct dev_pagemap, altmap_valid@p)
|
 offsetofend(struct dev_pagemap, altmap_valid@p)
|
 FIELD_SIZEOF(struct dev_pagemap, altmap_valid@p)
)

@script:ocaml@
p << named.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the place or size of altmap_valid is asked for; a bit has none\n" q.line q.col

@stepped@
expression E, V;
position p != others.p;
@@
(
\(E->altmap_valid@p\|E.altmap_valid@p\)++
|
\(E->altmap_valid@p\|E.altmap_valid@p\)--
|
 ++\(E->altmap_valid@p\|E.altmap_valid@p\)
|
 --\(E->altmap_valid@p\|E.altmap_valid@p\)
|
\(E->altmap_valid@p\|E.altmap_valid@p\) ^= V
|
\(E->altmap_valid@p\|E.altmap_valid@p\) += V
|
\(E->altmap_valid@p\|E.altmap_valid@p\) -= V
)

@script:ocaml@
p << stepped.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d altmap_valid is counted with or toggled; say what is meant\n" q.line q.col

// "|= v" becomes "if (v)": what it takes to find the pagemap would be done at times only.
@always@
expression E;
symbol true, false;
position p;
@@
(
\(E->altmap_valid@p\|E.altmap_valid@p\) |= \(true\|1\)
|
\(E->altmap_valid@p\|E.altmap_valid@p\) &= \(false\|0\)
)

@stepping@
expression E, V, W;
identifier f;
assignment operator op = { |=, &= };
position p != { others.p, always.p };
@@
(
\(E\&<+...\(W++\|W--\|++W\|--W\|f(...)\)...+>\)->altmap_valid@p op V
|
\(E\&<+...\(W++\|W--\|++W\|--W\|f(...)\)...+>\).altmap_valid@p op V
)

@script:ocaml@
p << stepping.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d which pagemap it is takes a call or a step: look for it in a statement before\n" q.line q.col

// An assignment is converted where it is a statement, not where its value is
// used (a = b = c, conditions, the comma operator).
@plain@
expression E, V;
assignment operator op;
position p;
@@
(
E->altmap_valid@p op V;
|
E.altmap_valid@p op V;
)

@nested@
expression E, V;
assignment operator op;
position p != { plain.p, others.p };
@@
(
E->altmap_valid@p op V
|
E.altmap_valid@p op V
)

@script:ocaml@
p << nested.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the value of an assignment to altmap_valid is used; write it as a statement\n" q.line q.col

@chained@
expression E, V, W;
position p != others.p;
@@
(
E->altmap_valid@p = V = W
|
E.altmap_valid@p = V = W
)

@script:ocaml@
p << chained.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d altmap_valid is set in a chain of assignments; write them as statements\n" q.line q.col

// Initialisers by position move when a member goes.
@positional@
identifier x;
initializer I;
expression E;
position p;
@@
 struct dev_pagemap x@p = { I, ..., E, ... };

@script:ocaml@
p << positional.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d struct dev_pagemap is initialised by position; name the members\n" q.line q.col

// Initialisers in the manner of old gcc.
@colon@
identifier x;
expression V;
position p;
@@
 struct dev_pagemap x = { ..., altmap_valid@p: V, ... };

@script:ocaml@
p << colon.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d write the initialiser as .altmap_valid = ...\n" q.line q.col

// --- The marks -------------------------------------------------------------
// Written like a function of a pointer to the pagemap, for struct and pointer
// alike, so that the passes to come need one form of each rule only.

@mark disable fld_to_ptr, ptr_to_array@
expression E;
position p != others.p;
@@
(
-E.altmap_valid@p
+altmap__valid(&E)
|
-E->altmap_valid@p
+altmap__valid(E)
)
