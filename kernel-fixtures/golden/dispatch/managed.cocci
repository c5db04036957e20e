// SPDX-License-Identifier: GPL-2.0-only
// Pages of these two types, and no others, are put by the core.
@exists@
identifier page;
type T;
@@
 T put_devmap_managed_page(struct page *page)
 {
 ... when any
 switch (page->pgmap->type) {
 case MEMORY_DEVICE_PRIVATE:
 case MEMORY_DEVICE_FS_DAX:
-__put_devmap_managed_page(page);
+ratchet_found();
 return true;
 default: ...
 }
 ... when any
 }
