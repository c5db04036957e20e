// SPDX-License-Identifier: GPL-2.0-only
/// A file whose maps have a count of the core's own, and that never resets one.
// Candidates: @dev_pagemap&internal_ref&percpu_ref_exit
// Options: --include include/linux/memremap.h

@setup@
struct dev_pagemap *M;
@@
(
 M->ref = &M->internal_ref
|
 percpu_ref_init(&M->internal_ref, ...)
)

@reset depends on setup@
struct dev_pagemap *M;
@@
 M->ref = NULL

@depends on setup && !reset@
struct dev_pagemap *M;
@@
*percpu_ref_exit(\(M->ref\|&M->internal_ref\))
