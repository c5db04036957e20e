// SPDX-License-Identifier: GPL-2.0-only
/// The core wakes who waits for a page of a file system itself, and calls
/// nobody.
//
// Confidence: High
// Candidates: dev_pagemap_ops&page_free
// Facts: constrain
// Options: --include include/linux/memremap.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let tables = List.map String.trim (String.split_on_char ',' "ratchet_fs_dax_table")
let others = List.map String.trim (String.split_on_char ',' "ratchet_other_table")
let meant t = List.mem t tables
  || (List.mem "any_table" tables && not (List.mem t others))
let wakers : string list ref = ref []
let only_wakes f = List.mem f !wakers
let single : string list ref = ref []
let alone f = List.mem f !single
(* Tables that have other entries, too; tables that lose this one. *)
let full : string list ref = ref []
let stripped : string list ref = ref []
let bare t = List.mem t !stripped && not (List.mem t !full)
let read file =
  let ic = open_in_bin file in
  let s = really_input_string ic (in_channel_length ic) in
  close_in ic; s
let is_word c = match c with
  | 'a'..'z' | 'A'..'Z' | '0'..'9' | '_' -> true | _ -> false
(* How often a name stands in the file. *)
let count w s =
  let n = String.length s and k = String.length w in
  let rec go i c = if i + k > n then c
    else if String.sub s i k = w && (i = 0 || not (is_word s.[i-1]))
      && (i + k = n || not (is_word s.[i+k])) then go (i + k) (c + 1)
    else go (i + 1) c in
  go 0 0

@wakes@
identifier f, x;
@@
f(struct page *x)
{
 wake_up_var(&x->_refcount);
}

@script:ocaml@
f << wakes.f;
@@
wakers := f :: !wakers

@entry@
identifier t : script:ocaml() { meant t };
identifier f;
position p;
@@
 struct dev_pagemap_ops t = { .page_free = f@p, ... };

@script:ocaml@
f << entry.f; p << entry.p;
@@
if not (only_wakes f) then
  List.iter (fun q -> Printf.printf
    "ratchet: refuse %d %d page_free() is not called for memory of file systems: who does what it does when a page is idle?\n"
    q.Coccilib.line q.Coccilib.col) p
else if count f (read (List.hd p).Coccilib.file) = 2 then
  single := f :: !single

@script:ocaml@
t << entry.t; f << entry.f;
@@
if only_wakes f then stripped := t :: !stripped

@more@
identifier t : script:ocaml() { meant t };
identifier m != page_free;
expression E;
@@
 struct dev_pagemap_ops t = { .m = E, ... };

@script:ocaml@
t << more.t;
@@
full := t :: !full

@drop@
identifier t : script:ocaml() { meant t };
identifier f : script:ocaml() { only_wakes f };
@@
 struct dev_pagemap_ops t = {
-.page_free = f,
 ... };

@gone@
identifier f : script:ocaml() { alone f };
@@
-f(...) { ... }

// A table of nothing.
@set disable fld_to_ptr, ptr_to_array@
identifier t : script:ocaml() { bare t };
expression M;
@@
(
-M.ops = &t;
|
-M->ops = &t;
)

@last@
identifier t : script:ocaml() { bare t };
@@
-struct dev_pagemap_ops t = { ... };
