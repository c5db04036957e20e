# SPDX-License-Identifier: GPL-2.0-only
"""Objects by the commands that make saved: when they may be used, and when not."""

import json
import os
import shutil

import pytest

from conftest import environment
from helpers import Series, applies, ratchet, script

MINE = "drivers/misc/mine.c"
BODY = """// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmzone.h>
int mine(int x);

int mine(int x)
{
	return x + %s;
}
"""


@pytest.fixture
def tree(mini):
    """The mini kernel with a file of its own, and a commit that changes it."""
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile",
               makefile.read_text() + "obj-y += mine.o\n")
    mini.write(MINE, BODY % 0)
    mini.commit("start")
    mini.git("tag", "start")
    mini.write(MINE, BODY % 1)
    mini.commit("one")
    return mini


# with it, make looks at each object once more
NO_VALIDATION = "CONFIG_STACK_VALIDATION=n\nCONFIG_UNWINDER_ORC=n\n"


class Proofs:
    """verify, and which files it had compiled without make: by what ccache saw."""

    def __init__(self, tree, tmp_path):
        self.tree, self.seen = tree, tmp_path / "seen"
        self.seen.write_text("")
        self.config = tmp_path / "kernel.config"
        self.config.write_text(NO_VALIDATION)
        (tmp_path / "bin").mkdir()
        script(tmp_path / "bin/ccache",
               f'echo "$*" >> {self.seen}; exec "$@"\n')
        self.made = tmp_path / "made"
        script(tmp_path / "bin/make",
               f'echo "$*" >> {self.made}; exec {shutil.which("make")} "$@"\n')
        self.env = environment() | {
            "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}

    def __call__(self, *args, status=0):
        r = ratchet("verify", *args, "--config", self.config, cwd=self.tree.path, env=self.env)
        assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
        return r

    def makes(self, goal):
        """How many runs of make had the goal since it was asked last."""
        runs = self.made.read_text().splitlines()
        self.made.write_text("")
        return sum(goal in run.split() for run in runs)

    def commands(self):
        seen = self.seen.read_text().splitlines()
        self.seen.write_text("")
        return seen

    def without_make(self):
        return [c.rsplit("/tree/")[-1] for c in self.commands()]


@pytest.fixture
def proofs(tree, tmp_path):
    return Proofs(tree, tmp_path)


def test_second_time_without_make(tree, proofs):
    """The first commit finds no saved command; then none but the compiler runs."""
    tree.write(MINE, BODY % "2;\n\tint y = x")
    tree.commit("two")
    tree.write(MINE, BODY % 3)
    tree.commit("three")
    r = proofs("start..HEAD", "--keep-going", status=1)
    assert "+ drivers/misc/mine.c:8:13: warning: unused variable" in r.stdout
    # what was before "one" by make, as is the last; the others from its command
    assert proofs.without_make() == [MINE] * 2
    record = sorted((tree.path / ".git/ratchet/ledger").iterdir())[-1]
    prepared = [e for e in map(json.loads, record.read_text().splitlines())
                if e["event"] == "prepared"]
    assert [e["objects"] for e in prepared] == [1]


def test_range_is_built_where_it_begins(tree, proofs):
    """A file that only the third commit touches, and one that the first brings."""
    makefile = tree.path / "drivers/misc/Makefile"
    text = makefile.read_text()
    tree.write("drivers/misc/Makefile", text + "obj-y += late.o\n")
    tree.write("drivers/misc/late.c", (BODY % 0).replace("mine", "late"))
    tree.commit("a file")
    tree.write(MINE, BODY % "2;\n\tint y = x")
    tree.commit("a warning")
    tree.write("drivers/misc/late.c", (BODY % 1).replace("mine", "late"))
    tree.commit("another line")
    tree.write(MINE, BODY % 2)
    tree.commit("no warning")
    r = proofs("start..HEAD", "--keep-going", status=1)
    assert "4 of 5 commits proven" in r.stdout
    assert "- drivers/misc/mine.c:8:13: warning: unused variable" in r.stdout
    assert "fixes what" in r.stdout


def test_also_of_a_later_run(tree, proofs):
    proofs("HEAD")
    proofs.without_make()
    tree.write(MINE, BODY % 2)
    tree.commit("two")
    proofs("HEAD")
    assert proofs.without_make() == [MINE]


def test_what_fails_is_asked_of_make(tree, proofs):
    proofs("HEAD")
    tree.write(MINE, BODY % "y")
    tree.commit("two")
    r = proofs("HEAD", status=1)
    assert "mine.c:7:20: error: 'y' undeclared" in r.stdout.replace(
        "‘", "'").replace("’", "'")
    assert MINE in proofs.without_make()


@pytest.mark.parametrize("how", ["ccflags-y += -DWRONG",
                                 "CFLAGS_mine.o += -DWRONG"])
def test_make_file_in_between(tree, proofs, how):
    """A command that is no longer make's would compile what make does not."""
    proofs("HEAD")
    proofs.without_make()
    makefile = tree.path / "drivers/misc/Makefile"
    tree.write("drivers/misc/Makefile", makefile.read_text() + how + "\n")
    tree.commit("flags")
    tree.write(MINE, BODY % "0\n#ifdef WRONG\n\twrong\n#endif\n")
    tree.commit("two")
    assert "before 'wrong'" in proofs("HEAD", status=1).stdout
    # those by which the culprit is looked for
    assert all(" -DWRONG " in c for c in proofs.commands())


def test_configuration_in_between(tree, proofs):
    """The same O= with another configuration: no command of the one before."""
    proofs.config.write_text(NO_VALIDATION + "CONFIG_MINI_ODDITIES=n\n")
    proofs("HEAD")
    proofs.without_make()
    proofs.config.write_text(NO_VALIDATION + "CONFIG_MINI_ODDITIES=y\n")
    tree.write(MINE, BODY % "2\n#ifdef CONFIG_MINI_ODDITIES\n\twrong\n#endif\n")
    tree.commit("two")
    assert "before 'wrong'" in proofs("HEAD", status=1).stdout


def test_flags_in_between(tree, proofs):
    """... nor one with other flags, which no file of the tree says."""
    proofs("HEAD")
    tree.write(MINE, BODY % "2\n#ifdef WRONG\n\twrong\n#endif\n")
    tree.commit("two")
    assert "before 'wrong'" in proofs("HEAD", "KCFLAGS=-DWRONG",
                                      status=1).stdout


def test_generated_header(tree, proofs):
    """MAX_NR_ZONES is what the compiler made of the enum when make last ran."""
    tree.write(MINE, BODY % "sizeof(char [2 * MAX_NR_ZONES - 5])")
    mmzone = tree.path / "include/linux/mmzone.h"
    text = mmzone.read_text()
    tree.write("include/linux/mmzone.h",
               text.replace("\tZONE_MOVABLE,", "\tZONE_MOVABLE,\n\tZONE_NEW,"))
    tree.commit("a zone, and who counts them")
    r = proofs("HEAD")
    assert "1 of 1 commits proven" in r.stdout
    tree.write("include/linux/mmzone.h", text)
    tree.commit("without it")
    assert "mine.c:7" in proofs("HEAD", status=1).stdout


def edit(tree, path, old, new):
    text = (tree.path / path).read_text()
    assert old in text
    tree.write(path, text.replace(old, new, 1))


def test_generated_as_before(tree, proofs):
    """A header of it changes, and the numbers do not: make has nothing to do."""
    proofs("HEAD")
    for i in range(2):
        edit(tree, "include/linux/mmzone.h", "#endif", f"#define NEW_{i} {i}\n#endif")
        tree.write(MINE, BODY % (i + 2))
        tree.commit("a macro")
    tree.write(MINE, BODY % 9)
    tree.commit("the tip, which make makes")
    proofs("HEAD~3")
    proofs.without_make()
    assert proofs.makes("prepare")
    r = proofs("HEAD~3..HEAD")
    assert "3 of 3 commits proven" in r.stdout
    assert proofs.without_make().count(MINE) == 2
    assert proofs.makes("prepare") == 0


def test_generated_of_one_more_header(tree, proofs):
    """A header that comes in, and changes: the .cmd file does not know of it."""
    tree.write("include/linux/more.h", "#define MORE 0\n")
    tree.commit("a header")
    proofs("HEAD")
    edit(tree, "include/linux/mmzone.h", "\tZONE_MOVABLE,",
         "\tZONE_MOVABLE,\n\tZONE_LAST = ZONE_MOVABLE + MORE,")
    edit(tree, "include/linux/mmzone.h", "enum zone_type",
         "#include <linux/more.h>\nenum zone_type")
    tree.write(MINE, BODY % 2)
    tree.commit("included")
    tree.write("include/linux/more.h", "#define MORE 1\n")
    tree.write(MINE, BODY % "sizeof(char [2 * MAX_NR_ZONES - 5])")
    tree.commit("one more, and who counts them")
    tree.write(MINE, BODY % 3)
    tree.commit("the tip, which make makes")
    r = proofs("HEAD~3..HEAD")
    assert "3 of 3 commits proven" in r.stdout


def test_generator(tree, proofs):
    """The same where the .c file changes that the header is generated of."""
    tree.write(MINE, BODY % "sizeof(char [2 * MAX_NR_ZONES - 5])")
    edit(tree, "kernel/bounds.c", "__MAX_NR_ZONES)", "__MAX_NR_ZONES + 1)")
    tree.commit("one more, and who counts them")
    proofs("HEAD")
    edit(tree, "kernel/bounds.c", "__MAX_NR_ZONES + 1)", "__MAX_NR_ZONES)")
    tree.commit("as it was")
    assert "mine.c:7" in proofs("HEAD", status=1).stdout


def test_header_of_the_command_line(tree, proofs):
    """What is said of it before any other file is named is not lost."""
    header = tree.path / "include/linux/kconfig.h"
    proofs("HEAD")
    header_text = header.read_text()
    tree.write("include/linux/kconfig.h",
               "#ifdef MINE\n#warning odd\n#endif\n" + header_text)
    makefile = tree.path / "drivers/misc/Makefile"
    tree.write("drivers/misc/Makefile",
               makefile.read_text() + "CFLAGS_mine.o += -DMINE\n")
    tree.write(MINE, BODY % 2)
    tree.commit("by make")
    r = proofs("HEAD", status=1)
    assert "+ include/linux/kconfig.h:2:2: warning: #warning odd" in r.stdout
    tree.write(MINE, BODY % 3)
    tree.commit("another line")
    r = proofs("HEAD")
    tree.write("include/linux/kconfig.h", header_text)
    tree.write(MINE, BODY % 4)
    tree.commit("gone")
    r = proofs("HEAD~3..HEAD", "--keep-going", status=1)
    assert "- include/linux/kconfig.h:2:2: warning: #warning odd" in r.stdout
    assert "2 of 3 commits proven" in r.stdout


def test_last_step_is_made(tree, proofs, tmp_path):
    """apply, as verify, leaves the result to make itself."""
    s = Series(tmp_path / "series")
    for k in (1, 2, 3):
        s.step(f"0{k}-add", rule=f"// Candidates: mine\n@@ expression x; @@\n"
               f"- x + {k}\n+ x + {k + 1}\n")
    s.write("kernel.config", NO_VALIDATION)
    applies(tree.path, s, "--verify", "object", env=proofs.env)
    # the first finds no saved command; the second does
    assert proofs.without_make() == [MINE]


def test_killed_on_its_way(tree, proofs):
    """What changed is noted before the tree is: as of a run that was killed."""
    proofs("HEAD")
    proofs.without_make()
    state = tree.path / ".git/ratchet/state"
    assert "\nclean " in state.read_text()
    state.write_text(state.read_text().replace("\nclean ", "\nmoving "))
    tree.write(MINE, BODY % 2)
    tree.commit("two")
    proofs("HEAD")
    assert proofs.without_make() == []


@pytest.mark.parametrize("variable", ["W=1", "C=1", ""])
def test_make_does_more(tree, proofs, variable):
    if not variable:
        proofs.config.write_text("CONFIG_STACK_VALIDATION=y\n")
    variable = variable or "V=1"
    proofs("HEAD", variable)
    tree.write(MINE, BODY % 2)
    tree.commit("two")
    proofs("HEAD", variable)
    assert proofs.without_make() == []


def test_what_is_listed_changes(tree, proofs):
    """What was learnt of make files is of no use when they change."""
    makefile = tree.path / "drivers/misc/Makefile"
    tree.write("drivers/misc/late.c", (BODY % 0).replace("mine", "late"))
    tree.commit("a file that is not listed")
    tree.git("tag", "off")
    tree.write("drivers/misc/Makefile", makefile.read_text() + "obj-y += late.o\n")
    tree.commit("listed")
    tree.write("drivers/misc/late.c", (BODY % 1).replace("mine", "late"))
    tree.commit("a line of it")
    r = proofs("off..HEAD")
    assert [l.split(": ")[1] for l in r.stdout.splitlines()
            if " proven: " in l] == ["1 built, 0 not compiled"] * 2, r.stdout


def test_make_file_names_another_symbol(tree, proofs):
    """What make files name is learnt anew when one of them changes."""
    entry = '\nconfig LATE\n\tbool "Late"\n\tdefault %s\n'
    kconfig = (tree.path / "drivers/misc/Kconfig").read_text()
    makefile = (tree.path / "drivers/misc/Makefile").read_text()
    for message, edits in (
            ("a symbol", {"Kconfig": kconfig + entry % "y"}),
            ("off", {"Kconfig": kconfig + entry % "n"}),
            ("named", {"Makefile": makefile + "ccflags-$(CONFIG_LATE) += -DWRONG\n",
                       "mine.c": BODY % 2}),
            ("on", {"Kconfig": kconfig + entry % "y"}),
            ("seen", {"mine.c": BODY % "3\n#ifdef WRONG\n\twrong\n#endif\n"}),
            ("as it was", {"mine.c": BODY % 2})):
        for name, text in edits.items():
            tree.write(f"drivers/misc/{name}", text)
        tree.commit(message)
    r = proofs("HEAD~6..HEAD", "--keep-going", status=1)
    assert "before 'wrong'" in r.stdout
    assert "5 of 6 commits proven" in r.stdout


def test_configurations_side_by_side(tree, proofs, tmp_path):
    """Each is built in a process of its own; what one learnt, all must know."""
    more = tmp_path / "more.config"
    more.write_text(NO_VALIDATION + "CONFIG_MINI_ODDITIES=y\n")
    makefile = tree.path / "drivers/misc/Makefile"
    kconfig = tree.path / "drivers/misc/Kconfig"
    tree.write("drivers/misc/late.c", (BODY % 0).replace("mine", "late"))
    tree.write("drivers/misc/Makefile",
               makefile.read_text() + "obj-$(CONFIG_LATE) += late.o\n")
    text = kconfig.read_text()
    entry = '\nconfig LATE\n\tbool "Late"\n\tdefault %s\n'
    tree.write("drivers/misc/Kconfig", text + entry % "n")
    tree.commit("a file that is not compiled")
    tree.git("tag", "off")
    tree.write("drivers/misc/late.c", (BODY % 1).replace("mine", "late"))
    tree.commit("a line of it")
    tree.write("drivers/misc/Kconfig", text + entry % "y")
    tree.commit("compiled from now on")
    tree.write("drivers/misc/late.c", (BODY % 2).replace("mine", "late"))
    tree.commit("one more line")
    r = proofs("off..HEAD", "--config", more)
    counts = [l.split(": ")[1] for l in r.stdout.splitlines()
              if " proven: " in l]
    assert counts == ["0 built, 1 not compiled", "1 built, 0 not compiled",
                      "1 built, 0 not compiled"], r.stdout
