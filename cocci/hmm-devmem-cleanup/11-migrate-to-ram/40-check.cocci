// SPDX-License-Identifier: GPL-2.0-only
/// devm_memremap_pages() takes private memory only with the new method.
//
// Confidence: High
// Candidates: devm_memremap_pages&percpu_ref_get_many
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let first = ref (max_int, 0)
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let note p = if (List.hd p).Coccilib.current_element = "devm_memremap_pages"
  && place p < !first then first := place p
let is_first p = place p = !first

@have@
struct dev_pagemap *P;
@@
!P->ops->migrate_to_ram

@kind depends on !have exists@
identifier P;
@@
devm_memremap_pages(..., struct dev_pagemap *P, ...)
{
 ...
 switch (P->type) {
 case MEMORY_DEVICE_PRIVATE:
	...
+	if (!P->ops || !P->ops->migrate_to_ram) {
+		WARN(1, "Missing migrate_to_ram method\n");
+		return ERR_PTR(-EINVAL);
+	}
	break;
 ...
 }
 ...
}

// Where the kinds of memory are not told apart: before anything else is tested.
@map depends on !have && !kind@
identifier P;
@@
devm_memremap_pages(..., struct dev_pagemap *P, ...) { ... }

@tests@
expression E;
statement S1, S2;
position p;
@@
if@p (E) S1 else S2

@script:ocaml@
p << tests.p;
@@
note p

@plain@
identifier map.P;
expression E;
statement S1, S2;
position p : script:ocaml() { is_first p };
@@
+if (P->type == MEMORY_DEVICE_PRIVATE) {
+	if (!P->ops || !P->ops->migrate_to_ram) {
+		WARN(1, "Missing migrate_to_ram method\n");
+		return ERR_PTR(-EINVAL);
+	}
+}
+
 if@p (E) S1 else S2
