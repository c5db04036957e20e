# SPDX-License-Identifier: GPL-2.0-only
"""ratchet verify: is each commit of a range known to build?"""

import json
import shutil

import pytest

from conftest import Repo, SERIES, program, run
from helpers import ratchet, script, state, unable

GOOD = "// SPDX-License-Identifier: GPL-2.0-only\nint extra(int x);\n\n" \
       "int extra(int x)\n{\n\treturn x;\n}\n"
USES = "// SPDX-License-Identifier: GPL-2.0-only\n#include <linux/extra.h>\n" \
       "int extra(int x);\n\nint extra(int x)\n{\n\treturn helper(x);\n}\n"
SPDX_LINE = GOOD.split("\n", 1)[0]
HEADER = "/* SPDX-License-Identifier: GPL-2.0-only */\n" \
         "static inline int helper(int x)\n{\n\treturn x;\n}\n"


@pytest.fixture
def tree(mini):
    """The mini kernel, and commits of drivers/misc/extra.c."""
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile",
               makefile.read_text() + "obj-y += extra.o\n")
    mini.write("drivers/misc/extra.c", GOOD)
    mini.commit("start")
    mini.git("tag", "start")
    return mini


def commit(tree, subject, **files):
    for name, text in files.items():
        tree.write({"extra": "drivers/misc/extra.c",
                    "header": "include/linux/extra.h"}[name], text)
    return tree.commit(subject)


def verify(tree, *args, status=0):
    before = state(tree.path)
    r = ratchet("verify", *args, cwd=tree.path)
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    assert state(tree.path) == before
    return r


def test_good_range(tree):
    one = commit(tree, "extra: a helper", header=HEADER, extra=USES)
    two = commit(tree, "extra: another line", extra=USES + "\n")
    assert verify(tree, "start..HEAD").stdout == (
        f"01/02 {one[:12]} proven: 1 built, 0 not compiled: extra: a helper\n"
        f"02/02 {two[:12]} proven: 1 built, 0 not compiled: extra: another line\n"
        "2 of 2 commits proven; 5 of 5 changed lines compiled\n")
    # one commit, and again: what is known is not built
    log = verify(tree, "HEAD~1", "-v")
    assert "1 of 1 commits proven" in log.stdout


def test_error_in_a_user_of_the_header(tree):
    """The commit that breaks it is named, though it changes no .c file."""
    commit(tree, "extra: a helper", header=HEADER, extra=USES)
    bad = commit(tree, "extra: rename", header=HEADER.replace("helper", "help"))
    r = verify(tree, "start..HEAD", status=1)
    lines = r.stdout.splitlines()
    assert lines[1].startswith(f"02/02 {bad[:12]} FAILED: 0 built")
    assert any(line.startswith("  + drivers/misc/extra.c:7:") and
               "error: " in line and "helper" in line for line in lines[2:])
    assert lines[-1].startswith("1 of 2 commits proven; ")


def test_new_warning_stops_unless_told(tree):
    bad = commit(tree, "extra: unused", extra=GOOD.replace(
        "\treturn", "\tint unused;\n\n\treturn"))
    good = commit(tree, "extra: mended", extra=GOOD)
    r = verify(tree, "start..HEAD", status=1)
    assert "warning: unused variable" in r.stdout
    assert good[:12] not in r.stdout
    assert r.stdout.endswith("0 of 2 commits proven\n")
    r = verify(tree, "start..HEAD", "--keep-going", status=1)
    assert f"01/02 {bad[:12]} FAILED" in r.stdout
    assert f"02/02 {good[:12]} proven" in r.stdout
    assert r.stdout.endswith("1 of 2 commits proven\n")


def test_warning_that_was_there(tree):
    commit(tree, "extra: unused", extra=GOOD.replace(
        "\treturn", "\tint unused;\n\n\treturn"))
    commit(tree, "extra: more", extra=GOOD.replace(
        "\treturn", "\tint unused;\n\n\treturn 1 +"))
    verify(tree, "HEAD")


def test_configuration_decides(tree, tmp_path):
    commit(tree, "extra: odd", extra="#ifdef CONFIG_MINI_ODDITIES\n#error odd\n"
           "#endif\n" + GOOD)
    on, off = tmp_path / "on.config", tmp_path / "off.config"
    on.write_text("CONFIG_MINI_ODDITIES=y\n")
    off.write_text("CONFIG_MINI_ODDITIES=n\n")
    verify(tree, "HEAD", "--config", off)
    r = verify(tree, "HEAD", "--config", off, "--config", on, status=1)
    assert "#error odd" in r.stdout
    (tmp_path / "on").mkdir()
    (tmp_path / "on/off.config").write_text("")
    unable(tree.path, "verify", "HEAD", "--config", off, "--config",
           tmp_path / "on/off.config", says="called 'off'")
    unable(tree.path, "verify", "HEAD", "--config", tmp_path / "none",
           says="none")


