// SPDX-License-Identifier: GPL-2.0-only
/// The kill and cleanup methods take the pagemap.
//
// Confidence: High
// Candidates: dev_pagemap_ops&percpu_ref

// A parameter list would declare the struct for itself only.
@known@
@@
struct dev_pagemap;

@for_kill@
type T;
identifier r;
@@
struct dev_pagemap_ops {
 ...
 T (*kill)(
-struct percpu_ref *r
+struct dev_pagemap *pgmap
 );
 ...
};

// A prototype need not name its parameters.
@for_bare_kill@
type T;
@@
struct dev_pagemap_ops {
 ...
 T (*kill)(
-struct percpu_ref *
+struct dev_pagemap *
 );
 ...
};

@for_bare_cleanup@
type T;
@@
struct dev_pagemap_ops {
 ...
 T (*cleanup)(
-struct percpu_ref *
+struct dev_pagemap *
 );
 ...
};

@for_cleanup@
type T;
identifier r;
@@
struct dev_pagemap_ops {
 ...
 T (*cleanup)(
-struct percpu_ref *r
+struct dev_pagemap *pgmap
 );
 ...
};

@declare depends on (for_kill || for_cleanup || for_bare_kill || for_bare_cleanup) && !known@
@@
+struct dev_pagemap;
+
struct dev_pagemap_ops { ... };
