# SPDX-License-Identifier: GPL-2.0-only
"""Commits that break a build, each in a way of its own, and some that do not.

Edits are (path, old, new): OLD stands there once; None appends to the file, or
makes it; NEW None removes the file.
"""

import collections

Fault = collections.namedtuple("Fault", "name config edits good on oracle")

PGMAP_H = "include/linux/memremap.h"
MM_H = "include/linux/mm.h"
LAST = "\n#endif /* _LINUX_MEMREMAP_H_ */\n"
SPDX = "// SPDX-License-Identifier: GPL-2.0-only\n"



# A driver that asserts, which is there before the commit.
ASSERTS = (
    ("drivers/nvdimm/Makefile", "libnvdimm-y := namespace_devs.o",
     "libnvdimm-y := namespace_devs.o asserts.o"),
    ("drivers/nvdimm/asserts.c", None, SPDX + """\
#include <linux/bug.h>
#include <linux/memremap.h>
#include "pmem.h"

struct box {
	struct pmem_device pmem;
	char of_type[MEMORY_DEVICE_PCI_P2PDMA];
};

int nvdimm_asserts(void);

int nvdimm_asserts(void)
{
	BUILD_BUG_ON(sizeof(struct box) > 280);
	BUILD_BUG_ON(sizeof(((struct box *)0)->of_type) > 4);
	BUILD_BUG_ON(sizeof(struct percpu_ref) > 32);
	return __builtin_offsetof(struct dev_pagemap, altmap) == 8 ? 0 :
		sizeof(char [2 * (__builtin_offsetof(struct dev_pagemap, altmap) == 8) - 1]);
}
"""),
)


def bad(name, *edits, config="kernel", on=(), oracle=True):
    return Fault(name, config, edits, False, on, oracle)


def good(name, *edits, config="kernel", on=()):
    return Fault(name, config, edits, True, on, True)


# ---- in a .c file itself ----

IN_SOURCE = [
    bad("wrong type", ("lib/string.c", "\tchar *d = (char *)dst + n;",
                       "\tstruct page *d = dst + n;")),
    bad("missing include", ("lib/string.c", "#include <linux/export.h>\n", "")),
    bad("warning in a header that the command line includes",
        ("include/linux/kconfig.h", None,
         "\n#undef odd_at\n#define odd_at(t, m) __builtin_offsetof(t, m)\n"),
        ("lib/string.c", None,
         "\nstruct odd {\n\tchar before[256], m;\n};\n"
         "unsigned char odd_byte(int i);\n\nunsigned char odd_byte(int i)\n{\n"
         "\tstatic const unsigned char at[] = {\n\t\todd_at(struct odd, m),\n"
         "\t};\n\n\treturn at[i];\n}\n")),
    bad("unused static", ("lib/string.c", None,
                          "\nstatic int unused(void)\n{\n\treturn 0;\n}\n")),
    bad("unused variable", ("drivers/pci/p2pdma.c", None,
                            "\nint p2p_new(void);\n\nint p2p_new(void)\n{\n"
                            "\tint x;\n\n\treturn 0;\n}\n")),
    bad("unused label", ("lib/string.c", "\twhile (*a && *a == *b) {",
                         "out:\n\twhile (*a && *a == *b) {")),
    bad("wrong argument count", ("drivers/misc/lookalike.c",
                                 "percpu_ref_exit(ref);",
                                 "percpu_ref_exit(ref, 0);")
        , config="modules"),
    bad("unbalanced conditional", ("lib/string.c", "#include <linux/export.h>",
                                   "#include <linux/export.h>\n#if 1")),
    bad("implicit declaration", ("lib/printk.c", None,
                                 "\nint odd(void);\n\nint odd(void)\n{\n"
                                 "\treturn nobody_declares(1);\n}\n")),
    bad("format of printk", ("drivers/misc/lookalike.c",
                             '"a page of pfn %lx\\n"', '"a page of pfn %s\\n"'),
        config="modules"),
    bad("result of __must_check", ("drivers/misc/lookalike.c", None,
                                   "\nvoid odd(struct percpu_ref *r);\n\n"
                                   "void odd(struct percpu_ref *r)\n{\n"
                                   "\tpercpu_ref_init(r, NULL, 0, 0);\n}\n"),
        config="modules"),
    bad("redefinition", ("lib/string.c", None,
                         "\nsize_t strlen(const char *s)\n{\n\treturn 0;\n}\n")),
    bad("string in a header of its directory",
        ("drivers/misc/lookalike.h", "\tint type;", "\tint kind_of;\n\tint *type"),
        config="modules"),
    bad("file that is not there", ("mm/Makefile", "obj-$(CONFIG_HMM)\t+= hmm.o",
                                   "obj-$(CONFIG_HMM)\t+= hmm.o hmm_more.o")),
    # make finds the old object and is content
    bad("source removed", ("mm/madvise.c", "", None), oracle=False),
    bad("flags of one object", ("lib/Makefile", None,
                                "CFLAGS_string.o += -fno-such-thing\n")),
    bad("flags of one object removed",
        ("lib/Makefile", None, "CFLAGS_REMOVE_string.o = -ffreestanding\n"
         "CFLAGS_string.o = -Wall -Werror=missing-prototypes -include nowhere.h\n")),
    bad("flags of a directory", ("lib/Makefile", None,
                                 "ccflags-y += -fno-such-thing\n")),
    bad("makefile syntax", ("mm/Makefile", None, "ifdef CONFIG_MMU\n")),
]

