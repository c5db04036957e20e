// SPDX-License-Identifier: GPL-2.0-only
/// A core that tears down by methods that need not be there.
// Candidates: devm_memremap_pages&EXPORT_SYMBOL_GPL devm_memremap_pages&EXPORT_SYMBOL
// Options: --include include/linux/memremap.h

@core@
identifier D, M;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M) { ... }

@asked disable drop_else@
struct dev_pagemap *P;
statement S;
position p;
@@
(
 if (<+... P->ops->kill ...+>) P->ops->kill@p(P); else S
|
 if (<+... P->ops->kill ...+>) { <+... P->ops->kill@p(P) ...+> } else S
|
 if (<+... P->ops->cleanup ...+>) P->ops->cleanup@p(P); else S
|
 if (<+... P->ops->cleanup ...+>) { <+... P->ops->cleanup@p(P) ...+> } else S
)

@depends on core@
struct dev_pagemap *P;
position p != asked.p;
@@
(
*P->ops->kill@p(P)
|
*P->ops->cleanup@p(P)
)
