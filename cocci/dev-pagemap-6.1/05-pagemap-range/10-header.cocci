// SPDX-License-Identifier: GPL-2.0-only
/// struct dev_pagemap says by a struct range what it maps, and of how many
/// ranges.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&res
// Options: --no-includes

@range@
@@
struct dev_pagemap {
 ...
-struct resource res;
 ...
+int nr_range;
+struct range range;
};

@depends on range@
@@
+struct range {
+	u64 start;
+	u64 end;
+};
+
struct dev_pagemap { ... };
