// SPDX-License-Identifier: GPL-2.0-only
/// What pointed to a struct hmm_devmem is, or points to, a pagemap.
//
// Confidence: High
// Candidates: ratchet_map hmm_devmem
// Options: --no-includes

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

// What was there when there was no memory.
@depends on !core && !core_add@
expression E;
@@
-E->ratchet_map = NULL;

@depends on !core && !core_add disable fld_to_ptr@
expression E;
@@
-E.ratchet_map = NULL;

@depends on !core && !core_add@
expression E;
identifier f;
@@
(
 E->
-ratchet_map->f
+pagemap.f
|
-E->ratchet_map
+&E->pagemap
)

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier f;
@@
(
 E.
-ratchet_map->f
+pagemap.f
|
-E.ratchet_map
+&E.pagemap
)

@depends on !core && !core_add@
@@
-struct hmm_devmem
+struct dev_pagemap

// No more parentheses than needed.
@depends on !core && !core_add disable paren@
expression E, X;
@@
 X =
(
-(E->pagemap.res.start >> PAGE_SHIFT)
+E->pagemap.res.start >> PAGE_SHIFT
|
-((E->pagemap.res.end + 1) >> PAGE_SHIFT)
+(E->pagemap.res.end + 1) >> PAGE_SHIFT
|
-(E.pagemap.res.start >> PAGE_SHIFT)
+E.pagemap.res.start >> PAGE_SHIFT
|
-((E.pagemap.res.end + 1) >> PAGE_SHIFT)
+(E.pagemap.res.end + 1) >> PAGE_SHIFT
|
-(E->res.start >> PAGE_SHIFT)
+E->res.start >> PAGE_SHIFT
|
-((E->res.end + 1) >> PAGE_SHIFT)
+(E->res.end + 1) >> PAGE_SHIFT
)

@depends on !core && !core_add disable paren@
expression E, X;
identifier f;
@@
 f(...,
(
-(E->pagemap.res.start >> PAGE_SHIFT)
+E->pagemap.res.start >> PAGE_SHIFT
|
-((E->pagemap.res.end + 1) >> PAGE_SHIFT)
+(E->pagemap.res.end + 1) >> PAGE_SHIFT
|
-(E.pagemap.res.start >> PAGE_SHIFT)
+E.pagemap.res.start >> PAGE_SHIFT
|
-((E.pagemap.res.end + 1) >> PAGE_SHIFT)
+(E.pagemap.res.end + 1) >> PAGE_SHIFT
|
-(E->res.start >> PAGE_SHIFT)
+E->res.start >> PAGE_SHIFT
|
-((E->res.end + 1) >> PAGE_SHIFT)
+(E->res.end + 1) >> PAGE_SHIFT
)
 , ...)

@depends on !core && !core_add disable paren@
expression E, X;
type T;
identifier x;
@@
 T x =
(
-(E->pagemap.res.start >> PAGE_SHIFT)
+E->pagemap.res.start >> PAGE_SHIFT
|
-((E->pagemap.res.end + 1) >> PAGE_SHIFT)
+(E->pagemap.res.end + 1) >> PAGE_SHIFT
|
-(E.pagemap.res.start >> PAGE_SHIFT)
+E.pagemap.res.start >> PAGE_SHIFT
|
-((E.pagemap.res.end + 1) >> PAGE_SHIFT)
+(E.pagemap.res.end + 1) >> PAGE_SHIFT
|
-(E->res.start >> PAGE_SHIFT)
+E->res.start >> PAGE_SHIFT
|
-((E->res.end + 1) >> PAGE_SHIFT)
+(E->res.end + 1) >> PAGE_SHIFT
)
 ;
