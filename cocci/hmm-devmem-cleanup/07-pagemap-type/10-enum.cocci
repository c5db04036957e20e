// SPDX-License-Identifier: GPL-2.0-only
/// A kind of memory for devices that map it themselves: MEMORY_DEVICE_DEVDAX.
///
/// Memory of this kind has struct pages and asks nothing of its owner.  The value
/// stands before the last one, whose number moves.
//
// Confidence: High
// Candidates: memory_type&MEMORY_DEVICE_PCI_P2PDMA
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let starts s p =
  String.length s >= String.length p && String.sub s 0 (String.length p) = p
let describe = [
  " * MEMORY_DEVICE_DEVDAX:";
  " * Memory of the host that a character device lets processes map directly.";
  " * Nobody is told when one of its pages becomes idle.";
  " *" ]
(* In front of the paragraph on its successor, where there is one of this form. *)
let rec edit = function
  | l :: t when starts (String.trim l) "* MEMORY_DEVICE_PCI_P2PDMA:" ->
      List.append describe (l :: t)
  | l :: t -> l :: edit t
  | [] -> []

@have@
@@
enum memory_type { ..., MEMORY_DEVICE_DEVDAX, ... };

@old depends on !have@
comments c;
position p;
@@
enum@c memory_type@p { ..., MEMORY_DEVICE_PCI_P2PDMA, ... };

@script:ocaml text@
c << old.c;
head;
@@
let before = match c with ([l], _, _) :: _ when starts l "/*" -> l | _ -> "" in
let after = String.concat "\n" (edit (String.split_on_char '\n' before)) in
if after = before then Coccilib.include_match false;
head := make_ident ("ratchet_old_type;\n\n" ^ after ^ "\nenum memory_type")

@value depends on !have@
@@
 enum memory_type { ...,
+	MEMORY_DEVICE_DEVDAX,
	MEMORY_DEVICE_PCI_P2PDMA,
	... };

// A comment goes with the declaration under it: so the old one gets one, and
// the new text stands below that.
@between@
identifier text.head;
@@
-enum memory_type
+enum head
 { ... };

@gone@
@@
-enum ratchet_old_type;