def test_not_compiled_is_not_built(tree):
    tree.write("drivers/misc/nobody.c", GOOD)
    tree.commit("nobody builds it")
    r = verify(tree, "HEAD", "-v")
    assert "proven: 0 built, 1 not compiled" in r.stdout
    assert "  not compiled: drivers/misc/nobody.c" in r.stdout
    assert "1 times a file was not compiled in any configuration" in r.stdout


def test_deleted_and_added(tree):
    """Files that come and go, links and modes are changes like others."""
    (tree.path / "drivers/misc/extra.c").unlink()
    makefile = tree.path / "drivers/misc/Makefile"
    tree.write("drivers/misc/Makefile",
               makefile.read_text().replace("extra.o", "other.o"))
    tree.write("drivers/misc/other.c", GOOD)
    (tree.path / "link").symlink_to("Makefile")
    tree.commit("rename")
    assert "1 built" in verify(tree, "HEAD").stdout


def test_bisect(tree):
    """git bisect run finds the commit; what cannot be judged is passed over."""
    for i in range(3):
        commit(tree, f"good {i}", extra=GOOD + "\n" * (i + 1))
    bad = commit(tree, "bad", extra=GOOD.replace("return x", "return y"))
    commit(tree, "mended", extra=GOOD + "\n")
    commit(tree, "good again", extra=GOOD + "\n\n")
    assert ratchet("verify", "--bisect", bad, cwd=tree.path).returncode == 1
    assert ratchet("verify", "--bisect", cwd=tree.path).returncode == 0
    root = tree.git("rev-list", "--max-parents=0", "HEAD").strip()
    r = ratchet("verify", "--bisect", root, cwd=tree.path)
    assert r.returncode == 125, r.stdout + r.stderr
    assert "has no parent" in r.stderr


def bisect(repo, good, bad, *args):
    """The commit that git bisect run finds."""
    repo.git("bisect", "start", bad, good)
    r = run("git", "bisect", "run", program(), "verify", "--bisect", *args, cwd=repo.path)
    assert r.returncode == 0, r.stdout + r.stderr
    found = repo.git("rev-parse", "refs/bisect/bad").strip()
    assert f"{found} is the first bad commit" in r.stdout
    repo.git("bisect", "reset")
    return found


@pytest.mark.parametrize("where", [0, 2, 5])
def test_bisect_run(tree, where):
    """Those behind the bad one change something else: they break nothing."""
    commits = []
    for i in range(6):
        if i == where:
            commits.append(commit(tree, "bad", extra=GOOD.replace("return x", "return y")))
        else:
            tree.write(f"drivers/misc/more{i}.c", f"int more{i};\n")
            commits.append(tree.commit(f"good {i}"))
    assert bisect(tree, "start", "HEAD") == commits[where]


def test_bisect_in_the_series(mini_applied, tmp_path):
    """A step is spoilt, all behind it go on top; by the series' configuration."""
    run("git", "clone", "-q", "-b", "states", mini_applied.path, tmp_path / "r", check=True)
    repo = Repo(tmp_path / "r")
    steps = repo.git("rev-list", "--reverse", "origin/main..states").split()
    repo.git("checkout", "-q", "-B", "spoilt", steps[10])
    path = repo.path / "drivers/dax/device.c"
    text = path.read_text()
    assert "struct dev_dax *" in text
    path.write_text(text + "\nint spoilt(void)\n{\n\treturn spoilt_by_hand;\n}\n")
    repo.git("commit", "-q", "-a", "--amend", "--no-edit")
    bad = repo.head()
    repo.git("cherry-pick", *steps[11:])
    assert bisect(repo, "origin/main", "spoilt", "-q", "--config", SERIES / "kernel.config") == bad


def test_ledger(tree):
    bad = commit(tree, "bad", extra=GOOD.replace("return x", "return y"))
    verify(tree, "HEAD", status=1)
    files = sorted((tree.path / ".git/ratchet/ledger").iterdir())
    events = [json.loads(line) for line in files[-1].read_text().splitlines()]
    assert {e["commit"] for e in events} == {bad}
    assert [e["proven"] for e in events if e["event"] == "proof"] == [False]
    assert ("drivers/misc/extra.c", 6, True) in [
        (e["path"], e["line"], e["error"]) for e in events
        if e["event"] == "diagnostic"]


