// SPDX-License-Identifier: GPL-2.0-only
/// Assignments to altmap_valid set or clear the flag.
///
/// "= false" goes where the memory is known to be zero: it was allocated so in
/// the same function, and on no way from there to the assignment can anybody
/// have set the flag.  Otherwise the flag is cleared.
///
// Confidence: High
// Candidates: altmap__valid
// Requires: OCaml

// --- False that says nothing new -------------------------------------------
// The rules up to the next line of dashes only look: scripts write down which
// assignments concern zeroed memory, and which of them must stay all the same.

@initialize:ocaml@
@@
let zeroed : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let declared : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let needed : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let note table p =
	let q = List.hd p in
	Hashtbl.replace table (q.Coccilib.line, q.Coccilib.col) ()
let noted table p =
	let q = List.hd p in
	Hashtbl.mem table (q.Coccilib.line, q.Coccilib.col)

// The pagemap is a member of something that X points to.

@member@
identifier X, F;
symbol false;
position p;
@@
 altmap__valid@p(&X->F) = \(false\|0\);

@member_declared exists@
identifier member.X, member.F;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position member.p;
@@
 T *X = alloc(...);
 ... when any
 altmap__valid@p(&X->F) = \(false\|0\);

@script:ocaml@
p << member.p;
d << member_declared.alloc;
@@
ignore d; note zeroed p; note declared p

@member_assigned exists@
identifier member.X, member.F;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position member.p;
@@
(
 X = alloc(...)
|
 X = (T *)alloc(...)
)
 ... when any
 altmap__valid@p(&X->F) = \(false\|0\);

@script:ocaml@
p << member.p;
a << member_assigned.alloc;
@@
ignore a; note zeroed p

// Another way leads to the assignment, on which it was not allocated so.
@member_elsewhere exists@
identifier fn, member.X, member.F;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position member.p;
@@
 fn(...)
 {
 ... when != X = alloc(...)
     when != X = (T *)alloc(...)
 altmap__valid@p(&X->F) = \(false\|0\);
 ... when any
 }

@script:ocaml@
p << member.p;
f << member_elsewhere.fn;
@@
ignore f; if not (noted declared p) then note needed p

// Mentions of the pointer that cannot set the flag ...
@member_size@
identifier member.X;
position h;
@@
 sizeof(*X@h)

@member_harmless@
identifier member.X, G;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position h;
@@
(
 X@h = alloc(...)
|
 X@h = (T *)alloc(...)
|
 \(IS_ERR\|IS_ERR_OR_NULL\|PTR_ERR\|kfree\|kvfree\)(X@h)
|
 !X@h
|
 X@h == NULL
|
 X@h != NULL
|
 X@h->G
)

// (also those of the member that look into it, or say false)
@member_inside@
identifier member.X, member.F, G;
symbol false;
position h;
@@
(
 altmap__valid(&X->F@h) = \(false\|0\)
|
 X->F@h.G
)

// ... and any other, on the way from the allocation to the assignment.
@member_touched exists@
identifier member.X, member.F;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position e != { member_harmless.h, member_size.h };
position member.p;
@@
 X@e
 ... when any
     when != X = alloc(...)
     when != X = (T *)alloc(...)
 altmap__valid@p(&X->F) = \(false\|0\);

@script:ocaml@
p << member.p;
e << member_touched.e;
@@
ignore e; note needed p

@member_written exists@
identifier member.X, member.F;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position e != member_inside.h;
position member.p;
@@
 X->F@e
 ... when any
     when != X = alloc(...)
     when != X = (T *)alloc(...)
 altmap__valid@p(&X->F) = \(false\|0\);

@script:ocaml@
p << member.p;
e << member_written.e;
@@
ignore e; note needed p

// X points to the pagemap itself.

@whole@
identifier X;
symbol false;
position p;
@@
 altmap__valid@p(X) = \(false\|0\);

@whole_declared exists@
identifier whole.X;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position whole.p;
@@
 T *X = alloc(...);
 ... when any
 altmap__valid@p(X) = \(false\|0\);

