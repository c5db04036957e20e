# SPDX-License-Identifier: GPL-2.0-only
"""ratchet check: commits that use again what a series has removed."""

import re

import pytest

from check_offences import HARMLESS, HEAD, NEW, OFFENCES
from conftest import Repo, SERIES, run
from helpers import ratchet, state, unable


@pytest.fixture(scope="module")
def gate_master(mini_applied, tmp_path_factory):
    """The series applied and checked out; what is cached stays."""
    path = tmp_path_factory.mktemp("gate") / "repo"
    run("git", "clone", "-q", "-b", "states", mini_applied.path, path, check=True)
    r = Repo(path)
    r.git("branch", "-q", "main", "origin/main")
    r.git("remote", "remove", "origin")
    r.git("tag", "done")
    return r


@pytest.fixture
def gate(gate_master):
    gate_master.git("checkout", "-q", "-f", "-B", "work", "done")
    gate_master.git("clean", "-q", "-d", "-f")
    return gate_master


def change(repo, edits, message="misc: change something"):
    for path, text in edits.items():
        if callable(text):
            text = text((repo.path / path).read_text())
        repo.write(path, text)
    return repo.commit(message)


FINDING = re.compile(r"^(?:(.*?)(?::(\d+))?(?::(\d+))?: )??(error|warning|note): .* \[(.*)\]$")


def check(repo, range_="HEAD", *args, status=None):
    """[(path, line, level, rule)], in the order they are told."""
    before = state(repo.path)
    r = ratchet("check", SERIES, range_, *args, cwd=repo.path)
    assert state(repo.path) == before
    assert r.stderr == "" and r.returncode in (0, 1), (r.stdout, r.stderr)
    found = []
    for line in r.stdout.splitlines():
        m = FINDING.match(line)
        if m:
            found.append((m[1], int(m[2] or 0), m[4], m[5]))
    if status is None:
        status = int(any(f[2] == "error" for f in found))
    assert r.returncode == status, r.stdout
    return found


def rules(found):
    return [f"{f[0]} {f[3]}" for f in found]


@pytest.mark.parametrize("edits, expected", [o[1:] for o in OFFENCES],
                         ids=[o[0] for o in OFFENCES])
def test_offence(gate, edits, expected):
    change(gate, edits)
    found = check(gate, status=1)
    assert sorted(rules(found)) == sorted(expected)
    assert {f[2] for f in found} == {"error"}


@pytest.mark.parametrize("edits", [h[1] for h in HARMLESS],
                         ids=[h[0] for h in HARMLESS])
def test_no_offence(gate, edits):
    change(gate, edits)
    assert check(gate) == []


# ---- what a parent has, too ----

USES = ("void *planted(struct dev_pagemap *pgmap)\n{\n\tif (!pgmap)\n"
        "\t\treturn NULL;\n\treturn pgmap->data;\n}\n")
DATA = "12-pagemap-data/dev_pagemap.data"


@pytest.fixture
def old(gate):
    """A use that stands there already."""
    change(gate, {NEW: HEAD + USES})
    return gate


def edit(repo, path, a, b, message="misc: edit"):
    text = (repo.path / path).read_text()
    assert a in text
    return change(repo, {path: text.replace(a, b)}, message)


def test_left_alone(old):
    edit(old, NEW, "if (!pgmap)", "if (pgmap == NULL)")
    assert check(old) == []
    edit(old, NEW, HEAD, HEAD + "int planted_more;\n\n")
    assert check(old) == []


def test_edited_line(old):
    """The use was there; the line says something else beside it."""
    edit(old, NEW, "return pgmap->data;", "return pgmap ? pgmap->data : NULL;")
    assert check(old) == []
    edit(old, NEW, "\treturn pgmap ? pgmap->data : NULL;",
         "\tif (pgmap->data)\n\t\treturn pgmap->data;\n\treturn NULL;")
    # one use before, two now
    assert [(f[0], f[3]) for f in check(old)] == [(NEW, DATA)]


def test_moved_within(old):
    edit(old, NEW, USES, "")
    old.git("reset", "-q", "--soft", "HEAD~")
    change(old, {NEW: HEAD + "static int between;\n\nint other(void)\n{\n"
                 "\treturn between;\n}\n\n" + USES})
    assert check(old) == []


