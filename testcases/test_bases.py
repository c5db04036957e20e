# SPDX-License-Identifier: GPL-2.0-only
"""The series on trees that it was not written against.

Each base is the miniature kernel with edits: an older or a newer kernel, one
where somebody has made some steps by hand, one that was reworked.  Where edits
read like a step, they are what a step gives, told in other words.
"""

import re

import pytest

from conftest import SERIES, Repo, run

STEPS = [int(line[:2]) for line in (SERIES / "series").read_text().splitlines()
         if line[:1].isdigit()]
ROW = re.compile(r"^(\d\d)-\S+ +(applied|already applied|not applicable|failed)"
                 r" +\d", re.M)
MEMREMAP_H = "include/linux/memremap.h"
MEMREMAP_C = "kernel/memremap.c"
HMM_C = "mm/hmm.c"
DMEM_C = "drivers/gpu/drm/nouveau/nouveau_dmem.c"


class Builder:
    """A work tree and its objects, in which one tree after another is built:
    only what differs from the last one is compiled again."""

    def __init__(self, path):
        self.repo = Repo(path / "tree")
        self.obj = path / "obj"

    def build(self, repo, ref):
        """What the compiler says of all that this commit compiles."""
        self.repo.git("fetch", "-q", str(repo.path), ref)
        self.repo.git("checkout", "-q", "--detach", "FETCH_HEAD")
        make = ["make", f"O={self.obj}"]
        tree = self.repo.path
        run(*make, "defconfig", cwd=tree, check=True)
        with open(self.obj / ".config", "a", encoding="ascii") as config:
            config.write((SERIES / "kernel.config").read_text())
        run(*make, "olddefconfig", cwd=tree, check=True)
        r = run(*make, "-k", "-j2", cwd=tree)
        said = [line for line in (r.stdout + r.stderr).splitlines()
                if re.search(r"\b(error|warning):|\*\*\*", line)]
        if r.returncode or said:
            # the next tree is not to be judged by what is left of this one
            run(*make, "clean", cwd=tree)
        assert r.returncode == 0 and not said, said or r.stderr


class Base:
    """A copy of the mini kernel that becomes another kernel."""

    def __init__(self, master, path, builder, cache):
        run("git", "clone", "-q", master.path, path, check=True)
        self.repo = Repo(path)
        self.builder = builder
        # most files are the same in all of them
        cache.mkdir(exist_ok=True)
        (path / ".git/ratchet").mkdir()
        (path / ".git/ratchet/cache").symlink_to(cache)

    def edit(self, path, *pairs):
        """Each (old, new) of a file; what is old must be there."""
        full = self.repo.path / path
        text = full.read_bytes().decode("utf-8", "surrogateescape")
        for old, new in pairs:
            assert old in text, (path, old)
            text = text.replace(old, new)
        full.write_bytes(text.encode("utf-8", "surrogateescape"))
        return self

    def rename(self, path, **names):
        """Other names for what a file declares for itself."""
        full = self.repo.path / path
        text = full.read_text()
        for old, new in names.items():
            assert re.search(rf"\b{old}\b", text), (path, old)
            assert not re.search(rf"\b{new}\b", text), (path, new)
            text = re.sub(rf'(?<!struct )(?<!->)(?<![."])\b{old}\b', new, text)
        full.write_text(text)
        return self

    def remove(self, path):
        (self.repo.path / path).unlink()
        return self

    def step(self, *numbers):
        """What these steps give, to be told in other words then."""
        self.repo.commit("before")
        for n in numbers:
            if n - 1 in numbers:
                continue
            last = n
            while last + 1 in numbers:
                last += 1
            r = self.repo.ratchet("apply", SERIES, "--steps", f"{n}..{last}",
                                  "--branch", f"hand/{n}")
            assert r.returncode == 0, r.stdout + r.stderr
            self.repo.git("merge", "-q", "--ff-only", f"hand/{n}")
        return self

    def all_steps(self, applied):
        """What the whole series gives."""
        self.repo.git("fetch", "-q", str(applied.path), "states")
        self.repo.git("merge", "-q", "--ff-only", "FETCH_HEAD")
        return self

    def apply(self, *options):
        self.repo.commit("the base")
        self.run = self.repo.ratchet("apply", SERIES, "--branch", "done",
                                     *options)
        self.states = {int(n): s for n, s in ROW.findall(self.run.stdout)}
        return self

    def proven(self):
        """The base is code, and so is the result."""
        self.apply()
        assert self.run.returncode == 0, self.run.stdout + self.run.stderr
        self.builder.build(self.repo, "main")
        self.builder.build(self.repo, "done")
        return self

    def expect(self, already=(), never=()):
        """Every step but these is applied."""
        assert self.run.returncode == 0, self.run.stdout + self.run.stderr
        want = {n: "already applied" if n in already else
                "not applicable" if n in never else "applied" for n in STEPS}
        wrong = {n: s for n, s in self.states.items() if s != want[n]}
        assert self.states.keys() == want.keys()
        assert not wrong, self.run.stdout
        return self

    def reason(self, step):
        """Why a step is not applicable."""
        found = re.findall(rf"^{step:02}-\S+: not applicable: it requires (.*)",
                           self.run.stdout, re.M)
        assert len(found) == 1, self.run.stdout
        return found[0]

    def show(self, path):
        return self.repo.show("done", path)

    def differs(self, applied):
        """The files that are not those of the series on the mini kernel."""
        self.repo.git("fetch", "-q", str(applied.path), "states")
        return set(self.repo.git("diff", "--name-only", "FETCH_HEAD",
                                 "done").split())


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    path = tmp_path_factory.mktemp("bases")
    return Builder(path), path / "cache"