@pytest.mark.parametrize("range_, says", [
    ("start...HEAD", "a range is A..B, or one commit"),
    ("HEAD..HEAD", "holds no commit"),
    ("none..HEAD", "is not a range of commits"),
    ("nowhere", "nowhere"),
])
def test_bad_range(tree, range_, says):
    unable(tree.path, "verify", range_, says=says)


def test_usage(tree):
    unable(tree.path, "verify", says="a range of commits is needed")
    unable(tree.path, "verify", "-j", "2x", "HEAD", says="number of jobs")
    unable(tree.path, "verify", "HEAD", "HEAD", says="unexpected argument")


UNUSED = GOOD.replace("\treturn", "\tint unused;\n\n\treturn")


def test_fixed_warnings_are_shown(tree):
    """"-" is what a commit fixed; who brought it in the range is named."""
    commit(tree, "quiet", extra=GOOD + "\n")
    bad = commit(tree, "extra: unused", extra=UNUSED)
    commit(tree, "lines above", extra=UNUSED.replace(
        "int extra(int x);\n", "int extra(int x);\nint more(int x);\n", 1))
    mend = commit(tree, "extra: mended", extra=GOOD)
    r = verify(tree, "start..HEAD", "--keep-going", status=1)
    lines = r.stdout.splitlines()
    assert [x[:4] for x in lines if x.startswith("  ")] == [
        "  + ", "  by", "  - "]
    assert [x for x in lines if x.startswith("  - ")][0].startswith(
        "  - drivers/misc/extra.c:7:13: warning: unused variable")
    assert f"{mend[:12]} fixes what {bad[:12]} brought (drivers/misc/extra.c: " \
           "unused variable" in r.stdout
    assert "fold or reorder them" in r.stdout
    assert lines[-1].startswith("3 of 4 commits proven; ")
    # the one that mends is known by itself, too
    r = verify(tree, "HEAD")
    assert "  - drivers/misc/extra.c:7:13: warning: unused" in r.stdout
    assert "fold" not in r.stdout


def test_one_that_goes_hides_none_that_comes(tree):
    """The same text elsewhere is another warning; on a moved line it is not."""
    two = "\nint other(int x);\n\nint other(int x)\n{\n\treturn x;\n}\n"
    old_there = two.replace("\treturn", "\tint unused;\n\n\treturn")
    commit(tree, "in extra()", extra=UNUSED + two)
    commit(tree, "in other()", extra=GOOD + old_there)
    r = verify(tree, "HEAD", status=1)
    assert "  + drivers/misc/extra.c:13:13: warning: unused variable" in r.stdout
    assert "  - drivers/misc/extra.c:6:13: warning: unused variable" in r.stdout
    commit(tree, "moved", extra="\n".join(
        [SPDX_LINE, old_there, GOOD.split("\n", 1)[1]]))
    r = verify(tree, "HEAD")
    assert "  + " not in r.stdout and "  - " not in r.stdout


def test_a_warning_on_a_line_that_changes(tree):
    """It was there before, in the same function: neither new nor gone."""
    commit(tree, "int", extra=UNUSED)
    commit(tree, "long", extra=UNUSED.replace("int unused", "long unused"))
    r = verify(tree, "HEAD")
    assert "  + " not in r.stdout and "  - " not in r.stdout


def test_an_error_without_a_place(tree):
    """cc1 names no file; a compiler is named by a path."""
    makefile = tree.path / "drivers/misc/Makefile"
    tree.write("drivers/misc/Makefile",
               makefile.read_text() + "CFLAGS_extra.o += -fno-such-thing\n")
    tree.commit("an option")
    r = verify(tree, "HEAD", "CC=/usr/bin/gcc", status=1)
    assert "-fno-such-thing" in r.stdout


def test_errors_that_were_there(tree):
    """A commit on a broken tree answers for its own errors only."""
    commit(tree, "broken", extra=GOOD.replace("return x", "return y"))
    worse = commit(tree, "worse", extra=GOOD.replace("return x", "return y + z"))
    same = commit(tree, "no worse", extra=GOOD.replace("return x", "return y + z")
                  + "\n")
    r = verify(tree, "start..HEAD", "--keep-going", status=1)
    part = r.stdout[r.stdout.index(worse[:12]):r.stdout.index(same[:12])]
    assert "'z' undeclared" in part and "'y' undeclared" not in part
    assert f"{same[:12]} proven: 0 built, 1 not compiled" in r.stdout