@script:ocaml@
p << whole.p;
d << whole_declared.alloc;
@@
ignore d; note zeroed p; note declared p

@whole_assigned exists@
identifier whole.X;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position whole.p;
@@
(
 X = alloc(...)
|
 X = (T *)alloc(...)
)
 ... when any
 altmap__valid@p(X) = \(false\|0\);

@script:ocaml@
p << whole.p;
a << whole_assigned.alloc;
@@
ignore a; note zeroed p

// Another way leads to the assignment, on which it was not allocated so.
@whole_elsewhere exists@
identifier fn, whole.X;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position whole.p;
@@
 fn(...)
 {
 ... when != X = alloc(...)
     when != X = (T *)alloc(...)
 altmap__valid@p(X) = \(false\|0\);
 ... when any
 }

@script:ocaml@
p << whole.p;
f << whole_elsewhere.fn;
@@
ignore f; if not (noted declared p) then note needed p

// Mentions of the pointer that cannot set the flag ...
@whole_size@
identifier whole.X;
position h;
@@
 sizeof(*X@h)

@whole_harmless@
identifier whole.X, G;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position h;
@@
(
 X@h = alloc(...)
|
 X@h = (T *)alloc(...)
|
 \(IS_ERR\|IS_ERR_OR_NULL\|PTR_ERR\|kfree\|kvfree\)(X@h)
|
 !X@h
|
 X@h == NULL
|
 X@h != NULL
|
 altmap__valid(X@h) = \(false\|0\)
|
 X@h->G
)

// ... and any other, on the way from the allocation to the assignment.
@whole_touched exists@
identifier whole.X;
type T;
identifier alloc = { kzalloc, kzalloc_node, kcalloc, kcalloc_node, kvzalloc,
	kvzalloc_node, kvcalloc, vzalloc, vzalloc_node, kmem_cache_zalloc,
	devm_kzalloc, devm_kcalloc };
symbol false;
position e != { whole_harmless.h, whole_size.h };
position whole.p;
@@
 X@e
 ... when any
     when != X = alloc(...)
     when != X = (T *)alloc(...)
 altmap__valid@p(X) = \(false\|0\);

@script:ocaml@
p << whole.p;
e << whole_touched.e;
@@
ignore e; note needed p

// The only statement of a branch cannot go without the branch.
@alone@
expression P, E;
statement S;
symbol false;
position p;
@@
(
 if (E) altmap__valid@p(P) = \(false\|0\);
|
 if (E) altmap__valid@p(P) = \(false\|0\); else S
|
 if (E) S else altmap__valid@p(P) = \(false\|0\);
)

@script:ocaml@
p << alone.p;
@@
note needed p

// ---------------------------------------------------------------------------

@drop@
expression P;
symbol false;
position p : script:ocaml() { noted zeroed p && not (noted needed p) };
@@
-altmap__valid@p(P) = \(false\|0\);

// --- True ------------------------------------------------------------------

@set@
expression P, S;
symbol true, false;
@@
(
-altmap__valid(&S) = \(true\|1\);
+S.flags |= PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) = \(true\|1\);
+P->flags |= PGMAP_ALTMAP_VALID;
|
-altmap__valid(&S) |= \(true\|1\);
+S.flags |= PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) |= \(true\|1\);
+P->flags |= PGMAP_ALTMAP_VALID;
|
-altmap__valid(&S) &= \(false\|0\);
+S.flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) &= \(false\|0\);
+P->flags &= ~PGMAP_ALTMAP_VALID;
)

// --- False that may be news ------------------------------------------------

@clear@
expression P, S;
symbol false;
@@
(
-altmap__valid(&S) = \(false\|0\);
+S.flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) = \(false\|0\);
+P->flags &= ~PGMAP_ALTMAP_VALID;
)

// --- What is not known before it runs --------------------------------------