# ---- a header changes, its users do not ----

IN_HEADER = [
    bad("member gone", (PGMAP_H, "\tvoid (*kill)(struct percpu_ref *ref);\n", "")),
    bad("member renamed", (PGMAP_H, "\tbool altmap_valid;", "\tbool altmap_ok;")),
    bad("member of another type", (PGMAP_H, "\tstruct resource res;\n",
                                   "\tstruct resource *res;\n")),
    bad("callback of another type",
        (PGMAP_H, "typedef void (*dev_page_free_t)(struct page *page, void *data);",
         "typedef void (*dev_page_free_t)(struct page *page);")),
    bad("enumerator gone", (PGMAP_H, "\tMEMORY_DEVICE_PCI_P2PDMA,\n", "")),
    bad("prototype gone",
        (PGMAP_H, "void devm_memunmap_pages(struct device *dev, "
         "struct dev_pagemap *pgmap);\n", "")),
    bad("prototype with one more argument",
        (PGMAP_H, "void *devm_memremap_pages(struct device *dev, "
         "struct dev_pagemap *pgmap);",
         "void *devm_memremap_pages(struct device *dev, "
         "struct dev_pagemap *pgmap,\n\t\t\t  int node);")),
    bad("inline that does not compile",
        (PGMAP_H, "\tpercpu_ref_put(pgmap->ref);", "\tpercpu_ref_put(pgmap->reff);")),
    bad("stub that is not static", (MM_H, None,
                                    "\nint mm_stub(void)\n{\n\treturn 0;\n}\n")),
    bad("macro with one more argument",
        ("include/linux/bug.h", "#define BUG_ON(condition)\t",
         "#define BUG_ON(condition, more)\t")),
    bad("macro by way of a macro",
        ("include/linux/bug.h", "#define WARN(condition, format...) ({",
         "#define WARN(format...) ({")),
    bad("inline of an inline",
        ("include/linux/atomic.h", "atomic_dec_and_test", "atomic_dec_test")),
    bad("include gone from a header",
        ("include/linux/completion.h", "#include <linux/wait.h>\n", "")),
    bad("include gone, users elsewhere",
        (PGMAP_H, "#include <linux/ioport.h>\n", "")),
    bad("header gone", ("include/linux/genalloc.h", "", None)),
    bad("unbalanced conditional in a header",
        (PGMAP_H, "#endif /* CONFIG_ZONE_DEVICE */\n", "")),
    bad("guard that another header has",
        (PGMAP_H, "#ifndef _LINUX_MEMREMAP_H_\n#define _LINUX_MEMREMAP_H_",
         "#ifndef _LINUX_MM_H\n#define _LINUX_MM_H")),
    bad("const member", (PGMAP_H, "\tunsigned long alloc;\n",
                         "\tconst unsigned long alloc;\n")),
    bad("name that users have", (PGMAP_H, LAST,
                                 "\nenum { pgmap_none, lookalike_driver };\n" + LAST),
        ("drivers/misc/lookalike.c", "#include <linux/slab.h>",
         "#include <linux/slab.h>\n#include <linux/memremap.h>"),
        config="modules"),
    bad("macro in the way of a function",
        ("include/linux/completion.h", "struct completion {",
         "#define dev_info(x) (x)\n\nstruct completion {")),
    bad("typedef gone", ("include/linux/percpu-refcount.h",
                         "typedef void (percpu_ref_func_t)(struct percpu_ref *);\n",
                         "")),
    bad("attribute that warns", (PGMAP_H,
                                 "void vmem_altmap_free(struct vmem_altmap *altmap, "
                                 "unsigned long nr_pfns);",
                                 "__attribute__((deprecated))\n"
                                 "void vmem_altmap_free(struct vmem_altmap *altmap, "
                                 "unsigned long nr_pfns);")),
    bad("nonnull", ("include/linux/slab.h", "void kfree(",
                    "__attribute__((nonnull(1), warn_unused_result)) int kfree(")),
]

