# SPDX-License-Identifier: GPL-2.0-only
"""ratchet verify --replay: is a commit what its rules make of its parent?"""

import pytest

from conftest import SERIES
from helpers import USES_OLD, ratchet, state, two_steps_applied, unable


@pytest.fixture
def work(tmp_path, repo):
    """A series of two steps, applied and checked out."""
    two_steps_applied(tmp_path, repo, expect="absent function old\n")
    repo.git("checkout", "-q", "-b", "work", "ratchet/two")
    return repo


def replay(repo, *args, status=0):
    before = state(repo.path)
    r = ratchet("verify", "--replay", *args, "--series", repo.series, cwd=repo.path)
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    assert state(repo.path) == before
    return r.stdout.splitlines()


def test_same(work):
    one, two = work.head("HEAD~")[:12], work.head()[:12]
    assert replay(work, "start..HEAD") == [
        f"1/2 {one} identical: area: do 01-rename",
        f"2/2 {two} identical: area: do 02-again",
        "2 of 2 commits are what their rules make"]
    # rewording and new dates make no difference
    work.git("commit", "-q", "--amend", "-m", "other words\n\n" + work.git(
        "log", "-1", "--format=%B").strip().split("\n\n")[-1])
    assert "identical: other words" in replay(work, "HEAD")[0]


def test_edited(work):
    """What somebody changed by hand is shown, and only that."""
    work.write("b.c", "int g(void)\n{\n\treturn fourth() + 1;\n}\n")
    work.git("commit", "-q", "-a", "--amend", "--no-edit")
    lines = replay(work, "start..HEAD", status=1)
    assert "identical" in lines[0] and " DIFFERS: area: do 02-again" in lines[1]
    assert [x for x in lines if x.startswith(("-", "+"))] == [
        "--- made/b.c", "+++ commit/b.c", "-\treturn fourth();",
        "+\treturn fourth() + 1;"]
    assert lines[-1] == "1 of 2 commits are what their rules make"


def test_more_than_its_rules(work):
    """A file that no rule of the step wrote."""
    work.write("c.c", "int c;\n")
    work.git("add", "c.c")
    work.git("commit", "-q", "--amend", "--no-edit")
    lines = replay(work, "HEAD", status=1)
    assert "+++ commit/c.c" in lines


def test_a_step_with_nothing_to_do(work):
    """Its trailers, on a commit of somebody else's."""
    message = work.git("log", "-1", "--format=%B")
    work.write("c.c", "int c;\n")
    work.git("add", "c.c")
    work.git("commit", "-q", "-m", message)
    lines = replay(work, "HEAD", status=1)
    assert "DIFFERS" in lines[0] and "+++ commit/c.c" in lines


def test_refused(work):
    """The step fails on this parent."""
    message = work.git("log", "-1", "--format=%B", "HEAD~")
    work.git("checkout", "-q", "-b", "other", "start")
    work.write("c.c", "int (*p)(int) = old;\n#define OLD old\nint f2(void)\n"
                      "{\n\treturn old(2);\n}\n")
    work.commit()
    work.write("a.c", USES_OLD.replace("old", "new"))
    work.git("commit", "-q", "-a", "-m", message)
    lines = replay(work, "HEAD", status=1)
    assert "REFUSED: area: do 01-rename" in lines[0]
    assert lines[1].startswith("  c.c:1:")


def test_not_at_hand(work):
    """Another text of the rule is not "differs"."""
    work.series.write("02-again/20-rule.cocci", "@@ @@\n- third()\n+ fifth()\n")
    lines = replay(work, "start..HEAD", status=125)
    assert "identical" in lines[0]
    assert "not at hand: area: do 02-again" in lines[1]
    assert lines[2] == "  step '02-again' of series 'two', which is not as it was then"
    r = ratchet("verify", "--replay", "HEAD", cwd=work.path)
    assert r.returncode == 125
    assert "  step '02-again' of series 'two', which is not found" in r.stdout


def test_not_ours(work):
    work.write("c.c", "int c;\n")
    work.commit("by hand\n\nRatchet-Series: two\nRatchet-Step: 02-again\n"
                "Ratchet-Rule: sha1:0\n\nbut not in the last paragraph")
    lines = replay(work, "start..HEAD", status=125)
    assert "3/3" in lines[2] and "not made by a series: by hand" in lines[2]
    work.git("commit", "-q", "--amend", "-m", "x\n\nRatchet-Series: ../two\n"
             "Ratchet-Step: 02-again\nRatchet-Rule: sha1:0\n")
    lines = replay(work, "HEAD", status=125)
    assert "not at hand" in lines[0]


def test_other_tools(work):
    message = work.git("log", "-1", "--format=%B")
    work.write("b.c", "int g(void)\n{\n\treturn 4;\n}\n")
    work.git("commit", "-q", "-a", "--amend", "-m",
             message.replace("spatch ", "spatch 9."))
    lines = replay(work, "HEAD", status=1)
    assert lines[1].startswith("  made with ratchet ") and "spatch 9." in lines[1]


def test_flagship(mini_applied, tmp_path):
    """Every step of the real series, on the miniature kernel."""
    clone = mini_applied.path
    r = ratchet("verify", "--replay", f"--series={SERIES}", "main..states", cwd=clone)
    assert r.returncode == 0, r.stdout + r.stderr
    assert "24 of 24 commits are what their rules make" in r.stdout


def test_usage(work):
    for args, says in [
            (("HEAD", "--series", "x"), "--series goes with --replay"),
            (("--replay", "HEAD", "--full"), "nothing is built with --replay"),
            (("--replay",), "a range of commits is needed"),
            (("--replay", "start"), "has no parent to make it from"),
            (("--replay", "HEAD", "--series", "./nowhere"), "nowhere")]:
        unable(work.path, "verify", *args, says=says)
