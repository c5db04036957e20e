// SPDX-License-Identifier: GPL-2.0-only
/// A driver that marks an entry for which it has no page has a mark of its own.
//
// Confidence: High
// Candidates: MIGRATE_PFN_ERROR
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let first = ref max_int

@use@
identifier f;
position p;
@@
f@p(...) { <+... MIGRATE_PFN_ERROR ...+> }

@script:ocaml@
p << use.p;
@@
first := min !first (List.hd p).Coccilib.line

@script:ocaml head@
f << use.f; p << use.p;
g;
@@
g := make_ident (if (List.hd p).Coccilib.line = !first then f else "no_such_function")

@@
@@
-MIGRATE_PFN_ERROR
+DRIVER_PFN_ERROR

@@
identifier head.g;
@@
+/* An entry for which there is no page: the kernel does not ask for this bit. */
+#define DRIVER_PFN_ERROR	(1UL << 5)
+
g(...) { ... }
