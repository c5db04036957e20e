# SPDX-License-Identifier: GPL-2.0-only
"""Is every commit refused that an incremental build would refuse?

The oracle is "make -k" in a tree that was built before the commit: what it
refuses, by its status or by a warning that was not there, ratchet verify must
refuse, too, and nothing else.
"""

import os
import re
import shutil

import pytest

from conftest import MINI, SERIES, Repo, run
from faults import FAULTS, FINE

MODULES = re.compile(r"^#\s*M=.*$", re.M)


def fragment(name):
    text = (SERIES / "kernel.config").read_text()
    if name != "kernel":
        text += (SERIES / f"kernel-{name}.config").read_text()
    return MODULES.sub("", text)


def edit(path, old, new):
    """One edit of faults.py, to the file itself."""
    if new is None:
        path.unlink()
    elif old is None:
        text = path.read_text(errors="surrogateescape") if path.exists() else ""
        path.write_text(text + new, errors="surrogateescape")
    else:
        text = path.read_text(errors="surrogateescape")
        assert text.count(old) == 1, f"{path}: {old!r}: {text.count(old)}"
        path.write_text(text.replace(old, new), errors="surrogateescape")


def edit_all(tree, edits):
    for path, old, new in edits:
        edit(tree / path, old, new)


class Oracle:
    """A built tree, put back after each question."""

    def __init__(self, top, config, on):
        self.top, self.kept = top / "now", top / "kept"
        self.env = dict(os.environ, LC_ALL="C")
        shutil.copytree(MINI, self.top / "tree", symlinks=True)
        edit_all(self.top / "tree", on)
        (self.top / "obj").mkdir()
        self.make("defconfig")
        with open(self.top / "obj/.config", "a", encoding="utf-8") as f:
            f.write(fragment(config))
        self.make("olddefconfig")
        r = self.make()
        assert r.returncode == 0, r.stderr
        self.warned = self.warnings(r)
        self.copy(self.top, self.kept)

    @staticmethod
    def copy(old, new):
        """With time stamps: make must see the same."""
        shutil.rmtree(new, ignore_errors=True)
        run("cp", "-a", old, new, check=True)

    def make(self, *goals):
        return run("make", "-k", "-j2", "-C", self.top / "tree",
                   f"O={self.top / 'obj'}", *goals, env=self.env)

    @staticmethod
    def warnings(r):
        return {re.sub(r":[0-9]+", "", line) for line in r.stderr.splitlines()
                if "warning:" in line.lower()}

    def refuses(self, edits):
        """What it says against them; None: nothing."""
        edit_all(self.top / "tree", edits)
        r = self.make()
        self.copy(self.kept, self.top)
        if r.returncode or self.warnings(r) - self.warned:
            return r.stderr or "status"
        return None


@pytest.fixture(scope="session")
def oracles(tmp_path_factory):
    known = {}

    def get(config, on):
        key = config, on
        if key not in known:
            known[key] = Oracle(tmp_path_factory.mktemp("oracle"), config, on)
        return known[key]

    return get


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """A repository with the mini kernel, and a work tree for its proofs."""
    top = tmp_path_factory.mktemp("faults")
    shutil.copytree(MINI, top / "repo", symlinks=True)
    repo = Repo(top / "repo")
    repo.commit("mini kernel")
    repo.git("branch", "base")
    for config in ("kernel", "modules"):
        (top / f"{config}.config").write_text(fragment(config))
    return repo


def proof(repo, fault):
    repo.git("checkout", "-q", "-f", "-B", "work", "base")
    if fault.on:
        edit_all(repo.path, fault.on)
        repo.commit("before")
    edit_all(repo.path, fault.edits)
    repo.commit(fault.name)
    return repo.ratchet("verify", "HEAD", "--config",
                        repo.path.parent / f"{fault.config}.config",
                        "--build-dir", repo.path.parent / fault.config)


def chosen():
    """All of them in make check-faults; else two of three, and half of the good."""
    if os.environ.get("RATCHET_ALL_FAULTS"):
        return FAULTS + FINE
    return [f for i, f in enumerate(FAULTS) if i % 3 != 2] + FINE[::2]


@pytest.mark.parametrize("fault", chosen(), ids=lambda f: f.name)
def test_fault(fault, oracles, bench):
    said = oracles(fault.config, fault.on).refuses(fault.edits)
    assert (said is None) == (fault.good or not fault.oracle), said
    r = proof(bench, fault)
    assert r.returncode == (0 if fault.good else 1), r.stdout + r.stderr
