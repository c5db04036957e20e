// SPDX-License-Identifier: GPL-2.0-only
/// A devm_memremap_pages() that takes any type.
// Candidates: devm_memremap_pages&EXPORT_SYMBOL_GPL devm_memremap_pages&EXPORT_SYMBOL
// Options: --no-includes

@have@
identifier D, M;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
<+...
MEMORY_DEVICE_DEVDAX
...+>
}

@depends on !have@
identifier D, M;
expression E;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
 ... when any
*return E;
 ... when any
}
