# SPDX-License-Identifier: GPL-2.0-only
"""A run that stops at a step: continue, skip, abort, status."""

import subprocess
import sys

import pytest

from conftest import Repo
from helpers import (USES_OLD, but_for_branch, git, ratchet, simple, state,
                     unable)
from sessions import (BRANCH, events, goes_on, is_over, mend, mended, old,
                      REFUSE, series, STALE, states, stopped, worktree)

# ---- it stops ----

def test_stops_and_says_what_to_do(old, tmp_path):
    before = state(old.path)
    r = ratchet("apply", series(tmp_path), cwd=old.path)
    assert r.returncode == 1
    assert r.stdout.splitlines()[-1] == (
        "stopped at 20-old, 1 commit is held; mend it ('ratchet status "
        "--worktree'), then ratchet continue; or ratchet skip, or abort")
    # but for the ref that holds its commits, and that directory
    after = state(old.path)
    assert after["refs"].pop(b"ratchet/session")[0] == "file"
    assert after["refs"].pop(b"ratchet")[0] == "dir"
    assert after == before
    assert old.git("log", "-1", "--format=%s", "refs/ratchet/session^") == (
        "area: do 10-rename\n")


def test_status(stopped):
    r = ratchet("status", cwd=stopped.path)
    assert r.returncode == 0 and r.stderr == ""
    base, tip = stopped.head(), stopped.head("refs/ratchet/session^")
    assert r.stdout.splitlines() == [
        f"series simple on {base[:12]}, to be ratchet/simple",
        "stopped at 20-old, it failed:",
        "  b.c:1: word stale is still there (unexplained)",
        f"1 commit so far, the last {tip[:12]}:",
        f"  {tip[:12]} 10-rename",
        "work tree: none yet, 'ratchet status --worktree' makes it",
        "go on by ratchet continue, or ratchet skip, or ratchet abort"]


def test_no_session(old):
    before = state(old.path)
    r = ratchet("status", cwd=old.path)
    assert (r.returncode, r.stdout) == (0, "no run has stopped here\n")
    for command in (["continue"], ["skip"], ["abort"],
                    ["status", "--worktree"]):
        unable(old.path, *command, says="no run has stopped here")
    assert state(old.path) == before


@pytest.mark.parametrize("args", [["continue", "x"], ["skip", "--worktree"],
                                  ["abort", "-j2"], ["status", "x"],
                                  ["status", "--worktree", "a", "b"],
                                  ["continue", "-C", "/nonexistent"]])
def test_wrong_usage(stopped, args):
    unable(stopped.path, *args)


def test_a_second_apply(stopped):
    said = unable(stopped.path, "apply", stopped.series,
                  says="a run of series 'simple' stopped at '20-old'")
    assert "ratchet continue, skip or abort" in said
    # what writes nothing is no matter
    r = ratchet("apply", stopped.series, "-n", "--steps", "10",
                cwd=stopped.path)
    assert r.returncode == 0, r.stderr


def test_keep_proven_ends_the_run(old, tmp_path):
    r = ratchet("apply", series(tmp_path), "--keep-proven", cwd=old.path)
    assert r.returncode == 1 and "1 commits before it are on" in r.stdout
    is_over(old)


def test_damaged_session(stopped):
    path = stopped.path / ".git/ratchet/session.json"
    path.write_text(path.read_text()[:100])
    for command in ("continue", "skip", "abort", "status"):
        unable(stopped.path, command, says="is damaged")


# ---- the work tree ----