def test_moved_elsewhere(old):
    (old.path / NEW).write_text(HEAD + "int planted_file;\n")
    change(old, {"drivers/nvdimm/moved.c": HEAD + "int x;\n\n" + USES.replace("\t", "        ")})
    assert check(old) == []


def test_copied(old):
    change(old, {"drivers/nvdimm/copied.c": HEAD + USES})
    assert rules(check(old)) == [f"drivers/nvdimm/copied.c {DATA}"]


def test_renamed(old):
    old.git("mv", NEW, "drivers/nvdimm/renamed.c")
    old.commit("rename")
    assert check(old) == []
    # renamed and edited, with one more
    old.git("mv", "drivers/nvdimm/renamed.c", "drivers/misc/again.c")
    edit(old, "drivers/misc/again.c", "return pgmap->data;",
         "return pgmap->data;\n}\n\nbool more(struct dev_pagemap *map)\n{\n"
         "\treturn map->altmap_valid;")
    assert rules(check(old)) == [
        "drivers/misc/again.c 13-altmap-flag/dev_pagemap.altmap_valid"]


PLANTED = "int planted = MEMORY_DEVICE_PUBLIC;\n"


@pytest.mark.parametrize("before, after", [
    (f"#if 0\n{PLANTED}#endif\n", f"#if 1\n{PLANTED}#endif\n"),
    (f"#if 0\n{PLANTED}#endif\n", PLANTED),
    (f"#if 0\nint x;\n{PLANTED}#endif\n", f"#if 0\nint x;\n#endif\n{PLANTED}"),
    (f"/*\n{PLANTED}*/\n", PLANTED),
    (f"#if 1 && \\\n    0\n{PLANTED}#endif\n", f"#if 1 && \\\n    1\n{PLANTED}#endif\n"),
    (f"/*\n * {PLANTED}\n{PLANTED}*/\n", f"/*\n * {PLANTED} */\n{PLANTED}"),
])
def test_uncommented(gate, before, after):
    """The line itself is as it was; what it is, lines around it say."""
    change(gate, c_file_of(before))
    assert check(gate) == []
    change(gate, c_file_of(after))
    assert rules(check(gate)) == [
        f"{NEW} 03-device-public/MEMORY_DEVICE_PUBLIC"]
    # and the other way nothing is brought
    change(gate, c_file_of(before))
    assert check(gate) == []


def c_file_of(body):
    return {NEW: HEAD + body}


# ---- ranges and merges ----

def merge(repo, ours, theirs, edits=None):
    """A merge of two branches, with what it does by itself."""
    repo.git("checkout", "-q", ours)
    repo.git("merge", "-q", "--no-ff", "--no-commit", theirs)
    for path, text in (edits or {}).items():
        repo.write(path, text)
    return repo.commit("merge")


def branches(repo, one, two):
    for name, edits in (("one", one), ("two", two)):
        repo.git("checkout", "-q", "-f", "-B", name, "done")
        change(repo, edits, name)


def test_merge_brings_nothing(gate):
    """Each side's own is told at its own commit."""
    branches(gate, {NEW: HEAD + USES}, {"drivers/misc/two.c": HEAD + "int two;\n"})
    merge(gate, "two", "one")
    assert check(gate) == []
    assert rules(check(gate, "done..HEAD")) == [f"{NEW} {DATA}"]
    # by first parents only the merge would be looked at
    assert rules(check(gate, "two~..two")) == [f"{NEW} {DATA}"]


def test_merge_with_an_offence(gate):
    """What neither side has: an evil merge."""
    branches(gate, {NEW: HEAD + "int one;\n"}, {"drivers/misc/two.c": HEAD + "int two;\n"})
    merge(gate, "two", "one", {NEW: HEAD + "int one;\n" + USES})
    assert rules(check(gate)) == [f"{NEW} {DATA}"]


def test_merge_resolves(gate):
    """Both sides have it; the merge has it in another way."""
    change(gate, {NEW: HEAD + USES}, "both")
    gate.git("branch", "-q", "-f", "both")
    for name, to in (("one", "if (IS_ERR(pgmap))"), ("two", "if (pgmap == NULL)")):
        gate.git("checkout", "-q", "-f", "-B", name, "both")
        edit(gate, NEW, "if (!pgmap)", to, name)
    gate.git("merge", "-q", "--no-commit", "one", check=False)
    gate.write(NEW, HEAD + USES.replace("if (!pgmap)", "if (IS_ERR(pgmap) || !pgmap)"))
    gate.commit("merge")
    assert check(gate) == []