@pytest.fixture
def base(mini_master, shared, tmp_path):
    return Base(mini_master, tmp_path / "base", *shared)


# ---- 5.2.1 with the fix of release_pages() ----

PUBLIC_PAGE = """		/* Public memory of a device: never huge */
		if (is_device_public_page(page)) {
			held = lru_unlock(held, irq);
			put_devmap_managed_page(page);
			continue;
		}
"""
DEVICE_PAGE = """		/* where nobody asks to be told it is like any other */
		if (is_zone_device_page(page)) {
			held = lru_unlock(held, irq);
			if (put_devmap_managed_page(page))
				continue;
		}
"""


def test_release_pages_was_fixed(base, mini_applied):
    base.edit("mm/swap.c", (PUBLIC_PAGE, DEVICE_PAGE))
    fixed = (base.repo.path / "mm/swap.c").read_text()
    base.proven().expect()
    assert base.show("mm/swap.c") == fixed
    assert base.differs(mini_applied) == {"mm/swap.c"}
    # not even on the way
    assert not base.repo.git("log", "--format=%s", "main..done", "--",
                             "mm/swap.c")


# ---- steps that somebody has made by hand ----

def test_by_hand_free_region(base, mini_applied):
    """1 to 6: what goes, and the search for a free region, in other words."""
    base.step(1, 2, 3, 4, 5, 6)
    base.edit("kernel/resource.c", (
        """	for (start = last + 1 - size; start > size && start >= base->start;
	     start -= size) {
		if (region_intersects(start, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;

		region = devm_request_mem_region(dev, start, size,
						 dev_name(dev));
		if (!region)
			return ERR_PTR(-ENOMEM);
		region->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
		return region;
	}
	return ERR_PTR(-ERANGE);
""", """	start = last + 1 - size;
	while (start > size && start >= base->start) {
		if (region_intersects(start, size, 0, IORES_DESC_NONE) ==
		    REGION_DISJOINT)
			goto found;
		start -= size;
	}
	return ERR_PTR(-ERANGE);

found:
	region = devm_request_mem_region(dev, start, size, dev_name(dev));
	if (region)
		region->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	else
		region = ERR_PTR(-ENOMEM);
	return region;
"""))
    base.edit("mm/memory-failure.c", (
        "	if (pgmap->type == MEMORY_DEVICE_PRIVATE)\n		goto out;\n",
        "	switch (pgmap->type) {\n	case MEMORY_DEVICE_PRIVATE:\n"
        "		goto out;\n	default:\n		break;\n	}\n"))
    base.edit("mm/mempolicy.c", ("EXPORT_SYMBOL(alloc_pages_vma);\n", ""), (
        "EXPORT_SYMBOL(alloc_pages_current);",
        "EXPORT_SYMBOL(alloc_pages_current);\nEXPORT_SYMBOL(alloc_pages_vma);"))
    base.edit("mm/migrate.c", (
        " private device memory is never", " device memory (public once, too)"
        " is never"))
    base.proven().expect(already=(1, 2, 3, 4, 5, 6))
    assert base.differs(mini_applied) == {
        "kernel/resource.c", "mm/memory-failure.c", "mm/mempolicy.c",
        "mm/migrate.c"}


