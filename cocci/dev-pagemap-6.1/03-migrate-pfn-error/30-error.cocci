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
let line p = (List.hd p).Coccilib.line
let inside p = (List.hd p).Coccilib.current_element

@use@
position p;
@@
MIGRATE_PFN_ERROR@p

@script:ocaml@
p << use.p;
@@
first := min !first (line p)

// The mark is defined in front of the first function that has it.
@script:ocaml head@
p << use.p;
g;
@@
g := make_ident (if line p = !first then inside p else "no_such_function")

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
