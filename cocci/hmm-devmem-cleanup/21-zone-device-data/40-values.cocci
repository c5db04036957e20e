// SPDX-License-Identifier: GPL-2.0-only
/// A driver's word for a page is a pointer: no cast where one was needed
/// because it was a number, and one where it really is a number.
//
// Confidence: High
// Candidates: hmm_devmem_page_set_drvdata hmm_devmem_page_get_drvdata ratchet_put ratchet_get
// Options: --include include/linux/mm_types.h
// Requires: OCaml

// --- What is stored --------------------------------------------------------

@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
type I;
@@
(
-set(P, 0)
+ratchet_store(P, NULL)
|
-set(P, 0UL)
+ratchet_store(P, NULL)
|
-set(P, 0L)
+ratchet_store(P, NULL)
|
-set(P, 0ul)
+ratchet_store(P, NULL)
|
-set(P, (I)0)
+ratchet_store(P, NULL)
)

// One that points to what must not be written does not go without a cast.
@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
type I, T;
const T *X;
@@
-set(P, (I)X)
+ratchet_store(P, (void *)X)

@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
type I, J;
expression *X;
@@
(
-set(P, (I)(J)X)
+ratchet_store(P, X)
|
-set(P, (I)X)
+ratchet_store(P, X)
)

@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
type I;
expression E;
@@
-set(P, (I)&E)
+ratchet_store(P, &E)

// Numbers as wide as a pointer ...
@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
typedef uintptr_t;
expression E;
@@
(
-set(P, (unsigned long)E)
+ratchet_store(P, (void *)(unsigned long)E)
|
-set(P, (long)E)
+ratchet_store(P, (void *)(long)E)
|
-set(P, (uintptr_t)E)
+ratchet_store(P, (void *)(uintptr_t)E)
)

@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
constant unsigned long C;
unsigned long X;
identifier x;
@@
(
-set(P, C)
+ratchet_store(P, (void *)C)
|
-set(P, x@X)
+ratchet_store(P, (void *)x)
|
-set(P, X)
+ratchet_store(P, (void *)(X))
)

// (A member or an element needs no parentheses.)
@disable drop_cast, paren@
expression P, E, I;
identifier f;
@@
 ratchet_store(P, (void *)
-(
 \(E->f\|E.f\|E[I]\)
-)
 )

// ... and others.
@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
identifier x;
constant C;
@@
(
-set(P, x)
+ratchet_store(P, (void *)(unsigned long)x)
|
-set(P, C)
+ratchet_store(P, (void *)C)
)

@disable drop_cast@
identifier set = {hmm_devmem_page_set_drvdata, ratchet_put};
expression P;
expression E, I;
identifier f;
expression list es;
@@
(
-set(P, E->f)
+ratchet_store(P, (void *)(unsigned long)E->f)
|
-set(P, E[I])
+ratchet_store(P, (void *)(unsigned long)E[I])
|
-set(P, E.f)
+ratchet_store(P, (void *)(unsigned long)E.f)
|
-set(P, f(es))
+ratchet_store(P, (void *)(unsigned long)f(es))
|
-set(P, E)
+ratchet_store(P, (void *)(unsigned long)(E))
)

// What is the whole value needs no parentheses.
@disable drop_cast, paren@
expression P, E;
@@
 ratchet_store(P,
-(
 E
-)
 )

// --- What is read ----------------------------------------------------------

@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
type I;
@@
(
-(void *)(I)get(P)
+ratchet_load(P)
|
-(void *)get(P)
+ratchet_load(P)
)

@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
type T, I;
@@
-(T *)(I)get(P)
+(T *)get(P)

// Where a pointer is asked for, any will do.
@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
type T;
expression X;
@@
(
 X =
-(T *)get(P)
+ratchet_load(P)
|
 X ==
-(T *)get(P)
+ratchet_load(P)
|
 X !=
-(T *)get(P)
+ratchet_load(P)
|
-(T *)get(P)
+ratchet_load(P)
 == X
|
-(T *)get(P)
+ratchet_load(P)
 != X
)

@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
type T;
@@
 return
-(T *)get(P)
+ratchet_load(P)
 ;

@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
type T;
@@
-(T *)get(P)
+(T *)ratchet_load(P)

// Is there one?
@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
@@
-!get(P)
+!ratchet_load(P)

@disable drop_cast, neg_if@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
statement S, S2;
@@
 if (
-get(P)
+ratchet_load(P)
 ) S else S2

// A number.
@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
typedef uintptr_t;
@@
(
-(unsigned long)get(P)
+(unsigned long)ratchet_load(P)
|
-(long)get(P)
+(long)ratchet_load(P)
|
-(uintptr_t)get(P)
+(uintptr_t)ratchet_load(P)
)

// (Two casts in a row, the first to a name that may be no type for all that
// spatch knows: it would not understand the function any more.)
@named disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
type T;
position p;
@@
 (T)get@p(P)

@script:ocaml@
t << named.T;
p << named.p;
@@
ignore p;
if String.contains t ' ' || List.mem t ["char"; "short"; "int"; "long"; "unsigned"]
then Coccilib.include_match false

@disable drop_cast@
identifier named.get;
expression P;
position named.p;
@@
-get@p(P)
+((unsigned long)ratchet_load(P))

@disable drop_cast@
identifier get = {hmm_devmem_page_get_drvdata, ratchet_get};
expression P;
@@
-get(P)
+(unsigned long)ratchet_load(P)
