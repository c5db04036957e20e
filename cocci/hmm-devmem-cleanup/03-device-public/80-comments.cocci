// SPDX-License-Identifier: GPL-2.0-only
/// Comments that name public memory next to private memory name the latter only.
///
/// Only the paragraph with the phrase is filled again.  Above a statement the new
/// comment is put below the old one here, with a statement between them; the pass
/// after this takes that away, and the old comment goes with it.
///
// Confidence: Medium
// Candidates: MEMORY_DEVICE_PUBLIC is_device_private_page&public
// Facts: constrain
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let tab = Char.chr 9
let newline = Char.chr 10
let starts c s = s <> "" && String.make 1 s.[0] = c
let words s = List.filter (fun w -> w <> "")
	(String.split_on_char ' ' (String.map (fun c -> if c = tab then ' ' else c) s))
let is_id ch = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	(ch >= '0' && ch <= '9') || ch = '_'
(* A word, and the punctuation around it. *)
let is w s = String.of_seq (Seq.filter is_id (String.to_seq s)) = w &&
	String.length s <= String.length w + 3
let rec head w s =
	if String.sub s 0 (String.length w) = w then ""
	else String.sub s 0 1 ^ head w (String.sub s 1 (String.length s - 1))
let tail w s =
	let n = String.length (head w s ^ w) in
	String.sub s n (String.length s - n)
let pairs = [("MEMORY_DEVICE_PUBLIC", "MEMORY_DEVICE_PRIVATE"); ("public", "private")]
let rec say = function
	| a :: o :: b :: l when (o = "or" || o = "and") &&
		List.exists (fun (x, y) -> is x a && is y b && tail x a = "") pairs ->
		let (x, y) = List.find (fun (x, y) -> is x a && is y b) pairs in
		(head x a ^ b) :: say l
	| a :: o :: b :: l when (o = "or" || o = "and") &&
		List.exists (fun (x, y) -> is y a && is x b && tail y a = "") pairs ->
		let (x, y) = List.find (fun (x, y) -> is y a && is x b) pairs in
		(a ^ tail x b) :: say l
	| w :: l -> w :: say l
	| [] -> []
(* The blanks, stars and blanks that a line begins with. *)
let margin s =
	let n = String.length s in
	let rec go i =
		if i < n && (s.[i] = ' ' || s.[i] = '*' || s.[i] = tab)
		then go (i + 1) else i in
	go 0
let body s = let m = margin s in String.sub s m (String.length s - m)
let is_text s = body s <> "" && body s <> "/" && not (starts "/" s)
(* "name: what it is" and "@name: what it is" begin a paragraph of their own. *)
let item s = match words (body s) with
	| w :: _ -> w.[String.length w - 1] = Char.chr 58
	| [] -> false
let rec para acc = function
	| l :: t when is_text l && acc <> [] && not (item l) &&
		(match acc with
		 | [first] -> margin l >= margin first
		 | last :: _ -> margin l = margin last
		 | [] -> false) -> para (l :: acc) t
	| l :: t when is_text l && acc = [] -> para [l] t
	| t -> (List.rev acc, t)
let width s =
	let n = ref 0 in
	String.iter (fun c -> if c = tab then n := (!n / 8 + 1) * 8 else incr n) s;
	!n
let fill first rest ws =
	let rec go line lines = function
		| [] -> List.rev (line :: lines)
		| w :: l when width line + 1 + String.length w > 80 -> go (rest ^ w) (line :: lines) l
		| w :: l -> go (line ^ " " ^ w) lines l in
	match ws with
	| w :: l -> go (first ^ w) [] l
	| [] -> []
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
				let rest = match lines with
					| _ :: s :: _ -> pre s
					| _ -> first in
				List.append (fill first rest after) (edit t))
let anew old =
	if String.contains old newline then
		String.concat "\n" (edit (String.split_on_char newline old))
	else
		let ws = words old in
		if say ws = ws then old else String.concat " " (say ws)