def test_failed_are_counted(tree):
    commit(tree, "bad", extra=GOOD.replace("return x", "return y"))
    r = verify(tree, "HEAD", status=1)
    assert "FAILED: 0 built, 1 failed, 0 not compiled: bad" in r.stdout


def test_ledger_has_what_is_gone(tree):
    commit(tree, "bad", extra=UNUSED)
    commit(tree, "good", extra=GOOD)
    verify(tree, "HEAD")
    last = sorted((tree.path / ".git/ratchet/ledger").iterdir())[-1]
    events = [json.loads(x) for x in last.read_text().splitlines()]
    gone = [e for e in events if e["event"] == "gone"]
    assert len(gone) == 1 and gone[0]["line"] == 6
    assert gone[0]["text"].startswith("unused variable")


CERTIFICATE = """\
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/extra.h>
int extra(int x);

#define UNUSED_MACRO(x)	\\
	((x) + 1)
#define ADD(x, y) ((x) + \\
	(y))
#ifdef CONFIG_MINI_ODDITIES
#define ODD 1
#else
int even = 2;
#endif

/* a comment */
int extra(int x)
{
#if 0
	x = 3;
#endif
	return ADD(helper(x,
			  ODD),
		   1);
}
"""


def test_lines_that_were_compiled(tree, tmp_path):
    """Each changed line was compiled by somebody, or it is said what hides it."""
    header = HEADER.replace("int x)", "int x, int y)") + \
        "\nstatic inline int nobody(int x)\n{\n\treturn x;\n}\n" \
        "#ifndef CONFIG_MINI_ODDITIES\n#define ODD 2\n#endif\n"
    commit(tree, "extra: a helper", header=header, extra=CERTIFICATE)
    r = verify(tree, "HEAD")
    told = [x for x in r.stdout.splitlines() if "not compiled: " in x][1:]
    assert told == [
        "  not compiled: drivers/misc/extra.c:5-6: a macro that no object which "
        "was compiled expands",
        "  not compiled: drivers/misc/extra.c:12: #else of line 9, #ifdef "
        "CONFIG_MINI_ODDITIES (CONFIG_MINI_ODDITIES=n would show it)",
        "  not compiled: drivers/misc/extra.c:19: line 18, #if 0",
        "  not compiled: include/linux/extra.h:12: a macro that no object "
        "which was compiled expands; line 11, #ifndef CONFIG_MINI_ODDITIES "
        "(CONFIG_MINI_ODDITIES=n would show it)"]
    assert r.stdout.endswith("; 14 of 19 changed lines compiled\n")
    # all of it again is known; another configuration shows one more
    again = verify(tree, "HEAD")
    assert again.stdout == r.stdout
    on, off = tmp_path / "on.config", tmp_path / "off.config"
    on.write_text("CONFIG_MINI_ODDITIES=y\n")
    off.write_text("CONFIG_MINI_ODDITIES=n\n")
    commit(tree, "the other half", extra=CERTIFICATE.replace("even = 2", "even = 4"))
    assert "; 0 of 1 changed lines compiled" in verify(
        tree, "HEAD", "--config", on).stdout
    r = verify(tree, "HEAD", "-v", "--config", on, "--config", off)
    assert "  compiled drivers/misc/extra.c:12 by off drivers/misc/extra.c" \
        in r.stdout
    assert "; 1 of 1 changed lines compiled" in r.stdout


def test_lines_of_files_that_nobody_compiles(tree):
    tree.write("drivers/misc/nobody.c", GOOD)
    tree.write("arch/powerpc/mm/extra.c", GOOD)
    tree.write("drivers/misc/lookalike.c", (
        tree.path / "drivers/misc/lookalike.c").read_text() + "\nint more;\n")
    tree.write("arch/powerpc/mm/Makefile", (
        tree.path / "arch/powerpc/mm/Makefile").read_text() + "obj-y += extra.o\n")
    tree.commit("here and there")
    out = verify(tree, "HEAD").stdout
    assert "nobody.c:2-7: no make file compiles it\n" in out
    assert "arch/powerpc/mm/extra.c:2-7: for another architecture, or not " \
           "compiled (ARCH=powerpc would show it)" in out