# ---- what a struct looks like ----

LAYOUT = [
    bad("BUILD_BUG_ON on a size",
        (PGMAP_H, "\tu64 pci_p2pdma_bus_offset;", "\tu64 pci_p2pdma_bus_offset;\n\tu64 more;"),
        ("drivers/pci/p2pdma.c", None,
         "\n_Static_assert(sizeof(struct dev_pagemap) < 150, \"fits\");\n")),
    bad("offset of a member", (PGMAP_H, "\tdev_page_free_t page_free;\n", ""),
        (PGMAP_H, "\tbool altmap_valid;\n",
         "\tbool altmap_valid;\n\tdev_page_free_t page_free;\n"), on=ASSERTS),
    bad("size of what embeds it", (PGMAP_H, "\tu64 pci_p2pdma_bus_offset;",
                                   "\tu64 pci_p2pdma_bus_offset;\n\tu64 more[64];"),
        on=ASSERTS),
    bad("size of what embeds what embeds it",
        ("include/linux/ioport.h", "struct resource {",
         "struct resource {\n\tlong more[8];"),
        on=ASSERTS),
    bad("size of an array by an enumerator",
        (PGMAP_H, "\tMEMORY_DEVICE_PCI_P2PDMA,\n",
         "\tMEMORY_DEVICE_NEW,\n\tMEMORY_DEVICE_PCI_P2PDMA,\n"), on=ASSERTS),
    bad("size by a macro's value",
        ("include/linux/percpu-refcount.h", "struct percpu_ref {",
         "#define REF_ROOM 64\n\nstruct percpu_ref {"),
        ("include/linux/percpu-refcount.h", "\tbool dead;",
         "\tbool dead;\n\tchar room[REF_ROOM];"), on=ASSERTS),
]

# ---- symbols and exports ----