OPS = """struct dev_pagemap_ops {
	void (*page_free)(struct page *page, void *data);
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
};
"""
OPS_BY_HAND = """struct dev_pagemap_ops {
	/* of the count */
	void (*cleanup)(struct percpu_ref *);
	void (*kill)(struct percpu_ref *);
	/* of a page */
	void (*page_free)(struct page *, void *);
};
"""


def test_by_hand_callbacks(base):
    """7, 8 and 13: another order, other names, checks in a function."""
    base.step(7, 8, 13)
    base.edit(MEMREMAP_H, (OPS, OPS_BY_HAND),
              ("	const struct dev_pagemap_ops *ops;\n", ""),
              ("	unsigned int flags;\n", ""),
              ("struct dev_pagemap {\n",
               "struct dev_pagemap {\n	const struct dev_pagemap_ops *ops;\n"
               "	unsigned int flags;	/* PGMAP_* */\n"),
              ("#define PGMAP_ALTMAP_VALID (1 << 0)",
               "#define PGMAP_ALTMAP_VALID	0x1"),
              ("	if (pgmap->flags & PGMAP_ALTMAP_VALID)\n"
               "		return &pgmap->altmap;\n	return NULL;\n",
               "	return pgmap->flags & PGMAP_ALTMAP_VALID ?\n"
               "		&pgmap->altmap : NULL;\n"))
    base.edit("drivers/dax/device.c", ("dev_dax_pagemap_ops", "ddax_methods"))
    base.edit("drivers/nvdimm/pmem.c", ("static const struct dev_pagemap_ops",
                                        "const static struct dev_pagemap_ops"))
    text = (base.repo.path / MEMREMAP_C).read_text()
    check = text[text.index("	switch (pgmap->type) {"):]
    check = check[:check.index("\n	}\n") + 4]
    base.edit(MEMREMAP_C, (check + "\n", "	if (!pgmap_type_is_fine(pgmap))\n"
                           "		return ERR_PTR(-EINVAL);\n\n"), (
        "/**\n * devm_memremap_pages - map",
        "static bool pgmap_type_is_fine(const struct dev_pagemap *map)\n{\n" +
        check.replace("pgmap->", "map->").replace("ERR_PTR(-EINVAL)", "false") +
        "	return true;\n}\n\n/**\n * devm_memremap_pages - map"))
    base.proven().expect(already=(7, 8, 13))
    assert "pgmap_type_is_fine" in base.show(MEMREMAP_C)
    assert "switch (pgmap->type)" not in base.show(MEMREMAP_C)
    assert "ddax_methods" not in base.show("drivers/dax/device.c")


def test_by_hand_fault_and_count(base):
    """8 to 14, where the core has other names for what it does."""
    base.step(7, 8, 9, 10, 11, 12, 13, 14)
    base.rename(MEMREMAP_C, dev_pagemap_kill="pgmap_end_begins",
                dev_pagemap_cleanup="pgmap_end_waits",
                dev_pagemap_percpu_release="pgmap_count_is_zero",
                devmap_managed_enable_get="pgmap_wants_page_free")
    base.edit(MEMREMAP_C, (
        "	const struct dev_pagemap_ops *ops = pgmap->ops;\n\n"
        "	if (ops && ops->kill)\n		ops->kill(pgmap);\n",
        "	if (pgmap->ops && pgmap->ops->kill)\n"
        "		pgmap->ops->kill(pgmap);\n"), (
        "	const struct dev_pagemap_ops *ops = pgmap->ops;\n\n"
        "	if (ops && ops->cleanup) {\n		ops->cleanup(pgmap);\n",
        "	if (pgmap->ops && pgmap->ops->cleanup) {\n"
        "		pgmap->ops->cleanup(pgmap);\n"))
    base.proven().expect(already=tuple(range(7, 15)))
    assert "pgmap_end_waits" in base.show(MEMREMAP_C)
    assert "dev_pagemap_cleanup" not in base.show(MEMREMAP_C)


