// SPDX-License-Identifier: GPL-2.0-only
/// One store a statement: a->kill = b->kill = f is the store of f to both.
//
// Only where f is a name, so that it may be evaluated twice; up to three at a
// time.
//
// Confidence: High
// Candidates: @dev_pagemap&kill @dev_pagemap&cleanup @dev_pagemap&page_free dev_page_free_t
// Options: --include include/linux/memremap.h --include include/linux/hmm.h

@pointer@
struct dev_pagemap *P;
identifier f, fld = {page_free, kill, cleanup};
expression E1, E2;
@@
(
-P->fld = E1 = E2 = f;
+E2 = f;
+E1 = f;
+P->fld = f;
|
-P->fld = E1 = f;
+E1 = f;
+P->fld = f;
|
-E1 = P->fld = f;
+P->fld = f;
+E1 = f;
|
-P->fld = E1 = E2 = &f;
+E2 = f;
+E1 = f;
+P->fld = f;
|
-P->fld = E1 = &f;
+E1 = f;
+P->fld = f;
|
-E1 = P->fld = &f;
+P->fld = f;
+E1 = f;
)

@object disable fld_to_ptr@
struct dev_pagemap V;
identifier f, fld = {page_free, kill, cleanup};
expression E1, E2;
@@
(
-V.fld = E1 = E2 = f;
+E2 = f;
+E1 = f;
+V.fld = f;
|
-V.fld = E1 = f;
+E1 = f;
+V.fld = f;
|
-E1 = V.fld = f;
+V.fld = f;
+E1 = f;
|
-V.fld = E1 = E2 = &f;
+E2 = f;
+E1 = f;
+V.fld = f;
|
-V.fld = E1 = &f;
+E1 = f;
+V.fld = f;
|
-E1 = V.fld = &f;
+V.fld = f;
+E1 = f;
)