def test_worktree_disturbs_nobody(stopped):
    stopped.write("a.c", "being edited\n")
    stopped.write("new.c", "")
    stopped.git("add", "a.c")
    before = state(stopped.path)
    tree = worktree(stopped)
    assert state(stopped.path) == before
    # what the step's passes could do is there, as changes of the index
    assert (tree / "a.c").read_text() == USES_OLD.replace("old", "new")
    assert git(tree, "status", "--porcelain") == "M  a.c\nM  b.c\n"
    assert git(tree, "rev-parse", "HEAD") == stopped.git(
        "rev-parse", "refs/ratchet/session^")
    r = ratchet("status", cwd=stopped.path)
    assert f"work tree: {tree}, nothing edited yet" in r.stdout
    mend(tree)
    r = ratchet("status", cwd=tree)
    assert f"work tree: {tree}, edited:\n  b.c\n" in r.stdout
    # asked for again, it stays as it is
    worktree(stopped)
    assert "fresh" in (tree / "b.c").read_text()
    goes_on(stopped, "abort")
    assert not tree.exists()
    is_over(stopped)
    assert stopped.git("status", "--porcelain") == "M  a.c\n?? new.c\n"


@pytest.mark.parametrize("how", ["apply", "status", "equals"])
def test_worktree_of_his_choice(old, tmp_path, how):
    where = tmp_path / "elsewhere"
    s = series(tmp_path)
    if how == "apply":
        r = ratchet("apply", s, "--worktree", where, cwd=old.path)
        assert r.returncode == 1 and f"mend it in {where}\n" in r.stdout
    else:
        ratchet("apply", s, cwd=old.path)
        args = (["--worktree", "../elsewhere/"] if how == "status" else
                [f"--worktree={where}"])
        r = ratchet("status", *args, cwd=old.path)
        assert r.returncode == 0 and f"work tree: {where}, " in r.stdout
        unable(old.path, "status", "--worktree", tmp_path / "other",
               says="the step has a work tree already")
    mend(where)
    goes_on(old)
    assert not where.exists()
    is_over(old)
    assert "fresh" in old.show(BRANCH, "b.c")