def test_octopus(gate):
    branches(gate, {NEW: HEAD + "int one;\n"}, {"drivers/misc/two.c": HEAD + "int two;\n"})
    gate.git("checkout", "-q", "-f", "-B", "three", "done")
    change(gate, {"drivers/misc/three.c": HEAD + "int three;\n"}, "three")
    gate.git("merge", "-q", "--no-ff", "--no-commit", "one", "two")
    gate.write("drivers/misc/three.c", HEAD + USES)
    gate.commit("merge")
    assert rules(check(gate)) == [f"drivers/misc/three.c {DATA}"]


def test_range(gate):
    """Only those commits that bring one are named; and an empty range."""
    one = change(gate, {NEW: HEAD + USES}, "one")
    change(gate, {"drivers/misc/two.c": HEAD + "int two;\n"}, "two")
    three = edit(gate, NEW, "return pgmap->data;", "return NULL;", "three")
    r = ratchet("check", SERIES, "done..HEAD", cwd=gate.path)
    assert r.returncode == 1
    lines = r.stdout.splitlines()
    assert lines[0] == f"commit {one[:12]} one"
    assert lines[-1] == "3 commits: 1 error, 0 warnings"
    assert three[:12] not in r.stdout
    r = ratchet("check", SERIES, "HEAD..HEAD", cwd=gate.path)
    assert (r.returncode, r.stdout) == (0, "0 commits: 0 errors, 0 warnings\n")


def test_root(gate):
    """A commit without a parent: all of it is new."""
    tree = gate.git("rev-parse", "main^{tree}").strip()
    root = gate.git("commit-tree", "-m", "all", tree).strip()
    assert len(check(gate, root)) > 50


# ---- steps ----

def test_steps_are_no_offences(gate):
    r = ratchet("check", SERIES, "main..done", "-v", cwd=gate.path)
    assert r.returncode == 0, r.stdout
    assert r.stdout.count(" (as step ") == 24


def test_step_with_more(gate):
    """Its trailers, and something beside."""
    gate.git("checkout", "-q", "-f", "-B", "edited", "done~12")
    change(gate, {NEW: HEAD + "int planted = MEMORY_DEVICE_PUBLIC;\n"})
    gate.git("reset", "-q", "--soft", "HEAD~")
    gate.git("commit", "-q", "--amend", "--no-edit")
    found = {f[3] for f in check(gate)}
    assert {"12-pagemap-data/replay", "03-device-public/MEMORY_DEVICE_PUBLIC"} <= found


def test_claim_without_a_step(gate):
    change(gate, {NEW: HEAD + USES}, "misc: x\n\nRatchet-Series: other\n"
           "Ratchet-Step: 01-x\nRatchet-Rule: sha1:0\n")
    found = check(gate)
    assert [f[2:] for f in found] == [("warning", "claim/replay"), ("error", DATA)]


@pytest.mark.parametrize("back, step, one_of", [
    (0, "24", None), (1, "23", "23-hmm-kconfig/HMM"),
    (4, "20", "20-hmm-devmem-add/hmm_devmem_add"),
    (11, "13", "13-altmap-flag/dev_pagemap.altmap_valid"),
    (21, "03", "03-device-public/MEMORY_DEVICE_PUBLIC")])
def test_revert(gate, back, step, one_of):
    """24 takes no name away; where a later step stands in the way, more comes back."""
    r = run("git", "revert", "--no-edit", f"done~{back}", cwd=gate.path)
    if r.returncode:
        gate.git("checkout", "-q", "--theirs", ".")
        gate.commit("revert")
    found = check(gate)
    assert (step in {f[3].split("-")[0] for f in found}) == bool(one_of)
    assert one_of is None or one_of in {f[3] for f in found}


# ---- modes ----

def test_pending(gate):
    change(gate, {NEW: HEAD + USES})
    assert [f[2:] for f in check(gate, "HEAD", "--mode", "pending", status=0)] == [
        ("warning", DATA)]


