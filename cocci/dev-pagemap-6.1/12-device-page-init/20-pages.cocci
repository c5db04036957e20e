// SPDX-License-Identifier: GPL-2.0-only
/// A free page of private memory has no reference that another could be added
/// to: who hands it out initialises it, and has it locked.
//
// Confidence: Medium
// Candidates: get_page page_ref_inc page_ref_add set_page_count init_page_count
// Facts: constrain
// Options: --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let private_ = List.mem "yes" (List.map String.trim (String.split_on_char ',' "ratchet_has_private"))
let place p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)
let fine : (int * int) list ref = ref []
let refuse p why = if private_ && not (List.mem (place p) !fine) then
  List.iter (fun q -> Printf.printf "ratchet: refuse %d %d %s\n"
    q.Coccilib.line q.Coccilib.col why) p
let found : (int * int) list ref = ref []
let to_init p = List.mem (place p) !found
let hand_out p = if private_ then begin
  fine := place p :: !fine;
  found := place p :: !found
  end

// Pages of the system.
@system exists@
expression P;
identifier a = {alloc_page, alloc_pages, alloc_page_vma, alloc_pages_vma, alloc_pages_node, __page_cache_alloc, virt_to_page, vmalloc_to_page};
position p;
@@
P = a(...)
... when != P = ...
get_page@p(P)

@script:ocaml@
p << system.p;
@@
fine := place p :: !fine

// A page of the device: the driver has its word, or found it by its number.
@handed exists@
expression P;
position p;
@@
(
P->zone_device_data
|
P->pgmap
|
P = pfn_to_page(...)
)
... when any
get_page@p(P);
lock_page(P);

@handed_late exists@
expression P;
position p;
@@
get_page@p(P);
lock_page(P);
... when any
(
P->zone_device_data
|
P->pgmap
)

@script:ocaml@
p << handed.p;
@@
hand_out p

@script:ocaml@
p << handed_late.p;
@@
hand_out p

@other@
identifier g = {get_page, page_ref_inc, page_ref_add, set_page_count, init_page_count};
position p;
@@
g@p(...)

@script:ocaml@
p << other.p;
@@
refuse p "is this a free page of the device, which zone_device_page_init() makes ready and locks, or one that is in use?"

@init@
expression P;
position q : script:ocaml() { to_init q };
@@
-get_page@q(P);
-lock_page(P);
+zone_device_page_init(P);
