# SPDX-License-Identifier: GPL-2.0-only
"""Commits to Linux 5.2 that break its build, and some that do not.

Each is a name and edits.  add(): text at the end of a file.  sub(): the first
match of a pattern; the pattern must be there.  Names only: the tree has the code.
"""

import collections
import re

Fault = collections.namedtuple("Fault", "name good edits")


def add(path, text):
    return path, lambda old: old + text


def sub(path, pattern, new, count=1):
    def edit(old):
        text, n = re.subn(pattern, new, old, count=count, flags=re.M)
        if not n:
            raise SystemExit(f"{path}: nothing matches {pattern}")
        return text
    return path, edit


def odd(head, body):
    """A function of its own, with its prototype."""
    return f"\n{head};\n\n{head}\n{{\n{body}}}\n"


def bad(name, *edits):
    return Fault(name, False, edits)


def good(name, *edits):
    return Fault(name, True, edits)


IN_SOURCE = [
    bad("wrong type", add("drivers/dax/device.c", odd(
        "int odd_type(struct page *page)", "\treturn page;\n"))),
    bad("missing include", sub(
        "mm/hmm.c", r"^#include <linux/swapops\.h>\n", "")),
    bad("unused static", add(
        "kernel/memremap.c", "\nstatic int odd(void)\n{\n\treturn 0;\n}\n")),
    bad("wrong argument count", sub(
        "drivers/dax/device.c", r"devm_memremap_pages\(",
        "devm_memremap_pages(NULL, ")),
    bad("unbalanced conditional", add("kernel/resource.c", "\n#if 1\n")),
    bad("format of printk", add("drivers/nvdimm/pmem.c", odd(
        "void odd_format(long x)", '\tprintk("%s\\n", x);\n'))),
    bad("unused label", add("mm/migrate.c", odd(
        "void odd_label(void)", "out:\n\treturn;\n"))),
    bad("member that is not there", sub(
        "drivers/pci/p2pdma.c", r"\bpgmap->type = ", "pgmap->kind = ")),
]

IN_HEADER = [
    bad("member gone", sub("include/linux/hmm.h", r"^\tbool\s+dead;\n", "")),
    bad("type of a prototype", sub(
        "include/linux/hmm.h", r"^int hmm_mirror_register\(",
        "long hmm_mirror_register(")),
    bad("inline function renamed", sub(
        "include/linux/hmm.h", r"\bhmm_range_page_shift\(",
        "hmm_range_shift(")),
    bad("macro renamed", sub(
        "drivers/nvdimm/nd.h", r"^#define namespace_label_has\(",
        "#define label_has(")),
    bad("member renamed", sub(
        "drivers/dax/dax-private.h", r"\bpgmap;", "map;")),
    bad("const of a prototype", sub(
        "include/linux/libnvdimm.h", r"^const char \*nvdimm_name\(",
        "char *nvdimm_name(")),
    bad("enumerator gone", sub(
        "include/linux/memremap.h", r"^\tMEMORY_DEVICE_PUBLIC,\n", "")),
]

LAYOUT = [
    bad("size that is asserted", sub(
        "drivers/nvdimm/pfn.h", r"\bpadding\[[0-9]+\]", "padding[4008]")),
    bad("size of what embeds it", sub(
        "include/net/ip.h", r"^struct inet_skb_parm \{\n",
        "struct inet_skb_parm {\n\tchar odd[40];\n")),
    bad("size, in a header for programs", sub(
        "include/uapi/linux/prctl.h", r"^struct prctl_mm_map \{\n",
        "struct prctl_mm_map {\n\t__u64 odd[32];\n")),
    bad("constant that is asserted", sub(
        "include/uapi/linux/audit.h",
        r"^(#define AUDIT_LAST_FEATURE\s+)(\w+)", r"\1(\2 + 1)")),
]

SYMBOLS = [
    bad("export gone", sub(
        "net/netfilter/nf_log.c", r"^EXPORT_SYMBOL\(nf_log_register\);\n", "")),
    bad("licence of a user of GPL-only symbols", sub(
        "drivers/thermal/intel/x86_pkg_temp_thermal.c",
        r'^MODULE_LICENSE\("[^"]*"\)', 'MODULE_LICENSE("Proprietary")')),
    bad("symbol that nobody defines", add("mm/hmm.c", odd(
        "int odd_symbol(void)",
        "\textern int nobody_has_it(void);\n\n\treturn nobody_has_it();\n"))),
    bad("module needs what is not exported", add(
        "fs/efivarfs/super.c", odd(
            "void odd_module(struct mm_struct *mm)",
            "\textern void exit_mmap(struct mm_struct *mm);\n\n"
            "\texit_mmap(mm);\n"))),
    bad("second definition",
        add("mm/hmm.c", odd("void odd_twice(void)", "")),
        add("kernel/memremap.c", odd("void odd_twice(void)", ""))),
]

BUILD_FILES = [
    bad("select gone", sub(
        "mm/Kconfig", r"^(config HMM\n(?:\t.*\n)*?)\tselect MIGRATE_VMA_HELPER\n",
        r"\1")),
    bad("object gone", sub("mm/Makefile", r"^obj-\$\(CONFIG_HMM\).*\n", "")),
    bad("object without a source", add("mm/Makefile", "obj-y += odd.o\n")),
    bad("Kconfig that cannot be read", add("mm/Kconfig", "\nconfig\n")),
]

FINE = [
    good("comment", sub(
        "include/linux/hmm.h", r"^struct hmm_mirror \{\n",
        "/* what it is */\nstruct hmm_mirror {\n")),
    good("static function renamed", sub(
        "drivers/nvdimm/pmem.c", r"\bpmem_attach_disk\b", "pmem_attach_it", 0)),
    good("member at the end, no assertion", sub(
        "drivers/dax/dax-private.h", r"^(struct dax_region \{\n(?:\t.*\n)*?)\};",
        r"\1\tint odd;\n};")),
    good("macro that nobody uses", sub(
        "drivers/nvdimm/nd.h", r"^#define namespace_label_has\(",
        "#define ODD_MACRO 1\n#define namespace_label_has(")),
    good("export that is new", add("mm/hmm.c", odd(
        "int odd_export(void)", "\treturn 0;\n")
        + "EXPORT_SYMBOL_GPL(odd_export);\n")),
    good("help text", sub(
        "mm/Kconfig", r"^(config DEVICE_PRIVATE\n(?:\t.*\n|\n)*?\thelp\n)",
        "\\1\t  Memory of a device.\n")),
]

FAULTS = IN_SOURCE + IN_HEADER + LAYOUT + SYMBOLS + BUILD_FILES + FINE
