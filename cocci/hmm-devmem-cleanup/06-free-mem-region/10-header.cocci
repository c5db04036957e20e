// SPDX-License-Identifier: GPL-2.0-only
/// Declare devm_request_free_mem_region() next to what else asks for regions.
///
// Confidence: High
// Candidates: resource_overlaps&__devm_request_region
// Options: --no-includes
// Requires: OCaml

@have@
type T;
@@
 T devm_request_free_mem_region(...);

@region@
type T;
@@
 T __devm_request_region(...);

@script:ocaml prototype depends on !have@
t << region.T;
text;
@@
ignore t;
text := make_ident (String.concat "\n" [
	"devm_request_free_mem_region(struct device *dev,";
	"\t\tstruct resource *base, unsigned long size)"])

@inline_function@
identifier A, B, prototype.text;
type T;
@@
 static inline T resource_overlaps(struct resource *A, struct resource *B) { ... }
+
+struct resource *text;
