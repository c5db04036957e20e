// SPDX-License-Identifier: GPL-2.0-only
/// A migration is written where it is asked for: begin, allocate and copy, move,
/// finish.
//
// Confidence: High
// Candidates: migrate_vma
// Options: --include include/linux/migrate.h
// Requires: OCaml

@initialize:ocaml@
@@
let idle : string list ref = ref []
let taken : string list ref = ref []
let inside p = (List.hd p).Coccilib.current_element
let only f b = make_ident (if b then f else "no_such_function")
let read file =
  let ic = open_in_bin file in
  let s = really_input_string ic (in_channel_length ic) in
  close_in ic; s
(* Does the function that the call is in begin with a declaration?  One has two
   words in a row, or a word and a star. *)
let begins_with_declaration p =
  let q = List.hd p in
  let lines = Array.of_list (String.split_on_char '\n' (read q.Coccilib.file)) in
  let rec body i = if i <= 0 || lines.(i) = "{" then i + 1 else body (i - 1) in
  let is_word c = match c with
    | 'a'..'z' | 'A'..'Z' | '0'..'9' | '_' -> true | _ -> false in
  let s = String.trim lines.(body (q.Coccilib.line - 1)) in
  let n = String.length s in
  let rec word i = if i < n && is_word s.[i] then word (i + 1) else i in
  let rec blank i = if i < n && s.[i] = ' ' then blank (i + 1) else i in
  let w = word 0 in
  let b = blank w in
  w > 0 && b > w && b < n && (is_word s.[b] || s.[b] = '*')
  && not (List.mem (String.sub s 0 w) ["return"; "goto"; "else"; "case"])

@table@
identifier o, A, F;
@@
 struct migrate_vma_ops o = { .alloc_and_copy = A, .finalize_and_map = F, };

@nothing@
identifier table.F;
position p;
@@
F@p(...) { }

@script:ocaml@
f << table.F; p << nothing.p;
@@
ignore p; idle := f :: !idle

@script:ocaml last@
f << table.F;
used;
@@
used := only f (not (List.mem f !idle))

// The name of the new variable must be free.
@taken@
identifier x = {args};
position p;
@@
x@p

@taken_declared@
identifier x = {args};
type T;
position p;
@@
(
 T x@p;
|
 T x@p = ...;
)

@script:ocaml@
p << taken.p;
@@
taken := inside p :: !taken

@script:ocaml@
p << taken_declared.p;
@@
taken := inside p :: !taken

@call@
identifier table.o, m = {migrate_vma};
expression list es;
position p;
@@
m@p(&o, es)

@script:ocaml site@
p << call.p;
g; v; among; apart;
@@
let first = begins_with_declaration p in
g := make_ident (inside p);
among := only (inside p) first;
apart := only (inside p) (not first);
v := make_ident (if List.mem (inside p) !taken then "migrate" else "args")

// What both callbacks did is done in its place.
@result@
identifier site.g, site.v, table.o, table.A, last.used, r;
expression V, S, E, SRC, DST, X;
@@
g(...)
{
<...
+v.vma = V;
+v.start = S;
+v.end = E;
+v.src = SRC;
+v.dst = DST;
-r = migrate_vma(&o, V, S, E, SRC, DST, X);
+r = migrate_vma_setup(&v);
+if (!r && v.cpages) {
+	A(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_pages(&v);
+	used(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_finalize(&v);
+}
...>
}

@alone@
identifier site.g, site.v, table.o, table.A, last.used;
expression V, S, E, SRC, DST, X;
@@
g(...)
{
<...
+v.vma = V;
+v.start = S;
+v.end = E;
+v.src = SRC;
+v.dst = DST;
-migrate_vma(&o, V, S, E, SRC, DST, X);
+if (!migrate_vma_setup(&v) && v.cpages) {
+	A(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_pages(&v);
+	used(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_finalize(&v);
+}
...>
}

@returns@
identifier site.g, site.v, table.o, table.A, last.used;
expression V, S, E, SRC, DST, X;
expression R;
identifier l;
@@
g(...)
{
<...
+v.vma = V;
+v.start = S;
+v.end = E;
+v.src = SRC;
+v.dst = DST;
 if (
(
-migrate_vma(&o, V, S, E, SRC, DST, X)
+migrate_vma_setup(&v)
|
-migrate_vma(&o, V, S, E, SRC, DST, X) != 0
+migrate_vma_setup(&v)
|
-migrate_vma(&o, V, S, E, SRC, DST, X) < 0
+migrate_vma_setup(&v)
)
 ) \( return R; \| return; \| goto l; \)
+if (v.cpages) {
+	A(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_pages(&v);
+	used(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_finalize(&v);
+}
...>
}

@returns_block@
identifier site.g, site.v, table.o, table.A, last.used;
expression V, S, E, SRC, DST, X;
expression R;
identifier l;
@@
g(...)
{
<...
+v.vma = V;
+v.start = S;
+v.end = E;
+v.src = SRC;
+v.dst = DST;
 if (
(
-migrate_vma(&o, V, S, E, SRC, DST, X)
+migrate_vma_setup(&v)
|
-migrate_vma(&o, V, S, E, SRC, DST, X) != 0
+migrate_vma_setup(&v)
|
-migrate_vma(&o, V, S, E, SRC, DST, X) < 0
+migrate_vma_setup(&v)
)
 ) { ... \( return R; \| return; \| goto l; \) }
+if (v.cpages) {
+	A(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_pages(&v);
+	used(v.vma, v.src, v.dst, v.start, v.end, X);
+	migrate_vma_finalize(&v);
+}
...>
}

@drop_final@
identifier no = {no_such_function};
@@
-no(...);

// In front of the other variables, or with a blank line behind it.
@declare_first@
identifier site.among, site.v;
@@
among(...)
{
+struct migrate_vma v = { };
...
}

@declare@
identifier site.apart, site.v;
@@
apart(...)
{
+struct migrate_vma v = { };
+
...
}
