// SPDX-License-Identifier: GPL-2.0-only
/// The count of a map is a member of it, and the methods around it go.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&internal_ref
// Options: --no-includes

@@
@@
struct dev_pagemap {
 ...
-struct percpu_ref *ref;
-struct percpu_ref internal_ref;
+struct percpu_ref ref;
 ...
};

@@
@@
struct dev_pagemap_ops {
 ...
-void (*kill)(struct dev_pagemap *pgmap);
-void (*cleanup)(struct dev_pagemap *pgmap);
 ...
};
