# SPDX-License-Identifier: GPL-2.0-only
"""ratchet verify on the repository of an external module."""

import pytest

from conftest import MINI, Repo, run
from helpers import ratchet, state, unable

DRIVER = """\
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/slab.h>
#include "drv.h"

static int __init drv_init(void)
{
	kfree(drv_make());
	return 0;
}

static void __exit drv_exit(void)
{
}

module_init(drv_init);
module_exit(drv_exit);
MODULE_LICENSE("GPL");
"""
MAKE = """\
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include "drv.h"

void *drv_make(void)
{
	return kzalloc(8, GFP_KERNEL);
}
"""
HEADER = "/* SPDX-License-Identifier: GPL-2.0-only */\nvoid *drv_make(void);\n"


@pytest.fixture(scope="session")
def kdir(tmp_path_factory):
    """A built kernel to build modules for."""
    top = tmp_path_factory.mktemp("kdir")
    run("cp", "-a", MINI, top / "tree", check=True)
    for goal in ("defconfig", "all"):
        r = run("make", "-s", "-j2", "-C", top / "tree", f"O={top / 'obj'}", goal)
        assert r.returncode == 0, r.stderr
    return top / "obj"


@pytest.fixture
def module(tmp_path):
    r = Repo(tmp_path / "module")
    r.write("Makefile", "obj-m := drv.o\ndrv-y := main.o make.o\n")
    r.write("main.c", DRIVER)
    r.write("make.c", MAKE)
    r.write("drv.h", HEADER)
    r.write("unused.c", "int nobody;\n")
    r.commit("start")
    r.git("tag", "start")
    return r


def verify(repo, kdir, *args, status=0):
    before = state(repo.path)
    r = ratchet("verify", *args, f"KDIR={kdir}", cwd=repo.path)
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    assert state(repo.path) == before
    return r


def test_module(module, kdir):
    module.write("make.c", MAKE.replace("8", "16"))
    one = module.commit("make: larger")
    module.write("make.c", MAKE.replace("8", "16").replace(
        "\treturn", "\tint unused;\n\n\treturn"))
    two = module.commit("make: a variable")
    module.write("make.c", MAKE)
    three = module.commit("make: as it was")
    r = verify(module, kdir, "start..HEAD", "--keep-going", status=1)
    lines = r.stdout.splitlines()
    assert lines[0] == \
        f"01/03 {one[:12]} proven: 2 built, 1 not compiled: make: larger"
    assert lines[1].startswith(f"02/03 {two[:12]} FAILED: 2 built, 1 not comp")
    assert lines[2].startswith("  + make.c:7:13: warning: unused variable")
    assert lines[3].startswith(f"03/03 {three[:12]} proven: 2 built")
    assert lines[4].startswith("  - make.c:7:13: warning: unused variable")
    assert lines[-1].startswith("2 of 3 commits proven")


def test_warning_of_a_file_that_did_not_change(module, kdir):
    """It is still there, though make would not compile the file again."""
    module.write("make.c", MAKE.replace("\treturn", "\tint unused;\n\n\treturn"))
    module.commit("make: a variable")
    module.git("tag", "warns")
    module.write("main.c", DRIVER.replace("return 0;", "return 0 ;"))
    module.commit("main: a blank")
    module.write("make.c", MAKE)
    module.commit("make: as it was")
    lines = verify(module, kdir, "warns..HEAD").stdout.splitlines()
    assert lines[0].startswith("01/02 ") and "proven" in lines[0]
    assert lines[1].startswith("02/02 ") and "proven" in lines[1]
    assert lines[2].startswith("  - make.c:7:13: warning: unused variable")


def test_error_in_a_user(module, kdir):
    module.write("drv.h", HEADER.replace("(void)", "(int size)"))
    module.commit("drv: a size")
    r = verify(module, kdir, "HEAD", status=1)
    assert "  + main.c:8:15: error: too few arguments" in r.stdout
    assert "FAILED: 0 built, 2 failed" in r.stdout


def test_symbol_that_the_kernel_does_not_export(module, kdir):
    module.write("make.c", MAKE.replace(
        "void *drv_make", "void lru_add_drain(void);\n\nvoid *drv_make").replace(
        "\treturn", "\tlru_add_drain();\n\treturn"))
    module.commit("make: drain")
    r = verify(module, kdir, "HEAD", status=1)
    assert '  + modpost: error: "lru_add_drain" [drv.ko] undefined!' in r.stdout


def test_in_a_directory(module, kdir, tmp_path):
    top = Repo(tmp_path / "top")
    for name in ("Makefile", "main.c", "make.c", "drv.h"):
        top.write(f"src/drv/{name}", (module.path / name).read_text())
    top.write("other.c", "#error not ours\n")
    top.commit("start")
    top.write("src/drv/make.c", MAKE.replace("8", "x"))
    top.commit("x")
    r = verify(top, kdir, "HEAD", "M=src/drv", status=1)
    assert "  + src/drv/make.c:7:24: error: 'x' undeclared" in r.stdout
    assert "1 built, 1 failed, 0 not compiled" in r.stdout


def test_a_makefile_that_lists_what_is_not_there(module, kdir):
    module.write("Makefile", "obj-m := drv.o\ndrv-y := main.o make.o more.o\n")
    module.commit("more")
    r = verify(module, kdir, "HEAD", status=1)
    assert "more.o" in r.stdout


def test_what_cannot_be(module, kdir, tmp_path):
    module.write("x", "")
    module.commit("x")
    unable(module.path, "verify", "HEAD", "M=src", says="M= needs KDIR=")
    unable(module.path, "verify", "HEAD", f"KDIR={tmp_path / 'no'}",
           says="there is no such directory")
    (tmp_path / "empty").mkdir()
    unable(module.path, "verify", "HEAD", f"KDIR={tmp_path / 'empty'}",
           "--config", "x", says="--config does not go with KDIR=")
    unable(module.path, "verify", "HEAD", f"KDIR={tmp_path / 'empty'}",
           says="it has no Makefile")
