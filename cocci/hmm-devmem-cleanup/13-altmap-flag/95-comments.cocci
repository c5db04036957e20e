// SPDX-License-Identifier: GPL-2.0-only
/// The comment above a function that takes a pagemap may say what to do with
/// altmap_valid: have it speak of the flag.
///
/// Only for functions that other files can call, with a heading of one line: that
/// is written anew.  Other comments are left as they are.
///
// Confidence: Medium
// Candidates: altmap_valid&dev_pagemap
// Requires: OCaml
// Options: --no-includes

@of_file@
identifier f;
type T;
position p;
@@
 static T f@p(...) { ... }

@api@
comments c;
identifier f, P;
type T;
position p != of_file.p;
position b;
@@
 T@c f@p(..., struct dev_pagemap *P, ...) {@b ... }

// Paragraph by paragraph: a line that begins an item or follows an empty one, and
// those below it with the same indentation.  One that is changed is filled again.
@script:ocaml text@
c << api.c;
f << api.f;
p << api.p;
b << api.b;
fn;
renewed;
@@
let flag = "PGMAP_ALTMAP_VALID" in
let tab = Char.chr 9 in
let starts c s = s <> "" && String.make 1 s.[0] = c in
let line p = (List.hd p).Coccilib.line in
let words s = List.filter (fun w -> w <> "")
	(String.split_on_char ' ' (String.map (fun c -> if c = tab then ' ' else c) s)) in
(* "altmap_valid," is the word and a comma; "p->altmap_valid" is not the word. *)
let bare w =
	let n = String.length "altmap_valid" in
	if String.length w >= n && String.sub w 0 n = "altmap_valid"
	then Some (String.sub w n (String.length w - n)) else None in
let rec say = function
	| w :: "must" :: "be" :: "set" :: "to" :: t :: l
	  when bare w = Some "" && String.length t >= 4 && String.sub t 0 4 = "true" ->
		flag :: "must" :: "be" :: "set" :: "in" :: "the" ::
		("flags" ^ String.sub t 4 (String.length t - 4)) :: say l
	| w :: "to" :: t :: l
	  when bare w = Some "" && String.length t >= 4 && String.sub t 0 4 = "true" ->
		flag :: "in" :: "the" ::
		("flags" ^ String.sub t 4 (String.length t - 4)) :: say l
	| w :: l -> (match bare w with
		| Some rest -> (flag ^ rest) :: say l
		| None -> w :: say l)
	| [] -> [] in
(* The blanks, stars and blanks that a line begins with. *)
let margin s =
	let n = String.length s in
	let rec go i =
		if i < n && (s.[i] = ' ' || s.[i] = '*' || s.[i] = tab)
		then go (i + 1) else i in
	go 0 in
let body s = let m = margin s in String.sub s m (String.length s - m) in
let is_text s = body s <> "" && body s <> "/" &&
	not (starts "/" s) in
let rec para acc = function
	| l :: t when is_text l && acc <> [] &&
		(match acc with
		 | [first] -> margin l >= margin first && body l <> "" &&
			not ((body l).[0] >= '0' && (body l).[0] <= '9') &&
			not (starts "@" (body l))
		 | last :: _ -> margin l = margin last
		 | [] -> false) -> para (l :: acc) t
	| l :: t when is_text l && acc = [] -> para [l] t
	| t -> (List.rev acc, t) in
let fill first rest ws =
	let rec go line lines = function
		| [] -> List.rev (line :: lines)
		| w :: l when String.length line + 1 + String.length w > 79 ->
			go (rest ^ w) (line :: lines) l
		| w :: l -> go (line ^ " " ^ w) lines l in
	match ws with
	| w :: l -> go (first ^ w) [] l
	| [] -> [] in
let rec edit = function
	| [] -> []
	| l :: t -> (match para [] (l :: t) with
		| [], _ -> l :: edit t
		| lines, t ->
			let ws = List.concat (List.map (fun s -> words (body s)) lines) in
			let after = say ws in
			if after = ws then List.append lines (edit t)
			else
				let pre s = String.sub s 0 (margin s) in
				let first = pre (List.hd lines) in
				(* "2/ text" hangs from its text *)
				let hang = match ws with
					| w :: _ when w.[0] >= '0' && w.[0] <= '9' ->
						String.make (String.length w + 1) ' '
					| _ -> "" in
				let rest = match lines with
					| _ :: s :: _ -> pre s
					| _ -> first ^ hang in
				List.append (fill first rest after) (edit t)) in
(* One comment and nothing else: what is under "#if 0" counts as a comment, too. *)
let before = match c with
	| ([l], _, _) :: _ when String.length l > 3 && starts "/" l -> l
	| _ -> "" in
let after = String.concat "\n" (edit (String.split_on_char (Char.chr 10) before)) in
if after = before || line b > line p + 1 then Coccilib.include_match false;
fn := make_ident f;
renewed := make_ident ("1\n\n" ^ after)

// A comment goes when the declaration under it goes: so a declaration is put
// between the comment and the function, and taken away again.
@pointer@
identifier text.fn;
type T;
parameter list ps;
symbol ratchet_between;
@@
-T *fn(ps)
+extern int ratchet_between;
+T *fn(ps)
 { ... }

@other depends on !pointer@
identifier text.fn;
type T;
parameter list ps;
symbol ratchet_between;
@@
-T fn(ps)
+extern int ratchet_between;
+T fn(ps)
 { ... }

@gone@
symbol ratchet_between;
@@
-extern int ratchet_between;

// A macro can have the new comment behind its value, and leaves it there.
@behind@
identifier text.fn, text.renewed;
@@
+#define ratchet_behind renewed
 fn(...) { ... }

@taken@
expression E;
symbol ratchet_behind;
@@
-#define ratchet_behind E
