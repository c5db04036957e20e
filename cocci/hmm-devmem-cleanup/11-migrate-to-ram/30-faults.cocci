// SPDX-License-Identifier: GPL-2.0-only
/// A fault on a private page of a device goes to the method of the page's
/// pagemap, and device_private_entry_fault() with its stand-in goes.
//
// Confidence: High
// Candidates: device_private_entry_fault
// Options: --no-includes
// Requires: OCaml

// --- who calls it ----------------------------------------------------------------

@whole exists@
identifier fn, vmf, f;
expression V, entry;
position p;
@@
fn(..., struct vm_fault *vmf, ...)
{
... when any
f@p(V, vmf->address, entry, vmf->flags, vmf->pmd)
...
}

@other@
identifier f = {device_private_entry_fault};
expression list es;
position p != whole.p;
@@
f@p(es)

@script:ocaml@
p << other.p;
@@
List.iter (fun q -> Printf.printf
  "ratchet: refuse %d %d what this fault is about is not all in one struct vm_fault here\n"
  q.Coccilib.line q.Coccilib.col) p

@stored_else@
identifier fn, vmf, f = {device_private_entry_fault};
expression R, V, C, entry;
statement S;
@@
fn(..., struct vm_fault *vmf, ...)
{
<...
-if (C)
-R = f(V, vmf->address, entry, vmf->flags, vmf->pmd);
-else
+if (C) {
+vmf->page = device_private_entry_to_page(entry);
+R = vmf->page->pgmap->ops->migrate_to_ram(vmf);
+} else
 S
...>
}

@stored@
identifier fn, vmf, f = {device_private_entry_fault};
expression R, V, entry;
@@
fn(..., struct vm_fault *vmf, ...)
{
<...
+vmf->page = device_private_entry_to_page(entry);
 R =
-f(V, vmf->address, entry, vmf->flags, vmf->pmd)
+vmf->page->pgmap->ops->migrate_to_ram(vmf)
 ;
...>
}

@returned@
identifier fn, vmf, f = {device_private_entry_fault};
expression V, entry;
@@
fn(..., struct vm_fault *vmf, ...)
{
<...
+vmf->page = device_private_entry_to_page(entry);
 return
-f(V, vmf->address, entry, vmf->flags, vmf->pmd)
+vmf->page->pgmap->ops->migrate_to_ram(vmf)
 ;
...>
}

// --- the function ------------------------------------------------------------------

@@
identifier f = {device_private_entry_fault};
@@
-f(...) { ... }

@@
identifier f = {device_private_entry_fault};
type T;
@@
-T f(...);

@@
declarer name EXPORT_SYMBOL, EXPORT_SYMBOL_GPL;
symbol device_private_entry_fault;
@@
(
-EXPORT_SYMBOL(device_private_entry_fault);
|
-EXPORT_SYMBOL_GPL(device_private_entry_fault);
)

// The memremap core knew HMM for that function only.
@map@
@@
devm_memremap_pages(...) { ... }

@hmm@
identifier x =~ "^hmm_";
@@
x

@hmm_struct@
identifier x =~ "^hmm_";
@@
struct x

@depends on map && !hmm && !hmm_struct@
@@
-#include <linux/hmm.h>
