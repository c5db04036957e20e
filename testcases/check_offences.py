# SPDX-License-Identifier: GPL-2.0-only
"""Commits that use what the flagship series removed, and some that only look
like it: (name, {path: new text or function of the old one}, findings), where a
finding is "PATH RULE"."""

HEAD = """// SPDX-License-Identifier: GPL-2.0
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/hmm.h>

"""
NEW = "drivers/misc/planted.c"


def c_file(body, path=NEW):
    return {path: HEAD + body}


def after(mark, text):
    """Put a text behind the first line that holds the mark."""
    def edit(old):
        at = old.index("\n", old.index(mark)) + 1
        return old[:at] + text + old[at:]
    return edit


def instead(a, b):
    def edit(old):
        assert a in old, a
        return old.replace(a, b)
    return edit


OFFENCES = [
    ("member by pointer",
     c_file("void *planted(struct dev_pagemap *pgmap)\n{\n\treturn pgmap->data;\n}\n"),
     [f"{NEW} 12-pagemap-data/dev_pagemap.data"]),
    ("member by value",
     c_file("static struct dev_pagemap planted_map;\n\n"
            "void planted(void *p)\n{\n\tplanted_map.data = p;\n}\n"),
     [f"{NEW} 12-pagemap-data/dev_pagemap.data"]),
    ("member of a member",
     c_file("struct planted {\n\tstruct dev_pagemap map;\n};\n\n"
            "void planted(struct planted *p)\n{\n\tp->map.altmap_valid = true;\n}\n"),
     [f"{NEW} 13-altmap-flag/dev_pagemap.altmap_valid"]),
    ("member by page",
     c_file("void *planted(struct page *page)\n{\n\treturn page->pgmap->data;\n}\n"),
     [f"{NEW} 12-pagemap-data/dev_pagemap.data"]),
    ("member through a cast",
     c_file("void *planted(void *p)\n{\n\treturn ((struct dev_pagemap *)p)->data;\n}\n"),
     [f"{NEW} 12-pagemap-data/dev_pagemap.data"]),
    ("member of an element",
     c_file("static struct dev_pagemap planted_maps[4];\n\n"
            "void planted(int i)\n{\n\tplanted_maps[i].altmap_valid = 1;\n}\n"),
     [f"{NEW} 13-altmap-flag/dev_pagemap.altmap_valid"]),
    ("initialiser",
     c_file("static struct dev_pagemap planted_map = {\n\t.altmap_valid = true,\n};\n"
            "struct dev_pagemap *planted = &planted_map;\n"),
     [f"{NEW} 13-altmap-flag/dev_pagemap.altmap_valid"]),
    ("callback of the map itself",
     c_file("static void planted_free(struct page *page)\n{\n}\n\n"
            "void planted(struct dev_pagemap *pgmap)\n{\n"
            "\tpgmap->page_free = planted_free;\n}\n"),
     [f"{NEW} 08-pagemap-ops/dev_pagemap.page_free"]),
    ("two in one line",
     c_file("void planted(struct dev_pagemap *pgmap)\n{\n"
            "\tpgmap->kill(pgmap); pgmap->cleanup(pgmap);\n}\n"),
     [f"{NEW} 08-pagemap-ops/dev_pagemap.kill",
      f"{NEW} 08-pagemap-ops/dev_pagemap.cleanup"]),
    ("method's old prototype",
     {"include/linux/memremap.h": instead(
         "(*kill)(struct dev_pagemap *pgmap)", "(*kill)(struct percpu_ref *ref)")},
     ["include/linux/memremap.h 09-pagemap-kill-cleanup/old-prototype"]),
    ("method called the old way",
     c_file("void planted(struct dev_pagemap *pgmap)\n{\n"
            "\tpgmap->ops->kill(pgmap->ref);\n}\n"),
     [f"{NEW} 09-pagemap-kill-cleanup/old-call"]),
    ("method's second argument",
     c_file("void planted(struct page *page, void *p)\n{\n"
            "\tpage->pgmap->ops->page_free(page, p);\n}\n"),
     [f"{NEW} 12-pagemap-data/two-arguments"]),
    ("type",
     c_file("struct hmm_devmem *planted(void);\n"),
     [f"{NEW} 18-memremap-pages/hmm_devmem"]),
    ("type outside of drivers",
     c_file("struct hmm_device *planted(void);\n", "mm/planted.c"),
     ["mm/planted.c 02-hmm-device/hmm_device"]),
    ("typedef",
     c_file("dev_page_free_t planted;\n"),
     [f"{NEW} 08-pagemap-ops/dev_page_free_t"]),
    ("function",
     c_file("void planted(void *p)\n{\n\thmm_device_put(p);\n}\n"),
     [f"{NEW} 02-hmm-device/hmm_device_put"]),
    ("address of a function",
     c_file("void *planted = hmm_vma_alloc_locked_page;\n"),
     [f"{NEW} 17-alloc-page-vma/old-use"]),
    ("enumerator",
     c_file("int planted = MEMORY_DEVICE_PUBLIC;\n"),
     [f"{NEW} 03-device-public/MEMORY_DEVICE_PUBLIC"]),
    ("macro's body",
     c_file("#define PLANTED_DATA(pgmap) ((pgmap)->data)\n"
            "int planted(struct dev_pagemap *pgmap);\n"),
     [f"{NEW} 12-pagemap-data/dev_pagemap.data"]),
    ("macro in a header",
     {"include/linux/memremap.h": after(
         "#define PGMAP_ALTMAP_VALID",
         "#define pgmap_has_altmap(pgmap) ((pgmap)->altmap_valid)\n")},
     ["include/linux/memremap.h 13-altmap-flag/dev_pagemap.altmap_valid"]),
    ("macro that names it",
     c_file("#define planted_new hmm_device_new\n"),
     [f"{NEW} 02-hmm-device/hmm_device_new"]),
    ("member comes back",
     {"include/linux/memremap.h": after("\tunsigned int flags;",
                                        "\tvoid *data;\n")},
     ["include/linux/memremap.h 12-pagemap-data/dev_pagemap.data"]),
    ("inline function in a header",
     {"include/linux/memremap.h": after(
         "/* The counterpart of get_dev_pagemap()",
         " */\nstatic inline bool pgmap_valid(struct dev_pagemap *pgmap)\n{\n"
         "\treturn pgmap->altmap_valid;\n}\n/*\n")},
     ["include/linux/memremap.h 13-altmap-flag/dev_pagemap.altmap_valid"]),
    ("inactive arm",
     c_file("#ifdef __cplusplus\nint planted = MEMORY_DEVICE_PUBLIC;\n#endif\n"),
     [f"{NEW} 03-device-public/MEMORY_DEVICE_PUBLIC"]),
    ("arm of another configuration",
     c_file("#ifdef CONFIG_NOT_SET_ANYWHERE\nvoid *planted(struct dev_pagemap *pgmap)\n"
            "{\n\treturn pgmap->data;\n}\n#endif\n"),
     [f"{NEW} 12-pagemap-data/dev_pagemap.data"]),
    ("condition",
     c_file("#ifdef CONFIG_DEVICE_PUBLIC\nint planted;\n#endif\n"),
     [f"{NEW} 03-device-public/DEVICE_PUBLIC"]),
    ("Kconfig symbol",
     {"drivers/misc/Kconfig": after("tristate", "\tdepends on ARCH_HAS_HMM\n")},
     ["drivers/misc/Kconfig 23-hmm-kconfig/ARCH_HAS_HMM"]),
    ("Kconfig entry",
     {"mm/Kconfig": after('menu "Memory"',
                          '\nconfig DEVICE_PUBLIC\n\tbool "Memory for all"\n')},
     ["mm/Kconfig 03-device-public/DEVICE_PUBLIC"]),
    ("make file",
     {"drivers/misc/Makefile": lambda old: old +
      "obj-$(CONFIG_ARCH_HAS_HMM_DEVICE) += latin1.o\n"},
     ["drivers/misc/Makefile 01-arch-has-hmm-device/ARCH_HAS_HMM_DEVICE"]),
    ("defconfig",
     {"arch/x86/configs/x86_64_defconfig": lambda old: old + "CONFIG_HMM=y\n"},
     ["arch/x86/configs/x86_64_defconfig 23-hmm-kconfig/HMM"]),
    ("type of a variable",
     {"drivers/misc/lookalike.c": instead(
         "struct lookalike *pgmap = &box->pgmap;",
         "struct dev_pagemap *pgmap = (void *)&box->pgmap;")},
     ["drivers/misc/lookalike.c 08-pagemap-ops/dev_pagemap.cleanup",
      "drivers/misc/lookalike.c 08-pagemap-ops/dev_pagemap.kill",
      "drivers/misc/lookalike.c 13-altmap-flag/dev_pagemap.altmap_valid"]),
    ("CRLF and no end of the last line",
     {NEW: (HEAD + "int planted = MEMORY_DEVICE_PUBLIC;").replace("\n", "\r\n")},
     [f"{NEW} 03-device-public/MEMORY_DEVICE_PUBLIC"]),
    ("a name with blanks",
     {"drivers/misc/a new one.c": HEAD + "int planted = HMM_DEVICE_MAX;\n"},
     ["drivers/misc/a new one.c 02-hmm-device/HMM_DEVICE_MAX"]),
]

