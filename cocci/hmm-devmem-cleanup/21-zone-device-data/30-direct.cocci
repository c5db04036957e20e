// SPDX-License-Identifier: GPL-2.0-only
/// What is written to and read from page->hmm_data itself goes the way of what
/// the two helpers wrote and read.
//
// The next passes turn ratchet_put() and ratchet_get() into the pointer.
//
// Confidence: High
// Candidates: hmm_data
// Options: --include include/linux/mm_types.h --include include/linux/mm.h
// Requires: OCaml

@initialize:ocaml@
@@
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	(c >= '0' && c <= '9') || c = '_'
(* One name for another, where it is a whole word. *)
let rename old now s =
	let n = String.length s and k = String.length old in
	let b = Buffer.create (n + 16) in
	let rec go i =
		if i < n then
		if i + k <= n && String.sub s i k = old &&
		   (i = 0 || not (is_id s.[i - 1])) &&
		   (i + k = n || not (is_id s.[i + k]))
		then (Buffer.add_string b now; go (i + k))
		else (Buffer.add_char b s.[i]; go (i + 1)) in
	go 0;
	Buffer.contents b
let width s =
	let w = ref 0 in
	String.iter (fun c -> if c = Char.chr 9 then w := (!w / 8 + 1) * 8 else incr w) s;
	!w
(* What stands before the text of a line: blanks, a star, blanks. *)
let margin s =
	let n = String.length s in
	let rec go i =
		if i < n && (s.[i] = ' ' || s.[i] = Char.chr 9 || s.[i] = '*')
		then go (i + 1) else i in
	go 0
(* Words that no longer fit go to the line below, if the text goes on there. *)
let rec fit = function
	| l :: rest when width l > 80 && String.contains (String.trim l) ' ' ->
		let cut = String.rindex l ' ' in
		let head = String.sub l 0 cut in
		let tail = String.sub l (cut + 1) (String.length l - cut - 1) in
		let m = margin l in
		(match rest with
		| next :: more when String.length next > margin next &&
				    next.[margin next] <> '/' ->
			let k = margin next in
			let body = String.sub next k (String.length next - k) in
			fit (head :: (String.sub next 0 k ^ tail ^ " " ^ body) :: more)
		| _ -> fit (head :: (String.sub l 0 m ^ tail) :: rest))
	| l :: rest -> l :: fit rest
	| [] -> []

(* A comment of one line that is too long now gets lines of its own. *)
let block indent = function
	| [l] when width (indent ^ l) > 80 ->
		let text = String.trim (String.sub l 2 (String.length l - 4)) in
		[String.sub l 0 2; indent ^ " * " ^ text;
		 indent ^ " " ^ String.sub l (String.length l - 2) 2]
	| lines -> lines

let blank_line file n =
	let ic = open_in_bin file in
	let rec go k = let l = input_line ic in if k = n then String.trim l = "" else go (k + 1) in
	let r = try go 1 with End_of_file -> false in
	close_in ic;
	r

(* The comment right above, with the new name, and what it stands above; is
   there a blank line above the comment? *)
let renew c p x =
	let before = match c with
		| ([l], _, _) :: _ when String.length l > 3 && l.[0] = '/' -> l
		| _ -> "" in
	let after = rename "hmm_data" "zone_device_data" before in
	if after = before then None else
	let q = List.hd p in
	let lines = String.split_on_char (Char.chr 10) in
	(* Statements are indented by tabs, and a tab is one column here. *)
	let indent = String.make q.Coccilib.col (Char.chr 9) in
	let above = q.Coccilib.line - List.length (lines before) - 1 in
	Some (blank_line q.Coccilib.file above,
	      String.concat "\n" (fit (block indent (lines after))) ^ "\n" ^ indent ^ x)

@compound@
struct page *P;
expression E, X;
assignment operator o != {=};
identifier m = {READ_ONCE, WRITE_ONCE, swap};
position p;
@@
(
 P->hmm_data@p o E
|
 P->hmm_data@p++
|
 P->hmm_data@p--
|
 ++P->hmm_data@p
|
 --P->hmm_data@p
|
 &P->hmm_data@p
|
 m(..., P->hmm_data@p, ...)
|
 X = P->hmm_data@p = E
)

@script:ocaml@
p << compound.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the member is a pointer now: read it, work on a copy and store that\n" q.Coccilib.line q.Coccilib.col

@template@
identifier x;
expression E;
position p;
@@
(
 struct page x@p = { ..., .hmm_data = E, ... };
|
 (struct page@p) { ..., .hmm_data = E, ... }
)

@script:ocaml@
p << template.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d the hmm_data of this struct page is a pointer now: set it in a statement of its own\n" q.Coccilib.line q.Coccilib.col

// A page or not: where spatch knows no type it could be either.  (It takes "->" for
// "." as well.)
@known@
type T;
T V;
position p;
@@
 V.hmm_data@p

@unknown disable fld_to_ptr@
expression E;
position p != known.p;
@@
(
 E->hmm_data@p
|
 E.hmm_data@p
)

@script:ocaml@
p << unknown.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d whose hmm_data this is cannot be told here: reach it by a variable, in a function\n" q.Coccilib.line q.Coccilib.col

// --- Where it is -----------------------------------------------------------

@@
identifier f;
@@
 f(struct page,
-hmm_data
+zone_device_data
 )

// --- Nothing is stored: a page is new --------------------------------------

// The name in the comment right above changes, too.  A declaration below the
// comment takes it along when it goes.
@above@
comments c;
idexpression struct page *x;
identifier f;
expression F;
position p;
@@
 x@c@p->f = F;

@script:ocaml apart@
c << above.c;
p << above.p;
x << above.x;
renewed;
@@
match renew c p x with
| Some (true, t) -> renewed := make_ident t
| _ -> Coccilib.include_match false

@between@
position above.p;
idexpression struct page *above.x;
identifier apart.renewed, f;
expression F;
@@
+extern int ratchet_between;
+
-x@p
+renewed
 ->f = F;

@under@
comments c;
idexpression struct page *x;
identifier f;
expression F;
position p;
@@
 x@c@p->f = F;

@script:ocaml close@
c << under.c;
p << under.p;
x << under.x;
renewed;
@@
match renew c p x with
| Some (false, t) -> renewed := make_ident t
| _ -> Coccilib.include_match false

@beside@
position under.p;
idexpression struct page *under.x;
identifier close.renewed, f;
expression F;
@@
+extern int ratchet_between;
-x@p
+renewed
 ->f = F;

@@
symbol ratchet_between;
@@
-extern int ratchet_between;

@disable is_zero@
struct page *P;
@@
-P->hmm_data = 0
+P->zone_device_data = NULL

// --- A value ---------------------------------------------------------------

@@
struct page *P;
expression E;
@@
-P->hmm_data = E
+ratchet_put(P, E)

@@
struct page *P;
@@
-P->hmm_data
+ratchet_get(P)

@disable fld_to_ptr@
struct page V;
expression E;
@@
-V.hmm_data = E
+ratchet_put(&V, E)

@disable fld_to_ptr@
struct page V;
@@
-V.hmm_data
+ratchet_get(&V)
