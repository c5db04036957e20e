// SPDX-License-Identifier: GPL-2.0-only
/// Put a word of flags into struct dev_pagemap where the truth value
/// altmap_valid was, and give its users pgmap_altmap() to ask with.
///
// Confidence: High
// Candidates: dev_pagemap&altmap_valid&vmem_altmap&percpu_ref
// Requires: OCaml
// Options: --no-includes

// A bit-field is a promise about the layout that nobody made in the kernel:
// somebody has to look at it.
@bits@
type T;
constant C;
position p;
@@
struct dev_pagemap { ... T altmap_valid@p : C; ... };

@script:ocaml@
p << bits.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d altmap_valid is a bit-field\n" q.line q.col

// The struct, and the kernel-doc comment above it.
@old@
type T;
comments c;
position p;
@@
struct@c dev_pagemap { ... T altmap_valid@p; ... };

// Comments cannot be matched, only read.  So the new text is made here, out of
// the old: the line of the member goes, one for the flags comes after that of
// the type, or in its place (or last).  The other lines stay as they are.
@script:ocaml text@
c << old.c;
p << old.p;
doc;
@@
let starts s p =
	String.length s >= String.length p && String.sub s 0 (String.length p) = p in
let bare s =
	let s = String.trim s in
	if starts s "*" then String.trim (String.sub s 1 (String.length s - 1))
	else s in
let is_tag s = starts (bare s) "@" in
let is_end s = starts (String.trim s) "*/" in
(* An entry of kernel-doc ends at the next one, a blank line or the end. *)
let continues s = not (is_tag s) && not (is_end s) && bare s <> "" in
let rec rest = function l :: t when continues l -> rest t | t -> t in
let rec entry acc = function
	| l :: t when continues l -> entry (l :: acc) t
	| t -> (List.rev acc, t) in
let line = " * @flags: PGMAP_* flags, how the mapping is to be set up" in
let typed = match c with
	| ([before], _, _) :: _ -> List.exists (fun l -> starts (bare l) "@type:")
		(String.split_on_char '\n' before)
	| _ -> false in
let rec edit seen = function
	| [] -> []
	| l :: t when starts (bare l) "@altmap_valid:" ->
		if seen || typed then edit seen (rest t)
		else line :: edit true (rest t)
	| l :: t when not seen && starts (bare l) "@type:" ->
		let (e, t) = entry [] t in
		List.append (l :: e) (line :: edit true t)
	| l :: t when not seen && is_end l && starts (String.trim l) "*/" ->
		line :: l :: edit true t
	| l :: t -> l :: edit seen t in
(* spatch takes what is under "#if 0" for a comment, too *)
let old = match c with
	| ([before], _, _) :: _ when starts before "/" -> before
	| ([], _, _) :: _ | [] -> ""
	| _ ->
		let q = List.hd p in
		Printf.printf "ratchet: refuse %d %d more than one comment stands above struct dev_pagemap: put a declaration in between\n" q.Coccilib.line q.Coccilib.col;
		"" in
let lines = String.split_on_char '\n' old in
let fresh =
	if List.exists is_tag lines then String.concat "\n" (edit false lines)
	else old in
doc := make_ident (if fresh = "" then "(1 << 0)\n"
	else "(1 << 0)\n\n" ^ fresh)

// A comment goes when the declaration under it goes: so a declaration is put
// between the comment and the struct, and taken away again.
@between@
type T;
field list A, B;
symbol ratchet_between;
@@
-struct dev_pagemap { A T altmap_valid; B };
+extern int ratchet_between;
+struct dev_pagemap { A T altmap_valid; B };

@gone depends on between@
symbol ratchet_between;
@@
-extern int ratchet_between;

// The member; its place is after the type of the memory.
@after_type@
type T;
@@
 struct dev_pagemap { ...
-	T altmap_valid;
	...
	enum memory_type type;
+	unsigned int flags;
	...
 };

@before_type depends on !after_type@
type T;
@@
 struct dev_pagemap { ...
	enum memory_type type;
+	unsigned int flags;
	...
-	T altmap_valid;
	...
 };

@in_place depends on !after_type && !before_type@
type T;
@@
 struct dev_pagemap { ...
-	T altmap_valid;
+	unsigned int flags;
	...
 };

// The flag stands above the comment.
@define depends on after_type || before_type || in_place@
identifier text.doc;
@@
+
+#define PGMAP_ALTMAP_VALID doc
 struct dev_pagemap { ... };

// The way to ask: outside of any conditional, next to the struct.
@helper depends on after_type || before_type || in_place@
@@
 struct dev_pagemap { ... };
+
+static inline struct vmem_altmap *pgmap_altmap(struct dev_pagemap *pgmap)
+{
+	if (pgmap->flags & PGMAP_ALTMAP_VALID)
+		return &pgmap->altmap;
+	return NULL;
+}
