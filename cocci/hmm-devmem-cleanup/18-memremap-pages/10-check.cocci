// SPDX-License-Identifier: GPL-2.0-only
/// Uses of a struct hmm_devmem that come out wrong when the pagemap is part of
/// the driver's own structure: refused by line, nothing is changed.
//
// Confidence: High
// Candidates: hmm_devmem hmm_devmem_add hmm_devmem_ops @hmm_devmem&IS_ERR @hmm_devmem&kfree @hmm_devmem&NULL @hmm_devmem&ops
// Options: --include include/linux/hmm.h --include include/linux/mm_types.h
// Requires: OCaml

@initialize:ocaml@
@@
let seen : (int * int) list ref = ref []
(* The functions that call hmm_devmem_add(). *)
let mappers : string list ref = ref []
let refuse p why = List.iter (fun q ->
	let at = (q.Coccilib.line, q.Coccilib.col) in
	if not (List.mem at !seen) then begin
		seen := at :: !seen;
		Printf.printf "ratchet: refuse %d %d %s\n" q.Coccilib.line q.Coccilib.col why
	end) p

@core@
@@
 struct hmm_devmem { ... };

@core_add@
identifier f = {hmm_devmem_add};
@@
 f(...) { ... }

// --- The call --------------------------------------------------------------

@tested@
struct hmm_devmem *D;
expression OPS, DEV, SIZE;
statement S;
position p, q;
@@
 D = hmm_devmem_add@p(OPS, DEV, SIZE);
 if (IS_ERR@q(D)) S

@call depends on !core && !core_add@
position p != tested.p;
expression list es;
@@
 hmm_devmem_add@p(es)

@script:ocaml@
p << call.p;
@@
refuse p "two calls take the place of hmm_devmem_add(): store what it returns and test it with IS_ERR() right behind"

@twice@
expression OPS, DEV, SIZE, E;
position p;
@@
 hmm_devmem_add@p(OPS, \(DEV\&<+...\(E++\|E--\|++E\|--E\)...+>\), SIZE)

@script:ocaml@
p << twice.p;
@@
refuse p "the device is needed twice: put it into a variable first"

@in_error@
struct hmm_devmem *D;
statement S;
position tested.q;
position p;
@@
 if (IS_ERR@q(D)) { <+... PTR_ERR@p(D) ...+> }

@in_return@
struct hmm_devmem *D;
position tested.q;
position p;
@@
 if (IS_ERR@q(D)) return <+... PTR_ERR@p(D) ...+>;

@late depends on !core && !core_add@
struct hmm_devmem *D;
identifier f = {IS_ERR, PTR_ERR, ERR_CAST, IS_ERR_OR_NULL, PTR_ERR_OR_ZERO};
position p != {tested.q, in_error.p, in_return.p};
@@
 f@p(D)

@script:ocaml@
p << late.p;
@@
refuse p "the error is not looked at where hmm_devmem_add() is called, and later there is none"

// --- Is there memory? ------------------------------------------------------

@null depends on !core && !core_add@
struct hmm_devmem *D;
expression E;
position p;
@@
(
 D@p == NULL
|
 D@p != NULL
|
 !D@p
|
 D@p && E
|
 E && D@p
|
 D@p || E
|
 E || D@p
)

@script:ocaml@
p << null.p;
@@
refuse p "a pagemap inside a structure is always there: remember in a member of its own whether it is in use"

@null_if depends on !core && !core_add@
struct hmm_devmem *D;
statement S, S2;
position p;
@@
 if (D@p) S else S2

@script:ocaml@
p << null_if.p;
@@
refuse p "a pagemap inside a structure is always there: remember in a member of its own whether it is in use"

// --- What has no counterpart -----------------------------------------------

@inner depends on !core && !core_add@
struct hmm_devmem *D;
identifier m = {ops, ref, completion, page_fault};
position p;
@@
 D->m@p

@script:ocaml@
p << inner.p;
@@
refuse p "this was internal to struct hmm_devmem, and a pagemap has nothing like it"

@two depends on !core@
identifier S, F, G;
position p;
@@
 struct S { ... struct hmm_devmem *F; ... struct hmm_devmem *G@p; ... };

@script:ocaml@
p << two.p;
@@
refuse p "two pagemaps in one structure: make a structure for each"

@taken depends on !core@
identifier S, F;
type T;
position p;
@@
(
 struct S { ... struct hmm_devmem *F@p; ... T pagemap; ... };
|
 struct S { ... T pagemap; ... struct hmm_devmem *F@p; ... };
)

@script:ocaml@
p << taken.p;
@@
refuse p "the structure has a member 'pagemap': give that another name"

@called depends on !core && !core_add@
identifier f = {ratchet_devmem_free};
expression list es;
position p;
@@
 f@p(es)

@script:ocaml@
p << called.p;
@@
refuse p "a callback is called from here, too: part the two"

@called_fault depends on !core && !core_add@
identifier f = {ratchet_devmem_fault};
expression list es;
position p;
@@
 f@p(es)

@script:ocaml@
p << called_fault.p;
@@
refuse p "a callback is called from here, too: part the two"

@positional depends on !core@
identifier t, f;
position p;
@@
(
 struct hmm_devmem_ops t@p = { f, ... };
|
 struct hmm_devmem_ops t@p = { &f, ... };
)

@script:ocaml@
p << positional.p;
@@
refuse p "callbacks without names: name them"

// --- How long the structure lives ------------------------------------------
// It is in use until the resources of the device have been released.

@mapped@
expression E, OPS, DEV, SIZE;
identifier F, fn;
statement S;
position p;
@@
 fn(...) {
 <+...
 E->F = hmm_devmem_add@p(OPS, DEV, SIZE);
 if (IS_ERR(E->F)) S
 ...+>
 }

@script:ocaml@
f << mapped.fn;
@@
mappers := f :: !mappers

@freed_here exists@
expression mapped.E;
expression X;
identifier mapped.F;
statement S;
identifier g = {kfree, kvfree, kzfree};
position p;
@@
 E->F = hmm_devmem_add(...);
 if (IS_ERR(E->F)) S
 ... when != E = X
 g@p(E)

@script:ocaml@
p << freed_here.p;
@@
refuse p "the pagemap in it is in use until the device is gone: let the device free it, or allocate with devm_kzalloc()"

@own depends on !core@
identifier O, F;
@@
 struct O { ... struct hmm_devmem *F; ... };

@freed@
identifier own.O;
struct O *X;
identifier g = {kfree, kvfree, kzfree};
position p;
@@
 g@p(X)

@script:ocaml@
p << freed.p;
@@
if not (List.mem (List.hd p).Coccilib.current_element !mappers) then
refuse p "the pagemap in it is in use until the device is gone: let the device free it, or allocate with devm_kzalloc()"

@unclean@
identifier own.O;
struct O *X;
identifier g = {kmalloc, kmalloc_node, devm_kmalloc, kvmalloc, vmalloc};
position p;
@@
 X = g@p(...)

@script:ocaml@
p << unclean.p;
@@
refuse p "the pagemap in it must begin as zeroes: allocate it so"
