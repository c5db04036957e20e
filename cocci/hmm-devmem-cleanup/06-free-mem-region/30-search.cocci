// SPDX-License-Identifier: GPL-2.0-only
/// Who searches for free addresses in the way that the helper does, is marked.
///
/// It must be the same search: sizes of whole sections, all of iomem_resource,
/// from the top down, and the first gap is final.  And both failures, no gap and
/// no region, must be dealt with alike.  Any other search is left alone.
///
/// The mark says where the region goes, whose it is, and how large: the next pass
/// takes the search away, and the one after it makes the call.  Comments go with what
/// is deleted only where nothing else is done to what follows.
///
// Confidence: High
// Candidates: region_intersects&PA_SECTION_SIZE&devm_request_mem_region region_intersects&PA_SECTION_SHIFT&devm_request_mem_region
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let squeeze s = String.concat "" (String.split_on_char ' '
	(String.concat "" (String.split_on_char '\n'
	(String.concat "" (String.split_on_char '\t' s)))))
(* Position of a word in a text, or -1. *)
let find text word =
	let n = String.length text and m = String.length word in
	let rec go i =
		if i + m > n then -1
		else if String.sub text i m = word then i else go (i + 1) in
	go 0
let has text word = find text word >= 0
let rec replace text word by =
	match find text word with
	| -1 -> text
	| i ->
		let m = i + String.length word in
		String.sub text 0 i ^ by ^
		replace (String.sub text m (String.length text - m)) word by
(* What is between quotes may differ. *)
let silent s =
	let rec go i out l =
		if i >= String.length s then ()
		else if s.[i] = Char.chr 34 then go (i + 1) (not out) l
		else (if out then Buffer.add_char l s.[i]; go (i + 1) out l) in
	let l = Buffer.create 97 in
	go 0 true l;
	Buffer.contents l
let alike s1 s2 =
	let code s = replace (replace (silent (squeeze s)) "-ENOMEM" "?") "-ERANGE" "?" in
	let bare s =
		let s = code s in
		let n = String.length s in
		if n > 2 && s.[0] = Char.chr 123 && s.[n - 1] = Char.chr 125 then String.sub s 1 (n - 2) else s in
	has s1 "ENOMEM" && has s2 "ERANGE" && bare s1 = bare s2
let top x y =
	let x = squeeze x and y = squeeze y in
	let is_end s = List.mem s ["iomem_resource.end";
		"(unsignedlong)iomem_resource.end"; "(resource_size_t)iomem_resource.end";
		"(u64)iomem_resource.end"] in
	let is_bits s = List.mem (replace s "ULL" "UL") ["(1UL<<MAX_PHYSMEM_BITS)-1";
		"((1UL<<MAX_PHYSMEM_BITS)-1)"; "(1UL<<MAX_PHYSMEM_BITS)-1UL";
		"BIT(MAX_PHYSMEM_BITS)-1"; "GENMASK(MAX_PHYSMEM_BITS-1,0)"] in
	(is_end x && is_bits y) || (is_end y && is_bits x)

let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let shaped : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let started : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let same p = Hashtbl.mem shaped (key p) && Hashtbl.mem started (key p)

// --- The search: from the top ... ------------------------------------------

@above exists@
identifier A, N;
expression X, Y, E;
type T;
symbol iomem_resource;
position p;
@@
 N = ALIGN(N, \(PA_SECTION_SIZE\|1UL << PA_SECTION_SHIFT\|(1UL << PA_SECTION_SHIFT)\));
 ... when != N = E
     when != &N
 A = \(min(X, Y)\|min_t(T, X, Y)\);
 ... when != N = E
     when != A = E
     when != A
 \(A = A - N + 1UL\|A = A - N + 1\|A -= N - 1\|A -= N - 1UL\);
 for@p (; A > N && A >= iomem_resource.start; A -= N) { ... }

@inside exists@
identifier A, N;
expression X, Y, E;
type T;
symbol iomem_resource;
position p;
@@
 N = ALIGN(N, \(PA_SECTION_SIZE\|1UL << PA_SECTION_SHIFT\|(1UL << PA_SECTION_SHIFT)\));
 ... when != N = E
     when != &N
 A = \(min(X, Y)\|min_t(T, X, Y)\);
 ... when != N = E
     when != A = E
     when != A
 for@p (\(A = A - N + 1UL\|A = A - N + 1\|A -= N - 1\|A -= N - 1UL\); A > N && A >= iomem_resource.start; A -= N) { ... }

@shape@
identifier A, N;
expression D, R;
identifier V;
statement S1, S2;
symbol iomem_resource;
position p;
@@
(
 for@p (...; A > N && A >= iomem_resource.start; A -= N) {
(
	if (region_intersects(A, N, 0, IORES_DESC_NONE) != REGION_DISJOINT)
		continue;
|
	V = region_intersects(A, N, 0, IORES_DESC_NONE);
	if (V != REGION_DISJOINT)
		continue;
)
	R = devm_request_mem_region(D, A, N, dev_name(D));
	if (\(!R\|R == NULL\))
		S1
(
	R->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	break;
|
	break;
)
 }
|
 for@p (...; A > N && A >= iomem_resource.start; A -= N) {
	if (region_intersects(A, N, 0, IORES_DESC_NONE) == REGION_DISJOINT) {
		R = devm_request_mem_region(D, A, N, dev_name(D));
		if (\(!R\|R == NULL\))
			S1
(
		R->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
		break;
|
		break;
)
	}
 }
)
 if (\(!R\|R == NULL\))
	S2

@script:ocaml@
s1 << shape.S1;
s2 << shape.S2;
p << shape.p;
@@
if alike s1 s2 then Hashtbl.replace shaped (key p) ()

@script:ocaml@
x << above.X;
y << above.Y;
p << above.p;
@@
if top x y then Hashtbl.replace started (key p) ()

@script:ocaml@
x << inside.X;
y << inside.Y;
p << inside.p;
@@
if top x y then Hashtbl.replace started (key p) ()

// What was NULL after a failure will be an error pointer: whoever looks at it
// again must not be misled.
@again disable neg_if, drop_else, is_zero, isnt_zero exists@
expression shape.R;
position shape.p;
position q;
statement S, S3, S4;
@@
 for@p@q (...;...;...) S4
 ... when any
(
 if (R) S
|
 if (R) S else S3
|
 if (R && ...) S
)

@script:ocaml@
p << again.q;
@@
Hashtbl.remove shaped (key p)

// --- ... is marked -----------------------------------------------------------

@mark@
expression shape.R, shape.D;
identifier shape.N;
statement S, S3;
position shape.p : script:ocaml() { same p };
@@
 for@p (...;...;...) S3
+
 if (
-    \(!R\|R == NULL\)
+    IS_ERR(ratchet_region(R, D, N))
    ) S
