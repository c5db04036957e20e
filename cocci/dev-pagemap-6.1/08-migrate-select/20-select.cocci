// SPDX-License-Identifier: GPL-2.0-only
/// A fault asks for private pages of the owner of the one that was hit; any
/// other migration has to say what it is for.
//
// Confidence: High
// Candidates: migrate_vma_setup
// Options: --include include/linux/migrate.h --include include/linux/mm_types.h
// Facts: constrain
// Requires: OCaml

@initialize:ocaml@
@@
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let inside p = (List.hd p).Coccilib.current_element
let said : string list ref = ref []
let unsaid p = not (List.mem (inside p) !said)
let faults : (int * int) list ref = ref []
let names = List.map String.trim (String.split_on_char ',' "ratchet_to_ram")

(* --- what functions of the file do, by their words; kernel style is understood --- *)

let read file =
  let ic = open_in_bin file in
  let s = really_input_string ic (in_channel_length ic) in
  close_in ic; s
let is_word c = match c with
  | 'a'..'z' | 'A'..'Z' | '0'..'9' | '_' -> true | _ -> false
let words s =
  let n = String.length s in
  let rec go i acc =
    if i >= n then List.rev acc
    else if is_word s.[i] then begin
      let j = ref i in
      while !j < n && is_word s.[!j] do incr j done;
      go !j (String.sub s i (!j - i) :: acc)
    end
    else go (i + 1) acc in
  go 0 []
let rec before_paren = function
  | a :: _ when String.contains a '(' ->
      (match List.rev (words (String.sub a 0 (String.index a '('))) with
       | f :: _ -> f | [] -> "")
  | _ :: l -> before_paren l
  | [] -> ""
(* Name and words of each function. *)
let functions file =
  let rec go head acc = function
    | "{" :: l ->
        let rec body b = function
          | "}" :: l -> b, l
          | x :: l -> body (x :: b) l
          | [] -> b, [] in
        let b, l = body [] l in
        go [] ((before_paren (List.rev head), words (String.concat "\n" (List.rev b))) :: acc) l
    | x :: l when x = "" || x = "}" || x = "};" -> go [] acc l
    | x :: l -> go (x :: head) acc l
    | [] -> acc in
  go [] [] (String.split_on_char '\n' (read file))
let has ws w = List.mem w ws
let hands_out (_, ws) =
  (has ws "zone_device_page_init" || (has ws "get_page" && has ws "lock_page"))
  && (has ws "zone_device_data" || has ws "pfn_to_page")
(* Pages of the device take the place of pages that nobody asks whether they are
   a device's, too: then these are the system's. *)
let to_device file g =
  let all = functions file in
  match List.assoc_opt g all with
  | None -> false
  | Some body ->
      let near = (g, body) :: List.filter (fun (f, _) -> f <> g && has body f) all in
      let out = List.map fst (List.filter hands_out all) in
      let rest = List.filter (fun (f, _) -> not (List.mem f out)) near in
      List.exists (fun (_, ws) -> List.exists (has ws) out) near
      && not (List.exists (fun (_, ws) -> List.exists (has ws)
           ["alloc_page"; "alloc_pages"; "alloc_page_vma"; "alloc_pages_vma";
            "alloc_pages_node"; "is_device_private_page"; "is_zone_device_page";
            "MIGRATE_PFN_DEVICE"]) rest)

// Said already, by who was at a later interface.
@says@
struct migrate_vma A;
expression E;
position p;
@@
A.flags@p = E

@script:ocaml@
p << says.p;
@@
said := inside p :: !said

@says_table@
identifier A;
expression E;
position p;
@@
 struct migrate_vma A@p = { .flags = E, ... };

@script:ocaml@
p << says_table.p;
@@
said := inside p :: !said

// --- faults --------------------------------------------------------------------------

@fault@
identifier g : script:ocaml() { List.mem g names };
identifier f, A;
position q;
@@
g(struct vm_fault *f)
{
<...
A.vma = f->vma;
... when any
migrate_vma_setup@q(&A)
...>
}

@script:ocaml@
q << fault.q;
@@
faults := place q :: !faults

@fault_table@
identifier g : script:ocaml() { List.mem g names };
identifier f, A;
position q;
@@
g(struct vm_fault *f)
{
<...
struct migrate_vma A = { .vma = f->vma, ... };
... when any
migrate_vma_setup@q(&A)
...>
}

@script:ocaml@
q << fault_table.q;
@@
faults := place q :: !faults

@other@
position q;
@@
migrate_vma_setup@q(...)

@script:ocaml outwards@
q << other.q;
g;
@@
let f = inside q in
if not (List.mem f !said || List.mem (place q) !faults)
   && to_device (List.hd q).Coccilib.file f then begin
  faults := place q :: !faults;
  g := make_ident f
end
else g := make_ident "no_such_function"

@script:ocaml@
q << other.q;
@@
if not (List.mem (inside q) !said || List.mem (place q) !faults) then
  List.iter (fun q -> Printf.printf
    "ratchet: refuse %d %d which pages is this migration for: those of the system (MIGRATE_VMA_SELECT_SYSTEM), or private ones, and of which owner?\n"
    q.Coccilib.line q.Coccilib.col) q

@put@
identifier fault.g, fault.f, fault.A;
position p : script:ocaml() { unsaid p };
expression E;
@@
g(struct vm_fault *f)
{
<...
A.dst@p = E;
+A.pgmap_owner = f->page->pgmap->owner;
+A.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
...>
}

@put_table@
identifier fault_table.g, fault_table.f, fault_table.A;
position p : script:ocaml() { unsaid p };
expression E;
@@
g(struct vm_fault *f)
{
<...
struct migrate_vma A@p = {
.dst = E,
+.pgmap_owner = f->page->pgmap->owner,
+.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE,
 ... };
...>
}

@put_outwards@
identifier outwards.g, A;
position p : script:ocaml() { unsaid p };
expression E;
@@
g(...)
{
<...
A.dst@p = E;
+A.flags = MIGRATE_VMA_SELECT_SYSTEM;
...>
}

@put_outwards_table@
identifier outwards.g, A;
position p : script:ocaml() { unsaid p };
expression E;
@@
g(...)
{
<...
struct migrate_vma A@p = {
.dst = E,
+.flags = MIGRATE_VMA_SELECT_SYSTEM,
 ... };
...>
}
