// SPDX-License-Identifier: GPL-2.0-only
/// What is said of public memory above enum memory_type goes with it.
///
// Confidence: High
// Candidates: MEMORY_DEVICE_PUBLIC&memory_type&enum
// Options: --no-includes
// Requires: OCaml

@listed@
position p;
@@
 enum memory_type@p { ..., MEMORY_DEVICE_PUBLIC, ... };

// Comments cannot be matched, and those of an enum cannot even be read: so the text
// of the file is looked at.  The paragraph that has the name for its heading
// goes, up to the next heading.
@script:ocaml said@
p << listed.p;
anew;
@@
let lines_of name =
	let f = open_in_bin name in
	let rec go l = match input_line f with
		| s -> go (s :: l)
		| exception End_of_file -> close_in f; List.rev l in
	go [] in
let q = List.hd p in
let starts s p =
	String.length s >= String.length p && String.sub s 0 (String.length p) = p in
let rec bare s =
	if s <> "" && String.contains " *" s.[0] then
		bare (String.sub s 1 (String.length s - 1))
	else String.trim s in
let is_end s =
	let s = String.trim s in
	let n = String.length s in
	n >= 2 && String.sub s (n - 2) 2 = "*/" in
let heading s =
	let s = bare s in
	starts s "MEMORY_DEVICE_" && s.[String.length s - 1] = Char.chr 58 in
let rec rest = function
	| l :: t when not (heading l) && not (is_end l) -> rest t
	| t -> t in
let rec edit = function
	| [] -> []
	| l :: t when bare l = "MEMORY_DEVICE_PUBLIC:" -> edit (rest t)
	| l :: e :: t when String.trim l = "*" && heading e && bare e = "MEMORY_DEVICE_PUBLIC:" && (match rest t with x :: _ -> is_end x | [] -> false) -> edit (rest t)
	| l :: t -> l :: edit t in
let all = lines_of q.Coccilib.file in
let above = List.rev (List.filteri (fun i _ -> i < q.Coccilib.line - 1) all) in
let below = List.filteri (fun i _ -> i >= q.Coccilib.line - 1) all in
(* The comment that ends right above, and the type to its last line. *)
let rec comment acc = function
	| l :: t when starts (String.trim l) "/*" -> l :: acc
	| l :: t when acc = [] && not (is_end l) -> []
	| l :: t -> comment (l :: acc) t
	| [] -> [] in
let rec body = function
	| l :: t when String.contains l (Char.chr 125) -> [l]
	| l :: t -> l :: body t
	| [] -> [] in
let fresh = edit (comment [] above) in
anew := make_ident ("1\n\n" ^ String.concat "\n" (List.append fresh (body below)))

// A comment goes when what is under it goes, and stays when it is replaced: so
// something else is put there and taken away again.  A macro can have the new
// text behind its value, and leaves it there.
@between@
identifier said.anew;
symbol ratchet_between;
@@
-enum memory_type { ..., MEMORY_DEVICE_PUBLIC, ... };
+extern int ratchet_between;
+
+#define ratchet_behind anew

@gone@
symbol ratchet_between;
@@
-extern int ratchet_between;

@taken@
expression E;
symbol ratchet_behind;
@@
-#define ratchet_behind E
