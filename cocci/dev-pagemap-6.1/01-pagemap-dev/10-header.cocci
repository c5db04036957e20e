// SPDX-License-Identifier: GPL-2.0-only
/// A map does not say its device.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&dev
// Options: --no-includes

@@
@@
struct dev_pagemap {
 ...
-struct device *dev;
 ...
};
