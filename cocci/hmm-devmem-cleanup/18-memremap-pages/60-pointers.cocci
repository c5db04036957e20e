// SPDX-License-Identifier: GPL-2.0-only
/// What pointed to a struct hmm_devmem is, or points to, a pagemap.
//
// Confidence: High
// Candidates: ratchet_map ratchet_pfn hmm_devmem
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

// A page frame number is an unsigned long, an address need not be: where the
// type decides, PHYS_PFN() sees to it.
@@
expression A, X;
@@
 X =
-ratchet_pfn(A + 1)
+(A + 1) >> PAGE_SHIFT

@@
expression A, X;
@@
 X =
-ratchet_pfn(A)
+A >> PAGE_SHIFT

@@
expression A;
type T;
identifier x;
@@
 T x =
-ratchet_pfn(A + 1)
+(A + 1) >> PAGE_SHIFT
 ;

@@
expression A;
type T;
identifier x;
@@
 T x =
-ratchet_pfn(A)
+A >> PAGE_SHIFT
 ;

@@
expression A;
@@
-ratchet_pfn(A)
+PHYS_PFN(A)
