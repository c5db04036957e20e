// SPDX-License-Identifier: GPL-2.0-only
/// A core that tears down by methods that need not be there.
// Candidates: devm_memremap_pages&EXPORT_SYMBOL_GPL devm_memremap_pages&EXPORT_SYMBOL
// Options: --include include/linux/memremap.h

@core@
identifier D, M;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M) { ... }

@depends on core@
struct dev_pagemap *P;
@@
(
*P->ops->kill(P)
|
*P->ops->cleanup(P)
)
