// SPDX-License-Identifier: GPL-2.0-only
/// A page_free method with two parameters, or a call with two arguments.
// Candidates: @dev_pagemap&page_free
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h

@@
type T, A, D;
identifier a, d;
@@
struct dev_pagemap_ops {
 ...
*T (*page_free)(A a, D d);
 ...
};

@@
type T, A, D;
@@
struct dev_pagemap_ops {
 ...
*T (*page_free)(A, D);
 ...
};

@@
struct dev_pagemap_ops *O;
expression A, D;
@@
*O->page_free(A, D)
