// SPDX-License-Identifier: GPL-2.0-only
/// A fault on a private page of a device goes to the method of the page's
/// pagemap, and device_private_entry_fault() with its stand-in goes.
//
// Confidence: High
// Candidates: device_private_entry_fault
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let hash = String.make 1 (Char.chr 35)
let starts p s =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let has s sub =
  let n = String.length sub in
  let rec go i = i + n <= String.length s && (String.sub s i n = sub || go (i + 1)) in
  go 0
(* The lines on which code stands under a condition that names DEVICE_PRIVATE,
   other than those from FIRST to LAST. *)
let others file first last =
  let ic = open_in_bin file in
  let rec all n acc = match input_line ic with
    | l -> all (n + 1) ((n, String.trim l) :: acc)
    | exception End_of_file -> List.rev acc in
  let lines = all 1 [] in
  close_in ic;
  let directive l = if starts hash l
    then String.trim (String.sub l 1 (String.length l - 1)) else "" in
  let text l = l <> "" && not (List.exists (fun c -> starts c l) ["/" ^ "*"; "*"; "//"]) in
  let rec go depth = function
    | [] -> []
    | (_, l) :: t when starts "if" (directive l) ->
        if depth > 0 || has l "CONFIG_DEVICE_PRIVATE" then go (depth + 1) t else go 0 t
    | (_, l) :: t when depth > 0 && starts "endif" (directive l) -> go (depth - 1) t
    | (n, l) :: t when depth > 0 && text l && (n < first || n > last) -> n :: go depth t
    | _ :: t -> go depth t in
  go 0 lines

@own@
identifier f = {device_private_entry_fault};
position p;
@@
f@p(...) { ... }

// A pass to come takes the conditional around it out of the core.
@script:ocaml@
p << own.p;
@@
let q = List.hd p in
if has q.Coccilib.file "kernel/memremap.c" then
  match others q.Coccilib.file q.Coccilib.current_element_line
    q.Coccilib.current_element_line_end with
  | n :: _ -> Printf.printf "ratchet: refuse %d 0 more than the fault function depends on DEVICE_PRIVATE here\n" n
  | [] -> ()

// --- who calls it ----------------------------------------------------------------

@whole exists@
identifier fn, vmf, f = {device_private_entry_fault};
expression V, entry;
position p;
@@
fn(..., struct vm_fault *vmf, ...)
{
... when any
f@p(V, vmf->address, entry, vmf->flags, vmf->pmd)
... when any
}

@other@
identifier f = {device_private_entry_fault};
expression list es;
position p != whole.p;
@@
f@p(es)

@script:ocaml@
p << other.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d what this fault is about is not all in one struct vm_fault here\n"
  q.Coccilib.line q.Coccilib.col) p

@stored_else@
identifier fn, vmf, f = {device_private_entry_fault};
expression R, V, C, entry;
statement S;
@@
fn(..., struct vm_fault *vmf, ...)
{
<...
-if (C)
-R = f(V, vmf->address, entry, vmf->flags, vmf->pmd);
-else
+if (C) {
+vmf->page = device_private_entry_to_page(entry);
+R = vmf->page->pgmap->ops->migrate_to_ram(vmf);
+} else
 S
...>
}

@stored@
identifier fn, vmf, f = {device_private_entry_fault};
expression R, V, entry;
@@
fn(..., struct vm_fault *vmf, ...)
{
<...
+vmf->page = device_private_entry_to_page(entry);
 R =
-f(V, vmf->address, entry, vmf->flags, vmf->pmd)
+vmf->page->pgmap->ops->migrate_to_ram(vmf)
 ;
...>
}

@returned@
identifier fn, vmf, f = {device_private_entry_fault};
expression V, entry;
@@
fn(..., struct vm_fault *vmf, ...)
{
<...
+vmf->page = device_private_entry_to_page(entry);
 return
-f(V, vmf->address, entry, vmf->flags, vmf->pmd)
+vmf->page->pgmap->ops->migrate_to_ram(vmf)
 ;
...>
}

// --- the function ------------------------------------------------------------------

@@
identifier f = {device_private_entry_fault};
@@
-f(...) { ... }

@@
identifier f = {device_private_entry_fault};
type T;
@@
-T f(...);

@@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
symbol device_private_entry_fault;
@@
(
-EXPORT_SYMBOL(device_private_entry_fault);
|
-EXPORT_SYMBOL_GPL(device_private_entry_fault);
)

// The memremap core knew HMM for that function only.
@map depends on own@
@@
devm_memremap_pages(...) { ... }

@hmm depends on map@
identifier x =~ "^hmm_";
@@
x

@hmm_struct depends on map@
identifier x =~ "^hmm_";
@@
struct x

@depends on map && !hmm && !hmm_struct@
@@
-#include <linux/hmm.h>
