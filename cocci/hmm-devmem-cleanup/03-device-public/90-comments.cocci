// SPDX-License-Identifier: GPL-2.0-only
/// Take the old comments away, and what held them apart from the new ones.
///
// Confidence: Medium
// Candidates: ratchet_gone&ratchet_new
// Options: --no-includes

@old@
@@
-ratchet_gone();

@new@
@@
-ratchet_new();
