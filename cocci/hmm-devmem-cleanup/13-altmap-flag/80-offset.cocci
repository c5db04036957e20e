// SPDX-License-Identifier: GPL-2.0-only
/// vmem_altmap_offset(NULL) is 0: the function says so, and its callers need not
/// ask first.
///
// Confidence: High
// Candidates: vmem_altmap_offset
// Requires: OCaml

// --- The function ----------------------------------------------------------
// Not the inline that stands in for it without ZONE_DEVICE, which is 0 anyway,
// nor one that looks at its argument already.

@looks@
identifier A, f;
position p, q;
@@
 vmem_altmap_offset(struct vmem_altmap *A)
 {
	... when != A
	return@p <+... A->f@q ...+>;
 }

@sooner exists@
identifier A, f;
position q != looks.q;
@@
 vmem_altmap_offset(struct vmem_altmap *A)
 {
	... when != A
	A->f@q
	... when any
 }

@script:ocaml@
q << sooner.q;
@@
let q = List.hd q in
Printf.printf "ratchet: refuse %d %d vmem_altmap_offset() looks into its argument before it can say 0 for NULL\n" q.line q.col

@definition@
identifier looks.A;
expression E;
position looks.p;
@@
 vmem_altmap_offset(struct vmem_altmap *A)
 {
	...
-	return@p E;
+	if (A)
+		return E;
+	return 0;
 }

// --- Its callers -----------------------------------------------------------

// What is added may be 0.
@added@
identifier L;
expression X;
assignment operator by = {+=, -=};
@@
-if (\(L\|L != NULL\))
 X by \(vmem_altmap_offset(L)\);

@chosen@
identifier L;
@@
(
-(L ? vmem_altmap_offset(L) : 0)
+vmem_altmap_offset(L)
|
-L ? vmem_altmap_offset(L) : 0
+vmem_altmap_offset(L)
)

@chosen_else@
identifier L;
expression X;
@@
-if (L) X = vmem_altmap_offset(L); else X = 0;
+X = vmem_altmap_offset(L);
