// SPDX-License-Identifier: GPL-2.0-only
/// What is left of altmap_valid is read: test the flag.
///
// Confidence: High
// Candidates: altmap__valid pgmap_altmap

// --- Where only true or false matters --------------------------------------

// First the negated ones, wherever they are.
@negated@
expression P;
@@
(
 !
-altmap__valid(P)
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
|
 !
-(altmap__valid(P))
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
)

// All that is between the parentheses of a statement.  (spatch knows "if (!x) b
// else a" for "if (x) a else b", which would put the "!" before the "&".)
@controlling disable unlikely, is_zero, isnt_zero, paren, neg_if, ne_if, drop_else@
expression P;
statement S1, S2;
@@
(
 if (
-altmap__valid(P)
+pgmap__flags(P) & PGMAP_ALTMAP_VALID
 ) S1 else S2
|
 if (
-altmap__valid(P)
+pgmap__flags(P) & PGMAP_ALTMAP_VALID
 ) S1
|
 while (
-altmap__valid(P)
+pgmap__flags(P) & PGMAP_ALTMAP_VALID
 ) S1
|
 for (...;
-altmap__valid(P)
+pgmap__flags(P) & PGMAP_ALTMAP_VALID
 ;...) S1
)

// Operands; in two rules, since both operands of one operator may be reads.
@left disable paren@
expression P, E;
@@
(
-altmap__valid(P)
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
 && E
|
-(altmap__valid(P))
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
 && E
|
-altmap__valid(P)
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
 || E
|
-(altmap__valid(P))
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
 || E
)

@right disable paren@
expression P, E;
@@
(
 E &&
-altmap__valid(P)
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
|
 E &&
-(altmap__valid(P))
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
|
 E ||
-altmap__valid(P)
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
|
 E ||
-(altmap__valid(P))
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
)

@condition disable neg_if_exp, unlikely, paren@
expression P, E1, E2;
@@
(
-altmap__valid(P)
+(pgmap__flags(P) & PGMAP_ALTMAP_VALID)
 ? E1 : E2
|
 \(WARN_ON\|WARN_ON_ONCE\|BUG_ON\|VM_BUG_ON\|VM_WARN_ON\|VM_WARN_ON_ONCE\|likely\|unlikely\)(
-altmap__valid(P)
+pgmap__flags(P) & PGMAP_ALTMAP_VALID
 )
|
 \(WARN\|WARN_ONCE\)(
-altmap__valid(P)
+pgmap__flags(P) & PGMAP_ALTMAP_VALID
 , ...)
)

// --- Where it is a value: that of a bool, whatever the bit -----------------

@value_of@
expression P;
@@
-altmap__valid(P)
+!!(pgmap__flags(P) & PGMAP_ALTMAP_VALID)

// --- The marks become what they stand for ----------------------------------

@of_struct disable fld_to_ptr@
expression S;
@@
-pgmap__flags(&S)
+S.flags

@of_pointer@
expression P;
@@
-pgmap__flags(P)
+P->flags

// An argument needs no parentheses of its own, which it may have from the body
// of a macro.
@argument@
expression P;
@@
-pgmap_altmap((P))
+pgmap_altmap(P)
