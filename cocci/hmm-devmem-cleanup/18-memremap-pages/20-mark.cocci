// SPDX-License-Identifier: GPL-2.0-only
/// What a driver reads from its struct hmm_devmem is in the pagemap; and each
/// pointer to a struct hmm_devmem inside a struct is marked.
//
// From here on a "struct hmm_devmem *" is thought of as a "struct dev_pagemap
// *": the members that are read change their names first, while the types are
// known.  A pointer in a struct gets the name ratchet_map, by which the next
// passes know it.  And ratchet_pfn() makes a page frame number of an address.
//
// Confidence: High
// Candidates: @hmm_devmem&device @hmm_devmem&pfn_first @hmm_devmem&pfn_last @hmm_devmem&resource @hmm_devmem&pagemap hmm_devmem hmm_devmem_add
// Options: --include include/linux/hmm.h --include include/linux/mm_types.h

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

@depends on !core && !core_add@
expression P;
@@
-container_of(P, struct hmm_devmem, pagemap)
+P

@depends on !core && !core_add@
struct hmm_devmem *D;
@@
 D->
-device
+dev

@depends on !core && !core_add@
struct hmm_devmem *D;
@@
-D->pfn_first
+ratchet_pfn(D->res.start)

@depends on !core && !core_add@
struct hmm_devmem *D;
@@
-D->pfn_last
+ratchet_pfn(D->res.end + 1)

@depends on !core && !core_add@
struct hmm_devmem *D;
identifier f;
@@
 D->
-resource->f
+res.f

@depends on !core && !core_add@
struct hmm_devmem *D;
@@
-D->resource
+&D->res

@depends on !core && !core_add@
struct hmm_devmem *D;
@@
-&D->pagemap
+D

@depends on !core && !core_add@
struct hmm_devmem *D;
identifier f;
@@
 D->
-pagemap.f
+f

@by_pointer depends on !core && !core_add disable fld_to_ptr@
struct hmm_devmem *D;
expression E;
identifier F;
position p;
@@
 \(E->F@p\&D\)

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F;
position by_pointer.p;
@@
 E->
-F@p
+ratchet_map

@by_object depends on !core && !core_add disable fld_to_ptr@
struct hmm_devmem *D;
expression E;
identifier F;
position p;
@@
 \(E.F@p\&D\)

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F;
position by_object.p;
@@
 E.
-F@p
+ratchet_map

@embedded depends on !core && !core_add@
identifier S, F;
@@
 struct S {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 };

// A pointer needs no more than a declaration, a member does.
@known@
@@
(
 #include <linux/hmm.h>
|
 #include <linux/memremap.h>
)

@depends on embedded && !known@
@@
-struct hmm_devmem;
+#include <linux/memremap.h>
