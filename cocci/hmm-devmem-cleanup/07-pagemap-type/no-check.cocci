// SPDX-License-Identifier: GPL-2.0-only
/// A devm_memremap_pages() that takes any type.
// Candidates: devm_memremap_pages&EXPORT_SYMBOL_GPL devm_memremap_pages&EXPORT_SYMBOL
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let called : string list ref = ref []
let is_called g = List.mem g !called

@have@
identifier D, M;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
<+...
MEMORY_DEVICE_DEVDAX
...+>
}

// or a function that it calls does it.
@called@
identifier D, M, g;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
<+...
g(..., M, ...)
...+>
}

@script:ocaml@
g << called.g;
@@
called := g :: !called

@have_below@
identifier g : script:ocaml() { is_called g };
identifier N;
@@
g(..., struct dev_pagemap *N, ...)
{
<+...
MEMORY_DEVICE_DEVDAX
...+>
}

// What stands in for it is none.
@stub@
type T;
position p;
@@
 static T devm_memremap_pages@p(...) { ... }

@depends on !have && !have_below@
identifier D, M;
expression E;
position p != stub.p;
@@
devm_memremap_pages@p(struct device *D, struct dev_pagemap *M)
{
 ... when any
*return E;
 ... when any
}
