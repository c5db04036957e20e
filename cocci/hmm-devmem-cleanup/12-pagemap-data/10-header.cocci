// SPDX-License-Identifier: GPL-2.0-only
/// struct dev_pagemap loses the pointer for page_free(), and the method its
/// second argument.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&data
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let starts p s =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let bare s =
  let s = String.trim s in
  if starts "*" s then String.trim (String.sub s 1 (String.length s - 1)) else s
(* A comment without the entry of one member. *)
let without tag lines =
  let goes_on l = let b = bare l in
    b <> "" && not (starts "@" b) && not (starts "/" b) in
  let rec rest = function l :: t when goes_on l -> rest t | t -> t in
  let rec edit = function
    | [] -> []
    | l :: t when starts tag (bare l) -> edit (rest t)
    | l :: t -> l :: edit t in
  edit lines

@old@
comments c;
type T;
@@
struct@c dev_pagemap { ... T data; ... };

@script:ocaml doc@
c << old.c;
head;
@@
match c with
| ([text], _, _) :: _ when starts "/*" text ->
    head := make_ident ("old_dev_pagemap_doc;\n\n"
      ^ String.concat "\n" (without "@data:" (String.split_on_char '\n' text))
      ^ "\nstruct dev_pagemap")
| _ -> Coccilib.include_match false

@member@
type T;
@@
struct dev_pagemap {
 ...
-T data;
 ...
};

@@
identifier doc.head;
@@
-struct dev_pagemap {
+struct head {
 ...
};

@@
@@
-struct old_dev_pagemap_doc;

@method@
type T, A, D;
identifier a, d;
@@
struct dev_pagemap_ops {
 ...
 T (*page_free)(A a
-, D d
 );
 ...
};

// A prototype need not name its parameters.
@bare_method@
type T, A, D;
@@
struct dev_pagemap_ops {
 ...
 T (*page_free)(A
-, D
 );
 ...
};
