// SPDX-License-Identifier: GPL-2.0-only
/// The tables of callbacks are those of a pagemap.
//
// Confidence: High
// Candidates: hmm_devmem_ops
// Options: --include include/linux/hmm.h
// Requires: OCaml

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

@depends on !core && !core_add@
struct hmm_devmem_ops *o;
@@
 o->
-free
+page_free

@depends on !core && !core_add@
struct hmm_devmem_ops *o;
@@
 o->
-fault
+migrate_to_ram

@depends on !core && !core_add disable fld_to_ptr@
struct hmm_devmem_ops o;
@@
 o.
-free
+page_free

@depends on !core && !core_add disable fld_to_ptr@
struct hmm_devmem_ops o;
@@
 o.
-fault
+migrate_to_ram

@depends on !core && !core_add@
identifier t;
expression f;
@@
 struct hmm_devmem_ops t = {
 ...,
 .
-free
+page_free
 = f,
 ...
 };

@depends on !core && !core_add@
identifier t;
expression f;
@@
 struct hmm_devmem_ops t = {
 ...,
 .
-fault
+migrate_to_ram
 = f,
 ...
 };

// A name that says what the table was for says so again.
@named depends on !core && !core_add@
identifier t;
@@
 struct hmm_devmem_ops t = { ... };

@script:ocaml now@
t << named.t;
n;
@@
let old = "devmem" in
let k = String.length old in
let rec find i =
	if i + k > String.length t then -1
	else if String.sub t i k = old then i else find (i + 1) in
let i = find 0 in
if i < 0 then Coccilib.include_match false
else n := make_ident (String.sub t 0 i ^ "pagemap" ^
		      String.sub t (i + k) (String.length t - i - k))

@@
identifier named.t, now.n;
@@
-t
+n

@@
identifier named.t, now.n;
@@
 struct hmm_devmem_ops
-t
+n
 = { ... };

@depends on !core && !core_add@
@@
-struct hmm_devmem_ops
+struct dev_pagemap_ops
