// SPDX-License-Identifier: GPL-2.0-only
/// The pointer itself in place of the two helpers.
//
// Confidence: High
// Candidates: ratchet_store ratchet_load
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
(* Is this line part of a macro? *)
let in_macro file line =
	let ic = open_in_bin file in
	let rec go n inside =
		let l = input_line ic in
		let t = String.trim l in
		let k = String.length t in
		let inside = inside || (k > 0 && Char.code t.[0] = 35) in
		if n = line then inside
		else go (n + 1) (inside && k > 0 && Char.code t.[k - 1] = 92) in
	let r = try go 1 false with End_of_file -> false in
	close_in ic;
	r

// What an argument of a macro stands for may be more than a name.
@load@
identifier x;
position p;
@@
(
 ratchet_load(x@p)
|
 ratchet_load(&x@p)
)

@script:ocaml@
p << load.p;
@@
let q = List.hd p in
if in_macro q.Coccilib.file q.Coccilib.line then Coccilib.include_match false

@disable paren@
identifier x;
position load.p;
@@
(
-ratchet_load(
 x@p
-)
+->zone_device_data
|
-ratchet_load(&
 x@p
-)
+.zone_device_data
)

@store@
identifier x;
position p;
expression V;
@@
(
 ratchet_store(x@p, V)
|
 ratchet_store(&x@p, V)
)

@script:ocaml@
p << store.p;
@@
let q = List.hd p in
if in_macro q.Coccilib.file q.Coccilib.line then Coccilib.include_match false

@disable paren@
identifier x;
position store.p;
expression V;
@@
(
-ratchet_store(
 x@p
-, V)
+->zone_device_data = V
|
-ratchet_store(&
 x@p
-, V)
+.zone_device_data = V
)

@disable paren@
identifier f, g;
expression E, I, V;
expression list es;
@@
(
-ratchet_load(
 E->f
-)
+->zone_device_data
|
-ratchet_store(
 E->f
-, V)
+->zone_device_data = V
|
-ratchet_load(
 E.f
-)
+->zone_device_data
|
-ratchet_store(
 E.f
-, V)
+->zone_device_data = V
|
-ratchet_load(
 E[I]
-)
+->zone_device_data
|
-ratchet_store(
 E[I]
-, V)
+->zone_device_data = V
|
-ratchet_load(
 g(es)
-)
+->zone_device_data
|
-ratchet_store(
 g(es)
-, V)
+->zone_device_data = V
|
-ratchet_load(
 (E)
-)
+->zone_device_data
|
-ratchet_store(
 (E)
-, V)
+->zone_device_data = V
|
-ratchet_load(&
 E->f
-)
+.zone_device_data
|
-ratchet_store(&
 E->f
-, V)
+.zone_device_data = V
|
-ratchet_load(&
 E.f
-)
+.zone_device_data
|
-ratchet_store(&
 E.f
-, V)
+.zone_device_data = V
|
-ratchet_load(&
 E[I]
-)
+.zone_device_data
|
-ratchet_store(&
 E[I]
-, V)
+.zone_device_data = V
|
-ratchet_load(&
 (E)
-)
+.zone_device_data
|
-ratchet_store(&
 (E)
-, V)
+.zone_device_data = V
|
-ratchet_load(
+(
 E
-)
+)->zone_device_data
|
-ratchet_store(
+(
 E
-, V)
+)->zone_device_data = V
)
