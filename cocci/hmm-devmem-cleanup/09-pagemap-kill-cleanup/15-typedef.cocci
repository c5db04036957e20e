// SPDX-License-Identifier: GPL-2.0-only
/// The count that a method takes has its type spelled out, if a typedef names
/// it or it is constant.  What takes something else than a count is refused.
//
// Confidence: High
// Candidates: dev_pagemap_ops
// Options: --include include/linux/memremap.h
// Requires: OCaml

@initialize:ocaml@
@@
let learnt text = List.map String.trim (String.split_on_char ',' text)
let counters = learnt "ratchet_counter"
let pointers = learnt "ratchet_counter_pointer"
let squeeze s = String.concat "" (String.split_on_char ' ' s)
let renamed t =
  let t = squeeze t in
  t = "structpercpu_ref*const" || List.mem t pointers
  || List.exists (fun c -> t = c ^ "*") counters
let refuse p why = List.iter (fun q ->
  Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why) p
let cast p = refuse p "the cast hides what this method takes"
let known t = List.mem (squeeze t) ["structpercpu_ref*"; "structdev_pagemap*"]

@method@
identifier f = {ratchet_teardown}, r;
type T;
position p;
@@
f@p(T r) { ... }

@script:ocaml@
t << method.T; p << method.p;
@@
if not (known t || renamed t) then
  refuse p ("this method takes a " ^ t ^ ", not a struct percpu_ref *")

@script:ocaml spelled@
f << method.f; t << method.T;
g;
@@
g := make_ident (if renamed t then f else "no_such_function")

@@
identifier spelled.g, method.r;
type method.T;
@@
g(
-T r
+struct percpu_ref *r
 ) { ... }

@declared@
identifier f = {ratchet_teardown}, r;
type R, T;
@@
(
 R f(T r);
|
 R f(T);
)

@script:ocaml spelled_too@
f << declared.f; t << declared.T;
g;
@@
g := make_ident (if renamed t then f else "no_such_function")

@@
identifier spelled_too.g, r;
type declared.R, declared.T;
@@
(
 R g(
-T r
+struct percpu_ref *r
 );
|
 R g(
-T
+struct percpu_ref *
 );
)

// --- a method that is not seen to be a function ---

@cast disable drop_cast@
identifier t, fld = {kill, cleanup};
type T;
expression E;
position p;
@@
struct dev_pagemap_ops t = { .fld = (T)E@p, ... };

@cast_store disable drop_cast@
identifier fld = {kill, cleanup};
struct dev_pagemap_ops o;
struct dev_pagemap_ops *P;
type T;
expression E;
position p;
@@
(
o.fld = (T)E@p
|
P->fld = (T)E@p
)

@script:ocaml@
p << cast.p;
@@
cast p

@script:ocaml@
p << cast_store.p;
@@
cast p
