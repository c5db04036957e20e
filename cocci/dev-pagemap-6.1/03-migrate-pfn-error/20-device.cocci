// SPDX-License-Identifier: GPL-2.0-only
/// A source page says itself that it is private memory; where a page goes to,
/// the bit never meant anything.
//
// Confidence: High
// Candidates: MIGRATE_PFN_DEVICE
// Options: --include include/linux/migrate.h
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why = List.iter (fun q -> Printf.printf "ratchet: refuse %d %d %s\n"
  q.Coccilib.line q.Coccilib.col why) p

@defined@
position p;
expression E;
@@
#define MIGRATE_PFN_DEVICE@p E

@asked@
expression S;
position p;
@@
S & MIGRATE_PFN_DEVICE@p

@script:ocaml@
s << asked.S; p << asked.p;
@@
if String.contains s '(' || String.contains s '+' then
  refuse p "the entry comes out of an expression that must not be asked twice: keep it in a variable"

@given@
expression E;
position p;
@@
\( E | MIGRATE_PFN_DEVICE@p \| MIGRATE_PFN_DEVICE@p | E \| E |= MIGRATE_PFN_DEVICE@p \)

@other@
position p != {asked.p, given.p};
@@
MIGRATE_PFN_DEVICE@p

@script:ocaml@
p << other.p;
@@
refuse p "entries of a migration do not say that a page is a device's: what is asked or told here?"

@told@
expression E;
@@
(
-E |= MIGRATE_PFN_DEVICE;
|
 E
-| MIGRATE_PFN_DEVICE
|
-MIGRATE_PFN_DEVICE |
 E
)

@ask@
expression S;
@@
(
-!(S & MIGRATE_PFN_DEVICE)
+!(migrate_pfn_to_page(S) && is_device_private_page(migrate_pfn_to_page(S)))
|
-S & MIGRATE_PFN_DEVICE
+migrate_pfn_to_page(S) && is_device_private_page(migrate_pfn_to_page(S))
)
