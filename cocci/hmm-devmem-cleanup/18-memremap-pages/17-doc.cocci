// SPDX-License-Identifier: GPL-2.0-only
/// The comment above a structure describes the pagemap under its new name.
//
// Confidence: High
// Candidates: hmm_devmem
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	(c >= '0' && c <= '9') || c = '_'
(* One name for another, where it is a whole word; and was it there? *)
let rename old now s =
	let n = String.length s and k = String.length old in
	let b = Buffer.create (n + 16) in
	let rec go i =
		if i < n then
		if i + k <= n && String.sub s i k = old &&
		   (i + k = n || not (is_id s.[i + k]))
		then (Buffer.add_string b now; go (i + k))
		else (Buffer.add_char b s.[i]; go (i + 1)) in
	go 0;
	Buffer.contents b

@core@
@@
 struct hmm_devmem { ... };

@old depends on !core@
comments c;
position p;
identifier S, F;
@@
 struct@c S@p { ... struct hmm_devmem *F; ... };

@script:ocaml doc@
c << old.c; p << old.p; s << old.S; f << old.F;
tag; head; gone;
@@
ignore p;
let text = match c with
	| ([l], _, _) :: _ when String.length l > 3 && l.[0] = '/' -> l
	| _ -> "" in
let now = rename ("@" ^ f) "@pagemap" text in
if now = text then Coccilib.include_match false
else begin
	tag := make_ident s;
	gone := make_ident ("old_" ^ s ^ "_doc");
	head := make_ident ("old_" ^ s ^ "_doc;\n\n" ^ now ^ "\nstruct " ^ s)
end

@@
identifier doc.tag, doc.head;
@@
-struct tag {
+struct head {
 ...
};

@@
identifier doc.gone;
@@
-struct gone;
