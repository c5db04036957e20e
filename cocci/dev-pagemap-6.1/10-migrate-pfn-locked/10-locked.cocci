// SPDX-License-Identifier: GPL-2.0-only
/// That a page is locked is not said by an entry: it must be.
//
// Confidence: High
// Candidates: MIGRATE_PFN_LOCKED
// Options: --no-includes
// Requires: OCaml

@define@
@@
-#define MIGRATE_PFN_LOCKED (1UL << 2)

@given@
expression E;
position p;
@@
\( E | MIGRATE_PFN_LOCKED@p \| MIGRATE_PFN_LOCKED@p | E \| E |= MIGRATE_PFN_LOCKED@p \)

@other@
position p != given.p;
@@
MIGRATE_PFN_LOCKED@p

@script:ocaml@
p << other.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d entries do not say whether a page is locked: each page of a migration is\n"
  q.Coccilib.line q.Coccilib.col) p

@told@
expression E;
@@
(
-E |= MIGRATE_PFN_LOCKED;
|
 E
-| MIGRATE_PFN_LOCKED
|
-MIGRATE_PFN_LOCKED |
 E
)
