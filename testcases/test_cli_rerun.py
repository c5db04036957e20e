# SPDX-License-Identifier: GPL-2.0-only
"""The sites of a series on another base, beside those of a former run."""

import pytest

from helpers import USES_OLD, applies, ratchet, simple
from sessions import (BRANCH, events, FIRST, goes_on, mend, old, REFUSE,
                      series, worktree)

# ---- on another base ----

def sites(r):
    """The lines below "sites beside": counts of a step, and what is told."""
    lines = r.stdout.splitlines()
    start = next(i for i, x in enumerate(lines) if x.startswith("sites be"))
    end = next(i for i, x in enumerate(lines) if "no commit was proven" in x)
    counts = {x.split()[0]: tuple(map(int, x.split()[1:]))
              for x in lines[start + 2:end] if not x.endswith("]")}
    return lines[start], counts, [x for x in lines[start:end]
                                  if x.endswith("]")]


@pytest.fixture
def applied(repo, tmp_path):
    """Two steps on a first base, which is tagged; a second one is checked out."""
    for name in "abc":
        repo.write(f"{name}.c", USES_OLD)
    repo.write("d.c", "int f(void) { return one(1); }\n")
    repo.commit()
    repo.git("tag", "first")
    repo.series = (simple(tmp_path, rule=FIRST)
                   .step("20-old", rule=REFUSE))
    applies(repo.path, repo.series)
    repo.git("rm", "-q", "c.c")
    repo.write("e.c", "\n" + USES_OLD)
    repo.write("b.c", "\n\nint more;\n\n" + USES_OLD)
    repo.commit("second")
    return repo


def onto(repo, *args):
    return applies(repo.path, repo.series, "--onto", "HEAD", "--branch",
                   "again", *args)


def test_sites_beside_a_former_run(applied):
    head, counts, told = sites(onto(applied))
    assert head == (f"sites beside the run on {applied.head('first')[:12]}, "
                    "ratchet/simple:")
    assert counts == {"10-rename": (1, 0, 0, 0), "20-old": (2, 1, 1, 0)}
    assert told == ["c.c:3: vanished [20-old]", "e.c:4: new [20-old]"]
    [former] = events(applied, "former")
    assert former["branch"] == "refs/heads/ratchet/simple"
    assert [(x["path"], x["line"], x["is"]) for x in events(applied, "site")] \
        == [("c.c", 3, "vanished"), ("e.c", 4, "new")]


@pytest.mark.parametrize("text, edited", [
    (USES_OLD.replace("old(1)", "new(1) + 1"), True),
    (USES_OLD.replace("old(1)", "old(1)"), True),      # put back
    (USES_OLD.replace("\treturn old(1);\n", ""), True),
    ("int before;\n" + USES_OLD.replace("old", "new"), False),
    (USES_OLD.replace("old", "new") + "int behind;\n", False),
    (USES_OLD.replace("\treturn old", "\tg();\n\treturn new"), False),
])
def test_edited_by_hand_since(applied, text, edited):
    applied.git("stash", "-q", "-u", check=False)
    applied.git("checkout", "-q", BRANCH)
    applied.write("b.c", text)
    applied.commit("by hand")
    applied.git("checkout", "-q", "main")
    _, counts, told = sites(onto(applied))
    assert counts["20-old"] == ((1, 1, 1, 1) if edited else (2, 1, 1, 0))
    assert ("b.c:3: edited by hand since [20-old]" in told) == edited


def test_amended_by_hand(applied):
    """Not on top, but in the commit."""
    applied.git("checkout", "-q", BRANCH)
    applied.write("a.c", USES_OLD.replace("old", "newest"))
    applied.git("commit", "-q", "-a", "--amend", "--no-edit")
    applied.git("checkout", "-q", "main")
    _, counts, told = sites(onto(applied))
    assert "a.c:3: edited by hand since [20-old]" in told


def test_only_runs_on_the_same_base(repo, tmp_path):
    """They are looked at and passed over, several of them."""
    repo.write("a.c", USES_OLD)
    repo.commit()
    series = simple(tmp_path, rule=FIRST).step("20-old", rule=REFUSE)
    for branch in ("one", "two", "three"):
        r = applies(repo.path, series, "--onto", "HEAD", "--branch", branch)
        assert "sites beside" not in r.stdout


def test_no_former_run(applied):
    """None of that series, none that is there still, the same base."""
    r = applies(applied.path, applied.series, "--branch", "x")
    assert "sites beside" not in r.stdout, "nobody asked"
    applied.git("branch", "-D", "x")
    r = applies(applied.path, applied.series, "--onto", "first", "--branch",
                "y")
    assert "sites beside the run on" in r.stdout
    for branch in ("y", BRANCH):
        applied.git("branch", "-D", branch)
    applied.git("reflog", "expire", "--expire=now", "--all")
    applied.git("gc", "-q", "--prune=now")
    assert "sites beside" not in onto(applied).stdout


def test_sites_of_a_run_that_was_continued(old, tmp_path):
    s = series(tmp_path)
    applies(old.path, s, "--steps", "10")
    old.git("branch", "-D", BRANCH)
    old.write("e.c", "int e;\n")
    old.commit("second")
    r = ratchet("apply", s, "--onto", "HEAD", cwd=old.path)
    assert r.returncode == 1
    mend(worktree(old))
    _, counts, told = sites(goes_on(old))
    assert counts == {"10-rename": (1, 0, 0, 0), "20-old": (0, 3, 0, 0),
                      "30-newer": (0, 2, 0, 0)}
