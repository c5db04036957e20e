// SPDX-License-Identifier: GPL-2.0-only
/// Headers that nothing wants any more go; a comment above them may be that of
/// the file.
//
// Confidence: High
// Candidates: ratchet_unused
// Options: --no-includes --keep-comments

@@
@@
-#include <linux/ratchet_unused.h>
