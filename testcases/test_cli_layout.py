# SPDX-License-Identifier: GPL-2.0-only
"""Many files have a struct by value, and one of its members changes."""

import pytest

from helpers import ratchet, state

HEADER = """/* SPDX-License-Identifier: GPL-2.0-only */
struct inner {
	int first;
	long second;
%s};

struct outer {
	struct inner inner;
	int third;
};
"""
# each has one, by way of a typedef, an array, what embeds it, and sets it
HOLDERS = [
    "struct inner %s;\n",
    "struct outer %s[3];\n",
    "typedef struct inner inner_t;\nint %s(void);\nint %s(void)\n{\n"
    "\tinner_t i = { 1, 2 };\n\n\treturn *(char *)&i;\n}\n",
]
USER = "int user(struct inner *i);\nint user(struct inner *i)\n{\n" \
       "\treturn i->first;\n}\n"
MANY = 30


def text(body):
    return "// SPDX-License-Identifier: GPL-2.0-only\n#include <linux/extra.h>\n\n" \
        + body


@pytest.fixture
def tree(mini):
    mini.write("include/linux/extra.h", HEADER % "")
    objects = ["user.o"]
    mini.write("drivers/misc/user.c", text(USER))
    for i in range(MANY):
        body = HOLDERS[i % len(HOLDERS)]
        mini.write(f"drivers/misc/h{i}.c",
                   text(body.replace("%s", f"h{i}")))
        objects.append(f"h{i}.o")
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile",
               makefile.read_text() + "obj-y += " + " ".join(objects) + "\n")
    mini.commit("start")
    return mini


def built(tree, header, *args, user=USER, status=0):
    """How many objects the commit is found to affect."""
    tree.write("include/linux/extra.h", header)
    tree.write("drivers/misc/user.c", text(user))
    tree.commit("change")
    before = state(tree.path)
    out = set()
    for _ in range(2):
        r = ratchet("verify", "HEAD", *args, cwd=tree.path)
        assert r.returncode == status, r.stdout + r.stderr
        out.add(r.stdout)
    assert len(out) == 1 and state(tree.path) == before
    words = out.pop().split()
    return int(words[words.index("built,") - 1])


def test_other_name(tree):
    """Who does not say it cannot notice."""
    assert built(tree, (HEADER % "").replace("first", "one"),
                 user=USER.replace("first", "one")) <= 9


def test_other_places(tree):
    assert built(tree, HEADER % "\tint more;\n") == MANY
    assert built(tree, HEADER % "\tchar more;\n") == MANY
    swapped = (HEADER % "").replace("int first;\n\tlong second;",
                                    "long second;\n\tint first;")
    assert built(tree, swapped) == MANY + 1


def test_other_type(tree):
    """Of the same size: an initialiser by position may be wrong now."""
    assert built(tree, (HEADER % "").replace("long second", "void *second"),
                 status=1) == MANY


def test_other_attribute(tree):
    header = (HEADER % "").replace("first", "one").replace(
        "};\n\nstruct outer", "} __attribute__((aligned(16)));\n\nstruct outer")
    assert built(tree, header, user=USER.replace("first", "one")) == MANY + 1


def test_configurations(tree, tmp_path):
    """It has to be the same in all of them."""
    arm = "#ifdef CONFIG_MINI_ODDITIES\n\tint odd;\n#endif\n"
    on, off = tmp_path / "on.config", tmp_path / "off.config"
    on.write_text("CONFIG_MINI_ODDITIES=y\n")
    off.write_text("CONFIG_MINI_ODDITIES=n\n")
    assert built(tree, HEADER % arm, "--config", off) <= 9
    assert built(tree, HEADER % arm.replace("odd;", "odd, odder;"), "--config",
                 off, "--config", on) == MANY


def test_no_pahole(tree, tmp_path, monkeypatch):
    """What cannot be known counts as changed."""
    (tmp_path / "pahole").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "pahole").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert built(tree, (HEADER % "").replace("first", "one"),
                 user=USER.replace("first", "one")) == MANY + 1