def test_worktree_where_something_is(old, tmp_path):
    s = series(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("x")
    unable(old.path, "apply", s, "--worktree", tmp_path / "full",
           says="is there already")
    unable(old.path, "apply", s, "--worktree", tmp_path / "t", "-n",
           says="--worktree is to go on after a step that fails")
    ratchet("apply", s, cwd=old.path)
    unable(old.path, "status", "--worktree", tmp_path / "full",
           says="is there already")
    unable(old.path, "status", "--worktree", tmp_path / "no/such",
           says="cannot make")
    assert (tmp_path / "full/file").read_text() == "x"
    goes_on(old, "abort")
    assert (tmp_path / "full/file").read_text() == "x"
    is_over(old)


@pytest.mark.parametrize("chosen", [False, True])
def test_worktree_that_somebody_removed(stopped, tmp_path, chosen):
    tree = tmp_path / "t" if chosen else worktree(stopped)
    if chosen:
        ratchet("status", "--worktree", tree, cwd=stopped.path)
    mend(tree)
    subprocess.run(["rm", "-r", str(tree)], check=True)
    assert "which is gone" in ratchet("status", cwd=stopped.path).stdout
    unable(stopped.path, "continue", says="is gone")
    args = [str(tree)] if chosen else []
    r = ratchet("status", "--worktree", *args, cwd=stopped.path)
    assert r.returncode == 0 and "nothing edited yet" in r.stdout, r.stderr
    subprocess.run(["rm", "-r", str(tree)], check=True)
    goes_on(stopped, "abort")
    is_over(stopped)


def test_hooks_and_filters(stopped, tmp_path):
    """No hook runs; the user's conversions do, both ways."""
    for hook in ("post-checkout", "post-index-change", "reference-transaction",
                 "pre-commit"):
        path = stopped.path / ".git/hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        path.chmod(0o755)
    stopped.git("config", "core.autocrlf", "true")
    tree = worktree(stopped)
    assert (tree / "b.c").read_bytes().startswith(b"int stale;\r\n")
    r = ratchet("status", cwd=stopped.path)
    assert "nothing edited yet" in r.stdout
    data = (tree / "b.c").read_bytes()
    (tree / "b.c").write_bytes(data.replace(b"stale", b"fresh"))
    goes_on(stopped)
    assert not (tmp_path / "ran").exists()
    assert "\r" not in stopped.show(BRANCH, "b.c")
    is_over(stopped)


# ---- continue ----

def test_continue(stopped):
    mend(worktree(stopped))
    r = goes_on(stopped)
    assert states(r) == {"10-rename": "applied", "20-old": "mended",
                         "30-newer": "applied"}
    assert "3 commits on ratchet/simple" in r.stdout
    is_over(stopped)
    assert but_for_branch(stopped.before, state(stopped.path), BRANCH)
    assert stopped.show(BRANCH, "b.c") == (
        "int fresh;\n\n" + USES_OLD.replace("old", "newer"))
    assert stopped.git("diff", "--name-only", BRANCH + "~2",
                       BRANCH + "~") == "a.c\nb.c\n"
    message = stopped.git("log", "-1", "--format=%B", BRANCH + "~")
    assert message.startswith("area: do 20-old\n")
    assert "\nRatchet-Step: 20-old\n" in message
    [event] = events(stopped, "mend")
    assert event["by"] == "hand" and event["step"] == "20-old"
    assert f"\nRatchet-Mended: sha1:{event['resolution']}\n" in message
    for line in stopped.git("log", "-1", "--format=%B", BRANCH).splitlines():
        assert "Ratchet-Mended" not in line
    stopped.git("fsck", "--strict")


def test_not_mended_yet(stopped):
    tree = worktree(stopped)
    (tree / "b.c").write_text("int stale, staler;\n")
    before = state(stopped.path)
    r = goes_on(stopped, status=1)
    assert "b.c:1:5: error: word stale is still there" in r.stderr
    assert r.stdout.splitlines()[-1] == f"mend it in {tree}"
    assert state(stopped.path) == before
    assert (tree / "b.c").read_text() == "int stale, staler;\n"
    (tree / "b.c").write_text("int staler;\n")
    goes_on(stopped)
    assert stopped.show(BRANCH, "b.c") == "int staler;\n"
    is_over(stopped)


def test_nothing_edited(stopped):
    """With or without a work tree: the step is tried as it is."""
    for _ in range(2):
        r = goes_on(stopped, status=1)
        assert "word stale is still there" in r.stderr
        assert states(r)["10-rename"] == "applied"
        worktree(stopped)


def test_rules_mended_instead(stopped):
    """A step that can be done now is no mended one."""
    worktree(stopped)
    stopped.series.write("20-old/expect", "")
    r = goes_on(stopped)
    assert states(r)["20-old"] == "applied"
    assert "Ratchet-Mended" not in stopped.git("log", "--format=%B", BRANCH)
    is_over(stopped)


def test_both_mended(stopped):
    mend(worktree(stopped))
    stopped.series.write("20-old/message", "area: other words\n")
    unable(stopped.path, "continue", says="undo one of the two")


def test_step_that_is_gone(stopped):
    stopped.series.write("series", "10-rename\n30-newer\n")
    unable(stopped.path, "continue", says="has no step '20-old' any more")
    goes_on(stopped, "abort")
    is_over(stopped)


def test_files_made_removed_and_renamed(stopped):
    tree = worktree(stopped)
    (tree / "b.c").rename(tree / "d.c")
    (tree / "d.c").write_text("int fresh;\n")
    (tree / "run").write_text("#!/bin/sh\n")
    (tree / "run").chmod(0o755)
    (tree / "link").symlink_to("a.c")
    (tree / "deep/er").mkdir(parents=True)
    (tree / "deep/er/x.h").write_text("")
    goes_on(stopped)
    assert stopped.git("diff", "--summary", "--no-renames", BRANCH + "~2",
                       BRANCH + "~").split("\n")[:-1] == [
        " delete mode 100644 b.c", " create mode 100644 d.c",
        " create mode 100644 deep/er/x.h", " create mode 120000 link",
        " create mode 100755 run"]
    git(stopped.path, "fsck", "--strict")


def test_what_git_ignores_is_left_out(old, tmp_path):
    old.write(".gitignore", "*.o\n")
    old.commit()
    ratchet("apply", series(tmp_path), cwd=old.path)
    tree = worktree(old)
    mend(tree)
    (tree / "b.o").write_text("built")
    goes_on(old)
    assert "b.o" not in old.git("ls-tree", "-r", "--name-only", BRANCH)


def test_submodule(stopped, tmp_path):
    tree = worktree(stopped)
    mend(tree)
    inner = Repo(tree / "inner")
    inner.commit()
    unable(stopped.path, "continue", says="'inner' is a submodule")


def test_refused_site(old, tmp_path):
    """What somebody does by hand, the rules do the rest."""
    old.write("b.c", USES_OLD.replace("(1)", "(99)") + USES_OLD)
    old.commit()
    s = series(tmp_path, rule=REFUSE)
    r = ratchet("apply", s, cwd=old.path)
    assert r.returncode == 1 and "ninety-nine" in r.stderr
    tree = worktree(old)
    assert git(tree, "status", "--porcelain") == ""
    text = (tree / "b.c").read_text()
    (tree / "b.c").write_text(text.replace("old(99)", "much()"))
    goes_on(old)
    assert old.show(BRANCH, "b.c") == (
        USES_OLD.replace("old(1)", "much()") +
        USES_OLD.replace("old", "newer"))
    assert old.show(BRANCH, "a.c") == USES_OLD.replace("old", "newer")


def test_stops_twice(old, tmp_path):
    """The work tree goes along to the next step."""
    old.write("c.c", STALE.replace("stale", "mouldy") +
              old.show("HEAD", "c.c"))
    old.commit()
    s = series(tmp_path).step("40-last", rule="@@ @@\n- newer(1)\n+ x()\n",
                              expect="absent word mouldy\n")
    ratchet("apply", s, cwd=old.path)
    tree = worktree(old)
    mend(tree)
    (tree / "scrap").mkdir()
    (tree / "scrap/new.c").write_text("int n;\n")
    r = goes_on(old, status=1)
    assert "stopped at 40-last, 3 commits are held" in r.stdout
    assert r.stdout.splitlines()[-1] == f"mend it in {tree}"
    assert git(tree, "status", "--porcelain") == "M  a.c\nM  b.c\n"
    assert (tree / "scrap/new.c").exists()
    r = ratchet("status", cwd=old.path)
    assert " 20-old, mended\n" in r.stdout and "nothing edited" in r.stdout
    (tree / "c.c").write_text("int f(void) { return two(1); }\n")
    r = goes_on(old)
    assert states(r) == {"10-rename": "applied", "20-old": "mended",
                         "30-newer": "applied", "40-last": "mended"}
    is_over(old)


def test_what_was_asked_for_holds(old, tmp_path):
    """Branch, steps, sign-off and base are as they were then."""
    s = series(tmp_path).step("40-no", rule="@@ @@\n- newer(1)\n+ x()\n")
    base = old.head()
    r = ratchet("apply", s, "--branch", "mine", "-s", "--steps", "20..30",
                cwd=old.path)
    assert r.returncode == 1
    old.git("commit", "-q", "--allow-empty", "-m", "goes on meanwhile")
    mend(worktree(old))
    goes_on(old)
    assert old.head("mine~2") == base
    log = old.git("log", "--format=%s %(trailers:key=Signed-off-by)",
                  f"{base}..mine")
    assert log.count("Signed-off-by: C O Mitter") == 2
    assert "30-newer" in log and "20-old" in log and "10-rename" not in log


def test_one_rule(old, tmp_path):
    rule = tmp_path / "rule.cocci"
    rule.write_text("/// Do it.\n" + REFUSE)
    old.write("b.c", USES_OLD.replace("(1)", "(99)"))
    old.commit()
    r = ratchet("apply", "--rule", "../rule.cocci", cwd=old.path)
    assert r.returncode == 1
    tree = worktree(old)
    (tree / "b.c").write_text("int b;\n")
    goes_on(old)
    assert old.show("ratchet/rule", "b.c") == "int b;\n"
    is_over(old)


def test_bare_repository(old, tmp_path):
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", old.path, bare)
    s = series(tmp_path)
    assert ratchet("apply", s, "-C", bare, cwd=tmp_path).returncode == 1
    r = ratchet("status", "--worktree", "-C", bare, cwd=tmp_path)
    assert r.returncode == 0, r.stderr
    mend(bare / "ratchet/mend")
    r = ratchet("continue", "-C", bare, cwd=tmp_path)
    assert r.returncode == 0, r.stderr
    assert "fresh" in git(bare, "show", f"{BRANCH}:b.c")


def test_branch_that_came_meanwhile(stopped):
    mend(worktree(stopped))
    stopped.git("branch", BRANCH, "main")
    stopped.git("commit", "-q", "--allow-empty", "-m", "other")
    stopped.git("branch", "-f", BRANCH, "HEAD")
    unable(stopped.path, "continue", "-q", says="is something else")
    stopped.git("branch", "-D", BRANCH)
    goes_on(stopped)
    is_over(stopped)


# ---- skip and abort ----

def test_skip(stopped):
    mend(worktree(stopped))
    r = goes_on(stopped, "skip")
    assert states(r) == {"10-rename": "applied", "20-old": "skipped",
                         "30-newer": "already applied"}
    assert [x["step"] for x in events(stopped, "skip")] == ["20-old"]
    is_over(stopped)
    assert stopped.show(BRANCH, "b.c") == STALE + USES_OLD


def test_skip_all_there_is(old, tmp_path):
    s = simple(tmp_path, expect="absent word stale\n")
    ratchet("apply", s, cwd=old.path)
    r = goes_on(old, "skip")
    assert "nothing to do" in r.stdout
    is_over(old)
    assert BRANCH not in old.refs()


def test_skip_stays_in_the_table(old, tmp_path):
    s = series(tmp_path).step("40-last", rule="@@ @@\n- two(1)\n+ x()\n",
                              expect="absent word f\n")
    ratchet("apply", s, cwd=old.path)
    r = goes_on(old, "skip", status=1)
    assert "stopped at 40-last" in r.stdout
    assert "skipped      20-old" in ratchet("status", cwd=old.path).stdout
    r = goes_on(old, "skip")
    assert states(r)["20-old"] == states(r)["40-last"] == "skipped"


def test_abort(stopped):
    mend(worktree(stopped))
    assert goes_on(stopped, "abort").stdout == (
        "the run of simple is given up; no branch was made\n")
    is_over(stopped)
    assert state(stopped.path) == stopped.before
    # and a new one may begin
    r = ratchet("apply", stopped.series, cwd=stopped.path)
    assert r.returncode == 1 and "stopped at 20-old" in r.stdout


# ---- one at a time ----

def test_lock(stopped):
    """While somebody has it; whoever dies has it no more."""
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import fcntl, sys, time\n"
         f"f = open({str(stopped.path / '.git/ratchet/lock')!r}, 'r+')\n"
         "fcntl.lockf(f, fcntl.LOCK_EX)\n"
         "print('locked', flush=True)\ntime.sleep(60)\n"],
        stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "locked\n"
        for command in (["continue"], ["skip"], ["abort"],
                        ["apply", str(stopped.series)],
                        ["status", "--worktree"]):
            unable(stopped.path, *command,
                   says=f"another run works in this repository, process "
                        f"{holder.pid}")
        # who only looks waits for nobody
        assert ratchet("status", cwd=stopped.path).returncode == 0
    finally:
        holder.kill()
        holder.wait()
    goes_on(stopped, "abort")
    is_over(stopped)
