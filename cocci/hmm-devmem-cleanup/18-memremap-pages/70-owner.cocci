// SPDX-License-Identifier: GPL-2.0-only
/// From a page to the structure of the driver that its pagemap is in.
//
// Where that structure is known to the file, and there is but one, which has the
// pagemap in every configuration.
//
// Confidence: High
// Candidates: @dev_pagemap&pagemap&pgmap
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let is_id c = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	(c >= '0' && c <= '9') || c = '_'
(* The words of some lines, without the tags of structs. *)
let words file from upto =
	let ic = open_in_bin file in
	let seen = Hashtbl.create 97 and b = Buffer.create 20 and last = ref "" in
	let member = ref false in
	let word c =
		let w = Buffer.contents b in
		Buffer.clear b;
		if w <> "" then begin
			if !last <> "struct" && not !member then Hashtbl.replace seen w ();
			last := w
		end;
		if w <> "" || c <> ' ' then member := c = '.' || c = '>' in
	let rec go n =
		if n <= upto then begin
			let l = input_line ic in
			if n >= from then begin
				String.iter (fun c -> if is_id c then Buffer.add_char b c else word c) l;
				word ' '
			end;
			go (n + 1)
		end in
	(try go 1 with End_of_file -> ());
	close_in ic;
	seen
(* What is special about the name of a struct: what follows the last "_". *)
let tail s =
	try let i = String.rindex s '_' + 1 in String.sub s i (String.length s - i)
	with Not_found -> s
(* A variable for the owner, in the function around. *)
let variable o d p =
	let q = List.hd p in
	let w = words q.Coccilib.file q.Coccilib.current_element_line q.Coccilib.current_element_line_end in
	if Hashtbl.mem w (tail o) then d else tail o
(* Is the second under a condition of the preprocessor that the first is not under? *)
let conditional p q =
	let from = (List.hd p).Coccilib.line and upto = (List.hd q).Coccilib.line in
	let ic = open_in_bin (List.hd p).Coccilib.file in
	let depth = ref 0 and hash = Char.chr 35 in
	(try
		for n = 1 to upto do
			let l = String.trim (input_line ic) in
			if n > from && l <> "" && l.[0] = hash then
				let w = String.trim (String.sub l 1 (String.length l - 1)) in
				if String.length w > 1 && String.sub w 0 2 = "if" then incr depth
				else if String.length w > 4 && String.sub w 0 5 = "endif" then decr depth
		done
	with End_of_file -> ());
	close_in ic;
	!depth > 0
let owners : string list ref = ref []

@owner@
identifier O = {ratchet_devmem_owner};
@@
 struct O { ... struct dev_pagemap pagemap; ... };

@script:ocaml@
o << owner.O;
@@
owners := o :: !owners

@known@
identifier O = {ratchet_devmem_owner}, m = {pagemap};
position p, q;
@@
 struct O@p { ... struct dev_pagemap m@q; ... };

@script:ocaml helper@
o << known.O;
p << known.p;
q << known.q;
h;
@@
let name = "page_to_" ^ tail o in
if conditional p q || List.length (List.sort_uniq compare !owners) <> 1 ||
   Hashtbl.mem (words (List.hd p).Coccilib.file 1 max_int) name
then Coccilib.include_match false
else h := make_ident name

// --- Is this page ours? ----------------------------------------------------

// (page_to_...() does not take a page that must not be written.)
@unwritten depends on helper@
const struct page *P;
position p;
@@
 P->pgmap@p

@asked@
identifier helper.h;
expression P, E;
position p != unwritten.p;
@@
(
-P->pgmap@p == &E->pagemap
+h(P) == E
|
-P->pgmap@p != &E->pagemap
+h(P) != E
|
-&E->pagemap == P->pgmap@p
+E == h(P)
|
-&E->pagemap != P->pgmap@p
+E != h(P)
)

// --- In the callbacks ------------------------------------------------------

@from_free depends on helper@
identifier f = {ratchet_devmem_free};
identifier d;
expression P;
position p;
@@
 f(...) {
 ... when any
 struct dev_pagemap *d@p = P->pgmap;
 ... when any
 }

@script:ocaml free_name@
o << known.O;
d << from_free.d;
p << from_free.p;
v;
@@
v := make_ident (variable o d p)

@free_done@
identifier f = {ratchet_devmem_free};
identifier from_free.d, free_name.v, known.O, helper.h, m;
expression P;
@@
 f(...) {
 ... when any
-struct dev_pagemap *d = P->pgmap;
+struct O *v = h(P);
 <...
(
-d->m
+v->pagemap.m
|
-d
+&v->pagemap
)
 ...>
 }

@from_fault depends on helper@
identifier f = {ratchet_devmem_fault};
identifier d;
expression P;
position p;
@@
 f(...) {
 ... when any
 struct dev_pagemap *d@p = P->pgmap;
 ... when any
 }

@script:ocaml fault_name@
o << known.O;
d << from_fault.d;
p << from_fault.p;
v;
@@
v := make_ident (variable o d p)

@fault_done@
identifier f = {ratchet_devmem_fault};
identifier from_fault.d, fault_name.v, known.O, helper.h, m;
expression P;
@@
 f(...) {
 ... when any
-struct dev_pagemap *d = P->pgmap;
+struct O *v = h(P);
 <...
(
-d->m
+v->pagemap.m
|
-d
+&v->pagemap
)
 ...>
 }

@depends on free_done || fault_done || asked@
identifier known.O, helper.h;
@@
 struct O { ... };
+
+static inline struct O *h(struct page *page)
+{
+	return container_of(page->pgmap, struct O, pagemap);
+}
