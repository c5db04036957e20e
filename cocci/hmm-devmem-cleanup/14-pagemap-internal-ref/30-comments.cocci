// SPDX-License-Identifier: GPL-2.0-only
/// What is said above devm_memremap_pages() about the reference count.
//
// Confidence: Medium
// Candidates: devm_memremap_pages&dev_pagemap_percpu_release
// Facts: constrain
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let starts s p =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let rec replace a b s =
  let n = String.length a in
  let rec go i =
    if i + n > String.length s then s
    else if String.sub s i n = a
    then String.sub s 0 i ^ b ^ String.sub s (i + n) (String.length s - i - n)
    else go (i + 1) in
  go 0
let has s sub = replace sub "" s <> s
let note = [
  " *";
  " * Without a ref the core uses a reference count of its own, and the methods";
  " * kill and cleanup must not be there. With one both are needed." ]
let rec edit = function
  | [l] when starts (String.trim l) "*/" -> List.append note [l]
  | l :: t ->
      replace "the res, ref and type members" "the res and type members"
        (replace "pgmap->ref must be" "pgmap->ref, if set, must be" l) :: edit t
  | [] -> []

// A core that had a count of its own before has its own words for it.
@torn@
identifier f = {ratchet_teardown};
@@
 f(...) { ... }

@api depends on torn@
comments c;
identifier D, M;
type T;
@@
 T@c devm_memremap_pages(struct device *D, struct dev_pagemap *M) { ... }

@script:ocaml text@
c << api.c;
renewed;
@@
let before = match c with
  | (l, _, _) :: _ -> (match List.rev l with
      | last :: _ when starts last "/**" -> last
      | _ -> "")
  | [] -> "" in
if before = "" || has before "a reference count of its own"
then Coccilib.include_match false;
renewed := make_ident ("1\n\n"
  ^ String.concat "\n" (edit (String.split_on_char '\n' before)))

// A comment goes when the declaration under it goes: so a declaration is put
// between the comment and the function, and taken away again.
@between depends on text@
parameter list ps;
symbol ratchet_between;
@@
-void *devm_memremap_pages(ps)
+extern int ratchet_between;
+void *devm_memremap_pages(ps)
 { ... }

@@
symbol ratchet_between;
@@
-extern int ratchet_between;

// A macro can have the new comment behind its value, and leaves it there.
@behind@
identifier text.renewed;
@@
+#define ratchet_behind renewed
 devm_memremap_pages(...) { ... }

@@
expression E;
symbol ratchet_behind;
@@
-#define ratchet_behind E
