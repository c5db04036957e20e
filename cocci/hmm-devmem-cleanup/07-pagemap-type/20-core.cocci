// SPDX-License-Identifier: GPL-2.0-only
/// devm_memremap_pages() looks at the type of the pagemap before all else.
///
/// The check stands behind the declarations of the function, wherever that is
/// defined; the rest of the function stays as it is.
//
// Confidence: High
// Candidates: devm_memremap_pages&EXPORT_SYMBOL_GPL devm_memremap_pages&EXPORT_SYMBOL
// Concerns: devm_memremap_pages&dev_pagemap&region_intersects
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let called : string list ref = ref []
let is_called g = List.mem g !called

// What stands in for the function without ZONE_DEVICE.
@stub@
type T;
position p;
@@
 static T devm_memremap_pages@p(...) { ... }

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

@core depends on !have && !have_below@
identifier D, M;
position p != stub.p;
@@
devm_memremap_pages@p(struct device *D, struct dev_pagemap *M) { ... }

// A switch is laid out best as a text.  It passes for the name of a function
// whose call ends it, and that call is taken away again.
@script:ocaml text@
m << core.M;
check;
@@
check := make_ident (String.concat "\n\t" [
  "switch (" ^ m ^ "->type) {";
  "case MEMORY_DEVICE_PRIVATE:";
  "\tif (!IS_ENABLED(CONFIG_DEVICE_PRIVATE)) {";
  "\t\tWARN(1, \"Device private memory not supported\\n\");";
  "\t\treturn ERR_PTR(-EINVAL);";
  "\t}";
  "\tbreak;";
  "case MEMORY_DEVICE_FS_DAX:";
  "\tif (!IS_ENABLED(CONFIG_ZONE_DEVICE) ||";
  "\t    IS_ENABLED(CONFIG_FS_DAX_LIMITED)) {";
  "\t\tWARN(1, \"File system DAX not supported\\n\");";
  "\t\treturn ERR_PTR(-EINVAL);";
  "\t}";
  "\tbreak;";
  "case MEMORY_DEVICE_DEVDAX:";
  "case MEMORY_DEVICE_PCI_P2PDMA:";
  "\tbreak;";
  "default:";
  "\tWARN(1, \"Invalid pgmap type %d\\n\", " ^ m ^ "->type);";
  "\tbreak;";
  "}" ] ^ "\n\n\tratchet_end")

@declared@
identifier core.D, core.M, text.check;
declaration d;
statement S;
position core.p;
@@
devm_memremap_pages@p(struct device *D, struct dev_pagemap *M)
{
 ... when any
 d
+
+check();
 S
 ... when any
}

@bare@
identifier core.D, core.M, text.check;
statement S;
@@
devm_memremap_pages(struct device *D, struct dev_pagemap *M)
{
+check();
 S
 ... when any
}

@@
@@
-ratchet_end();
