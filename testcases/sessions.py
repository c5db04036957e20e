# SPDX-License-Identifier: GPL-2.0-only
"""A run that stops at the second of three steps, and what goes on from there."""

import json

import pytest

from helpers import USES_OLD, ratchet, simple, state

BRANCH = "ratchet/simple"
FIRST = "@@ expression e; @@\n- one(e)\n+ two(e)\n"
THIRD = "@@ expression e; @@\n- new(e)\n+ newer(e)\n"
# what stands in the way: the second step wants it gone, and cannot
STALE = "int stale;\n\n"
REFUSE = """@bad@ position p; @@
  old@p(99)
@script:python@ p << bad.p; @@
print(f"ratchet: refuse {p[0].line} {p[0].column} ninety-nine is too much")
@@ expression e; @@
- old(e)
+ new(e)
"""


def series(tmp_path, **second):
    second = second or {"expect": "absent word stale\n"}
    return (simple(tmp_path, rule=FIRST).step("20-old", **second)
            .step("30-newer", rule=THIRD))


@pytest.fixture
def old(repo):
    repo.write("a.c", USES_OLD)
    repo.write("b.c", STALE + USES_OLD)
    repo.write("c.c", "int f(void) { return one(1); }\n")
    repo.commit()
    return repo


@pytest.fixture
def stopped(old, tmp_path):
    """At the second of three steps."""
    old.before = state(old.path)
    old.series = series(tmp_path)
    r = ratchet("apply", old.series, cwd=old.path)
    assert r.returncode == 1, r.stderr
    return old


def worktree(repo):
    """The default one, made."""
    r = ratchet("status", "--worktree", cwd=repo.path)
    assert r.returncode == 0, r.stderr
    return repo.path / ".git" / "ratchet" / "mend"


def mend(tree, path="b.c"):
    text = (tree / path).read_text()
    assert "stale" in text
    (tree / path).write_text(text.replace("int stale;", "int fresh;"))


def goes_on(repo, command="continue", status=0, env=None):
    r = ratchet(command, cwd=repo.path, env=env)
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    return r


def states(r):
    return {line.split()[0]: " ".join(line.split()[1:-6])
            for line in r.stdout.splitlines() if line[:2].isdigit()
            and ":" not in line.split()[0]}


def is_over(repo):
    """Nothing of the session is left."""
    assert ratchet("status", cwd=repo.path).stdout == (
        "no run has stopped here\n")
    assert "session" not in repo.refs()
    assert not (repo.path / ".git/worktrees").exists()
    assert not (repo.path / ".git/ratchet/mend").exists()
    assert not (repo.path / ".git/ratchet/session.json").exists()
    assert not (repo.path / ".git/refs/ratchet").exists()


def events(repo, name):
    newest = max((repo.path / ".git/ratchet/ledger").iterdir(),
                 key=lambda p: p.stat().st_mtime_ns)
    lines = [json.loads(x) for x in newest.read_text().splitlines()]
    return [x for x in lines if x["event"] == name]


@pytest.fixture
def mended(stopped):
    """Mended and applied; the branch is away again, its tip is kept."""
    mend(worktree(stopped))
    goes_on(stopped)
    stopped.tip = stopped.head(BRANCH)
    stopped.git("branch", "-D", BRANCH)
    return stopped