def test_by_hand_users(base):
    """17, 19 and 21, and 4: nouveau and struct page."""
    base.step(4, 17, 19, 21)
    base.edit("include/linux/mm_types.h", (
        "			void *zone_device_data;\n",
        "			void *zone_device_data;	/* the driver's */\n"))
    text = (base.repo.path / DMEM_C).read_text()
    assert text.count("= page->zone_device_data;") == 2
    base.edit(DMEM_C, ("= page->zone_device_data;",
                       "= (struct nouveau_dmem_chunk *)"
                       "page->zone_device_data;"))
    base.proven().expect(already=(4, 17, 19, 21))
    assert "(struct nouveau_dmem_chunk *)page->" in base.show(DMEM_C)


NOUVEAU_KCONFIG = "drivers/gpu/drm/nouveau/Kconfig"


def test_by_hand_kconfig(base, mini_applied):
    """22 to 24, with the lines in an order of their own."""
    base.all_steps(mini_applied)
    text = base.repo.show("main", "mm/Kconfig")
    entry = text[text.index("config HMM_MIRROR"):]
    entry = entry[:entry.index("	help")]
    base.edit("mm/Kconfig", (entry, "config HMM_MIRROR\n"
              '	bool "HMM: page tables of a device follow a process"\n'
              "	select MMU_NOTIFIER\n"
              "	depends on MMU && 64BIT && (PPC64 || X86_64)\n"))
    base.apply()
    assert base.run.returncode == 0, base.run.stdout + base.run.stderr
    assert set(base.states.values()) <= {"already applied", "not applicable"}


# ---- half of a step ----

def test_half_by_hand(base, mini_applied):
    """Some files have been converted, others not."""
    # 3: three users
    base.edit("mm/swap.c", (PUBLIC_PAGE + "\n", ""))
    base.edit("mm/memory-failure.c", ("	case MEMORY_DEVICE_PUBLIC:\n", ""))
    base.edit("mm/migrate.c", ("	refs += is_device_public_page(page);\n", ""))
    # 5: the export is there, 6: the helper is there
    base.step(5)
    base.step(6)
    six = base.repo.git("diff", "-R", "main^", "main", "--", HMM_C)
    (base.repo.path / "six.patch").write_text(six)
    base.repo.git("apply", "six.patch")
    base.remove("six.patch")
    # 7: device-dax says what it is, and nobody looks
    base.step(7)
    base.repo.git("checkout", "-q", "main^", "--", MEMREMAP_C)
    # 20: the documentation is gone, 22: nouveau asks for it
    base.edit(NOUVEAU_KCONFIG, ("	select DEVICE_PRIVATE\n",
                                "	depends on DEVICE_PRIVATE\n"))
    text = (base.repo.path / "Documentation/vm/hmm.rst").read_text()
    start = text.index("HMM provides a set")
    end = text.index("Migration to and from")
    base.edit("Documentation/vm/hmm.rst", (text[start:end], ""))
    base.proven().expect(already=(5,))
    assert base.differs(mini_applied) <= {
        "mm/memory-failure.c", NOUVEAU_KCONFIG, "mm/migrate.c"}
    assert "switch (pgmap->type)" in base.show(MEMREMAP_C)


# ---- a tree that was reworked ----

