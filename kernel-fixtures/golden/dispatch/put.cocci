// SPDX-License-Identifier: GPL-2.0-only
// Every put asks whether the core has taken it over.
@exists@
identifier page;
type T;
@@
 T put_page(struct page *page)
 {
 ... when any
-if (put_devmap_managed_page(page)) return;
+ratchet_found();
 ... when any
 }
