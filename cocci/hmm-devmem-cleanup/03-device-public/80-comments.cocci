// SPDX-License-Identifier: GPL-2.0-only
/// Comments that name public memory next to private memory name the latter only.
///
/// Only the paragraph with the phrase is filled again.  The new comment is put below
/// the old one here, with a statement between them; the pass after this takes
/// that away, and the old comment goes with it.
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
(* A word, and the punctuation around it. *)
let is w s =
	let n = String.length w in
	let rec at i = i + n <= String.length s && (String.sub s i n = w || at (i + 1)) in
	let letter c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c = '_' in
	let m = String.length s - n in
	m >= 0 && m <= 3 && at 0 &&
	String.length (String.concat "" (List.filter (fun x -> x <> "") (List.map (fun c -> if letter c then String.make 1 c else "") (List.init (String.length s) (String.get s))))) = n
let tail w s =
	(* what follows w in s *)
	let n = String.length w in
	let rec at i = if String.sub s i n = w then i + n else at (i + 1) in
	let i = at 0 in
	String.sub s i (String.length s - i)
let head w s = String.sub s 0 (String.length s - String.length w - String.length (tail w s))
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
(* One comment and nothing else: what is under "#if 0" counts as a comment, too. *)
let one c = match c with
	| ([l], _, _) :: _ when String.length l > 3 && starts "/" l -> l
	| _ -> ""
let anew c =
	let old = one c in
	let fresh =
		if String.contains old newline then
			String.concat "\n" (edit (String.split_on_char newline old))
		else
			let ws = words old in
			if say ws = ws then old else String.concat " " (say ws) in
	if fresh = old then "" else fresh
let done_ : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)

(* The line below a comment, the comment anew, and the line above it. *)
(* Lines below a comment that has the name of the type. *)
let named : (int, unit) Hashtbl.t = Hashtbl.create 7
let asked : (string, unit) Hashtbl.t = Hashtbl.create 7
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
				let fresh = anew [([trim old], [], [])] in
				if fresh <> "" then Hashtbl.replace below (n + 1) (fresh, above);
				if List.exists (fun l -> List.exists
					(is "MEMORY_DEVICE_PUBLIC") (words l)) inside then
					Hashtbl.replace named (n + 1) ();
				go (n + 1) t []
			end else
				go (n + 1) (if inside = [] then t else above) inside in
	go 1 "" []
let scanned = ref false
let wanted p =
	let q = List.hd p in
	if not !scanned then begin scanned := true; scan q.Coccilib.file end;
	Hashtbl.mem below q.Coccilib.line &&
	(Hashtbl.mem asked q.Coccilib.current_element ||
	 Hashtbl.mem named q.Coccilib.line)

// Only where the code was about it, or where the comment names what is gone.
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
position p : script:ocaml() { wanted p };
@@
 S@p

@script:ocaml said@
p << stands.p;
text;
@@
let q = List.hd p in
let (fresh, above) = Hashtbl.find below q.Coccilib.line in
if Hashtbl.mem done_ (q.Coccilib.line, 0) then Coccilib.include_match false
else Hashtbl.replace done_ (q.Coccilib.line, 0) ();
(* Where a block begins no blank line may stay. *)
let opens = ends above "{" in
let indent = String.make q.Coccilib.col tab in
text := make_ident ("ratchet_gone();\n" ^ (if opens then "" else "\n") ^ indent ^ fresh ^
	"\n" ^ indent ^ "ratchet_new()")

@put@
statement S;
position stands.p;
identifier said.text;
@@
+text;
 S@p
