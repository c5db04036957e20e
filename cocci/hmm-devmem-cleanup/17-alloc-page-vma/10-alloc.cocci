// SPDX-License-Identifier: GPL-2.0-only
/// Allocate with alloc_page_vma(), look at what came back, and only then lock
/// it, in place of hmm_vma_alloc_locked_page().
//
// Where the failure of the allocation leaves what it stands in, the page is
// locked behind that; where success is asked for, there; else right behind the
// call, if there is a page.
//
// Confidence: High
// Candidates: hmm_vma_alloc_locked_page
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	(c >= '0' && c <= '9') || c = '_'
let starts w s =
	let n = String.length w in
	String.length s >= n && String.sub s 0 n = w &&
	(String.length s = n || not (is_id s.[n]))
(* The statements of a block, as text; those of inner blocks in one piece. *)
let statements s =
	let out = ref [] and b = Buffer.create 80 and depth = ref 0 in
	let flush () =
		let t = String.trim (Buffer.contents b) in
		Buffer.clear b;
		if t <> "" && t <> ";" then out := t :: !out in
	String.iter (fun c ->
		(match c with
		| '(' | '{' -> incr depth
		| ')' | '}' -> decr depth
		| _ -> ());
		Buffer.add_char b c;
		if !depth = 0 && (c = ';' || c = '}') then flush ()) s;
	flush ();
	!out
(* Does control never come to what is behind this? *)
let rec leaves s =
	let s = String.trim s in
	let n = String.length s in
	if n > 1 && s.[0] = '{' && s.[n - 1] = '}' then
		match statements (String.sub s 1 (n - 2)) with
		| last :: _ -> leaves last
		| [] -> false
	else List.exists (fun w -> starts w s)
		["return"; "goto"; "continue"; "break"]
(* Is the value the same, and nothing else done, the second time? *)
let stable s =
	let n = String.length s in
	let rec go i =
		i >= n || (match s.[i] with
		| '+' | '-' when i + 1 < n && s.[i + 1] = s.[i] -> false
		| '(' ->
			let rec back j = if j >= 0 && s.[j] = ' ' then back (j - 1) else j in
			let j = back (i - 1) in
			(j < 0 || not (is_id s.[j] || s.[j] = ')')) && go (i + 1)
		| _ -> go (i + 1)) in
	go 0
let refuse p why =
	let q = List.hd p in
	Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
let check_stable x p =
	if not (stable x) then
		refuse p "where the page goes cannot be named twice: store it in a variable first"
let exported : Coccilib.pos list list ref = ref []
(* A name for a page that the function around does not use: "" if none. *)
let name_for p =
	let q = List.hd p in
	let ic = open_in_bin q.Coccilib.file in
	let words = Hashtbl.create 97 and last = ref "" and b = Buffer.create 20 in
	let word () =
		let w = Buffer.contents b in
		Buffer.clear b;
		if w <> "" then begin
			if !last <> "struct" then Hashtbl.replace words w ();
			last := w
		end in
	(try for n = 1 to q.Coccilib.current_element_line_end do
		let l = input_line ic in
		if n >= q.Coccilib.current_element_line then begin
			String.iter (fun c -> if is_id c then Buffer.add_char b c else word ()) l;
			word ()
		end
	done with End_of_file -> ());
	close_in ic;
	match List.filter (fun x -> not (Hashtbl.mem words x))
		["page"; "dpage"; "new_page"; "fresh_page"; "locked_page"] with
	| x :: _ -> x
	| [] -> ""

// (spatch takes "unlikely(E)" and "likely(E)" for "E" as well.)

// --- What can be converted -------------------------------------------------

@stored@
expression X, V, A;
position p;
@@
 X = hmm_vma_alloc_locked_page@p(V, A);

@chained@
expression X, Y, V, A;
position p;
@@
 Y = X = hmm_vma_alloc_locked_page@p(V, A);

@declared@
identifier x;
type T;
expression V, A;
position p;
@@
 T x = hmm_vma_alloc_locked_page@p(V, A);

@returned@
expression V, A;
position p;
@@
 return hmm_vma_alloc_locked_page@p(V, A);

@fails disable neg_if, drop_else@
expression X, V, A;
position p;
statement S;
@@
 if (unlikely((X = hmm_vma_alloc_locked_page@p(V, A)) == NULL)) S

@works disable neg_if, drop_else@
expression X, V, A;
position p;
statement S, S2;
@@
(
 if (likely((X = hmm_vma_alloc_locked_page@p(V, A)) != NULL)) S
|
 if (likely((X = hmm_vma_alloc_locked_page@p(V, A)) != NULL)) S else S2
)

// --- What cannot -----------------------------------------------------------

@script:ocaml@
x << stored.X;
p << stored.p;
@@
check_stable x p

@script:ocaml@
x << chained.Y;
p << chained.p;
@@
check_stable x p

@script:ocaml@
x << works.X;
p << works.p;
@@
check_stable x p

@script:ocaml@
x << fails.X;
p << fails.p;
s << fails.S;
@@
check_stable x p;
if not (leaves s) then
	refuse p "what follows runs with a page and without: test the page in a statement of its own"

@other@
position p != {stored.p, chained.p, declared.p, returned.p, fails.p, works.p};
expression list es;
@@
 hmm_vma_alloc_locked_page@p(es)

