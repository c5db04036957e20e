// SPDX-License-Identifier: GPL-2.0-only
/// The callbacks take the page, and the fault, that a struct dev_pagemap_ops
/// gives them.
//
// Confidence: High
// Candidates: hmm_devmem
// Options: --no-includes

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

// --- A page is free --------------------------------------------------------

@starts_1 depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_1.f;
identifier d, p;
type T;
@@
 T f(
-struct hmm_devmem *d,
 struct page *p)
 {
+struct dev_pagemap *d = p->pgmap;
 <+...
 d
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
identifier d, p;
type T;
@@
 T f(
-struct hmm_devmem *d,
 struct page *p)
 {
+struct dev_pagemap *d = p->pgmap;
+
 <+...
 d
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
identifier d, p;
type T;
@@
 T f(
-struct hmm_devmem *d,
 struct page *p)
 { ... }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
type T;
@@
 T f(
-struct hmm_devmem *,
 struct page *);

@depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
identifier d, p;
type T;
@@
 T f(
-struct hmm_devmem *d,
 struct page *p);

// --- The processor faults --------------------------------------------------
// A parameter that the function changes, or whose address it takes, becomes a
// variable; another is read where it came from.

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier d, v, a, p, g, m;
type T, T2, T3, T4, T5, T6;
typedef vm_fault_t;
@@
(
 vm_fault_t f(
+struct vm_fault *vmf,
 struct hmm_devmem *d, T2 v, T3 a, T4 p, T5 g, T6 m)
 { ... }
|
-T
+vm_fault_t
 f(
+struct vm_fault *vmf,
 struct hmm_devmem *d, T2 v, T3 a, T4 p, T5 g, T6 m)
 { ... }
)

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
type T, T3, T4, T5, T6;
@@
 T f(
-struct hmm_devmem *, struct vm_area_struct *, T3, T4, T5, T6
+struct vm_fault *
 );

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier d, v, a, p, g, m;
type T, T3, T4, T5, T6;
@@
 T f(
-struct hmm_devmem *d, struct vm_area_struct *v, T3 a, T4 p, T5 g, T6 m
+struct vm_fault *vmf
 );

@starts_2 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_2.f;
identifier d;
type T;
@@
 T f(struct vm_fault *vmf,
-struct hmm_devmem *d,
 ...)
 {
+struct dev_pagemap *d = vmf->page->pgmap;
 <+...
 d
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier d;
type T;
@@
 T f(struct vm_fault *vmf,
-struct hmm_devmem *d,
 ...)
 {
+struct dev_pagemap *d = vmf->page->pgmap;
+
 <+...
 d
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier d;
type T;
@@
 T f(struct vm_fault *vmf,
-struct hmm_devmem *d,
 ...)
 { ... }

@starts_3 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_3.f;
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-struct vm_area_struct *x,
 ...)
 {
+struct vm_area_struct *x = vmf->vma;
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-struct vm_area_struct *x,
 ...)
 {
+struct vm_area_struct *x = vmf->vma;
+
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
@@
 T f(struct vm_fault *vmf,
-struct vm_area_struct *x,
 ...)
 {
 <...
-x
+vmf->vma
 ...>
 }

@starts_4 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_4.f;
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-unsigned long x,
 ...)
 {
+unsigned long x = vmf->address;
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-unsigned long x,
 ...)
 {
+unsigned long x = vmf->address;
+
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
@@
 T f(struct vm_fault *vmf,
-unsigned long x,
 ...)
 {
 <...
-x
+vmf->address
 ...>
 }

@starts_5 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_5.f;
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-const struct page *x,
 ...)
 {
+const struct page *x = vmf->page;
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-const struct page *x,
 ...)
 {
+const struct page *x = vmf->page;
+
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

// (That of the fault may be written to: no cast for that.)
@depends on !core && !core_add disable drop_cast@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
@@
 T f(struct vm_fault *vmf,
-const struct page *x,
 ...)
 {
 <...
(
-(struct page *)x
+vmf->page
|
-x
+vmf->page
)
 ...>
 }

@starts_6 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_6.f;
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-struct page *x,
 ...)
 {
+struct page *x = vmf->page;
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-struct page *x,
 ...)
 {
+struct page *x = vmf->page;
+
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
@@
 T f(struct vm_fault *vmf,
-struct page *x,
 ...)
 {
 <...
-x
+vmf->page
 ...>
 }

@starts_7 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_7.f;
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-unsigned int x,
 ...)
 {
+unsigned int x = vmf->flags;
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
expression E;
assignment operator o;
@@
 T f(struct vm_fault *vmf,
-unsigned int x,
 ...)
 {
+unsigned int x = vmf->flags;
+
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
@@
 T f(struct vm_fault *vmf,
-unsigned int x,
 ...)
 {
 <...
-x
+vmf->flags
 ...>
 }

@starts_8 depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier y;
type Y;
@@
 f(...) {
(
 Y y;
|
 Y y = ...;
|
 Y y[...];
|
 Y y[...] = ...;
)
 ... when any
 }

@depends on !core && !core_add@
identifier starts_8.f;
identifier x;
type T;
expression E;
assignment operator o;
typedef pmd_t;
@@
 T f(struct vm_fault *vmf
-, pmd_t *x
 )
 {
+pmd_t *x = vmf->pmd;
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
expression E;
assignment operator o;
typedef pmd_t;
@@
 T f(struct vm_fault *vmf
-, pmd_t *x
 )
 {
+pmd_t *x = vmf->pmd;
+
 <+...
(
 x o E
|
 x++
|
 x--
|
 ++x
|
 --x
|
 &x
)
 ...+>
 }

@depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
identifier x;
type T;
typedef pmd_t;
@@
 T f(struct vm_fault *vmf
-, pmd_t *x
 )
 {
 <...
-x
+vmf->pmd
 ...>
 }
