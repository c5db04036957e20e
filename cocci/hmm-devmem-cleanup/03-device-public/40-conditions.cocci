// SPDX-License-Identifier: GPL-2.0-only
/// What a test for public memory made of the conditions that it stood in.
///
/// ratchet_false and ratchet_true are what the pass before has put in place of the
/// tests, so other people's constants are not touched.  Conditions are worked
/// off from the inside out.  What becomes a whole condition is ratchet_never or
/// ratchet_always from then on.
///
// Confidence: High
// Candidates: ratchet_false ratchet_true
// Options: --no-includes

@bare disable paren@
symbol ratchet_false, ratchet_true;
@@
(
-(ratchet_false)
+ratchet_false
|
-(ratchet_true)
+ratchet_true
)

@asked disable unlikely@
symbol ratchet_false, ratchet_true;
@@
(
-likely(ratchet_false)
+ratchet_false
|
-unlikely(ratchet_false)
+ratchet_false
|
-likely(ratchet_true)
+ratchet_true
|
-unlikely(ratchet_true)
+ratchet_true
)

@negated disable is_zero, isnt_zero@
symbol ratchet_false, ratchet_true;
@@
(
-!ratchet_false
+ratchet_true
|
-!ratchet_true
+ratchet_false
)

@compared disable is_zero, isnt_zero@
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false == 0
+ratchet_true
|
-ratchet_false == false
+ratchet_true
|
-ratchet_true == 0
+ratchet_false
|
-ratchet_true == false
+ratchet_false
|
-ratchet_false != 0
+ratchet_false
|
-ratchet_false != false
+ratchet_false
|
-ratchet_true != 0
+ratchet_true
|
-ratchet_true != false
+ratchet_true
|
-ratchet_false == 1
+ratchet_false
|
-ratchet_false == true
+ratchet_false
|
-ratchet_true == 1
+ratchet_true
|
-ratchet_true == true
+ratchet_true
)

// One operand left needs no parentheses.
@alone disable paren, is_zero, isnt_zero@
identifier f, x;
expression list es;
symbol ratchet_false, ratchet_true;
@@
(
-(f(es) || ratchet_false)
+f(es)
|
-(ratchet_false || f(es))
+f(es)
|
-(f(es) && ratchet_true)
+f(es)
|
-(ratchet_true && f(es))
+f(es)
|
-(!f(es) || ratchet_false)
+!f(es)
|
-(ratchet_false || !f(es))
+!f(es)
|
-(!f(es) && ratchet_true)
+!f(es)
|
-(ratchet_true && !f(es))
+!f(es)
|
-(x || ratchet_false)
+x
|
-(ratchet_false || x)
+x
|
-(x && ratchet_true)
+x
|
-(ratchet_true && x)
+x
|
-(!x || ratchet_false)
+!x
|
-(ratchet_false || !x)
+!x
|
-(!x && ratchet_true)
+!x
|
-(ratchet_true && !x)
+!x
)

@joined@
expression E;
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false && E
+ratchet_false
|
-E && ratchet_false
+ratchet_false
|
-ratchet_true || E
+ratchet_true
|
-E || ratchet_true
+ratchet_true
|
-ratchet_true &&
 E
|
 E
- && ratchet_true
|
-ratchet_false ||
 E
|
 E
- || ratchet_false
)

@chosen@
expression A, B;
symbol ratchet_false, ratchet_true;
@@
(
-ratchet_false ? A :
 B
|
-ratchet_true ?
 A
- : B
)

// --- Where it is a number --------------------------------------------------

@added@
expression E;
symbol ratchet_false;
@@
(
 E
- + ratchet_false
|
-ratchet_false +
 E
|
 E
- - ratchet_false
|
 E
- | ratchet_false
|
-ratchet_false |
 E
)

@count@
expression X;
symbol ratchet_false;
@@
(
-X += \(ratchet_false\);
+ratchet_gone();
|
-X -= \(ratchet_false\);
+ratchet_gone();
|
-X |= \(ratchet_false\);
+ratchet_gone();
)

// --- Where it is all there is ----------------------------------------------

@whole disable neg_if, drop_else, unlikely@
statement S1, S2;
symbol ratchet_false, ratchet_true, ratchet_never, ratchet_always;
@@
(
 if (
-ratchet_false
+ratchet_never
 ) S1 else S2
|
 if (
-ratchet_false
+ratchet_never
 ) S1
|
 if (
-ratchet_true
+ratchet_always
 ) S1 else S2
|
 if (
-ratchet_true
+ratchet_always
 ) S1
)
