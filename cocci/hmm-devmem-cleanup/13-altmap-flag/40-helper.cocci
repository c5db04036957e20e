// SPDX-License-Identifier: GPL-2.0-only
/// Where the altmap itself is chosen by altmap_valid: ask pgmap_altmap().
///
// Confidence: High
// Candidates: altmap__valid
// Requires: OCaml

// --- One form of the question ----------------------------------------------

@compared disable is_zero, isnt_zero@
expression P;
symbol true, false;
@@
(
-altmap__valid(P) == true
+altmap__valid(P)
|
-altmap__valid(P) == 1
+altmap__valid(P)
|
-true == altmap__valid(P)
+altmap__valid(P)
|
-altmap__valid(P) != false
+altmap__valid(P)
|
-altmap__valid(P) != 0
+altmap__valid(P)
|
-false != altmap__valid(P)
+altmap__valid(P)
|
-!!altmap__valid(P)
+altmap__valid(P)
|
-altmap__valid(P) == false
+!altmap__valid(P)
|
-altmap__valid(P) == 0
+!altmap__valid(P)
|
-false == altmap__valid(P)
+!altmap__valid(P)
|
-altmap__valid(P) != true
+!altmap__valid(P)
|
-altmap__valid(P) != 1
+!altmap__valid(P)
|
-true != altmap__valid(P)
+!altmap__valid(P)
)

// --- p->altmap_valid ? &p->altmap : NULL -----------------------------------

@ternary disable fld_to_ptr@
expression P, S;
@@
(
-(altmap__valid(&S) ? &S.altmap : NULL)
+pgmap_altmap(&S)
|
-(altmap__valid(P) ? &P->altmap : NULL)
+pgmap_altmap(P)
|
-altmap__valid(&S) ? &S.altmap : NULL
+pgmap_altmap(&S)
|
-!altmap__valid(&S) ? NULL : &S.altmap
+pgmap_altmap(&S)
|
-altmap__valid(&S) ? &S.altmap : 0
+pgmap_altmap(&S)
|
-!altmap__valid(&S) ? 0 : &S.altmap
+pgmap_altmap(&S)
|
-altmap__valid(P) ? &P->altmap : NULL
+pgmap_altmap(P)
|
-!altmap__valid(P) ? NULL : &P->altmap
+pgmap_altmap(P)
|
-altmap__valid(P) ? &P->altmap : 0
+pgmap_altmap(P)
|
-!altmap__valid(P) ? 0 : &P->altmap
+pgmap_altmap(P)
)

// --- The same as statements ------------------------------------------------

@if_else disable fld_to_ptr@
expression P, S, L;
@@
(
-if (altmap__valid(&S)) L = &S.altmap; else L = \(NULL\|0\);
+L = pgmap_altmap(&S);
|
-if (!altmap__valid(&S)) { L = NULL; } else { L = &S.altmap; }
+L = pgmap_altmap(&S);
|
-if (altmap__valid(P)) L = &P->altmap; else L = \(NULL\|0\);
+L = pgmap_altmap(P);
|
-if (!altmap__valid(P)) { L = NULL; } else { L = &P->altmap; }
+L = pgmap_altmap(P);
)

@null_first disable fld_to_ptr@
expression P, S, L;
@@
-L = NULL;
(
-if (altmap__valid(&S)) L = &S.altmap;
+L = pgmap_altmap(&S);
|
-if (altmap__valid(P)) L = &P->altmap;
+L = pgmap_altmap(P);
)

// A local that is NULL from its declaration on.  If it can hold something else
// at that point (another assignment, or the same one in a loop), the condition
// must stay.  (The rule for an assignment finds the declaration too.)
@declared@
identifier L;
position d;
@@
 struct vmem_altmap *L@d = NULL;

@dirty exists@
identifier declared.L;
expression E, A, P;
position p;
position w != declared.d;
@@
(
 L@w = E
|
 &L@w
)
 ... when any
 if (altmap__valid@p(P)) L = A;

@from_null disable fld_to_ptr@
identifier L;
expression P, S;
position p != dirty.p;
@@
-struct vmem_altmap *L = NULL;
+struct vmem_altmap *L;
 ... when != L
     when strict