MANY = """\
// SPDX-License-Identifier: GPL-2.0-only
int extra(int x);
int one(int x);
int two(int x);
int three(int x);

int extra(int x)
{
	return x;
}

int one(int x)
{
	return x;
}

int two(int x)
{
	return x;
}

int three(int x)
{
	return x;
}
"""


def test_culprit(tree):
    """Of many hunks the one is shown that breaks the build."""
    commit(tree, "many", extra=MANY)
    lines = MANY.split("\n")
    lines[8], lines[13], lines[18], lines[23] = (
        "\treturn x + 1;", "\treturn x + 2;", "\treturn y;", "\treturn x + 3;")
    lines.insert(1, "/* a comment */")
    commit(tree, "one bad", extra="\n".join(lines))
    r = verify(tree, "HEAD", status=1)
    assert "  by drivers/misc/extra.c:20 (1 of 5 hunks): drivers/misc/extra.c:" \
           "20:16: error: 'y' undeclared" in r.stdout
    last = sorted((tree.path / ".git/ratchet/ledger").iterdir())[-1]
    events = [json.loads(x) for x in last.read_text().splitlines()]
    found = [e for e in events if e["event"] == "culprit"]
    assert [(e["path"], e["first"], e["last"], e["hunks"]) for e in found] == [
        ("drivers/misc/extra.c", 20, 20, 5)]


def test_culprit_of_two(tree):
    """Where it takes two, both are; a removed line is one, too."""
    commit(tree, "a helper", header=HEADER, extra=MANY.replace(
        "int extra(int x);", "#include <linux/extra.h>\nint extra(int x);"))
    commit(tree, "two bad", extra=MANY.replace(
        "\nint three(int x)\n{\n\treturn x", "\nint three(int x)\n{\n\treturn helper(x)")
        .replace("int one(int x)\n{\n\treturn x", "int one(int x)\n{\n\treturn x + 1"))
    r = verify(tree, "HEAD", status=1)
    assert "  by drivers/misc/extra.c:2, lines removed (2 of 3 hunks): " \
        in r.stdout
    assert "  by drivers/misc/extra.c:24 (2 of 3 hunks): " in r.stdout


def test_culprit_is_what_gives_that_error(tree):
    """A part that fails in another way, apart from what it needs, is not it."""
    commit(tree, "user", header=HEADER, extra=MANY.replace(
        "int extra(int x);", "#include <linux/extra.h>\nint extra(int x);"))
    commit(tree, "bad", header=HEADER.replace(
        "int helper(", "int other(int x);\nint helper("), extra=MANY.replace(
            "int extra(int x);", "#include <linux/extra.h>\nint extra(int x);")
           .replace("one(int x)\n{\n\treturn x", "one(int x)\n{\n\treturn other(x)")
           .replace("two(int x)\n{\n\treturn x", "two(int x)\n{\n\treturn y"))
    r = verify(tree, "HEAD", status=1)
    by = [x for x in r.stdout.splitlines() if x.startswith("  by ")]
    assert len(by) == 1
    assert by[0].startswith("  by drivers/misc/extra.c:20 (1 of 3 hunks): ")
    assert "'y' undeclared" in by[0]


def test_culprit_in_a_header(tree):
    """A new file is one hunk; nothing is said where the commit has no other."""
    commit(tree, "user", header=HEADER, extra=USES)
    commit(tree, "bad", header=HEADER.replace("helper", "help"),
           extra=USES + "\nint z;\n")
    r = verify(tree, "HEAD", status=1)
    assert "  by include/linux/extra.h:2 (1 of 2 hunks): drivers/misc/extra.c:7" \
        in r.stdout
    commit(tree, "good", header=HEADER)
    commit(tree, "bad", header=HEADER.replace("helper", "help"))
    assert "  by " not in verify(tree, "HEAD", status=1).stdout


def test_full(tree):
    """Names that macros put together meet in the linker only."""
    made = "\n#define MADE(x) int made_##x\nMADE(odd);\n"
    commit(tree, "once", extra=GOOD + made)
    commit(tree, "a line", extra=GOOD + made + "\n")
    tree.write("lib/string.c", (tree.path / "lib/string.c").read_text() + made)
    tree.commit("twice")
    assert "1 of 1 commits proven" in verify(tree, "HEAD").stdout
    r = verify(tree, "HEAD~2..HEAD", "--full", status=1)
    assert "proven: 1 built, 0 not compiled: a line" in r.stdout
    assert "FAILED: 1 built, 0 not compiled: twice" in r.stdout
    assert "multiple definition of `made_odd'" in r.stdout
    last = sorted((tree.path / ".git/ratchet/ledger").iterdir())[-1]
    events = [json.loads(x) for x in last.read_text().splitlines()]
    assert [e["level"] for e in events if e["event"] == "proof"] == ["full"] * 2
    unable(tree.path, "verify", "HEAD", "--full", "KDIR=/", says="--full")


