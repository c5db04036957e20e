# SPDX-License-Identifier: GPL-2.0-only
"""Golden in other words: cores that keep the contract in another shape.

Each is a list of replacements in golden's text; all must be accepted.
"""

VARIANTS = {
    "completion-behind-ref": [
        ("\tinit_completion(&pgmap->done);\n\terr = percpu_ref_init",
         "\terr = percpu_ref_init"),
        ("\tpgmap->ref = &pgmap->internal_ref;\n\treturn 0;",
         "\tinit_completion(&pgmap->done);\n"
         "\tpgmap->ref = &pgmap->internal_ref;\n\treturn 0;"),
    ],
    "unused-count-only-exits": [
        ("\tref_kill(pgmap);\n\tref_reap(pgmap);\n\tref_reset(pgmap);\n}\n\n"
         "/* Can there",
         "\tpercpu_ref_exit(&pgmap->internal_ref);\n\tref_reset(pgmap);\n}\n\n"
         "/* Can there"),
    ],
    "shadow-goes-behind-the-lock": [
        ("\t\tif (err) {\n\t\t\tkasan_remove_zero_shadow(__va(range->start),"
         "\n\t\t\t\t\t\t range->size);\n\t\t\treturn err;\n\t\t}\n",
         "\t\tif (err)\n\t\t\treturn err;\n"),
        ("\tmem_hotplug_done();\n\tif (err)\n\t\tgoto out_untrack;",
         "\tmem_hotplug_done();\n\tif (err) {\n"
         "\t\tif (shadow)\n\t\t\tkasan_remove_zero_shadow("
         "__va(range.start), range.size);\n\t\tgoto out_untrack;\n\t}"),
        ("static int plug(struct dev_pagemap *pgmap, int nid,\n"
         "\t\tconst struct plug_range *range)",
         "static int plug(struct dev_pagemap *pgmap, int nid,\n"
         "\t\tconst struct plug_range *range, bool *shadow)"),
        ("\t\terr = arch_add_memory(", "\t\t*shadow = true;\n"
         "\t\terr = arch_add_memory("),
        ("plug(pgmap, nid, &range);", "plug(pgmap, nid, &range, &shadow);"),
        ("\tbool managed;\n", "\tbool managed, shadow = false;\n"),
    ],
    "last-page-first": [
        ("\tfor (pfn = first_pfn(pgmap); pfn < end_pfn(pgmap); pfn++) {",
         "\tfor (pfn = end_pfn(pgmap); pfn-- > first_pfn(pgmap);) {"),
    ],
    "references-one-by-one": [
        ("\tpercpu_ref_get_many(pgmap->ref, end_pfn(pgmap) - "
         "first_pfn(pgmap));\n",
         "\tfor (unsigned long i = first_pfn(pgmap); i < end_pfn(pgmap); i++)"
         "\n\t\tpercpu_ref_get(pgmap->ref);\n"),
    ],
    "waiters-first": [
        ("\t__ClearPageActive(page);\n\t__ClearPageWaiters(page);\n",
         "\t__ClearPageWaiters(page);\n\t__ClearPageActive(page);\n"),
    ],
    "put-then-warn": [
        ("\tdev_WARN(dev, \"Conflicting mapping in same section\\n\");\n"
         "\tput_dev_pagemap(other);\n",
         "\tput_dev_pagemap(other);\n"
         "\tdev_WARN(dev, \"Conflicting mapping in same section\\n\");\n"),
    ],
    "action-before-key": [
        ("\tif (atomic_inc_return(&devmap_managed_users) == 1)\n"
         "\t\tstatic_branch_enable(&devmap_managed_key);\n\n",
         "\tint err = devm_add_action(dev, devmap_managed_put, NULL);\n\n"
         "\tif (err)\n\t\treturn err;\n"),
        ("\treturn devm_add_action_or_reset(dev, devmap_managed_put, NULL);\n",
         "\tif (atomic_inc_return(&devmap_managed_users) == 1)\n"
         "\t\tstatic_branch_enable(&devmap_managed_key);\n\treturn 0;\n"),
    ],
    "counter-under-a-mutex": [
        ("static atomic_t devmap_managed_users;",
         "static int devmap_managed_users;\nstatic DEFINE_MUTEX(users_lock);"),
        ("\tif (atomic_dec_and_test(&devmap_managed_users))\n"
         "\t\tstatic_branch_disable(&devmap_managed_key);\n",
         "\tmutex_lock(&users_lock);\n\tif (!--devmap_managed_users)\n"
         "\t\tstatic_branch_disable(&devmap_managed_key);\n"
         "\tmutex_unlock(&users_lock);\n"),
        ("\tif (atomic_inc_return(&devmap_managed_users) == 1)\n"
         "\t\tstatic_branch_enable(&devmap_managed_key);\n",
         "\tmutex_lock(&users_lock);\n\tif (!devmap_managed_users++)\n"
         "\t\tstatic_branch_enable(&devmap_managed_key);\n"
         "\tmutex_unlock(&users_lock);\n"),
    ],
    "key-counts-itself": [
        ("static atomic_t devmap_managed_users;\n", ""),
        ("\tif (atomic_dec_and_test(&devmap_managed_users))\n"
         "\t\tstatic_branch_disable(&devmap_managed_key);\n",
         "\tstatic_branch_dec(&devmap_managed_key);\n"),
        ("\tif (atomic_inc_return(&devmap_managed_users) == 1)\n"
         "\t\tstatic_branch_enable(&devmap_managed_key);\n",
         "\tstatic_branch_inc(&devmap_managed_key);\n"),
    ],
    "lookup-in-one-lock": [
        ("\tif (pgmap) {\n\t\tif (pfn >=",
         "\trcu_read_lock();\n\tif (pgmap) {\n\t\tif (pfn >="),
        ("\t\t\treturn pgmap;\n\t\tput_dev_pagemap(pgmap);\n\t}\n\n"
         "\trcu_read_lock();\n",
         "\t\t\tgoto out;\n\t\tput_dev_pagemap(pgmap);\n\t}\n\n"),
        ("\t\tpgmap = NULL;\n\trcu_read_unlock();\n",
         "\t\tpgmap = NULL;\nout:\n\trcu_read_unlock();\n"),
    ],
    "one-warning-for-an-unknown-type": [
        ("\tif (WARN(!pgmap->ops || !pgmap->ops->page_free,\n"
         "\t\t \"Missing page_free method\\n\"))\n\t\treturn -EINVAL;\n",
         "\tif (!pgmap->ops || !pgmap->ops->page_free) {\n"
         "\t\tWARN_ON(pgmap->type == MEMORY_DEVICE_PRIVATE ||\n"
         "\t\t\tpgmap->type == MEMORY_DEVICE_FS_DAX);\n"
         "\t\treturn -EINVAL;\n\t}\n"),
    ],
    "no-rounding": [
        ("\tresource_size_t start = res->start & ~(HOTPLUG_UNIT - 1);\n",
         "\tresource_size_t start = res->start;\n"),
        ("ALIGN(res->end + 1, HOTPLUG_UNIT) - start", "resource_size(res)"),
    ],
    "memory-of-its-own": [
        ("\tstruct plug_range range = plug_range(&pgmap->res);\n"
         "\tpgprot_t prot = PAGE_KERNEL;\n\tbool managed;\n\tint err, nid;\n",
         "\tstruct plug_range range = plug_range(&pgmap->res);\n"
         "\tpgprot_t prot = PAGE_KERNEL;\n\tbool managed;\n\tint err, nid;\n"
         "\tint *note = kmalloc(sizeof(*note), GFP_KERNEL);\n\n"
         "\tif (!note)\n\t\treturn ERR_PTR(-ENOMEM);\n\tkfree(note);\n"),
    ],
}

# Those that do not touch the same lines are tried in one core.
TOGETHER = (
    ("completion-behind-ref", "unused-count-only-exits",
     "shadow-goes-behind-the-lock", "last-page-first",
     "references-one-by-one", "waiters-first", "put-then-warn"),
    ("action-before-key", "lookup-in-one-lock", "no-rounding",
     "one-warning-for-an-unknown-type"),
    ("counter-under-a-mutex", "memory-of-its-own"),
    ("key-counts-itself",),
)


def apply(text, changes):
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
