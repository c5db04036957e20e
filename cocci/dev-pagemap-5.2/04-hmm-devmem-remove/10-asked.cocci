// SPDX-License-Identifier: GPL-2.0-only
/// Memory by HMM goes when its device does: what asks whether there is any goes
/// with the call.
//
// Confidence: High
// Candidates: hmm_devmem_remove
// Options: --include include/linux/hmm.h
// Requires: OCaml

@alone@
expression E;
position p;
@@
hmm_devmem_remove@p(E);

@other@
identifier f = {hmm_devmem_remove};
position p != alone.p;
@@
f@p(...)

@script:ocaml@
p << other.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d this memory goes when its device does: what happens here instead?\n"
  q.Coccilib.line q.Coccilib.col) p

@freed exists@
expression E, F;
identifier g = {kfree, kvfree, vfree, kmem_cache_free, kfree_const};
position p;
@@
hmm_devmem_remove@p(E);
... when any
g(..., F)

@script:ocaml@
p << freed.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d this memory is there until devres has run: is what is freed behind this used by its callbacks?\n"
  q.Coccilib.line q.Coccilib.col) p

// What asked whether there is any goes with the call.
@asked@
expression E;
@@
(
-if (E) hmm_devmem_remove(E);
|
-if (!IS_ERR_OR_NULL(E)) hmm_devmem_remove(E);
|
-if (!IS_ERR(E)) hmm_devmem_remove(E);
)
