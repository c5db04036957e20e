// SPDX-License-Identifier: GPL-2.0-only
/// The word of a ZONE_DEVICE page that belongs to the driver is a pointer.
//
// Confidence: High
// Candidates: hmm_data&pgmap
// Options: --no-includes

@@
type T;
@@
 struct page {
 ...
 union {
 ...
 struct {
 ...
-T hmm_data;
+void *zone_device_data;
 ...
 };
 ...
 };
 ...
 };

// The alignment that some configurations ask for looks like a variable.
@@
type T;
identifier a;
@@
 struct page {
 ...
 union {
 ...
 struct {
 ...
-T hmm_data;
+void *zone_device_data;
 ...
 };
 ...
 };
 ...
 } a;
