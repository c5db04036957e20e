# SPDX-License-Identifier: GPL-2.0-only
"""What a proof says in several configurations, and of what was broken before."""

import pytest

from helpers import applies, fails, simple

SOURCE = """// SPDX-License-Identifier: GPL-2.0-only
int extra(int x);

static inline int old(int x)
{
	return x;
}

%s
int extra(int x)
{
	return old(x);
}
"""
NEW = "static inline int new(int x)\n{\n\treturn x;\n}\n"
OFF = "CONFIG_MINI_ODDITIES=n\n"
ON = "CONFIG_MINI_ODDITIES=y\n"


@pytest.fixture
def extra(mini):
    """The mini kernel with drivers/misc/extra.c, always compiled."""
    def make(middle):
        makefile = mini.path / "drivers/misc/Makefile"
        mini.write("drivers/misc/Makefile",
                   makefile.read_text() + "obj-y += extra.o\n")
        mini.write("drivers/misc/extra.c", SOURCE % middle)
        mini.commit("extra")
        return mini.path
    return make


def series(tmp_path, **configs):
    s = simple(tmp_path)
    for name, text in configs.items():
        s.write(name.replace("_", "-") + ".config", text)
    return s


def test_error_in_one_configuration_only(extra, tmp_path):
    path = extra(f"#ifndef CONFIG_MINI_ODDITIES\n{NEW}#endif\n")
    one = series(tmp_path / "1", kernel=OFF)
    assert " 1            0  " in applies(path, one, "--verify", "object",
                                          "--branch", "one").stdout
    both = series(tmp_path / "2", kernel=OFF, kernel_more=ON)
    r = fails(path, both, "--verify", "object", "--branch", "both",
              says="drivers/misc/extra.c:")
    assert "proof failed" in r.stdout


def test_fragment_decides(extra, tmp_path):
    path = extra(f"#ifdef CONFIG_MINI_ODDITIES\n{NEW}#endif\n")
    fails(path, series(tmp_path / "1", kernel=OFF), "--verify", "object",
          says="drivers/misc/extra.c:")


def test_what_was_broken_before(extra, tmp_path):
    path = extra(NEW + "#error this never compiled\n")
    r = applies(path, series(tmp_path, kernel=OFF), "--verify", "object")
    assert ("10-rename: not compiled in any configuration: "
            "drivers/misc/extra.c") in r.stdout.splitlines()


def test_what_the_step_breaks_besides(extra, tmp_path):
    path = extra("#error this never compiled\n")
    r = fails(path, series(tmp_path, kernel=OFF), "--verify", "object",
              says="drivers/misc/extra.c:")
    assert "new" in r.stderr


def test_same_name_without_the_header(mini, tmp_path):
    """Who does not include the header has another thing of that name."""
    mini.write("drivers/misc/own.h", "static inline int old(int x)\n{\n"
               "\treturn x;\n}\n" + NEW +
               "static inline int level(int x)\n{\n\treturn old(x);\n}\n")
    mini.write("drivers/misc/through.h", '#include "own.h"\n')
    for name, head in (("near", '#include "own.h"\n'),
                       ("far", '#include "through.h"\n'),
                       ("other", "static int level(int x)\n{\n"
                                 "\treturn x + 1;\n}\n")):
        mini.write(f"drivers/misc/{name}.c",
                   f"{head}int {name}(int x);\nint {name}(int x)\n{{\n"
                   f"\treturn level(x);\n}}\n")
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile", makefile.read_text() +
               "obj-y += near.o far.o other.o\n")
    mini.commit("users")
    s = simple(tmp_path)
    s.write("kernel.config", OFF)
    r = applies(mini.path, s, "--verify", "object")
    assert " 2            0  " in r.stdout, r.stdout


def test_one_make_for_the_objects_of_a_directory(mini, tmp_path):
    """Two would read .cmd files that the other is writing."""
    log = tmp_path / "log"
    build = mini.path / "scripts/Makefile.build"
    mini.write("scripts/Makefile.build", build.read_text() +
               f"\n_log := $(shell echo '$(MAKECMDGOALS)' >>{log})\n")
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile", makefile.read_text() +
               "obj-y += one.o two.o\n")
    for name in ("one", "two"):
        mini.write(f"drivers/misc/{name}.c", (SOURCE % NEW).replace(
            "extra", name))
    mini.commit("two")
    applies(mini.path, series(tmp_path, kernel=OFF), "--verify", "object")
    goals = [set(line.split()) for line in log.read_text().splitlines()
             if "drivers/misc/one.o" in line or "drivers/misc/two.o" in line]
    assert goals == [{"drivers/misc/one.o", "drivers/misc/two.o"}]
