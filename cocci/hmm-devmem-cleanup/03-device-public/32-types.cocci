// SPDX-License-Identifier: GPL-2.0-only
/// Nothing has the type or the descriptor of public memory any more: mark what
/// compares with them.
///
// Confidence: High
// Candidates: MEMORY_DEVICE_PUBLIC IORES_DESC_DEVICE_PUBLIC_MEMORY
// Options: --no-includes

@compared@
expression E;
identifier C = { MEMORY_DEVICE_PUBLIC, IORES_DESC_DEVICE_PUBLIC_MEMORY };
@@
(
-E == C
+ratchet_false
|
-C == E
+ratchet_false
|
-E != C
+ratchet_true
|
-C != E
+ratchet_true
)
