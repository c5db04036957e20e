// SPDX-License-Identifier: GPL-2.0-only
/// Where an assignment cannot stand in the place of a call: refused by line.
//
// Confidence: High
// Candidates: hmm_devmem_page_set_drvdata
// Options: --no-includes
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p =
	let q = List.hd p in
	Printf.printf "ratchet: refuse %d %d an assignment cannot be one of the two: make it an if\n" q.Coccilib.line q.Coccilib.col

@first@
expression E, F;
expression list es;
position p;
@@
 E ? hmm_devmem_page_set_drvdata@p(es) : F

@script:ocaml@
p << first.p;
@@
refuse p

@second@
expression E, F;
expression list es;
position p;
@@
 E ? F : hmm_devmem_page_set_drvdata@p(es)

@script:ocaml@
p << second.p;
@@
refuse p
