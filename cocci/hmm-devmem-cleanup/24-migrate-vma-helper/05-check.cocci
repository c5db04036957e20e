// SPDX-License-Identifier: GPL-2.0-only
/// Who calls migrate_vma() in a way that does not show which symbol builds it?
///
/// The make files tell it of a function in a .c file, and of nothing else.
//
// Confidence: High
// Candidates: migrate_vma
// Requires: OCaml
// Options: --no-includes

@initialize:ocaml@
@@
let refuse q why =
	Printf.printf "ratchet: refuse %d %d %s: call it in a function of a .c file, so that it is known which symbol has to select MIGRATE_VMA_HELPER\n" q.Coccilib.line q.Coccilib.col why

@called@
identifier f = {migrate_vma};
position p;
@@
 f@p(...)

@script:ocaml@
p << called.p;
@@
let q = List.hd p in
if q.Coccilib.current_element = "something_else" then
	refuse q "migrate_vma() is called by a macro here"
else if Filename.check_suffix q.Coccilib.file ".h" then
	refuse q "migrate_vma() is called by a function of a header here"

@exported@
declarer D;
identifier f;
position p;
@@
 D(f@p);

@used@
identifier f = {migrate_vma};
position p != {called.p, exported.p};
@@
 f@p

@script:ocaml@
p << used.p;
@@
refuse (List.hd p) "the address of migrate_vma() is taken here"
