// SPDX-License-Identifier: GPL-2.0-only
/// Take the branches away that are not taken any more.
///
/// Where a statement went there is ratchet_gone() until it is known whether
/// anything is left around it.
///
// Confidence: High
// Candidates: ratchet_never ratchet_always
// Options: --no-includes

// --- Arms of a chain -------------------------------------------------------

@arm_never disable neg_if, drop_else@
expression E;
statement S1, S2, S3;
symbol ratchet_never;
@@
 if (E) S1 else
-if (ratchet_never) S2 else
 S3

@arm_last disable neg_if, drop_else@
expression E;
statement S1, S2;
symbol ratchet_never;
@@
 if (E) S1
-else if (ratchet_never) S2

@arm_always disable neg_if, drop_else@
expression E;
statement S1, S2, S3;
symbol ratchet_always;
@@
 if (E) S1 else
-if (ratchet_always)
 S2
-else S3

@arm_rest disable neg_if, drop_else@
expression E;
statement S1, S2;
symbol ratchet_always;
@@
 if (E) S1 else
-if (ratchet_always)
 S2

// --- What is never done ----------------------------------------------------

@dead_else_block disable neg_if@
statement S;
statement list SL;
symbol ratchet_never;
@@
-if (ratchet_never) S else {
 SL
-}

@dead_else disable neg_if@
statement S, S2;
symbol ratchet_never;
@@
-if (ratchet_never) S else
 S2

@dead disable neg_if, drop_else@
statement S;
symbol ratchet_never;
@@
-if (ratchet_never) S
+ratchet_gone();

// --- What is always done ---------------------------------------------------

// Only in a function that answers: others may count.
@answers exists@
identifier fn;
typedef bool;
position p;
symbol ratchet_always;
@@
 bool fn(...)
 {
 ... when any
 if@p (ratchet_always) return false;
 ... when any
 }

@answer disable neg_if, drop_else@
identifier f;
expression list es;
position answers.p;
symbol ratchet_always;
@@
-if (f(es))
 return
-	true
+	f(es)
 ;
-if@p (ratchet_always) return false;

@sure_else_block disable neg_if@
statement S;
statement list SL;
symbol ratchet_always;
@@
-if (ratchet_always) {
 SL
-} else S

@sure_block disable neg_if, drop_else@
statement list SL;
symbol ratchet_always;
@@
-if (ratchet_always) {
 SL
-}

@sure_else disable neg_if@
statement S, S2;
symbol ratchet_always;
@@
-if (ratchet_always)
 S
-else S2

@sure disable neg_if, drop_else@
statement S;
symbol ratchet_always;
@@
-if (ratchet_always)
 S
