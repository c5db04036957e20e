// SPDX-License-Identifier: GPL-2.0-only
/// The ways to ask for the failure of hmm_devmem_add() that mean the same are one.
//
// It never returns NULL, and IS_ERR() says by itself that it is unlikely.
//
// Confidence: High
// Candidates: hmm_devmem_add
// Options: --include include/linux/hmm.h

@likely disable unlikely@
struct hmm_devmem *D;
statement S;
@@
 D = hmm_devmem_add(...);
 if (
-unlikely(
 \(IS_ERR\|IS_ERR_OR_NULL\)(D)
-)
 ) S

@null@
struct hmm_devmem *D;
statement S;
@@
 D = hmm_devmem_add(...);
 if (
-IS_ERR_OR_NULL
+IS_ERR
 (D)) S
