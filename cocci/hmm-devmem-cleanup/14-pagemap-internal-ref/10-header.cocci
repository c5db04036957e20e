// SPDX-License-Identifier: GPL-2.0-only
/// struct dev_pagemap has room for a reference count of the core's own.
//
// Confidence: High
// Candidates: dev_pagemap&percpu_ref&vmem_altmap
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let starts s p =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let bare s =
  let s = String.trim s in
  if s <> "" && s.[0] = '*' then String.trim (String.sub s 1 (String.length s - 1))
  else s
let tag s = starts (bare s) "\064"
let ends s = starts (String.trim s) "*/"
let fresh = [
  " * \064internal_ref: the core's own count, used if the caller gives no \064ref";
  " * \064done: completed when \064internal_ref has no user left" ]
(* Behind the entry of ref, with what belongs to it; else at the end. *)
let rec edit = function
  | l :: t when starts (bare l) "\064ref:" ->
      let rec rest = function
        | m :: more when not (tag m || ends m || bare m = "") ->
            let a, b = rest more in m :: a, b
        | more -> [], more in
      let a, b = rest t in
      List.concat [l :: a; fresh; b]
  | [l] when ends l -> List.append fresh [l]
  | l :: t -> l :: edit t
  | [] -> []

@have@
@@
struct dev_pagemap { ... struct percpu_ref internal_ref; ... };

@old depends on !have@
comments c;
@@
struct@c dev_pagemap { ... struct percpu_ref *ref; ... };

@script:ocaml text@
c << old.c;
head;
@@
let before = match c with ([l], _, _) :: _ when starts l "/**" -> l | _ -> "" in
if before = "" then Coccilib.include_match false;
head := make_ident ("ratchet_old_map;\n\n"
  ^ String.concat "\n" (edit (String.split_on_char '\n' before))
  ^ "\nstruct dev_pagemap")

@member depends on !have@
@@
 struct dev_pagemap { ...
	struct percpu_ref *ref;
+	struct percpu_ref internal_ref;
+	struct completion done;
	... };

// A comment goes with the declaration under it: so the old one gets one, and
// the new text stands below that.
@between@
identifier text.head;
@@
-struct dev_pagemap
+struct head
 { ... };

@@
@@
-struct ratchet_old_map;

@included@
@@
#include <linux/completion.h>

@depends on member && !included@
@@
+#include <linux/completion.h>
#include <linux/ioport.h>
