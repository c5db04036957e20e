# SPDX-License-Identifier: GPL-2.0-only
"""What was mended by hand is done again by itself, and replayed."""

import os

import pytest

from helpers import USES_OLD, applies, ratchet, simple
from sessions import (BRANCH, events, goes_on, is_over, mend, mended, old, REFUSE,
                      series, STALE, states, stopped, worktree)

# ---- done again ----

def test_done_again(mended):
    r = applies(mended.path, mended.series)
    assert states(r)["20-old"] == "mended again"
    [event] = events(mended, "mend")
    assert event["by"] == "resolution"
    assert (f"20-old: mended as before, by resolution "
            f"{event['resolution'][:12]}\n") in r.stdout
    assert mended.head(BRANCH) == mended.tip
    r = applies(mended.path, mended.series)
    assert "nothing to do: ratchet/simple is this result already" in r.stdout


def test_done_again_on_another_base(mended):
    """Merged with what changed there; clean merges only."""
    mended.write("b.c", STALE + USES_OLD + "\nint more;\n")
    mended.commit()
    r = applies(mended.path, mended.series)
    assert states(r)["20-old"] == "mended again"
    assert mended.show(BRANCH, "b.c") == (
        "int fresh;\n\n" + USES_OLD.replace("old", "newer") + "\nint more;\n")


@pytest.mark.parametrize("text", ["long stale;\n\n" + USES_OLD,
                                  STALE.replace(";", ", b\0;") + USES_OLD])
def test_conflict(mended, text):
    mended.write("b.c", text)
    mended.commit()
    r = ratchet("apply", mended.series, cwd=mended.path)
    assert r.returncode == 1 and "stopped at 20-old" in r.stdout


def test_other_reasons(mended):
    """One more place than was mended then: somebody has to look."""
    mended.write("a.c", STALE + USES_OLD)
    mended.commit()
    r = ratchet("apply", mended.series, cwd=mended.path)
    assert r.returncode == 1
    assert "a.c:1:5: error: word stale" in r.stderr


def test_refused_elsewhere(old, tmp_path):
    """A refusal that nobody has answered is not passed over."""
    old.write("b.c", USES_OLD.replace("(1)", "(99)"))
    old.commit()
    s = series(tmp_path, rule=REFUSE)
    ratchet("apply", s, cwd=old.path)
    (worktree(old) / "b.c").write_text("int b;\n")
    goes_on(old)
    old.git("branch", "-D", BRANCH)
    assert applies(old.path, s).stdout.count("mended again") == 1
    old.git("branch", "-D", BRANCH)
    old.write("a.c", USES_OLD.replace("(1)", "(99)"))
    old.commit()
    r = ratchet("apply", s, cwd=old.path)
    assert r.returncode == 1 and "a.c:3:9: error: refused" in r.stderr


def test_damaged_resolution(mended):
    """One that is not what its name says is no resolution."""
    for path in (mended.path / ".git/ratchet/resolutions").iterdir():
        path.write_bytes(path.read_bytes().replace(b"fresh", b"worse"))
    r = ratchet("apply", mended.series, cwd=mended.path)
    assert r.returncode == 1 and "stopped at 20-old" in r.stdout


def test_two_resolutions(mended):
    """The one that was kept last is taken."""
    top = mended.path / ".git/ratchet/resolutions"
    [first] = top.iterdir()
    first.rename(mended.path / ".git/away")
    ratchet("apply", mended.series, cwd=mended.path)
    tree = worktree(mended)
    (tree / "b.c").write_text("int last;\n")
    goes_on(mended)
    mended.git("branch", "-D", BRANCH)
    (mended.path / ".git/away").rename(first)
    os.utime(first, (1, 1))
    applies(mended.path, mended.series)
    assert mended.show(BRANCH, "b.c") == "int last;\n"
    mended.git("branch", "-D", BRANCH)
    for path in top.iterdir():
        os.utime(path, (1, 1))
    os.utime(first)
    applies(mended.path, mended.series)
    assert mended.head(BRANCH) == mended.tip


# ---- replay ----

def replay(repo, status):
    r = ratchet("verify", "--replay", f"main..{BRANCH}", "--series",
                repo.series, cwd=repo.path)
    assert r.returncode == status, r.stdout + r.stderr
    return r.stdout