HARMLESS = [
    ("comment", c_file("/* pgmap->data and MEMORY_DEVICE_PUBLIC are gone */\n")),
    ("string", c_file('const char *planted = "hmm_devmem_add";\n')),
    ("if 0", c_file("#if 0\nint planted = MEMORY_DEVICE_PUBLIC;\n#endif\n")),
    ("documentation", {"Documentation/vm/hmm.rst": lambda old: old +
                       "\nThere was hmm_devmem_add() once.\n"}),
    ("help text", {"mm/Kconfig": after(
        "\thelp", "\t  This replaces DEVICE_PUBLIC and HMM.\n")}),
    ("another struct's members", c_file(
        "struct planted_ops {\n\tvoid (*page_free)(struct page *page);\n"
        "\tvoid (*kill)(void *ref);\n\tvoid (*cleanup)(void *ref);\n};\n\n"
        "struct planted {\n\tstruct planted_ops *ops;\n\tvoid *data;\n"
        "\tbool altmap_valid;\n};\n\n"
        "void planted(struct planted *pgmap)\n{\n\tpgmap->data = pgmap;\n"
        "\tpgmap->altmap_valid = true;\n\tpgmap->ops->kill(pgmap->data);\n}\n")),
    ("another struct's initialiser", c_file(
        "struct planted {\n\tvoid *data;\n\tvoid (*kill)(void);\n};\n\n"
        "struct planted planted = {\n\t.data = 0,\n\t.kill = 0,\n};\n")),
    ("a local of that name", c_file(
        "int planted(struct dev_pagemap *pgmap)\n{\n\tint data = 1, kill = 2;\n\n"
        "\treturn data + kill + (pgmap->ref != 0);\n}\n")),
    ("longer names", c_file(
        "int hmm_devmem_adder, MEMORY_DEVICE_PUBLICITY, xhmm_device_put;\n")),
    ("methods of the new table", c_file(
        "static void planted_kill(struct dev_pagemap *pgmap)\n{\n}\n\n"
        "static void planted_free(struct page *page)\n{\n}\n\n"
        "static const struct dev_pagemap_ops planted_ops = {\n"
        "\t.kill = planted_kill,\n\t.page_free = planted_free,\n};\n\n"
        "void planted(struct dev_pagemap *pgmap)\n{\n\tpgmap->ops = &planted_ops;\n"
        "\tpgmap->ops->kill(pgmap);\n}\n")),
    ("percpu_ref of others", c_file(
        "void planted(struct percpu_ref *ref)\n{\n\tpercpu_ref_put(ref);\n}\n")),
    ("look-alikes move", {"drivers/misc/lookalike.c": lambda old: old.replace(
        "pgmap->kill(pgmap->ref);", "if (pgmap)\n\t\tpgmap->kill(pgmap->ref);")}),
]
