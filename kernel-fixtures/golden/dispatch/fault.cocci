// SPDX-License-Identifier: GPL-2.0-only
// A fault on the entry of a private page: the page is told, and the method of
// its map is asked to bring the data back.
@exists@
expression entry, vmf;
identifier to_page;
@@
 is_device_private_entry(entry)
 ... when any
 vmf->page = to_page(entry)
 ... when any
-vmf->page->pgmap->ops->migrate_to_ram(vmf)
+ratchet_found()
