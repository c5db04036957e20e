// SPDX-License-Identifier: GPL-2.0-only
/// The core holds a reference of the page that was hit, and has to be told.
//
// Confidence: High
// Candidates: migrate_vma_setup
// Options: --include include/linux/migrate.h --include include/linux/mm_types.h
// Facts: constrain
// Requires: OCaml

@initialize:ocaml@
@@
let inside p = (List.hd p).Coccilib.current_element
let said : string list ref = ref []
let unsaid p = not (List.mem (inside p) !said)
let names = List.map String.trim (String.split_on_char ',' "ratchet_to_ram")

@says@
struct migrate_vma A;
expression E;
position p;
@@
A.fault_page@p = E

@script:ocaml@
p << says.p;
@@
said := inside p :: !said

@says_table@
identifier A;
expression E;
position p;
@@
 struct migrate_vma A@p = { .fault_page = E, ... };

@script:ocaml@
p << says_table.p;
@@
said := inside p :: !said

@put@
identifier g : script:ocaml() { List.mem g names };
identifier f, A;
position p : script:ocaml() { unsaid p };
@@
g(struct vm_fault *f)
{
<...
A.flags@p = MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
+A.fault_page = f->page;
...>
}

@put_table@
identifier g : script:ocaml() { List.mem g names };
identifier f, A;
position p : script:ocaml() { unsaid p };
@@
g(struct vm_fault *f)
{
<...
struct migrate_vma A@p = {
.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE,
+.fault_page = f->page,
 ... };
...>
}