@script:ocaml@
p << other.p;
@@
refuse p "the page would be used before it is locked: store it in a variable first"

@called@
position p;
expression list es;
@@
 hmm_vma_alloc_locked_page@p(es)

@pointed@
position p != called.p;
symbol hmm_vma_alloc_locked_page;
@@
 hmm_vma_alloc_locked_page@p

@exported@
declarer name EXPORT_SYMBOL;
position p;
symbol hmm_vma_alloc_locked_page;
@@
 EXPORT_SYMBOL(hmm_vma_alloc_locked_page@p);

@script:ocaml@
p << exported.p;
@@
exported := p :: !exported

@script:ocaml@
p << pointed.p;
@@
if not (List.mem p !exported) then
	refuse p "the address of hmm_vma_alloc_locked_page() is taken, and no function takes its place"

@script:ocaml@
p << returned.p;
@@
if name_for p = "" then
	refuse p "there is no name left for the page: store it in a variable first"

// --- One of two branches, without braces -----------------------------------

@disable neg_if, drop_else@
expression E, X, V, A;
statement S;
@@
-if (E)
+if (E) {
+	X = alloc_page_vma(GFP_HIGHUSER, V, A);
+	if (X)
+		lock_page(X);
+} else
-	X = hmm_vma_alloc_locked_page(V, A);
-else
 S

// --- Stored, and then asked for --------------------------------------------

@then_fails disable neg_if, drop_else@
expression X, V, A;
position p;
statement S;
@@
 X = hmm_vma_alloc_locked_page@p(V, A);
 if (unlikely(X == NULL)) S

@script:ocaml@
p << then_fails.p;
s << then_fails.S;
@@
ignore p;
if not (leaves s) then Coccilib.include_match false

@disable neg_if, drop_else@
expression X, V, A;
position then_fails.p;
statement S;
@@
 X =
-hmm_vma_alloc_locked_page@p(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ;
 if (unlikely(X == NULL)) S
+lock_page(X);

@declared_fails disable neg_if, drop_else@
identifier x;
type T;
expression V, A;
position p;
statement S;
@@
 T x = hmm_vma_alloc_locked_page@p(V, A);
 ...
 if (unlikely(x == NULL)) S

@script:ocaml@
p << declared_fails.p;
s << declared_fails.S;
@@
ignore p;
if not (leaves s) then Coccilib.include_match false

@disable neg_if, drop_else@
identifier x;
type T;
expression V, A;
position declared_fails.p;
statement S, S2;
@@
 T x =
-hmm_vma_alloc_locked_page@p(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ;
 ... when != S2
 if (unlikely(x == NULL)) S
+lock_page(x);

@disable neg_if@
expression X, V, A;
statement S;
@@
 X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ;
 if (likely(X != NULL)) {
+	lock_page(X);
 	...
 } else S

// --- Stored and asked for at once ------------------------------------------

@disable neg_if, drop_else@
expression X, V, A;
statement S;
@@
 if (unlikely((X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ) == NULL)) S
+lock_page(X);

@disable neg_if, drop_else@
expression X, V, A;
statement S;
@@
 if (likely((X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ) != NULL)) {
+	lock_page(X);
 	...
 } else S

@disable neg_if@
expression X, V, A;
@@
 if (likely((X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ) != NULL)) {
+	lock_page(X);
 	...
 }

@disable neg_if@
expression X, V, A;
statement S;
@@
 if (likely((X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ) != NULL))
+{
+	lock_page(X);
 S
+}

// --- Everything else -------------------------------------------------------

@@
expression X, V, A;
@@
 X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ;
+if (X)
+	lock_page(X);

@@
expression X, Y, V, A;
@@
 Y = X =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ;
+if (Y)
+	lock_page(Y);

@@
identifier x;
type T;
expression V, A;
statement S, S2;
@@
 T x =
-hmm_vma_alloc_locked_page(V, A)
+alloc_page_vma(GFP_HIGHUSER, V, A)
 ;
 ... when != S2
+if (x)
+	lock_page(x);
 S

// --- Handed on: the page needs a name --------------------------------------

@wrapper@
identifier f;
expression V, A;
position p;
@@
 f(...) { <+... return hmm_vma_alloc_locked_page@p(V, A); ...+> }

@script:ocaml named@
f << wrapper.f;
p << wrapper.p;
mine;
@@
ignore f;
mine := make_ident (name_for p)

@begins@
identifier wrapper.f, x;
type T;
@@
 f(...) {
 T x;
 ...
 }

@depends on begins@
identifier wrapper.f, named.mine;
expression V, A;
@@
 f(...) {
+struct page *mine;
 <...
-return hmm_vma_alloc_locked_page(V, A);
+mine = alloc_page_vma(GFP_HIGHUSER, V, A);
+if (mine)
+	lock_page(mine);
+return mine;
 ...>
 }

@depends on !begins@
identifier wrapper.f, named.mine;
expression V, A;
@@
 f(...) {
+struct page *mine;
+
 <...
-return hmm_vma_alloc_locked_page(V, A);
+mine = alloc_page_vma(GFP_HIGHUSER, V, A);
+if (mine)
+	lock_page(mine);
+return mine;
 ...>
 }
