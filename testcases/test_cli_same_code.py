# SPDX-License-Identifier: GPL-2.0-only
"""A commit of which it is said that it changes nothing at run time."""

import json

import pytest

from helpers import applies, fails, ratchet, simple, state, unable

HEADER = """/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/bug.h>

struct extra {
	int first;
	long second;
};

static inline int scaled(int x)
{
	return x * 3;
}
"""
SOURCE = """// SPDX-License-Identifier: GPL-2.0-only
#include <linux/extra.h>

int extra(int x);
int other(struct extra *e);

static int count(int x)
{
	static int calls;

	WARN_ON(x > 7);
	return calls++ + x;
}

int extra(int x)
{
	BUG_ON(x == 5);
	return count(x) + scaled(x);
}

int other(struct extra *e)
{
	return e->first;
}
"""


@pytest.fixture
def tree(mini):
    """The mini kernel with a driver that has WARN_ON() and BUG_ON()."""
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile", makefile.read_text() + "obj-y += extra.o\n")
    mini.write("drivers/misc/extra.c", SOURCE)
    mini.write("include/linux/extra.h", HEADER)
    mini.commit("start")
    return mini


def change(tree, source=SOURCE, header=HEADER, **more):
    tree.write("drivers/misc/extra.c", source)
    tree.write("include/linux/extra.h", header)
    for path, text in more.items():
        tree.write(path, text)
    return tree.commit("change")


def same(tree, *args, status=0):
    before = state(tree.path)
    r = ratchet("verify", "HEAD", "--same-code", *args, cwd=tree.path)
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    assert state(tree.path) == before
    # it is known now
    again = ratchet("verify", "HEAD", "--same-code", *args, cwd=tree.path)
    assert again.stdout == r.stdout
    return r.stdout


def differences(out):
    return [x.split(": error: ", 1)[1] for x in out.splitlines()
            if x.startswith("  + ")]


def differs(what):
    return f"{what} is not what it was, and its code was to stay the same"


def test_lines_move(tree):
    """What a warning says of its line is no code; nothing is masked for it."""
    moved = SOURCE.replace("static int count", "/*\n * So many.\n */\n\nstatic "
                           "int count").replace("\tBUG_ON", "\n\tBUG_ON")
    change(tree, moved)
    assert ": 1 built, 0 not compiled, 1 of 1 objects the same: " in same(tree)
    # and what else it says is
    change(tree, moved.replace("WARN_ON(x > 7)", "WARN(x > 7, \"odd\\n\")"))
    out = same(tree, status=1)
    assert differences(out) == [differs("function 'extra'")]
    assert "  + drivers/misc/extra.c:20: " in out
    assert ", 0 of 1 objects the same: " in out


def test_refactoring(tree):
    """A helper that the compiler inlines, a macro, another order, names."""
    text = SOURCE.replace("int extra(int x)\n{\n\tBUG_ON(x == 5);\n\treturn "
                          "count(x) + scaled(x);\n}\n\n", "")
    text = text.replace("calls", "times").replace(
        "\n\tWARN_ON", "\n#define LIMIT 7\n\tWARN_ON").replace("> 7", "> LIMIT")
    text += "\nstatic int sum(int n)\n{\n\treturn count(n) + scaled(n);\n}\n" \
            "\nint extra(int n)\n{\n\tBUG_ON(n == 5);\n\treturn sum(n);\n}\n"
    change(tree, text)
    # the static variable has another name: nobody can notice but a debugger
    assert differences(same(tree, status=1)) == [
        differs("function 'extra'"),
        "data 'calls' is gone, and its code was to stay the same",
        "data 'times' is new, and its code was to stay the same"]
    change(tree)
    change(tree, text.replace("times", "calls"))
    assert "1 of 1 objects the same" in same(tree)


def test_a_comment_in_a_header(tree):
    change(tree, header=HEADER.replace("static inline", "/* three times */\n"
                                       "static inline"))
    assert "proven: 0 built, 0 not compiled, 0 of 0 objects" in same(tree) or \
        "1 of 1 objects the same" in same(tree)


def test_inline_function_of_a_header(tree):
    change(tree, header=HEADER.replace("x * 3", "x * 5"))
    assert differences(same(tree, status=1)) == [differs("function 'extra'")]
    change(tree, header=HEADER.replace("x * 3", "(x + x * 4)"))
    assert "1 of 1 objects the same" in same(tree)


def test_layout(tree):
    """Nobody looks at the member that moved, yet it is not what it was."""
    change(tree, header=HEADER.replace("long second", "long third;\n\tlong second"))
    assert differences(same(tree, status=1)) == [
        "'struct extra' has 24 bytes and had 16, and the code was to stay the "
        "same"]
    change(tree, header=HEADER.replace("long second", "long second, third"))
    assert differences(same(tree, status=1)) == [
        "'struct extra' is laid out otherwise, and the code was to stay the "
        "same: '8 8 long int second;' where it was '8 8 long int third;'"]
    change(tree)
    change(tree, header=HEADER.replace(
        "int first;\n\tlong second", "long second;\n\tint first"))
    assert differences(same(tree, status=1)) == [
        differs("function 'other'"),
        "'struct extra' is laid out otherwise, and the code was to stay the "
        "same: '0 8 long int second;' where it was '0 4 int first;'"]


def test_a_member_is_called_otherwise(tree):
    change(tree, header=HEADER.replace("first", "one"),
           source=SOURCE.replace("->first", "->one"))
    assert "1 of 1 objects the same" in same(tree)


