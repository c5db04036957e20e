// SPDX-License-Identifier: GPL-2.0-only
/// First and last address of a map are those of its range, of which there is
/// one.
//
// Confidence: High
// Candidates: @dev_pagemap&res
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h

@rest disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier m != {start, end};
expression E;
@@
-V.res.m = E;

@rest_p disable ptr_to_array@
struct dev_pagemap *P;
identifier m != {start, end};
expression E;
@@
-P->res.m = E;

@whole disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression R;
@@
(
-V.res = *R;
+V.range.start = R->start;
+V.range.end = R->end;
+V.nr_range = 1;
|
-V.res = R;
+V.range.start = R.start;
+V.range.end = R.end;
+V.nr_range = 1;
)

@whole_p disable ptr_to_array@
struct dev_pagemap *P;
expression R;
@@
(
-P->res = *R;
+P->range.start = R->start;
+P->range.end = R->end;
+P->nr_range = 1;
|
-P->res = R;
+P->range.start = R.start;
+P->range.end = R.end;
+P->nr_range = 1;
)

@copied disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier g = {memcpy, memmove};
expression R, N;
@@
(
-g(&V.res, &R, N);
+V.range.start = R.start;
+V.range.end = R.end;
+V.nr_range = 1;
|
-g(&V.res, R, N);
+V.range.start = R->start;
+V.range.end = R->end;
+V.nr_range = 1;
)

@copied_p disable ptr_to_array@
struct dev_pagemap *P;
identifier g = {memcpy, memmove};
expression R, N;
@@
(
-g(&P->res, &R, N);
+P->range.start = R.start;
+P->range.end = R.end;
+P->nr_range = 1;
|
-g(&P->res, R, N);
+P->range.start = R->start;
+P->range.end = R->end;
+P->nr_range = 1;
)

@size disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
@@
(
-resource_size(&V.res)
+range_len(&V.range)
)

@size_p disable ptr_to_array@
struct dev_pagemap *P;
@@
(
-resource_size(&P->res)
+range_len(&P->range)
)

@last disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
expression E;
@@
-V.res.end = E;
+V.range.end = E;
+V.nr_range = 1;

@last_p disable ptr_to_array@
struct dev_pagemap *P;
expression E;
@@
-P->res.end = E;
+P->range.end = E;
+P->nr_range = 1;

@ends disable fld_to_ptr, ptr_to_array@
struct dev_pagemap V;
identifier m = {start, end};
@@
-V.res.m
+V.range.m
@ends_p disable ptr_to_array@
struct dev_pagemap *P;
identifier m = {start, end};
@@
-P->res.m
+P->range.m
