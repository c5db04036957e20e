// SPDX-License-Identifier: GPL-2.0-only
/// The structure has the map, behind its other members.
//
// Confidence: High
// Candidates: percpu_ref struct&percpu_ref
// Options: --no-includes

@have@
identifier t = {ratchet_map_owner};
identifier m;
@@
struct t { ... struct dev_pagemap m; ... };

@depends on !have@
identifier t = {ratchet_map_owner};
@@
struct t {
 ...
+struct dev_pagemap pgmap;
};
