// SPDX-License-Identifier: GPL-2.0-only
/// Nobody outside of the core switches the calls of ->page_free() on and off.
//
// Confidence: High
// Candidates: dev_pagemap_get_ops dev_pagemap_put_ops
// Options: --no-includes

@@
identifier f = {dev_pagemap_get_ops, dev_pagemap_put_ops};
@@
-void f(void);

@@
identifier f = {dev_pagemap_get_ops, dev_pagemap_put_ops};
@@
-static inline void f(void) { ... }
