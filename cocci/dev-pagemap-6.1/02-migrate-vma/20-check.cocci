// SPDX-License-Identifier: GPL-2.0-only
/// Which calls of migrate_vma() cannot be written as straight code.
//
// Confidence: High
// Candidates: migrate_vma migrate_vma_ops
// Options: --include include/linux/migrate.h
// Requires: OCaml

@initialize:ocaml@
@@
let refuse p why = List.iter (fun q -> Printf.printf "ratchet: refuse %d %d %s\n"
  q.Coccilib.line q.Coccilib.col why) p
let calls s = String.contains s '('
(* Tables with both callbacks, which finalize_and_map(), and which do nothing. *)
let whole : string list ref = ref []
let finals : (string * string) list ref = ref []
let idle : string list ref = ref []

@table@
identifier o, A, F;
position p;
@@
 struct migrate_vma_ops o@p = { .alloc_and_copy = A, .finalize_and_map = F, };

@script:ocaml@
o << table.o; f << table.F;
@@
whole := o :: !whole;
finals := (o, f) :: !finals

@other_table@
identifier o;
position p != table.p;
@@
 struct migrate_vma_ops o@p = { ... };

@script:ocaml@
p << other_table.p;
@@
refuse p "which functions begin and end a migration is not said here"

@defined@
identifier table.A;
position p;
@@
A@p(...) { ... }

@script:ocaml depends on table && !defined@
p << table.p;
@@
refuse p "its callbacks are in another file: they have to be called where the migration is"

@nothing@
identifier table.F;
position p;
@@
F@p(...) { }

@script:ocaml@
f << table.F; p << nothing.p;
@@
ignore p; idle := f :: !idle

// --- the forms of the call that are understood ---

@plain@
identifier o, r, l;
expression V, S, E, SRC, DST, X, R;
position p;
@@
(
r = migrate_vma@p(&o, V, S, E, SRC, DST, X);
|
migrate_vma@p(&o, V, S, E, SRC, DST, X);
|
if (\( migrate_vma@p(&o, V, S, E, SRC, DST, X)
    \| migrate_vma@p(&o, V, S, E, SRC, DST, X) != 0
    \| migrate_vma@p(&o, V, S, E, SRC, DST, X) < 0 \))
 \( return R; \| return; \| goto l; \)
|
if (\( migrate_vma@p(&o, V, S, E, SRC, DST, X)
    \| migrate_vma@p(&o, V, S, E, SRC, DST, X) != 0
    \| migrate_vma@p(&o, V, S, E, SRC, DST, X) < 0 \))
 { ... \( return R; \| return; \| goto l; \) }
)

@with_else disable drop_else, neg_if@
position plain.p;
statement ST, SE;
@@
if (<+... migrate_vma@p(...) ...+>) ST else SE

@declared_at@
position plain.p;
identifier r;
@@
int r = migrate_vma@p(...);

@script:ocaml depends on with_else || declared_at@
p << plain.p;
@@
refuse p "migrate_vma() is called within something else: write it as a statement, or as the only condition of an if that leaves"

@script:ocaml@
o << plain.o; x << plain.X; p << plain.p;
@@
if not (List.mem o !whole) then
  refuse p "which functions begin and end this migration is not known here";
if calls x && not (List.exists (fun (t, f) -> t = o && List.mem f !idle) !finals) then
  refuse p "what both callbacks get comes out of a call: keep it in a variable"

@odd@
identifier f = {migrate_vma};
position p != plain.p;
@@
f@p(...)

@script:ocaml@
p << odd.p;
@@
refuse p "migrate_vma() is called within something else: write it as a statement, or as the only condition of an if that leaves"

// The table itself, in other hands.
@given@
identifier table.o;
position p;
@@
 &o@p

@asked@
identifier table.o;
expression list es;
position given.p;
@@
migrate_vma(&o@p, es)

@script:ocaml depends on given && !asked@
p << given.p;
@@
refuse p "the table of a migration is handed on: who calls its functions?"
