// SPDX-License-Identifier: GPL-2.0-only
// Managed pages are put by the core.  That it is those of PRIVATE and FS_DAX, is
// looked for in the function's words: a switch and an if are both good.
@exists@
identifier page;
type T;
@@
 T put_devmap_managed_page(struct page *page)
 {
 <+...
-__put_devmap_managed_page(page)
+ratchet_found()
 ...+>
 }
