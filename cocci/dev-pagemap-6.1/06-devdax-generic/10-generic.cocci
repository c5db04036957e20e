// SPDX-License-Identifier: GPL-2.0-only
/// Memory that is neither private nor for file systems is of a generic type.
//
// Confidence: High
// Candidates: MEMORY_DEVICE_DEVDAX

@@
@@
-MEMORY_DEVICE_DEVDAX
+MEMORY_DEVICE_GENERIC

@@
@@
enum memory_type { ...,
-MEMORY_DEVICE_DEVDAX
+MEMORY_DEVICE_GENERIC
 , ... };
