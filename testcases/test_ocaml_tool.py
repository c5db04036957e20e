# SPDX-License-Identifier: GPL-2.0-only
"""ratchet-ocaml: what OCaml's tools did for a script is kept, and only that."""

import os
import pathlib
import stat
import subprocess

import pytest

from conftest import program

HELPER = pathlib.Path(program()).with_name("ratchet-ocaml.sanitized")
if not HELPER.exists():
    HELPER = HELPER.with_suffix("")
TOOL = """#!/bin/sh
echo "$@" >>"$0.log"
[ -e "$0.fail" ] && { echo broken >&2; exit 3; }
for last; do :; done
echo "$last: Coccilib"
while [ $# -gt 0 ]; do
        [ "$1" = -o ] && { cat "$last" >"$2"; echo x >"${last%ml}cmi"; }
        shift
done
"""


class Tool:
    def __init__(self, tmp):
        self.real = tmp / "real"
        self.links = tmp / "links"
        self.cache = tmp / "cache"
        for d in (self.real, self.links, tmp / "work"):
            d.mkdir()
        self.work = tmp / "work"
        self.tool = self.real / "ocamlopt.opt"
        self.tool.write_text(TOOL)
        self.tool.chmod(0o755)
        (self.links / "ocamlopt.opt").symlink_to(HELPER)

    def run(self, *args, ident="1"):
        return subprocess.run(
            [self.links / "ocamlopt.opt", *args], cwd=self.work, text=True,
            capture_output=True, timeout=20,
            env={"PATH": f"{self.links}:{os.environ['PATH']}",
                 "RATCHET_OCAML_PATH": f"{self.real}:{os.environ['PATH']}",
                 "RATCHET_OCAML_CACHE": str(self.cache),
                 "RATCHET_OCAML_ID": ident})

    def calls(self):
        log = self.real / "ocamlopt.opt.log"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def compile(self, name, text, **more):
        (self.work / f"{name}.ml").write_text(text)
        return self.run("-shared", "-o", f"{name}.cmxs", f"{name}.ml", **more)


@pytest.fixture
def tool(tmp_path):
    return Tool(tmp_path)


def test_same_script_under_another_name(tool):
    first = tool.compile("a", "let x = 1")
    assert (first.returncode, first.stdout) == (0, "a.ml: Coccilib\n")
    again = tool.compile("b", "let x = 1")
    assert (again.returncode, again.stdout) == (0, "b.ml: Coccilib\n")
    assert tool.calls() == 1
    assert (tool.work / "b.cmxs").read_text() == "let x = 1"
    # spatch takes it away, and complains if it is not there
    assert (tool.work / "b.cmi").exists()
    assert not (tool.work / "b.o").exists()


def test_what_differs_is_made_anew(tool):
    tool.compile("a", "let x = 1")
    tool.compile("a", "let x = 2")
    assert (tool.work / "a.cmxs").read_text() == "let x = 2"
    tool.compile("a", "let x = 2", ident="another compiler")
    tool.run("-shared", "-g", "-o", "a.cmxs", "a.ml")
    assert tool.calls() == 4


def test_failure_is_not_kept(tool):
    (tool.real / "ocamlopt.opt.fail").touch()
    r = tool.compile("a", "let x = 1")
    assert (r.returncode, r.stderr) == (3, "broken\n")
    (tool.real / "ocamlopt.opt.fail").unlink()
    assert tool.compile("a", "let x = 1").returncode == 0
    assert tool.calls() == 2


def test_damaged_value_is_not_used(tool):
    tool.compile("a", "let x = 1")
    for f in (tool.cache / "ocaml").rglob("*"):
        if f.is_file():
            f.chmod(stat.S_IRUSR | stat.S_IWUSR)
            f.write_bytes(f.read_bytes()[:-3] + b"???")
    assert tool.compile("b", "let x = 1").returncode == 0
    assert (tool.work / "b.cmxs").read_text() == "let x = 1"
    assert tool.calls() == 2


def test_cache_that_cannot_be_written(tool):
    tool.cache.write_text("a file is in the way")
    assert tool.compile("a", "let x = 1").returncode == 0
    assert (tool.work / "a.cmxs").read_text() == "let x = 1"


def test_not_for_people():
    r = subprocess.run([HELPER], capture_output=True, text=True, timeout=20,
                       env={"PATH": os.environ["PATH"]})
    assert r.returncode == 2 and "for spatch" in r.stderr
