// SPDX-License-Identifier: GPL-2.0-only
/// Call devm_request_free_mem_region() where the search was.
///
/// By itself, since comments only go with what is deleted and not replaced.
///
// Confidence: High
// Candidates: ratchet_region
// Options: --no-includes

@call@
expression R, D, N;
statement S;
symbol iomem_resource;
@@
+R = devm_request_free_mem_region(D, &iomem_resource, N);
 if (IS_ERR(
-	ratchet_region(R, D, N)
+	R
    )) S

@fail@
expression call.R;
@@
 if (IS_ERR(R)) {
 <...
(
-	ERR_PTR(-ERANGE)
+	ERR_CAST(R)
|
-	-ERANGE
+	PTR_ERR(R)
)
 ...>
 }

// The helper has said what the region is for.
@described@
expression call.R;
statement S;
@@
 R = devm_request_free_mem_region(...);
 if (IS_ERR(R)) S
 ... when != R = ...
-R->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;

@null@
identifier R;
@@
-struct resource *R = NULL;
+struct resource *R;
 ... when != R
     when strict
 R = devm_request_free_mem_region(...);
