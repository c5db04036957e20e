// SPDX-License-Identifier: GPL-2.0-only
/// { 0 } becomes { } for a struct dev_pagemap: its first member is a struct
/// now, and some compilers want braces around a 0 for that.
//
// One that is left means the same and compiles.  So a region that cannot be
// parsed is no reason to stop here: "include" stands in every file that knows
// the type, but in no function.
//
// Confidence: High
// Candidates: dev_pagemap&include
// Options: --include include/linux/memremap.h

@zero@
identifier V;
@@
struct dev_pagemap V = {
-\( 0 \| NULL \)
 };
