// SPDX-License-Identifier: GPL-2.0-only
/// What is left of the tests is a value.
///
// Confidence: High
// Candidates: ratchet_false ratchet_true
// Options: --no-includes

@value@
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false
+false
|
-ratchet_true
+true
)