def test_reworked(base, mini_applied):
    base.rename(MEMREMAP_C, pgmap="pm", err="rc", altmap="reserve_map",
                bytes="len", node="nid", err_ref="out_ref", err_add="out_add",
                err_kasan="out_kasan", err_array="out_array")
    base.edit(MEMREMAP_C, ("dev_WARN(dev, \"Conflicting mapping in same section"
                           " (%llx)\\n\", where);",
                           "dev_warn(dev, \"%llx is mapped\\n\", where);"), (
        "	pm->dev = dev;\n", "	pm->dev = dev;\n"
        "	if (!resource_size(&pm->res)) {\n		rc = -EINVAL;\n"
        "		goto out_ref;\n	}\n"))
    base.rename(HMM_C, mem="dm", where="virt", gap="candidate")
    base.edit(HMM_C, ("	if (!dm)\n		return ERR_PTR(-ENOMEM);\n",
                      "	if (!dm) {\n"
                      "		dev_warn(device, \"no memory for HMM\\n\");\n"
                      "		return ERR_PTR(-ENOMEM);\n	}\n"))
    base.rename("drivers/nvdimm/pmem.c", queue="q", virt="addr", pmem="store")
    base.rename("drivers/dax/device.c", dev_dax_percpu_kill="ddax_kill",
                dev_dax_percpu_exit="ddax_exit", virt="where",
                dev_dax_percpu_release="ddax_release")
    base.rename("drivers/pci/p2pdma.c", map="provider", virt="vaddr",
                no_map="out_free", err="rc")
    base.edit("drivers/pci/p2pdma.c", (
        "	rc = IS_ERR(vaddr) ? PTR_ERR(vaddr) : 0;\n	if (rc)\n",
        "	rc = PTR_ERR_OR_ZERO(vaddr);\n	if (rc)\n"))
    base.rename(DMEM_C, chunk="block", page="p")
    base.edit("include/linux/hmm.h", ("/* Finds a free range of physical "
              "addresses for memory that has none. */\n", ""))
    base.edit("Documentation/vm/hmm.rst", (
        "HMM provides a set of helpers that give the memory of a device its"
        " struct pages\nand a range of physical addresses. There is little to"
        " it::\n",
        "To get struct pages a driver can call helpers of HMM, which also look"
        " for a free\nrange of addresses. These are they::\n"),
        ("What matters is in the operations::", "The operations are::"),
        ("     int (*fault)(", "     vm_fault_t (*fault)("))
    base.proven().expect()
    memremap = base.show(MEMREMAP_C)
    for text in ("is mapped\\n", "goto out_ref", "if (!resource_size(&pm->res"):
        assert text in memremap
    assert "devm_request_free_mem_region" in base.show(DMEM_C)
    assert "PTR_ERR_OR_ZERO(vaddr)" in base.show("drivers/pci/p2pdma.c")
    rst = base.show("Documentation/vm/hmm.rst")
    assert "hmm_devmem" not in rst and "helpers of HMM" not in rst
    assert base.show("Documentation/vm/hmm.rst") == mini_applied.show(
        "states", "Documentation/vm/hmm.rst")


# ---- later kernels ----

def later(base, applied):
    """5.3: the mirror has gone on, the core stands in mm/."""
    base.all_steps(applied)
    base.repo.git("mv", MEMREMAP_C, "mm/memremap.c")
    line = "obj-$(CONFIG_ZONE_DEVICE) += memremap.o\n"
    base.edit("kernel/Makefile", (line, ""))
    with open(base.repo.path / "mm/Makefile", "a", encoding="ascii") as f:
        f.write(line)
    base.edit("mm/migrate.c", (" private device memory is never",
                               " public or private device memory is never"))
    base.edit("mm/memremap.c", (
        "	const struct dev_pagemap_ops *ops = pgmap->ops;\n\n"
        "	if (ops && ops->cleanup) {\n		ops->cleanup(pgmap);\n",
        "	if (pgmap->ops && pgmap->ops->cleanup) {\n"
        "		pgmap->ops->cleanup(pgmap);\n"), (
        " * Without a ref the core uses a reference count of its own, and the "
        "methods\n * kill and cleanup must not be there. With one both are "
        "needed.\n", " * A ref is optional.\n"))
    return base


def nothing_to_do(base, never=()):
    base.apply()
    assert base.run.returncode == 0, base.run.stdout + base.run.stderr
    assert "nothing to do: no step has anything to change" in base.run.stdout
    for n in STEPS:
        assert base.states[n] == ("not applicable" if n in never else
                                  "already applied"), base.run.stdout
    return base


def test_5_3(base, mini_applied):
    nothing_to_do(later(base, mini_applied), never=(4,))
    assert base.reason(4) == "type hmm_devmem"