def test_side_by_side(tree, tmp_path):
    """Two configurations are built at a time: their compilers meet."""
    on, off = tmp_path / "on.config", tmp_path / "off.config"
    on.write_text("CONFIG_MINI_ODDITIES=y\n")
    off.write_text("CONFIG_MINI_ODDITIES=n\n")
    meet = tmp_path / "meet"
    meet.mkdir()
    commit(tree, "extra: another line", extra=GOOD + "\n")
    script(tmp_path / "cc", f"""case "$*" in
*misc/extra.c*)
\tcase "$*$PWD" in */obj-off*) me=off other=on;; *) me=on other=off;; esac
\techo $me >> {meet}/all
\ttouch {meet}/$me
\tfor i in $(seq 300); do [ -e {meet}/$other ] && break; sleep 0.1; done
\t[ -e {meet}/$other ] || echo alone >> {meet}/all;;
esac
exec gcc "$@"
""")
    args = ("HEAD", f"CC={tmp_path}/cc", "--config", on, "--config", off)
    r = verify(tree, *args, "-j2")
    assert (meet / "all").read_text().count("alone") == 0
    assert sorted(set((meet / "all").read_text().split())) == ["off", "on"]
    # the same is said as one after the other says
    shutil.rmtree(tree.path / ".git/ratchet")
    assert verify(tree, *args, "-j1").stdout == r.stdout


def test_auto_configuration(tree):
    """What no configuration compiles is tried in one that would."""
    text = GOOD + "\n#ifndef CONFIG_MINI_ODDITIES\nint odd;\n#endif\n" \
        "#ifdef CONFIG_MINI_LOOKALIKE_MODULE\nint like;\n#endif\n"
    commit(tree, "arms", extra=text)
    assert "; 1 of 2 changed lines compiled" in verify(tree, "HEAD").stdout
    r = verify(tree, "HEAD", "--config", "auto", "-v")
    assert "  compiled drivers/misc/extra.c:10 by auto-1 drivers/misc/extra.c" \
        in r.stdout
    assert "1 of 1 commits proven; 2 of 2 changed lines compiled" in r.stdout
    # an error in such an arm is found then
    commit(tree, "bad", extra=text.replace("int odd", "imt odd"))
    verify(tree, "HEAD")
    assert "unknown type name" in verify(tree, "HEAD", "--config", "auto",
                                         status=1).stdout
    # a range, too, is built ahead in what is proposed
    r = verify(tree, "HEAD~2..HEAD", "--config", "auto", "--keep-going", status=1)
    assert "1 of 2 commits proven" in r.stdout
    unable(tree.path, "verify", "HEAD", "--config", "auto", "KDIR=/",
           says="--config does not go")


def test_notes(tree, tmp_path):
    """What is proven can be shared: nothing is built for what a note says."""
    one = commit(tree, "a line", extra=GOOD + "\n")
    two = commit(tree, "bad", extra=GOOD.replace("return x", "return y"))
    r = ratchet("verify", "start..HEAD", "--notes", cwd=tree.path)
    assert r.returncode == 1
    note = tree.git("notes", "--ref=ratchet", "show", one)
    assert note.startswith("ratchet-proof ") and "level object\n" in note
    assert " 1 built, 0 not compiled\n" in note
    assert tree.git("notes", "--ref=ratchet", "list", two, check=False) == ""
    # another clone, with the notes
    other = Repo(tmp_path / "other")
    other.git("fetch", "-q", tree.path, "main:work",
              "refs/notes/ratchet:refs/notes/ratchet", "start:start")
    r = ratchet("verify", "--notes", one, cwd=other.path)
    assert r.stdout == f"01/01 {one[:12]} proven, by its note: a line\n" \
                       "1 of 1 commits proven\n"
    # in another configuration it says nothing
    config = tmp_path / "x.config"
    config.write_text("CONFIG_SWAP=n\n")
    r = ratchet("verify", "--notes", one, "--config", config, cwd=other.path)
    assert "proven: 1 built" in r.stdout
    unable(tree.path, "verify", "HEAD", "--notes", "KDIR=/", says="--notes")
