// SPDX-License-Identifier: GPL-2.0-only
/// Remove what declares and defines public device memory: the predicate, the
/// type, the kind of resource, and the function that makes such memory.
///
// Confidence: High
// Candidates: is_device_public_page hmm_devmem_add_resource MEMORY_DEVICE_PUBLIC&enum IORES_DESC_DEVICE_PUBLIC_MEMORY&enum
// Options: --no-includes
// Requires: OCaml

@memory@
@@
 enum memory_type { ...,
-MEMORY_DEVICE_PUBLIC,
 ... };

@kind@
expression E;
@@
 enum { ...,
-IORES_DESC_DEVICE_PUBLIC_MEMORY = E,
 ... };

@kind_counted@
@@
 enum { ...,
-IORES_DESC_DEVICE_PUBLIC_MEMORY,
 ... };

@predicate@
type T;
@@
-T is_device_public_page(...) { ... }

@predicate_head@
type T;
@@
-T is_device_public_page(...);

@export@
declarer name EXPORT_SYMBOL_GPL;
identifier r = { hmm_devmem_add_resource };
@@
-EXPORT_SYMBOL_GPL(r);

@maker@
type T;
identifier r = { hmm_devmem_add_resource };
@@
-T r(...) { ... }

@maker_head@
type T;
identifier r = { hmm_devmem_add_resource };
@@
-T r(...);

// --- A page that one may see -----------------------------------------------
// With one kind of page less there is one kind of answer.

@see_macro@
identifier v, a, p;
symbol false;
@@
-#define vm_normal_page(v, a, p) _vm_normal_page(v, a, p, false)

@see@
type T;
position p;
@@
 T _vm_normal_page@p(...);

@script:ocaml one@
p << see.p;
head;
@@
ignore p;
head := make_ident (String.concat "\n" [
	"vm_normal_page(struct vm_area_struct *vma, unsigned long addr,";
	"\t\t\t    pte_t pte)"])

@see_head@
type T;
symbol ratchet_see;
@@
-T _vm_normal_page(...);
+extern int ratchet_see;

@see_new@
identifier one.head;
symbol ratchet_see;
@@
-extern int ratchet_see;
+struct page *head;