def test_5_4(base, mini_applied):
    """No helper for migration, no struct hmm in the mm, two functions map."""
    later(base, mini_applied)
    text = (base.repo.path / "mm/memremap.c").read_text()
    text = text.replace("void *devm_memremap_pages(struct device *dev, struct "
                        "dev_pagemap *pgmap)\n{",
                        "static void *map_pages(struct device *dev, struct "
                        "dev_pagemap *pgmap)\n{")
    text = text.replace(
        "EXPORT_SYMBOL_GPL(devm_memremap_pages);",
        "\nvoid *devm_memremap_pages(struct device *dev, struct dev_pagemap "
        "*pgmap)\n{\n	void *virt = map_pages(dev, pgmap);\n\n"
        "	if (IS_ERR(virt))\n		dev_dbg(dev, \"not mapped\\n\");\n"
        "	return virt;\n}\nEXPORT_SYMBOL_GPL(devm_memremap_pages);")
    (base.repo.path / "mm/memremap.c").write_text(text)
    base.edit("drivers/pci/p2pdma.c", (
        "/* From now on", "struct pci_p2pdma_pagemap {\n"
        "	struct dev_pagemap pgmap;\n	u64 bus_offset;\n};\n\n"
        "static inline struct pci_p2pdma_pagemap *\n"
        "to_p2p_pgmap(struct dev_pagemap *pgmap)\n{\n"
        "	return container_of(pgmap, struct pci_p2pdma_pagemap, pgmap);\n}\n\n"
        "/* From now on"))
    base.edit("mm/Kconfig", ("config MIGRATE_VMA_HELPER\n	bool\n\n", ""), (
        "	depends on (X86_64 || PPC64)\n	depends on MMU && 64BIT\n"
        "	select MMU_NOTIFIER\n", "	depends on MMU\n"))
    base.edit(NOUVEAU_KCONFIG, ("	select MIGRATE_VMA_HELPER\n",
                                "	select MMU_NOTIFIER\n"),
              ("	depends on HMM_MIRROR\n", "	select HMM_MIRROR\n"))
    base.rename("mm/hmm.c", hmm_mm_destroy="hmm_last_put")
    base.rename("include/linux/hmm.h", hmm_mm_init="hmm_no_init")
    nothing_to_do(base, never=(4, 24))
    assert base.reason(24) == "config MIGRATE_VMA_HELPER"


def test_6_1(base, mini_applied):
    """The count is no pointer, there are no methods for it, DEVDAX is renamed."""
    later(base, mini_applied)
    for path in base.repo.git("grep", "-l", "MEMORY_DEVICE_DEVDAX").split():
        base.edit(path, ("MEMORY_DEVICE_DEVDAX", "MEMORY_DEVICE_GENERIC"))
    base.edit(MEMREMAP_H, ("	void (*kill)(struct dev_pagemap *pgmap);\n", ""),
              ("	void (*cleanup)(struct dev_pagemap *pgmap);\n", ""),
              ("	struct percpu_ref *ref;\n	struct percpu_ref internal_ref;\n",
               "	struct percpu_ref ref;\n"))
    text = (base.repo.path / "mm/memremap.c").read_text()
    text = re.sub(r"static void dev_pagemap_kill.*?\n}\n", "", text, flags=re.S)
    text = re.sub(r"static void dev_pagemap_cleanup.*?\n}\n", "", text,
                  flags=re.S)
    text = re.sub(r"dev_pagemap_kill\((\w+)\)", r"percpu_ref_kill(&\1->ref)",
                  text)
    text = re.sub(r"dev_pagemap_cleanup\((\w+)\)",
                  r"wait_for_completion(&\1->done)", text)
    text = re.sub(r"	if \(!pgmap->ref\) \{.*?\n	\} else if.*?\n	\}\n", "",
                  text, flags=re.S)
    (base.repo.path / "mm/memremap.c").write_text(text)
    for path in ("drivers/misc/dosfile.c", "drivers/nvdimm/pmem.c",
                 "tools/testing/nvdimm/test/iomap.c"):
        base.remove(path)
    base.repo.commit()
    never = (4, 7, 9, 10, 14, 15, 16)
    nothing_to_do(base, never=never)
    assert base.reason(7) == ("word MEMORY_DEVICE_DEVDAX, as there is word "
                              "MEMORY_DEVICE_GENERIC")
    assert base.reason(9) == "member dev_pagemap_ops.kill"
    assert base.reason(14) == "member dev_pagemap_ops.cleanup"


# ---- older kernels ----

