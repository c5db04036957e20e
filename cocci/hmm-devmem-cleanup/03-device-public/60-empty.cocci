// SPDX-License-Identifier: GPL-2.0-only
/// What is left around a statement that went goes too, if it was there for that.
///
// Confidence: High
// Candidates: ratchet_gone
// Options: --no-includes

// --- Local variables that only the statement used --------------------------

@local@
expression E, I;
identifier x;
type T;
@@
 if (E) {
-T x = I;
 ratchet_gone();
 }

@local_for_it@
expression E;
identifier x;
type T;
@@
 if (E) {
-T x;
 ratchet_gone();
 }

// --- Blocks ----------------------------------------------------------------

@otherwise disable neg_if, unlikely@
expression E;
statement S;
@@
(
-if (likely(!E)) { ratchet_gone(); } else
+if (unlikely(E))
 S
|
-if (unlikely(!E)) { ratchet_gone(); } else
+if (likely(E))
 S
|
-if (likely(E)) { ratchet_gone(); } else
+if (unlikely(!E))
 S
|
-if (unlikely(E)) { ratchet_gone(); } else
+if (likely(!E))
 S
|
-if (!E) { ratchet_gone(); } else
+if (E)
 S
|
-if (E) { ratchet_gone(); } else
+if (!E)
 S
)

@nothing_else disable neg_if@
expression E;
statement S;
@@
 if (E) S
-else { ratchet_gone(); }

@block disable neg_if, drop_else@
expression E;
@@
-if (E) { ratchet_gone(); }
+ratchet_gone();

@nothing_else_again disable neg_if@
expression E;
statement S;
@@
 if (E) S
-else ratchet_gone();

@bare_block disable neg_if, drop_else@
expression E;
@@
-if (E) ratchet_gone();
+ratchet_gone();

@gone@
@@
-ratchet_gone();
