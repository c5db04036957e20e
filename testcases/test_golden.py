# SPDX-License-Identifier: GPL-2.0-only
"""The core differs from golden as docs/golden*.md explain, after each series."""

import pytest

from conftest import FIXES, TOP, Repo, run

TOOL = TOP / "tools" / "golden-diff"
GOLDEN = TOP / "kernel-fixtures" / "golden"
DOC = TOP / "docs" / "golden.md"
FIXED = TOP / "docs" / "golden-fixes.md"
BOTH = ("--check", DOC, "--then", FIXED, "--pairs", DOC.with_suffix(".pairs"),
        "--pairs", FIXED.with_suffix(".pairs"))
NAMES = ("memremap.c", "memremap.h")
FOLDERS = dict(zip(NAMES, ("kernel", "include/linux")))


def diff(folder, *options):
    return run(TOOL, *options, *(folder / n for n in NAMES))


def copy_core(repo, branch, path):
    for name, folder in FOLDERS.items():
        (path / name).write_text(repo.show(branch, f"{folder}/{name}"))
    return path


@pytest.fixture
def core(mini_applied, tmp_path):
    """A copy of the core after the series."""
    return copy_core(mini_applied, "states", tmp_path)


@pytest.fixture
def fixed_core(mini_applied, tmp_path):
    """A copy of the core after both series."""
    return copy_core(mini_applied, "fixed", tmp_path)


def test_explained(core):
    r = diff(core, "--check", DOC)
    assert r.returncode == 0 and not r.stdout, r.stdout + r.stderr


def test_fixed_explained(fixed_core):
    r = diff(fixed_core, *BOTH)
    assert r.returncode == 0 and not r.stdout, r.stdout + r.stderr


def test_fixed_doc_that_lags(fixed_core, tmp_path):
    """Of the second page, an entry that is missing and one too many."""
    text = FIXED.read_text()
    entry = "* `- ref_undo(pgmap);`\n  W1: the core calls its own.\n"
    assert text.count(entry) == 1
    doc = tmp_path / "doc.md"
    for change, says in (
            (text.replace(entry, ""), "no such difference: - ref_undo(pgmap);"),
            (text.replace(entry, entry + "* `a => b`\n  why\n"),
             "no such difference: a => b"),
            (text.replace(entry, entry.splitlines()[0] + "\n"),
             "not explained: - ref_undo(pgmap);")):
        doc.write_text(change)
        r = diff(fixed_core, *BOTH[:3], doc, *BOTH[4:])
        assert r.returncode == 1, r.stdout + r.stderr
        assert r.stdout == f"{doc}: devm_memremap_pages(): {says}\n"


def test_golden_needs_no_fix(mini_applied, tmp_path):
    """With golden in the place of the core, its file is left alone."""
    path = tmp_path / "repo"
    run("git", "clone", "-q", "-b", "states", mini_applied.path, path,
        check=True)
    repo = Repo(path)
    for name, folder in FOLDERS.items():
        repo.write(f"{folder}/{name}", (GOLDEN / name).read_bytes())
    base = repo.commit("golden")
    r = repo.ratchet("apply", FIXES, "--branch", "fixed")
    assert r.returncode == 0, r.stdout + r.stderr
    assert repo.git("diff", "--name-only", base, "fixed").split() == \
        ["tools/testing/nvdimm/test/iomap.c"]


def test_doc_that_lags(core, tmp_path):
    """An entry that is not in the page, one too many, one without a word."""
    text = DOC.read_text()
    entry = "* `nid => node`\n"
    assert text.count(entry) == 1
    before, after = text.split(entry)
    why, _, after = after.partition("\n")
    doc = tmp_path / "doc.md"
    for change, says in (
            (before + after, "not explained: nid => node"),
            (before + entry + after, "not explained: nid => node"),
            (text.replace(entry + why, f"{entry}{why}\n* `a => b`\n  why"),
             "no such difference: a => b")):
        doc.write_text(change)
        r = diff(core, "--check", doc)
        assert r.returncode == 1, r.stdout + r.stderr
        assert r.stdout == f"{doc}: devm_memremap_pages(): {says}\n"