def without_cleanup(base):
    """Before 5.2 the owner waits for its count in an action of its own."""
    base.edit(MEMREMAP_H, ("	void (*cleanup)(struct percpu_ref *ref);\n", ""),
              (" * @cleanup: wait until @ref has no user left, and release it\n",
               ""))
    base.edit(MEMREMAP_C, ("	pgmap->cleanup(pgmap->ref);\n", ""),
              ("!pgmap->kill || !pgmap->cleanup)", "!pgmap->kill)"),
              ("with kill and cleanup, in any\n", "with kill, in any\n"))
    base.edit("tools/testing/nvdimm/test/iomap.c",
              ("	WARN_ON(!made_up->kill || !made_up->cleanup);\n", ""),
              ("	made_up->cleanup(made_up->ref);\n", ""))
    for path, pgmap, count, stop, old in (
            ("drivers/dax/device.c", "dev_dax->pgmap", "&dev_dax->ref", "dev",
             "dev_dax_percpu_exit"),
            ("drivers/misc/dosfile.c", "dos->pgmap", "&dos->ref", "dev",
             "dosfile_cleanup"),
            (HMM_C, "mem->pagemap", "&mem->ref", "device",
             "hmm_devmem_ref_exit")):
        crlf = b"\r\n" in (base.repo.path / path).read_bytes()
        end = "\r\n" if crlf else "\n"
        base.edit(path, (f"	{pgmap}.cleanup = {old};{end}", ""),
                  (f"static void {old}(struct percpu_ref *", "static void "
                   f"{old}(void *"))
        text = (base.repo.path / path).read_bytes().decode()
        call = f"	err = devm_add_action_or_reset({stop}, {old}, {count});{end}"
        if path == "drivers/dax/device.c":
            text = text.replace(
                "	dev_dax->pgmap.kill",
                f"	if (devm_add_action_or_reset({stop}, {old}, {count}))\n"
                "		return -ENOMEM;\n\n	dev_dax->pgmap.kill")
        elif path == HMM_C:
            text = text.replace(
                "	init_completion(&mem->completion);\n",
                "	init_completion(&mem->completion);\n" + call +
                "	if (err)\n		return ERR_PTR(err);\n")
        else:
            text = text.replace(
                f"	dos->pgmap.type =", f"{call}	if (err){end}"
                f"		return err;{end}	dos->pgmap.type =")
        (base.repo.path / path).write_bytes(text.encode())
    base.edit("drivers/nvdimm/pmem.c",
              ("	pmem->pgmap.cleanup = __pmem_release_queue;\n",
               "	if (devm_add_action_or_reset(dev, pmem_release_queue,\n"
               "				     &queue->q_usage_counter))\n"
               "		return -ENOMEM;\n"))
    base.edit("drivers/pci/p2pdma.c",
              ("	pgmap->cleanup = pci_p2pdma_percpu_cleanup;\n", ""),
              ("pci_p2pdma_percpu_cleanup(struct percpu_ref *ref)",
               "pci_p2pdma_percpu_cleanup(void *ref)"),
              ("	init_completion(&map->ref_done);\n",
               "	init_completion(&map->ref_done);\n"
               "	err = devm_add_action_or_reset(&pdev->dev,\n"
               "				       pci_p2pdma_percpu_cleanup,\n"
               "				       &map->ref);\n"
               "	if (err)\n		goto no_map;\n"))
    return base


def test_5_1(base):
    without_cleanup(base).proven()
    never = (14, 15, 16, 18, 20, 22, 23, 24)
    base.expect(never=never)
    assert base.reason(14) == "member dev_pagemap_ops.cleanup"
    assert base.reason(16) == "member dev_pagemap.internal_ref"
    assert base.reason(18) == ("member dev_pagemap.internal_ref, as there is "
                               "function hmm_devmem_add")
    header = base.show(MEMREMAP_H)
    assert "(*cleanup)" not in header and "@cleanup" not in header
    assert "(*kill)(struct dev_pagemap *pgmap);" in header
    assert "if (!pgmap->ref || !pgmap->ops || !pgmap->ops->kill)" in base.show(
        MEMREMAP_C)


def test_5_0(base):
    """Nobody uses the helpers of HMM yet, and a Kconfig symbol is missing."""
    without_cleanup(base)
    text = (base.repo.path / NOUVEAU_KCONFIG).read_text()
    base.edit(NOUVEAU_KCONFIG,
              (text[text.index("config DRM_NOUVEAU_SVM"):], ""))
    base.edit("drivers/gpu/drm/nouveau/Kbuild",
              ("nouveau-y += nouveau_dmem.o\n", ""))
    base.remove(DMEM_C)
    text = (base.repo.path / "mm/Kconfig").read_text()
    start = text.index("# Nobody reads this one.")
    end = text.index("# What HMM asks of an architecture")
    base.edit("mm/Kconfig", (text[start:end], ""))
    base.proven()
    base.expect(already=(1, 17), never=(14, 15, 16, 18))
