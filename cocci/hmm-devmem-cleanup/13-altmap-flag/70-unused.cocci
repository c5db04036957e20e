// SPDX-License-Identifier: GPL-2.0-only
/// A local that held the address of the altmap for a test that is gone: take it
/// away where nothing else uses it (the compiler would warn).
///
// Confidence: High
// Candidates: pgmap_altmap&vmem_altmap
// Requires: OCaml

@initialize:ocaml@
@@
let used : (int * int, unit) Hashtbl.t = Hashtbl.create 7
let key p = let q = List.hd p in (q.Coccilib.line, q.Coccilib.col)

@holder disable fld_to_ptr@
identifier fn, L;
expression P;
position d;
@@
 fn(...)
 {
 <+...
 struct vmem_altmap *L@d = \(&P->altmap\|&P.altmap\);
 ...+>
 }

// Only where the new helper is asked in its place.
@asked@
identifier holder.fn;
@@
 fn(...)
 {
 <+... pgmap_altmap(...) ...+>
 }

@mentioned@
identifier holder.fn, holder.L;
position u;
@@
 fn(...)
 {
 <+... L@u ...+>
 }

@script:ocaml@
d << holder.d;
u << mentioned.u;
@@
ignore u; Hashtbl.replace used (key d) ()

@gone depends on asked disable fld_to_ptr@
identifier L;
expression P;
position holder.d : script:ocaml() { not (Hashtbl.mem used (key d)) };
@@
-struct vmem_altmap *L@d = \(&P->altmap\|&P.altmap\);
