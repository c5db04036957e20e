// SPDX-License-Identifier: GPL-2.0-only
/// struct dev_pagemap_ops gets the method that serves a fault of the processor
/// on memory that it cannot reach.
//
// Confidence: High
// Candidates: dev_pagemap_ops&page_free&kill
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let starts p s =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let bare s =
  let s = String.trim s in
  if starts "*" s then String.trim (String.sub s 1 (String.length s - 1)) else s
let tag = String.concat "\n" [
  " * @migrate_to_ram: bring a page that the processor cannot reach back to where";
  " *\tit can, for the fault that is given.  Nobody holds a lock or a reference";
  " *\tof vmf->page, so it is a hint.  For MEMORY_DEVICE_PRIVATE, and a must.";
  ]

(* Kernel-doc with members gets one more, in front of its text or its end. *)
let describe lines =
  let goes_on l = let b = bare l in
    b <> "" && not (starts "@" b) && not (starts "/" b) && b <> "*" in
  let rec put = function
    | [] -> [tag]
    | l :: rest when starts "@" (bare l) || goes_on l -> l :: put rest
    | rest -> tag :: rest in
  let rec find = function
    | l :: rest when starts "@" (bare l) -> l :: put rest
    | l :: rest -> l :: find rest
    | [] -> [] in
  find lines

@have@
type T;
@@
struct dev_pagemap_ops { ... T (*migrate_to_ram)(...); ... };

@ops depends on !have@
comments c;
@@
struct@c dev_pagemap_ops { ... };

@script:ocaml member depends on ops@
m;
@@
m := make_ident "(*migrate_to_ram)(struct vm_fault *vmf)"

@method@
typedef vm_fault_t;
identifier member.m;
@@
struct dev_pagemap_ops {
 ...
+vm_fault_t m;
};

// (No rule that needs "ops" may follow: what is not taken here is lost for it.)
// What stands above the struct is put below an empty declaration, and leaves
// with it in the end.
@script:ocaml doc@
c << ops.c;
head;
@@
match c with
| ([text], _, _) :: _ when starts "/*" text ->
    head := make_ident ("old_dev_pagemap_ops_doc;\n\n"
      ^ String.concat "\n" (describe (String.split_on_char '\n' text))
      ^ "\nstruct dev_pagemap_ops")
| _ -> Coccilib.include_match false

@@
identifier doc.head;
@@
-struct dev_pagemap_ops {
+struct head {
 ...
};

@@
@@
-struct old_dev_pagemap_ops_doc;
