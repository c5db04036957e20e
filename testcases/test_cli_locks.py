# SPDX-License-Identifier: GPL-2.0-only
"""git's lock files: one that a killed run left goes, all others stay."""

import os
import subprocess
import sys
import time

import pytest

from helpers import state
from sessions import BRANCH, goes_on, is_over, mend, stopped, old, worktree  # noqa: F401

SESSION = "refs/ratchet/session"


def lock_file(repo, name):
    path = repo.path / ".git" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    return path


def died_writing(repo, text):
    """What the journal says after the run that wrote @text is dead."""
    (repo.path / ".git/ratchet/writing").write_text(text)


@pytest.mark.parametrize("left", [SESSION, f"refs/heads/{BRANCH}"])
@pytest.mark.parametrize("packed", [False, True])
def test_left_by_a_killed_run(stopped, left, packed):
    mend(worktree(stopped))
    died_writing(stopped, left)
    lock = lock_file(stopped, "packed-refs" if packed else left)
    goes_on(stopped)
    assert not lock.exists()
    assert not list((stopped.path / ".git").glob("**/*.lock"))
    assert (stopped.path / ".git/ratchet/writing").read_text() == ""
    is_over(stopped)


def stops(repo, says):
    """As it was to move the branch: the error, and all as before."""
    before = state(repo.path)
    r = goes_on(repo, status=2)
    assert r.stderr.splitlines()[-1].startswith(f"error: {says}"), r.stderr
    assert r.stdout == "" and state(repo.path) == before


def nothing(repo, lock):
    died_writing(repo, "")


def older_than_the_journal(repo, lock):
    time.sleep(0.05)
    died_writing(repo, f"refs/heads/{BRANCH}")


def of_another_reference(repo, lock):
    died_writing(repo, "refs/heads/master")


def no_name(repo, lock):
    died_writing(repo, f"../refs/heads/{BRANCH}")


@pytest.mark.parametrize("journal", [nothing, older_than_the_journal,
                                     of_another_reference, no_name])
def test_of_somebody_else(stopped, journal):
    """Named, and never removed."""
    mend(worktree(stopped))
    lock = lock_file(stopped, f"refs/heads/{BRANCH}")
    journal(stopped, lock)
    if journal is not older_than_the_journal:
        # whatever the journal says, the file is the younger one
        os.utime(stopped.path / ".git/ratchet/writing", (1, 1))
    stops(stopped, f"'refs/heads/{BRANCH}' is locked by another git process")
    assert lock.exists()
    lock.unlink()
    goes_on(stopped)
    is_over(stopped)


def test_writer_that_lives(stopped):
    mend(worktree(stopped))
    died_writing(stopped, f"refs/heads/{BRANCH}")
    lock = lock_file(stopped, f"refs/heads/{BRANCH}")
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import fcntl, time\n"
         f"f = open({str(stopped.path / '.git/ratchet/writing')!r}, 'r+')\n"
         "fcntl.lockf(f, fcntl.LOCK_EX)\n"
         "print('locked', flush=True)\ntime.sleep(60)\n"],
        stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "locked\n"
        stops(stopped, "another run is writing a reference: try again")
        assert lock.exists()
    finally:
        holder.kill()
        holder.wait()
    goes_on(stopped)
    assert not lock.exists()
    is_over(stopped)