def test_files_that_come_and_go(tree):
    tree.write("drivers/misc/more.c", "int more;\n")
    makefile = tree.path / "drivers/misc/Makefile"
    old = makefile.read_text()
    tree.write("drivers/misc/Makefile", old + "obj-y += more.o\n")
    tree.commit("more")
    assert differences(same(tree, status=1)) == [
        "it was not compiled before, and the code was to stay the same"]
    (tree.path / "drivers/misc/more.c").unlink()
    tree.write("drivers/misc/Makefile", old)
    tree.commit("less")
    assert differences(same(tree, status=1)) == [
        "it is not compiled any more, and the code was to stay the same"]


def test_flags(tree):
    """The commands are those of either side."""
    makefile = tree.path / "drivers/misc/Makefile"
    old = makefile.read_text()
    change(tree, SOURCE + "\n#ifdef ODD\nint odd;\n#endif\n")
    tree.write("drivers/misc/Makefile", old + "CFLAGS_extra.o += -DODDER=1\n")
    tree.commit("nobody looks at it")
    assert "1 of 1 objects the same" in same(tree)
    tree.write("drivers/misc/Makefile", old + "CFLAGS_extra.o += -DODD=1\n")
    tree.commit("it matters")
    assert differences(same(tree, status=1)) == [
        "data 'odd' is new, and its code was to stay the same"]
    tree.write("drivers/misc/Makefile",
               old + "CFLAGS_extra.o += -DODD=1 -fno-inline\n")
    tree.commit("so does this")
    assert differs("function 'extra'") in differences(same(tree, status=1))


def test_each_configuration(tree, tmp_path):
    arm = "#ifdef CONFIG_MINI_ODDITIES\nint odd = %d;\n#endif\n"
    change(tree, SOURCE + arm % 1)
    change(tree, SOURCE + arm % 2)
    on, off = tmp_path / "on.config", tmp_path / "off.config"
    on.write_text("CONFIG_MINI_ODDITIES=y\n")
    off.write_text("CONFIG_MINI_ODDITIES=n\n")
    assert "1 of 1 objects the same" in same(tree, "--config", off)
    out = same(tree, "--config", off, "--config", on, status=1)
    assert differences(out) == [differs("data 'odd'")]
    assert "1 of 2 objects the same" in out
    last = sorted((tree.path / ".git/ratchet/ledger").iterdir())[-1]
    events = [json.loads(x) for x in last.read_text().splitlines()]
    assert [(e["config"], e["source"], e["state"]) for e in events
            if e["event"] == "same"] == [
                ("off", "drivers/misc/extra.c", "same text"),
                ("on", "drivers/misc/extra.c", "differs")]


def test_notes(tree):
    """What was proven without the promise says nothing about it."""
    change(tree, SOURCE.replace("x == 5", "x == 6"))
    assert ratchet("verify", "HEAD", "--notes", cwd=tree.path).returncode == 0
    r = ratchet("verify", "HEAD", "--notes", "--same-code", cwd=tree.path)
    assert r.returncode == 1, r.stdout
    change(tree, SOURCE.replace("x == 5", "x == 3 + 3"))
    for _ in range(2):
        r = ratchet("verify", "HEAD", "--notes", "--same-code", cwd=tree.path)
    assert "proven, by its note" in r.stdout
    r = ratchet("verify", "HEAD", "--notes", cwd=tree.path)
    assert "proven, by its note" in r.stdout
    unable(tree.path, "verify", "HEAD", "--same-code", "KDIR=/",
           says="--same-code")


# ---- a step's promise ----

RULE = "@@ expression e; @@\n- old(e)\n+ new(e)\n"
USER = "// SPDX-License-Identifier: GPL-2.0-only\n" \
       "static inline int old(int x)\n{\n\treturn x + 1;\n}\n\n" \
       "static inline int new(int x)\n{\n\treturn %s;\n}\n\n" \
       "int user(int x);\n\nint user(int x)\n{\n\treturn old(x) + new(x);\n}\n"


def series(tmp_path, expect):
    s = simple(tmp_path, rule=RULE, expect=expect)
    s.write("kernel.config", "CONFIG_MINI_ODDITIES=n\n")
    return s


def user(mini, new):
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile", makefile.read_text() + "obj-y += user.o\n")
    mini.write("drivers/misc/user.c", USER % new)
    mini.commit("user")
    return mini.path


def test_step_keeps_its_promise(mini, tmp_path):
    path = user(mini, "1 + x")
    r = applies(path, series(tmp_path, "same code\n"), "--verify", "object")
    assert "10-rename: the same code in 1 of 1 objects" in r.stdout.splitlines()


def test_step_breaks_its_promise(mini, tmp_path):
    path = user(mini, "x + 2")
    r = fails(path, series(tmp_path / "1", "same code\n"), "--verify", "object",
              says="drivers/misc/user.c:15: error: " + differs("function 'user'"))
    assert "10-rename: the same code in 0 of 1 objects" in r.stdout.splitlines()
    fails(path, series(tmp_path / "2", "same code in drivers/misc mm\n"),
          "--verify", "object", says="function 'user'")
    r = applies(path, series(tmp_path / "3", "same code in mm\n"),
                "--verify", "object", "--branch", "elsewhere")
    assert "10-rename: the same code in 0 of 0 objects" in r.stdout.splitlines()
    # nothing is promised, or nothing is compiled
    applies(path, series(tmp_path / "4", ""), "--verify", "object",
            "--branch", "none")
    applies(path, series(tmp_path / "5", "same code\n"), "--branch", "unproven")
