// SPDX-License-Identifier: GPL-2.0-only
/// No page is public any more, and nothing has the type or the descriptor: mark
/// the tests as what they are.
///
/// ratchet_never is a whole condition, ratchet_false and ratchet_true are parts of
/// larger ones.  Nothing else has these names, and the passes after this one leave
/// none of them.
///
// Confidence: High
// Candidates: IS_ENABLED&CONFIG_DEVICE_PUBLIC is_device_public_page _vm_normal_page MEMORY_DEVICE_PUBLIC IORES_DESC_DEVICE_PUBLIC_MEMORY
// Options: --no-includes

// As a whole condition, and anywhere else.
@condition disable neg_if, drop_else, unlikely@
statement S1, S2;
@@
(
 if (
-is_device_public_page(...)
+ratchet_never
 ) S1 else S2
|
 if (
-is_device_public_page(...)
+ratchet_never
 ) S1
)

// A warning that is never given.
@warned disable neg_if, drop_else, unlikely@
identifier w = {WARN_ON, WARN_ON_ONCE};
statement S1, S2;
@@
(
 if (
-w(is_device_public_page(...))
+ratchet_never
 ) S1 else S2
|
 if (
-w(is_device_public_page(...))
+ratchet_never
 ) S1
)

@warning@
identifier w = {WARN_ON, WARN_ON_ONCE, BUG_ON, VM_BUG_ON, VM_BUG_ON_PAGE, VM_WARN_ON, VM_WARN_ON_ONCE};
expression E;
@@
(
-w(is_device_public_page(...));
+ratchet_gone();
|
-w(is_device_public_page(...), E);
+ratchet_gone();
)

@tested@
@@
-is_device_public_page(...)
+ratchet_false

@configured@
@@
-IS_ENABLED(CONFIG_DEVICE_PUBLIC)
+ratchet_false

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

// --- A page that one may see -----------------------------------------------

@see@
expression V, A, P, W;
@@
-_vm_normal_page(V, A, P, W)
+vm_normal_page(V, A, P)