SYMBOLS = [
    bad("export gone", ("drivers/base/devres.c",
                        "EXPORT_SYMBOL_GPL(devm_add_action);\n", ""),
        config="modules"),
    bad("symbol never exported",
        ("drivers/misc/lookalike.c", "\tkfree(box);\n}\n\nstatic void lookalike_kill",
         "\tkfree(box);\n\tlru_add_drain();\n}\n\nstatic void lookalike_kill"),
        ("drivers/misc/lookalike.c", "#include <linux/slab.h>",
         "#include <linux/slab.h>\nvoid lru_add_drain(void);"),
        config="modules"),
    bad("GPL-only use", ("drivers/misc/lookalike.c", 'MODULE_LICENSE("GPL v2");',
                         'MODULE_LICENSE("Proprietary");'), config="modules"),
    bad("export becomes GPL-only of a module that is not",
        ("mm/slab.c", "EXPORT_SYMBOL(kfree);", "EXPORT_SYMBOL_GPL(kfree);"),
        ("drivers/misc/lookalike.c", 'MODULE_LICENSE("GPL v2");',
         'MODULE_LICENSE("Proprietary");'), config="modules"),
    bad("licence gone", ("drivers/misc/lookalike.c",
                         'MODULE_LICENSE("GPL v2");\n', ""), config="modules"),
    bad("function gone, still called",
        ("mm/hmm.c", "struct page *hmm_vma_alloc_locked_page(",
         "struct page *hmm_vma_locked_page("),
        ("mm/hmm.c", "EXPORT_SYMBOL(hmm_vma_alloc_locked_page);\n", "")),
    bad("function renamed where it is defined",
        ("lib/genalloc.c", "void gen_pool_destroy(struct gen_pool *pool)",
         "void gen_pool_free_all(struct gen_pool *pool)"),
        ("include/linux/genalloc.h", None,
         "void gen_pool_free_all(struct gen_pool *pool);\n")),
    bad("made static", ("lib/genalloc.c",
                        "void gen_pool_destroy(struct gen_pool *pool)",
                        "static inline void gen_pool_destroy_(struct gen_pool *pool)")),
    bad("defined twice", ("lib/genalloc.c", None,
                          "\nint find_vma_odd(void);\n\nint find_vma_odd(void)\n"
                          "{\n\treturn 0;\n}\n"),
        ("lib/xarray.c", None,
         "\nint find_vma_odd(void);\n\nint find_vma_odd(void)\n"
         "{\n\treturn 1;\n}\n")),
    bad("declared, defined nowhere",
        ("mm/swap.c", None,
         "\nint odd_where(void);\nint odd_user(void);\n\nint odd_user(void)\n"
         "{\n\treturn odd_where();\n}\n")),
    bad("declared in a block, defined nowhere",
        ("mm/swap.c", None,
         "\nint odd_user(void);\n\nint odd_user(void)\n{\n"
         "\textern int odd_where(void);\n\n\treturn odd_where();\n}\n")),
    bad("object no longer linked", ("lib/Makefile", "genalloc.o", "")),
]

# ---- Kconfig ----

KCONFIG = [
    bad("dependency missing: selected without what it needs",
        ("lib/Makefile", None, "obj-$(CONFIG_MINI_ODD) += odd.o\n"),
        ("lib/odd.c", None, SPDX + "#include <linux/nothing.h>\n"),
        ("mm/Kconfig", None, "\nconfig MINI_ODD\n\tbool\n\tdefault y\n")),
    bad("builtin uses a module",
        ("drivers/misc/macros.c", None,
         "\nint dev_dax_probe_odd(void);\nvoid *pmem_odd(void);\n\n"
         "int lookalike_call(void);\nint macros_odd(void);\n\n"
         "int macros_odd(void)\n{\n\treturn lookalike_call();\n}\n"),
        ("drivers/misc/lookalike.c", None,
         "\nint lookalike_call(void);\n\nint lookalike_call(void)\n{\n"
         "\treturn 0;\n}\n"), config="modules"),
    bad("symbol of the fragment loses its dependency",
        ("mm/Kconfig", "\tdepends on ARCH_HAS_ZONE_DEVICE\n"
         "\tdepends on SPARSEMEM_VMEMMAP\n\tdepends on MEMORY_HOTREMOVE\n"
         "\tdepends on MEMORY_HOTPLUG\n\tselect XARRAY_MULTI\n\thelp",
         "\tdepends on ARCH_HAS_ZONE_DEVICE && BROKEN\n"
         "\tselect XARRAY_MULTI\n\thelp"), oracle=False),
    bad("select gone that a driver lives by",
        ("mm/Kconfig", "\tselect HMM\n\tselect DEV_PAGEMAP_OPS\n\n\thelp\n", "\thelp\n"),
        ("drivers/misc/macros.c", None,
         "\n#ifndef CONFIG_DEV_PAGEMAP_OPS\n#error needs it\n#endif\n"),
        ("fs/Kconfig", "\tselect DEV_PAGEMAP_OPS if (ZONE_DEVICE && !FS_DAX_LIMITED)\n", ""),
        ("mm/Kconfig", "\tdepends on ARCH_HAS_HMM\n\tselect DEV_PAGEMAP_OPS\n",
         "\tdepends on ARCH_HAS_HMM\n")),
    # neither entry is named where it matters: the value is
    bad("no longer selected by another",
        ("mm/Kconfig", "\n\tselect MINI_PART\n", "\n"),
        on=(("mm/Kconfig", None, "\nconfig MINI_PART\n\tbool\n\n"
             "config MINI_WHOLE\n\tbool\n\tdefault y\n\tselect MINI_PART\n"),
            ("lib/string.c", "#include <linux/export.h>\n",
             "#include <linux/export.h>\n#ifndef CONFIG_MINI_PART\n"
             "#error a part is missing\n#endif\n"))),
    bad("Kconfig syntax", ("mm/Kconfig", None, "\nfnord SWAP\n")),
    bad("Kconfig file gone", ("fs/Kconfig", "", None)),
]

