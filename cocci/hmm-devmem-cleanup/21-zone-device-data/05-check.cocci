// SPDX-License-Identifier: GPL-2.0-only
/// Where an assignment cannot stand in the place of a call: refused by line.
//
// Confidence: High
// Candidates: hmm_devmem_page_set_drvdata
// Options: --no-includes
// Requires: OCaml

@chosen@
expression E, F;
expression list es;
position p;
@@
(
 E ? hmm_devmem_page_set_drvdata@p(es) : F
|
 E ? F : hmm_devmem_page_set_drvdata@p(es)
)

@script:ocaml@
p << chosen.p;
@@
let q = List.hd p in
Printf.printf "ratchet: refuse %d %d an assignment cannot be one of the two: make it an if\n" q.Coccilib.line q.Coccilib.col