def test_enforce(old):
    edit(old, NEW, "if (!pgmap)", "if (pgmap == NULL)")
    found = check(old, "HEAD", "--mode=enforce")
    assert rules(found) == [f"{NEW} {DATA}"]
    assert check(old, "done", "--mode", "enforce") == []


# ---- what is allowed ----

def allowed(repo, comment, line="\treturn pgmap->data;"):
    text = USES.replace("\treturn pgmap->data;", comment + line)
    change(repo, {NEW: HEAD + text})
    r = ratchet("check", SERIES, "HEAD", cwd=repo.path)
    return r.returncode, r.stdout


@pytest.mark.parametrize("comment", [
    "\t/* ratchet: allow 12-pagemap-data/data because the core is older */\n",
    "\t/*\n\t * ratchet: allow 12-pagemap-data/dev_pagemap.data because it is\n\t */\n",
    "\t// ratchet: allow 12/data because it has to be\n"])
def test_allowed(gate, comment):
    status, out = allowed(gate, comment)
    assert (status, out) == (0, "1 commit: 0 errors, 0 warnings, 1 allowed by comments\n")


def test_allowed_on_the_line(gate):
    assert allowed(gate, "", "\treturn pgmap->data; /* ratchet: allow 12/data because x */")[0] == 0


@pytest.mark.parametrize("comment", [
    "\t/* ratchet: allow 13-altmap-flag/data because the step is another */\n",
    "\t/* ratchet: allow 12-pagemap-data/kill because the word is another */\n",
    "\t/* ratchet: allow 12-pagemap-data because there is no word */\n",
    "\tputs(\"ratchet: allow 12/data because this is no comment\");\n",
    "\t/* ratchet: allow 12/data because it is too far away */\n\tif (0)\n"])
def test_not_allowed(gate, comment):
    status, out = allowed(gate, comment)
    assert status == 1 and f"[{DATA}]" in out and "allowed" not in out


def test_allowed_without_a_reason(gate):
    status, out = allowed(gate, "\t/* ratchet: allow 12/data because */\n")
    assert status == 1
    assert f"[{DATA}]" in out and "gives no reason" in out and "[ratchet/allow]" in out


def test_allowed_in_kconfig(gate):
    text = (gate.path / "drivers/misc/Kconfig").read_text()
    change(gate, {"drivers/misc/Kconfig": text.replace(
        "\tdefault n\n", "\tdefault n\n\t# ratchet: allow 23/HMM because of old trees\n"
        "\tdepends on HMM\n")})
    assert check(gate) == []


# ---- proofs ----

def test_proofs(gate):
    """That it builds, and that the core conforms, in the sandbox."""
    edit(gate, "drivers/misc/macros.c", "phys >= pgmap->res.start", "phys >= pgmap->res.begin", "one")
    change(gate, {"drivers/misc/macros.c": (gate.path / "drivers/misc/macros.c").read_text()
                  .replace("res.begin", "res.start")}, "two")
    edit(gate, "kernel/memremap.c", "init_completion(&pgmap->done);", "(void)0;", "three")
    r = ratchet("check", SERIES, "done..HEAD", "--verify", "object", "--conform", "-v",
                "--sandbox=required", cwd=gate.path)
    assert r.returncode == 1, r.stderr
    one, two, three = re.split("^commit ", r.stdout, flags=re.M)[1:]
    assert "drivers/misc/macros.c:20:34: error: " in one and "[build/error]" in one
    assert " two (proven: " in two and ": error: " not in two
    assert " three (proven: " in three and "[conform/6]" in three
    r = ratchet("check", SERIES, "done..HEAD", cwd=gate.path)
    assert r.returncode == 0, r.stdout


# ---- wrong use ----

def test_usage(gate):
    for args, says in [
            ((), "a series and a range"), ((SERIES,), "a series and a range"),
            ((SERIES, "HEAD", "x"), "unexpected argument 'x'"),
            ((SERIES, "nowhere..HEAD"), "is not a range"),
            ((SERIES, "--", "-x"), "a range is A..B"),
            (("./nowhere", "HEAD"), "nowhere"),
            ((SERIES, "HEAD", "--mode", "x"), "--mode is ratchet"),
            ((SERIES, "HEAD", "--format", "x"), "--format is text"),
            ((SERIES, "HEAD", "--verify", "full"), "--verify is none or object")]:
        unable(gate.path, "check", *args, says=says)
