// SPDX-License-Identifier: GPL-2.0-only
/// Now it is known that nothing else goes with it: take the mark away.
///
// Confidence: High
// Candidates: ratchet_gone
// Options: --no-includes

@gone@
@@
-ratchet_gone();
