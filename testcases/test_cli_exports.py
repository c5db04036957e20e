# SPDX-License-Identifier: GPL-2.0-only
"""Do modules find what they use after a step?  Without a link."""

import pytest

from helpers import RENAME, applies, fails, simple

GIVER = """// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>

int old(int x);
int new(int x);

int old(int x)
{
	return x;
}
%s
int new(int x)
{
	return x + 1;
}
%s
"""
USER = """// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

int old(int x);
int new(int x);
int caller(int x);

int caller(int x)
{
	return old(x);
}
MODULE_LICENSE("%s");
"""
REMOVE = """@@
declarer name EXPORT_SYMBOL;
@@
- EXPORT_SYMBOL(old);
"""
OLD = "EXPORT_SYMBOL(old);\n"


@pytest.fixture
def modules(mini):
    """The mini kernel with giver.c, built in, and caller.c, a module."""
    makefile = (mini.path / "drivers/misc/Makefile").read_text()

    def make(exports, licence="GPL", objects=None, **files):
        mini.write("drivers/misc/Makefile", makefile + (
            objects or "obj-y += giver.o\nobj-m += caller.o\n"))
        mini.write("drivers/misc/giver.c", GIVER % (OLD, exports))
        mini.write("drivers/misc/caller.c", USER % licence)
        for name, text in files.items():
            mini.write(f"drivers/misc/{name}.c", text)
        mini.commit("modules")
        return mini.path
    return make


def series(tmp_path, rule=RENAME):
    s = simple(tmp_path, rule=rule)
    s.write("kernel.config", "CONFIG_MODULES=y\n")
    return s


NEEDS = "drivers/misc/caller.c:10: error: '%s' %s, and the module 'caller'"


def test_symbol_that_is_not_exported(modules, tmp_path):
    r = fails(modules(""), series(tmp_path), "--verify", "object",
              says=NEEDS % ("new", "is not exported"))
    assert "10-rename" in r.stdout


@pytest.mark.parametrize("exports, licence", [
    ("EXPORT_SYMBOL(new);", "GPL"), ("EXPORT_SYMBOL_GPL(new);", "GPL v2"),
    ("EXPORT_SYMBOL(new);", "Proprietary")])
def test_symbol_that_is_exported(modules, tmp_path, exports, licence):
    path = modules(exports, licence)
    first = applies(path, series(tmp_path), "--verify", "object").stdout
    assert " 1            0  " in first
    # what is kept says the same
    again = applies(path, series(tmp_path / "2"), "--verify", "object",
                    "--branch", "again").stdout
    assert " 1            0  " in again


def test_symbol_for_gpl_modules_only(modules, tmp_path):
    fails(modules("EXPORT_SYMBOL_GPL(new);", "Proprietary"), series(tmp_path),
          "--verify", "object",
          says=NEEDS % ("new", "is exported for GPL modules only"))


def test_export_that_is_not_compiled(modules, tmp_path):
    fails(modules("#ifdef CONFIG_NOWHERE\nEXPORT_SYMBOL(new);\n#endif"),
          series(tmp_path), "--verify", "object",
          says=NEEDS % ("new", "is not exported in this configuration"))


def test_symbol_of_the_same_module(modules, tmp_path):
    """The objects of one module need no export."""
    applies(modules("", objects="obj-m += both.o\n"
                                "both-y := caller.o giver.o\n"),
            series(tmp_path), "--verify", "object")


def test_symbol_of_another_module(modules, tmp_path):
    fails(modules("", objects="obj-m += caller.o giver.o\n"),
          series(tmp_path), "--verify", "object",
          says=NEEDS % ("new", "is not exported"))


def test_export_that_goes_while_it_is_used(modules, tmp_path):
    fails(modules(""), series(tmp_path, REMOVE), "--verify", "object",
          says=NEEDS % ("old", "is not exported"))


def test_export_that_goes_and_nobody_uses(modules, tmp_path):
    """The file that uses the symbol is built in."""
    applies(modules("", objects="obj-y += giver.o caller.o\n"),
            series(tmp_path, REMOVE), "--verify", "object")


def test_what_was_missing_before(modules, tmp_path):
    """The module could not be linked before the step either."""
    both = USER.replace("old(x)", "old(x) + new(x)")
    path = modules("", objects="obj-y += giver.o\nobj-m += user.o\n",
                   user=both % "GPL", caller="")
    applies(path, series(tmp_path), "--verify", "object")


def test_inline_function_that_calls_it(modules, tmp_path):
    """The name is on no line of the step: only the object shows it."""
    hidden = ("int old(int x);\nint hidden(int x);\n"
              "static inline int new(int x)\n{\n\treturn hidden(x);\n}\n")
    user = (USER % "GPL").replace("int old(int x);\nint new(int x);\n", hidden)
    for i, export in enumerate(("EXPORT_SYMBOL(hidden);", "")):
        path = modules("", objects="obj-y += giver.o hid.o\nobj-m += user.o\n",
                       caller="", user=user,
                       hid="#include <linux/export.h>\nint hidden(int x);\n"
                           "int hidden(int x)\n{\n\treturn x;\n}\n" + export)
        s = series(tmp_path / str(i))
        if export:
            applies(path, s, "--verify", "object", "--branch", "good")
        else:
            fails(path, s, "--verify", "object", "--branch", "bad",
                  says="'hidden' is not exported, and the module 'user'")
