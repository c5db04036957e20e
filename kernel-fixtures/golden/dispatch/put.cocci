// SPDX-License-Identifier: GPL-2.0-only
// Every put asks whether the core has taken it over.
@exists@
identifier page;
expression E;
type T;
@@
 T put_page(struct page *page)
 {
 <+...
-put_devmap_managed_page(E)
+ratchet_found()
 ...+>
 }
