// SPDX-License-Identifier: GPL-2.0-only
/// A method that takes the reference count.
// Candidates: dev_pagemap_ops&percpu_ref

@@
type T;
identifier r;
@@
struct dev_pagemap_ops {
 ...
*T (*kill)(struct percpu_ref *r);
 ...
};

@@
type T;
identifier r;
@@
struct dev_pagemap_ops {
 ...
*T (*cleanup)(struct percpu_ref *r);
 ...
};

@@
type T;
@@
struct dev_pagemap_ops {
 ...
*T (*kill)(struct percpu_ref *);
 ...
};

@@
type T;
@@
struct dev_pagemap_ops {
 ...
*T (*cleanup)(struct percpu_ref *);
 ...
};
