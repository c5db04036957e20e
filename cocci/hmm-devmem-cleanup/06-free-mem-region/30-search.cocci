// SPDX-License-Identifier: GPL-2.0-only
/// Who searches for free addresses in the way that the helper does, is marked.
///
/// It must be the same search: sizes of whole sections, all of iomem_resource,
/// from the top down, and the first gap is final.  And both failures, no gap and
/// no region, must be dealt with alike.  Any other search is left alone.  So is one
/// after which somebody wants to know the address, or asks whether there is a region:
/// where there was NULL after a failure, there will be an error pointer.
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
let inside p = (List.hd p).Coccilib.current_element
(* The search, its region, and where it asks for that itself. *)
let shaped : ((int * int) * (string * string)) list ref = ref []
let own : (int * int) list ref = ref []
let started : (int * int) list ref = ref []
let asked : ((int * int) * (string * string)) list ref = ref []
let files : string list ref = ref []	(* variables of the whole file *)
let why : ((int * int) * string) list ref = ref []
(* A member is the same one in all functions, a local variable is not. *)
let rec member s =
	match find s "->", String.index_opt s '.' with
	| -1, None -> s
	| -1, Some i -> member (String.sub s (i + 1) (String.length s - i - 1))
	| i, _ -> member (String.sub s (i + 2) (String.length s - i - 2))
let alike_region (f, r) (g, x) =
	if member r <> r then member x <> x && member r = member x
	else r = x && (f = g || List.mem r !files)
let answer p =
	let (_, r) = List.assoc p !shaped in
	match List.assoc_opt p !why with
	| Some text -> text
	| None when r.[0] = '*' -> "the region is handed out by a pointer"
	| None when List.exists (fun (q, x) -> not (List.mem q !own) &&
		alike_region (List.assoc p !shaped) x) !asked ->
		"whether there is a region is asked in another place"
	| None -> ""
let found p = List.mem_assoc p !shaped && List.mem p !started
let same p = found (key p) && answer (key p) = ""

// --- The search: from the top ... ------------------------------------------

@start@
identifier A, N;
expression X, Y, E;
type T;
assignment operator op;
statement S;
symbol iomem_resource;
position p;
@@
 N = ALIGN(N, \(PA_SECTION_SIZE\|(1UL << PA_SECTION_SHIFT)\));
 ... when != N op E
     when != &N
 A = \(min(X, Y)\|min_t(T, X, Y)\);
 ... when != N op E
     when != &N
     when != A
(
 \(A = A - N + 1UL\|A = A - N + 1\|A -= N - 1\|A -= N - 1UL\);
 for@p (; A > N && A >= iomem_resource.start; A -= N) S
|
 for@p (\(A = A - N + 1UL\|A = A - N + 1\|A -= N - 1\|A -= N - 1UL\); A > N && A >= iomem_resource.start; A -= N) S
)

@script:ocaml@
x << start.X;
y << start.Y;
p << start.p;
@@
if top x y then started := key p :: !started

// --- ... to the first gap ----------------------------------------------------

@shape@
identifier A, N;
expression D, R;
identifier V;
statement S1, S2;
symbol iomem_resource;
position p, p1, p2;
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
	if (R@p1 == NULL)
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
		if (R@p1 == NULL)
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
 if (R@p2 == NULL)
	S2

@script:ocaml@
s1 << shape.S1;
s2 << shape.S2;
r << shape.R;
p << shape.p;
p1 << shape.p1;
p2 << shape.p2;
@@
if alike s1 s2 then begin
	shaped := (key p, (inside p, squeeze r)) :: !shaped;
	own := key p1 :: key p2 :: !own
end

// --- Who else wants to know ----------------------------------------------------

@asked@
expression X;
position p;
@@
 \(X@p == NULL\|X@p != NULL\)

@script:ocaml@
x << asked.X;
p << asked.p;
@@
asked := (key p, (inside p, squeeze x)) :: !asked

@outside@
type T;
identifier x;
position p;
@@
 T x@p;

@script:ocaml@
x << outside.x;
p << outside.p;
@@
if inside p = x then files := x :: !files

// What was assigned before it is read does not come from the search.
@assigned@
identifier shape.A;
expression E;
position p1;
@@
 A@p1 = E

@address exists@
identifier shape.A;
expression E;
statement S;
position shape.p;
position q != assigned.p1;
@@
 for@p (...;...;...) S
 ... when != A = E
 A@q

@script:ocaml@
p << shape.p;
q << address.q;
@@
ignore q;
why := (key p, "the address is used after it") :: !why

@known@
identifier shape.V;
expression E;
position p1;
@@
 V@p1 = E

@status exists@
identifier shape.V;
expression E;
statement S;
position shape.p;
position q != known.p1;
@@
 for@p (...;...;...) S
 ... when != V = E
 V@q

@script:ocaml@
p << shape.p;
q << status.q;
@@
ignore q;
why := (key p, "what region_intersects() said is used after it") :: !why

// --- ... is marked -----------------------------------------------------------

@noted@
position p : script:ocaml() { found (key p) && not (same p) };
statement S;
@@
 for@p (...;...;...) S

@script:ocaml@
p << noted.p;
@@
Printf.printf "ratchet: note %d %d this is what devm_request_free_mem_region() does, but %s\n" (fst (key p)) (snd (key p)) (answer (key p))

@mark@
expression shape.R, shape.D;
identifier shape.N;
statement S, S3;
position shape.p : script:ocaml() { same p };
@@
 for@p (...;...;...) S3
+
 if (
-    R == NULL
+    IS_ERR(ratchet_region(R, D, N))
    ) S