// As the branch of an if it must stay one statement, without an if of its own:
// an else could change hands.
@branch@
expression P, S, V, E;
statement B;
@@
(
 if (E)
-altmap__valid(&S) = V;
+S.flags = V ? S.flags | PGMAP_ALTMAP_VALID : S.flags & ~PGMAP_ALTMAP_VALID;
 else B
|
 if (E)
-altmap__valid(P) = V;
+P->flags = V ? P->flags | PGMAP_ALTMAP_VALID : P->flags & ~PGMAP_ALTMAP_VALID;
 else B
|
 if (E)
-altmap__valid(&S) = V;
+S.flags = V ? S.flags | PGMAP_ALTMAP_VALID : S.flags & ~PGMAP_ALTMAP_VALID;
|
 if (E)
-altmap__valid(P) = V;
+P->flags = V ? P->flags | PGMAP_ALTMAP_VALID : P->flags & ~PGMAP_ALTMAP_VALID;
|
 if (E) B else
-altmap__valid(&S) = V;
+S.flags = V ? S.flags | PGMAP_ALTMAP_VALID : S.flags & ~PGMAP_ALTMAP_VALID;
|
 if (E) B else
-altmap__valid(P) = V;
+P->flags = V ? P->flags | PGMAP_ALTMAP_VALID : P->flags & ~PGMAP_ALTMAP_VALID;
|
 if (E)
-altmap__valid(&S) |= V;
+S.flags |= V ? PGMAP_ALTMAP_VALID : 0;
 else B
|
 if (E)
-altmap__valid(P) |= V;
+P->flags |= V ? PGMAP_ALTMAP_VALID : 0;
 else B
|
 if (E)
-altmap__valid(&S) |= V;
+S.flags |= V ? PGMAP_ALTMAP_VALID : 0;
|
 if (E)
-altmap__valid(P) |= V;
+P->flags |= V ? PGMAP_ALTMAP_VALID : 0;
|
 if (E) B else
-altmap__valid(&S) |= V;
+S.flags |= V ? PGMAP_ALTMAP_VALID : 0;
|
 if (E) B else
-altmap__valid(P) |= V;
+P->flags |= V ? PGMAP_ALTMAP_VALID : 0;
|
 if (E)
-altmap__valid(&S) &= V;
+S.flags &= V ? ~0U : ~PGMAP_ALTMAP_VALID;
 else B
|
 if (E)
-altmap__valid(P) &= V;
+P->flags &= V ? ~0U : ~PGMAP_ALTMAP_VALID;
 else B
|
 if (E)
-altmap__valid(&S) &= V;
+S.flags &= V ? ~0U : ~PGMAP_ALTMAP_VALID;
|
 if (E)
-altmap__valid(P) &= V;
+P->flags &= V ? ~0U : ~PGMAP_ALTMAP_VALID;
|
 if (E) B else
-altmap__valid(&S) &= V;
+S.flags &= V ? ~0U : ~PGMAP_ALTMAP_VALID;
|
 if (E) B else
-altmap__valid(P) &= V;
+P->flags &= V ? ~0U : ~PGMAP_ALTMAP_VALID;
)

@otherwise@
expression P, S, V;
identifier I;
@@
(
-altmap__valid(&S) = V;
+if (V)
+	S.flags |= PGMAP_ALTMAP_VALID;
+else
+	S.flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) = V;
+if (V)
+	P->flags |= PGMAP_ALTMAP_VALID;
+else
+	P->flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(&S) |= V;
+if (V)
+	S.flags |= PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) |= V;
+if (V)
+	P->flags |= PGMAP_ALTMAP_VALID;
|
-altmap__valid(&S) &= I;
+if (!I)
+	S.flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) &= I;
+if (!I)
+	P->flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(&S) &= V;
+if (!(V))
+	S.flags &= ~PGMAP_ALTMAP_VALID;
|
-altmap__valid(P) &= V;
+if (!(V))
+	P->flags &= ~PGMAP_ALTMAP_VALID;
)
