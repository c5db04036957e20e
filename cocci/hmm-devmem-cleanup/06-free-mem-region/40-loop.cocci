// SPDX-License-Identifier: GPL-2.0-only
/// Take away the search that devm_request_free_mem_region() does now, and what
/// was there for it alone.
///
// Confidence: High
// Candidates: ratchet_region
// Options: --no-includes

@status exists@
identifier V;
statement S;
@@
 V = region_intersects(...);
 ...
 if (IS_ERR(ratchet_region(...))) S

@loop@
identifier A, N;
expression X, Y, R, D;
statement S, S3;
type T;
symbol iomem_resource;
@@
-A = \(min(X, Y)\|min_t(T, X, Y)\);
 ...
-for (...; A > N && A >= iomem_resource.start; A -= N) S3
 if (IS_ERR(ratchet_region(R, D, N))) S

@adjusted@
identifier loop.A, loop.N;
expression loop.R, loop.D;
statement S;
@@
-\(A = A - N + 1UL\|A = A - N + 1\|A -= N - 1\|A -= N - 1UL\);
 ...
 if (IS_ERR(ratchet_region(R, D, N))) S

// --- What follows from it --------------------------------------------------

// The size is rounded up there, too; here only if somebody asks later.
@rounded@
identifier fn, N;
expression R, D;
statement S;
@@
 fn(...)
 {
	...
-	N = ALIGN(N, \(PA_SECTION_SIZE\|(1UL << PA_SECTION_SHIFT)\));
	... when != N
	if (IS_ERR(ratchet_region(R, D, N))) S
	... when != N
 }

@address@
identifier loop.A;
type T;
@@
-T A;
 ... when != A

@result@
identifier status.V;
type T;
@@
-T V;
 ... when != V

@section@
position p;
symbol PA_SECTION_SIZE;
@@
 PA_SECTION_SIZE@p

@macro depends on loop && !section@
expression E;
@@
-#define PA_SECTION_SIZE E