@pytest.fixture
def twin(tmp_path):
    """A core that is golden itself, and a table with nothing in it."""
    for name in NAMES:
        (tmp_path / name).write_text((GOLDEN / name).read_text())
    (tmp_path / "pairs").write_text("# nothing\n")
    return tmp_path


def edit(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new))


def listed(folder, pairs="pairs"):
    r = diff(folder, "--pairs", folder / pairs)
    assert r.returncode == 0, r.stderr
    return r.stdout


def test_no_difference(twin):
    assert listed(twin) == ""
    edit(twin / "memremap.c", "\tsynchronize_rcu();\n",
         "\t{\n\t\tsynchronize_rcu( /* wait */ ); // really\n\t}\n")
    assert listed(twin) == ""


@pytest.mark.parametrize("name, old, new, want", [
    ("memremap.c", "\tsynchronize_rcu();\n", "", """
array_erase()
- synchronize_rcu();
"""),
    ("memremap.c", "\t\tpgmap->ref = NULL;\n",
     "\t\tpgmap->dev = NULL;\n\tpgmap->ref = NULL;\n", """
ref_reset()
-     pgmap->ref = NULL;
+     pgmap->dev = NULL;
+ pgmap->ref = NULL;
"""),
    ("memremap.c", "\t__ClearPageActive(page);\n\t__ClearPageWaiters(page);\n"
     "\tmem_cgroup_uncharge(page);",
     "\t__ClearPageWaiters(page);\n\tmem_cgroup_uncharge(page);\n"
     "\t__ClearPageActive(page);", """
__put_devmap_managed_page()
moved: __ClearPageActive(page); from behind return; \
to behind mem_cgroup_uncharge(page);
"""),
    ("memremap.c", "EXPORT_SYMBOL_GPL(get_dev_pagemap);",
     "EXPORT_SYMBOL(get_dev_pagemap);", """
memremap.c
- EXPORT_SYMBOL_GPL(get_dev_pagemap);
+ EXPORT_SYMBOL(get_dev_pagemap);
"""),
    ("memremap.h", "return ERR_PTR(-ENXIO);", "return NULL;", """
devm_memremap_pages() if !CONFIG_ZONE_DEVICE
- return ERR_PTR(-ENXIO);
+ return NULL;
"""),
    ("memremap.h", "#define PGMAP_ALTMAP_VALID\t(1 << 0)",
     "#define PGMAP_ALTMAP_VALID (1 << 1)", """
memremap.h
- define PGMAP_ALTMAP_VALID (1 << 0)
+ define PGMAP_ALTMAP_VALID (1 << 1)
"""),
], ids=["gone", "out of an if", "moved", "export", "stub", "define"])
def test_differences(twin, name, old, new, want):
    edit(twin / name, old, new)
    got = [line for line in listed(twin).splitlines() if line]
    assert got == want.strip().splitlines()


def test_table(twin):
    """What the table says is listed, and must be true of the sources."""
    pairs, source = twin / "pairs", twin / "memremap.c"
    edit(source, "\t\tstatic_branch_disable(&devmap_managed_key);",
         "\t\tkey_off();")
    edit(source, "static void devmap_managed_put(",
         "static void key_off(void)\n{\n"
         "\tstatic_branch_disable(&devmap_managed_key);\n}\n\n"
         "static void devmap_managed_put(")
    pairs.write_text("inline key_off in devmap_managed_put\n\tat key_off();\n")
    assert listed(twin) == \
        "devmap_managed_put()\n\ninline key_off in devmap_managed_put\n"
    for table, says in (
            ("*: nobody => anybody", "nobody => anybody: not used"),
            ("*: array_erase => array_insert", "golden has both"),
            ("local err in type_check", "not used"),
            ("inline key_off in devmap_managed_put\n\tat key_on();",
             "0 calls"),
            ("inline type_check in devm_memremap_pages\n"
             "\tat err = type_check(pgmap, &managed);", "3 more returns")):
        pairs.write_text(table + "\n")
        r = diff(twin, "--pairs", pairs)
        assert r.returncode == 2 and says in r.stderr, (table, r)
