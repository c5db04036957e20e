// SPDX-License-Identifier: GPL-2.0-only
/// The map is a member of the structure that its count is in, or its address.
//
// Confidence: High
// Candidates: devm_memremap_pages

// An altmap may be asked for or not.
@count disable ptr_to_array@
type T;
T *X;
identifier C;
expression D, R, A != NULL, E;
statement S, SE;
@@
(
+X->pgmap.res = *R;
+X->pgmap.ref = &X->C;
 E =
-devm_memremap_pages(D, R, &X->C, NULL)
+devm_memremap_pages(D, &X->pgmap)
 ;
|
+X->pgmap.res = *R;
+X->pgmap.ref = &X->C;
+if (A) {
+	memcpy(&X->pgmap.altmap, A, sizeof(X->pgmap.altmap));
+	X->pgmap.altmap_valid = true;
+}
 E =
-devm_memremap_pages(D, R, &X->C, A)
+devm_memremap_pages(D, &X->pgmap)
 ;
|
+X->pgmap.res = *R;
+X->pgmap.ref = &X->C;
 return <+...
-devm_memremap_pages(D, R, &X->C, NULL)
+devm_memremap_pages(D, &X->pgmap)
 ...+>;
)

@result disable ptr_to_array@
type T;
T *X;
identifier V;
expression D, R, C, A != NULL;
@@
(
+X->pgmap.res = *R;
+X->pgmap.ref = C;
 X->V =
-devm_memremap_pages(D, R, C, NULL)
+devm_memremap_pages(D, &X->pgmap)
 ;
|
+X->pgmap.res = *R;
+X->pgmap.ref = C;
+if (A) {
+	memcpy(&X->pgmap.altmap, A, sizeof(X->pgmap.altmap));
+	X->pgmap.altmap_valid = true;
+}
 X->V =
-devm_memremap_pages(D, R, C, A)
+devm_memremap_pages(D, &X->pgmap)
 ;
)

@result_cast disable ptr_to_array@
type T, U;
T *X;
identifier V;
expression D, R, C, A != NULL;
@@
(
+X->pgmap.res = *R;
+X->pgmap.ref = C;
 X->V = (U)
-devm_memremap_pages(D, R, C, NULL)
+devm_memremap_pages(D, &X->pgmap)
 ;
|
+X->pgmap.res = *R;
+X->pgmap.ref = C;
+if (A) {
+	memcpy(&X->pgmap.altmap, A, sizeof(X->pgmap.altmap));
+	X->pgmap.altmap_valid = true;
+}
 X->V = (U)
-devm_memremap_pages(D, R, C, A)
+devm_memremap_pages(D, &X->pgmap)
 ;
)

@plain@
expression X, E;
@@
-X->pgmap.res = *&E;
+X->pgmap.res = E;
