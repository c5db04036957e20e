# SPDX-License-Identifier: GPL-2.0-only
"""ratchet check: commits that use again what a series has removed."""

import re
import shutil

import pytest

from check_offences import HARMLESS, HEAD, NEW, OFFENCES
from conftest import Repo, SERIES, run
from helpers import ratchet, state


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


FINDING = re.compile(r"^(.*?)(?::(\d+))?(?::(\d+))?: (error|warning|note): .* \[(.*)\]$")


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