def test_replay(mended):
    applies(mended.path, mended.series)
    said = replay(mended, 0)
    assert "identical, with what was mended: area: do 20-old" in said
    assert "3 of 3 commits are what their rules make" in said
    for path in (mended.path / ".git/ratchet/resolutions").iterdir():
        path.rename(mended.path / ".git/away")
    said = replay(mended, 125)
    assert "not at hand: area: do 20-old" in said
    assert "a part of it was done by hand, and resolution 'sha1:" in said


def test_replay_of_more_than_was_mended(mended):
    applies(mended.path, mended.series, "--steps", "..20")
    mended.git("checkout", "-q", BRANCH)
    mended.write("b.c", mended.show("HEAD", "b.c") + "int more;\n")
    mended.git("commit", "-q", "-a", "--amend", "--no-edit")
    said = replay(mended, 1)
    assert "DIFFERS: area: do 20-old" in said and "+int more;" in said


@pytest.mark.parametrize("name", ["sha1:" + "0" * 40, "sha1:../session.json",
                                  "x", "sha1:" + "z" * 40])
def test_replay_of_a_trailer_that_names_no_resolution(mended, name):
    applies(mended.path, mended.series, "--steps", "..20")
    mended.git("checkout", "-q", BRANCH)
    text = mended.git("log", "-1", "--format=%B")
    head, _, _ = text.partition("Ratchet-Mended: ")
    mended.git("commit", "-q", "--amend", "-m",
               f"{head}Ratchet-Mended: {name}")
    assert f"resolution '{name}' is not in" in replay(mended, 125)


# ---- a proof that fails ----

SOURCE = "int extra(int x);\nstatic int old(int x)\n{\n\treturn x;\n}\n%s\n" \
    "int extra(int x)\n{\n\treturn old(x);\n}\n"
NEW = "static int new(int x)\n{\n\treturn x;\n}\n"
CALLS = "@@ expression e; @@\n return\n- old(e)\n+ new(e)\n ;\n"


def test_proof_that_fails(mini, tmp_path):
    """What is mended is proven, too; here and where it is done again."""
    path = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile",
               path.read_text() + "obj-y += extra.o\n")
    mini.write("drivers/misc/extra.c", SOURCE % "")
    mini.commit("extra")
    s = simple(tmp_path, rule=CALLS)
    s.write("kernel.config", "CONFIG_MINI_ODDITIES=n\n")
    r = mini.ratchet("apply", s, "--verify", "object")
    assert r.returncode == 1 and "proof failed" in r.stdout
    status = mini.ratchet("status").stdout
    assert "stopped at 10-rename, its proof failed:\n" in status
    assert "  drivers/misc/extra.c:" in status
    tree = worktree(mini) / "drivers/misc/extra.c"
    assert "new(x)" in tree.read_text()
    tree.write_text(tree.read_text() + "int more;\n")
    r = goes_on(mini, status=1)
    assert "proof failed" in r.stdout and "extra.c" in r.stderr
    tree.write_text(SOURCE.replace("old", "new") % "")
    r = goes_on(mini)
    assert r.stdout.splitlines()[1].split() == [
        "10-rename", "mended", "1", "2", "0", "1", "0",
        mini.head(BRANCH)[:12]]
    is_over(mini)
    tip = mini.head(BRANCH)
    mini.git("branch", "-D", BRANCH)
    r = applies(mini.path, s, "--verify", "object")
    assert "mended again" in r.stdout and mini.head(BRANCH) == tip
    # without a proof there is nothing to mend
    mini.git("branch", "-D", BRANCH)
    assert "mended" not in applies(mini.path, s).stdout
    # where what was mended does not build, it is no answer
    mini.git("branch", "-D", BRANCH)
    mini.write("drivers/misc/extra.c", SOURCE % "" + "int extra2(int x);\n"
               "int extra2(int x)\n{\n\treturn old(x) + extra(x);\n}\n")
    mini.commit("more")
    r = mini.ratchet("apply", s, "--verify", "object")
    assert r.returncode == 1 and "proof failed" in r.stdout
