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
// Requires: OCaml

@initialize:ocaml@
@@
(* Is this line part of a macro? *)
let in_macro p =
	let q = List.hd p in
	let ic = open_in_bin q.Coccilib.file in
	let rec go n inside =
		let l = input_line ic in
		let t = String.trim l in
		let k = String.length t in
		let inside = inside || (k > 0 && Char.code t.[0] = 35) in
		if n = q.Coccilib.line then inside
		else go (n + 1) (inside && k > 0 && Char.code t.[k - 1] = 92) in
	let r = try go 1 false with End_of_file -> false in
	close_in ic;
	r

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

// After a failure there is no pointer that should not be used.
@forgotten depends on !core && !core_add@
struct hmm_devmem *D;
@@
 if (IS_ERR(D)) {
 <...
-D = NULL;
 ...>
 }

@depends on forgotten@
struct hmm_devmem *D;
expression R;
identifier L;
@@
(
 if (IS_ERR(D))
-{
 return R;
-}
|
 if (IS_ERR(D))
-{
 return;
-}
|
 if (IS_ERR(D))
-{
 goto L;
-}
)

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
-D->pfn_last - D->pfn_first
+PHYS_PFN(resource_size(&D->res))

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

// In macros there are no types: there, the names of both members have to do.
@depends on !core && !core_add@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E->F@p->pfn_last - E->F->pfn_first
+PHYS_PFN(resource_size(&E->ratchet_map->res))

@depends on !core && !core_add@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E->F@p->pfn_first
+ratchet_pfn(E->ratchet_map->res.start)

@depends on !core && !core_add@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E->F@p->pfn_last
+ratchet_pfn(E->ratchet_map->res.end + 1)

@depends on !core && !core_add@
expression E;
identifier F = {ratchet_devmem_field}, m;
position p : script:ocaml() { in_macro p };
@@
-E->F@p->resource->m
+E->ratchet_map->res.m

@depends on !core && !core_add@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E->F@p->resource
+&E->ratchet_map->res

@depends on !core && !core_add@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E->F@p->device
+E->ratchet_map->dev

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E.F@p->pfn_last - E.F->pfn_first
+PHYS_PFN(resource_size(&E.ratchet_map->res))

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E.F@p->pfn_first
+ratchet_pfn(E.ratchet_map->res.start)

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E.F@p->pfn_last
+ratchet_pfn(E.ratchet_map->res.end + 1)

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F = {ratchet_devmem_field}, m;
position p : script:ocaml() { in_macro p };
@@
-E.F@p->resource->m
+E.ratchet_map->res.m

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E.F@p->resource
+&E.ratchet_map->res

@depends on !core && !core_add disable fld_to_ptr@
expression E;
identifier F = {ratchet_devmem_field};
position p : script:ocaml() { in_macro p };
@@
-E.F@p->device
+E.ratchet_map->dev

@embedded depends on !core && !core_add@
identifier S, F;
@@
 struct S {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 };

@embedded_inside depends on !core && !core_add@
identifier S, F, x;
@@
(
 struct S {
 ...
 struct {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 } x;
 ...
 };
|
 struct S {
 ...
 struct {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 };
 ...
 };
|
 struct S {
 ...
 union {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 };
 ...
 };
)

@embedded_bare depends on !core && !core_add@
identifier F, x;
type T;
@@
(
 typedef struct {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 } T;
|
 struct {
 ...
-struct hmm_devmem *F;
+struct dev_pagemap pagemap;
 ...
 } x;
)

// A pointer needs no more than a declaration, a member does.
@known@
@@
(
 #include <linux/hmm.h>
|
 #include <linux/memremap.h>
)

@included depends on (embedded || embedded_inside || embedded_bare) && !known@
@@
 #include <...>
+#include <linux/memremap.h>

@depends on included@
@@
-struct hmm_devmem;

@depends on (embedded || embedded_inside || embedded_bare) && !known && !included@
@@
-struct hmm_devmem;
+#include <linux/memremap.h>
