# SPDX-License-Identifier: GPL-2.0-only
"""A run that is ended at any instant leaves nothing but caches behind."""

import os
import shutil
import signal
import subprocess
import time
from random import Random

import pytest

from conftest import Repo, environment, program
from helpers import (RENAME, USES_OLD, but_for_branch, applies, git,
                     gives_up, ratchet, script, simple, state)

BRANCH = "ratchet/simple"
FILES = 4


def processes_below(top):
    """Those whose working directory is below @top: children, their children."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            cwd = os.readlink(f"/proc/{pid}/cwd")
            with open(f"/proc/{pid}/stat") as f:
                dead = f.read().rpartition(")")[2].split()[0] in "ZX"
        except OSError:
            continue
        if not dead and cwd.startswith(str(top)):
            found.append((int(pid), cwd))
    return found


def wait_until(true, seconds):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    """A repository, a slow spatch, a series; the tip and time of a whole run."""
    top = tmp_path_factory.mktemp("kill")
    repo = Repo(top / "repo")
    for i in range(FILES):
        repo.write(f"f{i}.c", USES_OLD.replace("(1)", f"({i})"))
    repo.commit()
    # a child of the child sleeps, so that a whole tree has to be ended
    slow = script(top / "slow-spatch",
                  'case "$1" in --version) ;; *) sleep 0.08;; esac\n'
                  'spatch "$@"\n')
    s = simple(top).step("20-again", rule=RENAME.replace("new", "newer")
                         .replace("old", "new"))
    whole = top / "whole"
    shutil.copytree(repo.path, whole, symlinks=True)
    start = time.monotonic()
    applies(whole, s, "-j2", env=environment(RATCHET_SPATCH=str(slow)))
    took = time.monotonic() - start
    return {"repo": repo.path, "slow": slow, "series": s,
            "tip": git(whole, "rev-parse", BRANCH), "took": took}


@pytest.mark.parametrize("instant", [0.02, 0.2, 0.4, 0.65, 0.9])
@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM,
                                 signal.SIGKILL])
def test_ended_at_any_instant(master, tmp_path, sig, instant):
    path, scratch = tmp_path / "repo", tmp_path / "scratch"
    shutil.copytree(master["repo"], path, symlinks=True)
    scratch.mkdir()
    env = environment(RATCHET_SPATCH=str(master["slow"]), TMPDIR=str(scratch))
    before = state(path)
    argv = [program(), "apply", str(master["series"]), "-j2"]
    p = subprocess.Popen(argv, cwd=path, env=env, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, start_new_session=True)
    time.sleep(master["took"] * instant)
    p.send_signal(sig)
    _, err = p.communicate(timeout=20)
    assert p.returncode in (0, -sig), (p.returncode, err)

    assert wait_until(lambda: not processes_below(scratch), 3), (
        processes_below(scratch))
    assert wait_until(lambda: not os.listdir(scratch), 3), (
        os.listdir(scratch))
    after = state(path)
    # the branch moves once, at the end: all is as before, or all is there;
    # a run ended between that move and its exit has done its work
    if after != before:
        assert but_for_branch(before, after, BRANCH)
        assert git(path, "rev-parse", BRANCH) == master["tip"]
    else:
        assert p.returncode, "a whole run makes the branch"
        if sig != signal.SIGKILL and err:
            assert "interrupted" in err
    if sig != signal.SIGKILL:
        assert not list((path / ".git").glob("**/*.lock"))

    # the same command then completes, and clears away what KILL left
    applies(path, master["series"], "-j2", env=env)
    assert but_for_branch(before, state(path), BRANCH)
    assert git(path, "rev-parse", BRANCH) == master["tip"]
    assert os.listdir(scratch) == []
    assert not list((path / ".git").glob("**/*.lock"))
    git(path, "fsck", "--connectivity-only")


# ---- a run that stops, and what goes on from there ----

KILLS = int(os.environ.get("RATCHET_KILLS", "3"))


def killed(path, argv, env, instant):
    """The command, ended after so many seconds, or as it ends before."""
    p = subprocess.Popen([program(), *map(str, argv)], cwd=path, env=env,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    time.sleep(instant)
    p.kill()
    p.communicate(timeout=20)


def refs_of(path):
    return dict(reversed(line.split()) for line in git(
        path, "for-each-ref", "--format=%(objectname) %(refname)")
        .splitlines())


def goes_on(path, command, env, status=0):
    r = ratchet(*command, cwd=path, env=env)
    assert r.returncode == status, (command, r.returncode, r.stdout, r.stderr)
    return r.stdout


def is_stopped(path):
    return ratchet("status", cwd=path).stdout != "no run has stopped here\n"


class Timed:
    """How long each command takes when nobody ends it."""

    def __init__(self):
        self.took = {}

    def __call__(self, path, command, env, status=0):
        start = time.monotonic()
        out = goes_on(path, command, env, status)
        self.took[command[0]] = time.monotonic() - start
        return out


def stopping(tmp_path):
    """A repository, and a series that stops at its second step of three."""
    repo = Repo(tmp_path / "repo")
    for i in range(FILES):
        repo.write(f"f{i}.c", USES_OLD.replace("(1)", f"({i})"))
    repo.write("b.c", "int stale;\n")
    repo.commit()
    return repo, (simple(tmp_path).step(
        "20-again", rule=RENAME.replace("new", "newer").replace("old", "new"),
        expect="absent word stale\n")
        .step("30-last", rule=RENAME.replace("new", "x")
              .replace("old", "newer")))


def run_through(repo, apply, env, do):
    """Stop, mend, go on; @do runs each command.  The tip that comes out."""
    tree = repo / ".git/ratchet/mend"
    do(repo, apply, env, 1)
    do(repo, ["status", "--worktree"], env)
    (tree / "b.c").write_text("int fresh;\n")
    do(repo, ["continue"], env)
    return git(repo, "rev-parse", BRANCH).strip()


@pytest.mark.parametrize("seed", range(KILLS))
def test_session_killed_at_any_instant(tmp_path, seed):
    """Each command is killed, and then given again."""
    repo, series = stopping(tmp_path)
    env = environment(TMPDIR=str(tmp_path))
    path, apply = repo.path, ["apply", str(series), "-j2"]
    before = state(path)
    timed = Timed()
    tip = run_through(path, apply, env, timed)
    git(path, "update-ref", "-d", f"refs/heads/{BRANCH}")
    shutil.rmtree(path / ".git/ratchet")
    random = Random(seed)

    def kill_and_repeat(path, command, env, status=0):
        old = refs_of(path)
        # what goes on from a cache is over sooner
        killed(path, command, env,
               random.uniform(0.005, timed.took[command[0]]))
        new = refs_of(path)
        assert set(new) - set(old) <= {"refs/ratchet/session",
                                       f"refs/heads/{BRANCH}"}
        assert all(new.get(k) == v for k, v in old.items()
                   if k != "refs/ratchet/session")
        assert new.get(f"refs/heads/{BRANCH}", tip) == tip
        git(path, "fsck", "--connectivity-only")
        if command[0] == "apply" and is_stopped(path):
            return
        if command[0] in ("continue", "abort") and not is_stopped(path):
            assert command[0] == "abort" or new[f"refs/heads/{BRANCH}"] == tip
            return
        goes_on(path, command, env, status)

    assert run_through(path, apply, env, kill_and_repeat) == tip
    assert not is_stopped(path)
    git(path, "update-ref", "-d", f"refs/heads/{BRANCH}")
    shutil.rmtree(path / ".git/ratchet/resolutions")
    timed.took["abort"] = timed.took["status"]
    kill_and_repeat(path, apply, env, 1)
    kill_and_repeat(path, ["status", "--worktree"], env)
    kill_and_repeat(path, ["abort"], env)
    # who was killed while removing things leaves that to the next one
    ratchet("abort", cwd=path)
    assert state(path) == before
    assert not (path / ".git/worktrees").exists()
    assert not (path / ".git/ratchet/mend").exists()
    git(path, "fsck", "--strict")


def test_child_that_ignores_signals(master, tmp_path):
    """TERM, then KILL two seconds later."""
    path, scratch = tmp_path / "repo", tmp_path / "scratch"
    shutil.copytree(master["repo"], path, symlinks=True)
    scratch.mkdir()
    deaf = script(tmp_path / "deaf-spatch",
                  "trap '' TERM INT HUP\n"
                  'case "$1" in --very-quiet) sleep 60;; esac\n'
                  'exec spatch "$@"\n')
    env = environment(RATCHET_SPATCH=str(deaf), TMPDIR=str(scratch))
    p = subprocess.Popen([program(), "apply", str(master["series"])],
                         cwd=path, env=env, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert wait_until(lambda: any("/view" in cwd for _, cwd in
                                  processes_below(scratch)), 10)
    start = time.monotonic()
    p.send_signal(signal.SIGTERM)
    p.communicate(timeout=20)
    assert p.returncode == -signal.SIGTERM
    assert time.monotonic() - start < 5
    assert wait_until(lambda: not processes_below(scratch), 3)
    assert os.listdir(scratch) == []


def test_time_limit_ends_the_whole_tree(master, tmp_path):
    path, scratch = tmp_path / "repo", tmp_path / "scratch"
    shutil.copytree(master["repo"], path, symlinks=True)
    scratch.mkdir()
    git(path, "config", "ratchet.spatchTimeout", "1")
    stuck = script(tmp_path / "stuck-spatch",
                   'case "$1" in --very-quiet) sleep 61 & sleep 62;; esac\n'
                   'exec spatch "$@"\n')
    env = environment(RATCHET_SPATCH=str(stuck), TMPDIR=str(scratch))
    before = state(path)
    p = subprocess.run([program(), "apply", str(master["series"]), "-j8"],
                       cwd=path, env=env, stdin=subprocess.DEVNULL,
                       capture_output=True, text=True, timeout=30)
    assert p.returncode == 1, p.stderr
    assert "timed out" in p.stderr
    gives_up(path)
    assert state(path) == before
    assert wait_until(lambda: not processes_below(scratch), 3)
    assert os.listdir(scratch) == []