# ---- commits that do no harm ----

FINE = [
    good("a comment", (PGMAP_H, "struct device;\n", "/* who has it */\nstruct device;\n")),
    good("a member more", (PGMAP_H, "\tu64 pci_p2pdma_bus_offset;",
                           "\tu64 pci_p2pdma_bus_offset;\n\tu64 more;")),
    good("an inline more", (PGMAP_H, LAST,
                            "\nstatic inline int pgmap_odd(int x)\n{\n"
                            "\treturn x;\n}\n" + LAST)),
    good("a macro that nobody uses", (MM_H, None, "\n#define MM_ODD(x) (x)\n")),
    good("a function more", ("lib/string.c", None,
                             "\nint odd(int x);\n\nint odd(int x)\n{\n"
                             "\treturn x;\n}\n")),
    good("an export more", ("mm/swap.c", None,
                            "EXPORT_SYMBOL_GPL(lru_add_drain);\n"), config="modules"),
    good("a symbol more", ("mm/Kconfig", "config SWAP\n",
                           "config MINI_ODD\n\tbool\n\nconfig SWAP\n")),
    good("a file that nobody builds", ("lib/odd.c", None, SPDX + "#error no\n")),
    good("what macros declare and define",
         ("lib/string.c", None, "\n#define MADE(x) int made_##x(void);\n"
          "MADE(odd)\nint more(void);\nint more(void)\n{\n"
          "\treturn made_odd();\n}\n"),
         ("lib/printk.c", None, "\n#define MAKE(x) int made_##x(void); "
          "int made_##x(void) { return 1; }\nMAKE(odd)\n")),
    good("what a macro defines and a prototype declares",
         ("lib/string.c", None, "\nint made_odd(void);\nint more(void);\n"
          "int more(void)\n{\n\treturn made_odd();\n}\n"),
         ("lib/printk.c", None, "\n#define MAKE(x) int made_##x(void); "
          "int made_##x(void) { return 1; }\nMAKE(odd)\n")),
    good("a weak function and one that is not",
         ("lib/string.c", None, "\nint __attribute__((weak)) soft(void);\n"
          "int soft(void)\n{\n\treturn 1;\n}\n"),
         ("lib/printk.c", None, "\nint soft(void);\nint soft(void)\n{\n"
          "\treturn 2;\n}\n")),
    good("a function that moves",
         ("lib/string.c", "int strcmp(const char *a, const char *b)\n{\n"
          "\twhile (*a && *a == *b) {\n\t\ta++;\n\t\tb++;\n\t}\n"
          "\treturn *a - *b;\n}\nEXPORT_SYMBOL(strcmp);\n", ""),
         ("lib/printk.c", None, "\n#include <linux/string.h>\n"
          "#include <linux/export.h>\n"
          "int strcmp(const char *a, const char *b)\n{\n"
          "\twhile (*a && *a == *b) {\n\t\ta++;\n\t\tb++;\n\t}\n"
          "\treturn *a - *b;\n}\nEXPORT_SYMBOL(strcmp);\n"),
         config="modules"),
    good("static ones of one name",
         ("lib/string.c", None, "\nstatic int odd(void)\n{\n\treturn 1;\n}\n"
          "int more(void);\nint more(void)\n{\n\treturn odd();\n}\n"),
         ("lib/printk.c", None, "\nint odd(void);\nint odd(void)\n{\n"
          "\treturn 2;\n}\n")),
    good("documentation", ("Documentation/vm/hmm.rst", None, "\nMore.\n")),
    good("a rename with its users",
         ("drivers/misc/lookalike.h", "\tint type;", "\tint kind_of;"), config="modules"),
    good("a dependency that holds", ("mm/Kconfig", "\tdepends on MIGRATION && MEMORY_HOTPLUG\n",
                                     "\tdepends on MIGRATION && MEMORY_HOTPLUG && MMU\n")),
]

FAULTS = IN_SOURCE + IN_HEADER + LAYOUT + SYMBOLS + KCONFIG