(* Lines below a comment that has the name of the type. *)
let named : (int, unit) Hashtbl.t = Hashtbl.create 7
let asked : (string, unit) Hashtbl.t = Hashtbl.create 7
(* The line below a comment, the comment anew, and the line above it. *)
let below : (int, string * string) Hashtbl.t = Hashtbl.create 7
let trim = String.trim
let ends s e =
	let n = String.length s and m = String.length e in
	n >= m && String.sub s (n - m) m = e
let scan name =
	let f = open_in_bin name in
	let rec go n above inside =
		match input_line f with
		| exception End_of_file -> close_in f
		| l ->
			let t = trim l in
			let opens = String.length t > 1 && String.sub t 0 2 = "/*" in
			let inside = if opens then [l] else
				if inside = [] then [] else l :: inside in
			if inside <> [] && ends t "*/" then begin
				let old = String.concat "\n" (List.rev inside) in
				let fresh = anew (trim old) in
				if fresh <> trim old then Hashtbl.replace below (n + 1) (fresh, above);
				if List.exists (fun l -> List.exists
					(is "MEMORY_DEVICE_PUBLIC") (words l)) inside then
					Hashtbl.replace named (n + 1) ();
				go (n + 1) t []
			end else begin
				(* a blank line may follow it *)
				List.iter (fun b -> if t = "" then Hashtbl.replace below (n + 1) b)
					(Hashtbl.find_all below n);
				List.iter (fun b -> if t = "" then Hashtbl.replace named (n + 1) b)
					(Hashtbl.find_all named n);
				go (n + 1) (if inside = [] then t else above) inside
			end in
	go 1 "" []
let done_ : (int, unit) Hashtbl.t = Hashtbl.create 7
let scanned = ref false
(* Only where the code was about it, or where the comment names what is gone. *)
let wanted f p =
	let q = List.hd p in
	if not !scanned then begin scanned := true; scan q.Coccilib.file end;
	Hashtbl.mem below q.Coccilib.line &&
	(Hashtbl.mem asked f || Hashtbl.mem named q.Coccilib.line)
let inside p = (List.hd p).Coccilib.current_element

@asked@
identifier f = {ratchet_public};
@@
 f(...) { ... }

@script:ocaml@
f << asked.f;
@@
Hashtbl.replace asked f ()

// --- Above a statement -----------------------------------------------------
// To ask spatch for the comments of each statement takes seconds on a large file:
// so the text says below which lines there is a comment that changes.

@stands@
statement S;
position p : script:ocaml() { wanted (inside p) p };
@@
 S@p

@script:ocaml said@
p << stands.p;
text;
@@
let q = List.hd p in
let (fresh, above) = Hashtbl.find below q.Coccilib.line in
(* There may be two in a line. *)
if Hashtbl.mem done_ q.Coccilib.line then Coccilib.include_match false;
Hashtbl.replace done_ q.Coccilib.line ();
(* Where a block begins no blank line may stay. *)
let opens = ends above "{" in
let indent = String.make q.Coccilib.col tab in
text := make_ident ("ratchet_gone();\n" ^ (if opens then "" else "\n") ^ indent ^ fresh ^
	"\n" ^ indent ^ "ratchet_new()")

// --- Above a function of the file --------------------------------------------

@of_file@
identifier f;
type T;
position p : script:ocaml() { wanted (inside p) p };
@@
 static@p T f(...) { ... }

@script:ocaml renewed@
p << of_file.p;
text;
@@
let (fresh, _) = Hashtbl.find below (List.hd p).Coccilib.line in
text := make_ident ("1\n\n" ^ fresh)

@put@
statement S;
position stands.p;
identifier said.text;
@@
+text;
 S@p

// A comment goes when the declaration under it goes: so a declaration is put
// between the comment and the function, and taken away again.
@between@
identifier of_file.f;
type T;
symbol ratchet_between;
@@
-static
+extern int ratchet_between;
+static
 T f(...) { ... }

@gone@
symbol ratchet_between;
@@
-extern int ratchet_between;

// A macro can have the new comment behind its value, and leaves it there.
@behind@
identifier of_file.f, renewed.text;
@@
+#define ratchet_behind text
 f(...) { ... }

@taken@
expression E;
symbol ratchet_behind;
@@
-#define ratchet_behind E