(
-if (altmap__valid@p(&S)) L = &S.altmap;
+L = pgmap_altmap(&S);
|
-if (altmap__valid@p(P)) L = &P->altmap;
+L = pgmap_altmap(P);
)

// --- The offset, which is 0 without an altmap ------------------------------

@offset disable fld_to_ptr@
assignment operator by = {+=, -=};
expression P, S, X;
@@
(
-if (altmap__valid(&S))
 X by \(vmem_altmap_offset(
-&S.altmap
+pgmap_altmap(&S)
 )\);
|
-if (altmap__valid(P))
 X by \(vmem_altmap_offset(
-&P->altmap
+pgmap_altmap(P)
 )\);
|
-(altmap__valid(&S) ? vmem_altmap_offset(&S.altmap) : 0)
+vmem_altmap_offset(pgmap_altmap(&S))
|
-(altmap__valid(P) ? vmem_altmap_offset(&P->altmap) : 0)
+vmem_altmap_offset(pgmap_altmap(P))
|
-altmap__valid(&S) ? vmem_altmap_offset(&S.altmap) : 0
+vmem_altmap_offset(pgmap_altmap(&S))
|
-altmap__valid(P) ? vmem_altmap_offset(&P->altmap) : 0
+vmem_altmap_offset(pgmap_altmap(P))
)

@offset_else disable fld_to_ptr@
expression P, S, X;
@@
(
-if (altmap__valid(&S)) X = vmem_altmap_offset(&S.altmap); else X = 0;
+X = vmem_altmap_offset(pgmap_altmap(&S));
|
-if (altmap__valid(P)) X = vmem_altmap_offset(&P->altmap); else X = 0;
+X = vmem_altmap_offset(pgmap_altmap(P));
)

// The same through a local that holds the address.
@offset_local disable fld_to_ptr@
assignment operator by = {+=, -=};
identifier L;
expression P, X, E;
@@
 struct vmem_altmap *L = &P->altmap;
 ... when != L = E
     when != P = E
(
-if (altmap__valid(P))
 X by \(vmem_altmap_offset(
-L
+pgmap_altmap(P)
 )\);
|
-altmap__valid(P) ? vmem_altmap_offset(L) : 0
+vmem_altmap_offset(pgmap_altmap(P))
)

@offset_local_struct disable fld_to_ptr@
assignment operator by = {+=, -=};
identifier L;
expression S, X, E;
@@
 struct vmem_altmap *L = &S.altmap;
 ... when != L = E
     when != S = E
(
-if (altmap__valid(&S))
 X by \(vmem_altmap_offset(
-L
+pgmap_altmap(&S)
 )\);
|
-altmap__valid(&S) ? vmem_altmap_offset(L) : 0
+vmem_altmap_offset(pgmap_altmap(&S))
)

// --- A block that has the altmap as its own local --------------------------
// The local moves out and says by itself whether there is an altmap; but not
// where the function has another use for its name.

@block disable fld_to_ptr exists@
identifier fn, L;
expression P;
position p;
@@
 fn(...)
 {
 ... when any
 if (altmap__valid@p(P)) {
	struct vmem_altmap *L = &P->altmap;
	... when any
 }
 ... when any
 }

@inside@
identifier block.L;
expression P;
position block.p, q;
@@
 if (altmap__valid@p(P)) {
	<+... L@q ...+>
 }

@outside@
identifier block.fn, block.L;
position q != inside.q;
@@
 fn(...)
 {
 <+... L@q ...+>
 }

// The first statement is written anew only to take the blank line above it.
@move depends on !outside disable fld_to_ptr@
identifier fn, L;
expression P, E;
@@
 fn(...)
 {
+struct vmem_altmap *L;
 <+...
-if (altmap__valid(P)) {
-	struct vmem_altmap *L = &P->altmap;
-	E;
+L = pgmap_altmap(P);
+if (L) {
+	E;
	... when any
 }
 ...+>
 }

@move_other depends on !outside disable fld_to_ptr@
identifier fn, L;
expression P;
@@
 fn(...)
 {
+struct vmem_altmap *L;
 <+...
-if (altmap__valid(P)) {
-	struct vmem_altmap *L = &P->altmap;
+L = pgmap_altmap(P);
+if (L) {
	... when any
 }
 ...+>
 }
