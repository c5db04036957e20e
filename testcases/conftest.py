# SPDX-License-Identifier: GPL-2.0-only
"""What the end-to-end tests share: the program, repositories to run it on."""

import os
import pathlib
import shutil
import subprocess

import pytest

TOP = pathlib.Path(__file__).resolve().parent.parent
MINI = TOP / "kernel-fixtures" / "mini"
SERIES = TOP / "cocci" / "hmm-devmem-cleanup"
# on top of that
FIXES = TOP / "cocci" / "hmm-devmem-fixes"

# A fixed identity and date, and no configuration but the repository's own.
GIT_ENV = {
    "GIT_AUTHOR_NAME": "A U Thor", "GIT_AUTHOR_EMAIL": "author@example.com",
    "GIT_COMMITTER_NAME": "C O Mitter",
    "GIT_COMMITTER_EMAIL": "committer@example.com",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "LC_ALL": "C.UTF-8", "TZ": "UTC",
    # libgit2 reads ~/.gitconfig whatever GIT_CONFIG_GLOBAL says
    "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent",
}
BASE_DATE = "1562000000 +0000"


def program():
    """The ratchet under test: RATCHET, or the build directory's."""
    path = os.environ.get("RATCHET", str(TOP / "build" / "ratchet"))
    if not os.access(path, os.X_OK):
        pytest.exit(f"{path} is not there: run make first", 2)
    return path


def environment(**more):
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(("GIT_", "RATCHET_"))}
    env.update(GIT_ENV)
    env.update(more)
    return env


def run(*argv, cwd=None, env=None, timeout=900, check=False):
    """Run a command; its result has text in stdout and stderr."""
    return subprocess.run([str(a) for a in argv], cwd=cwd, timeout=timeout,
                          env=env or environment(), check=check,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", errors="surrogateescape")


class Repo:
    """A git repository in a directory of the test's own."""

    def __init__(self, path, *init_args):
        self.path = pathlib.Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *init_args)

    def git(self, *args, check=True, **more):
        env = environment(GIT_AUTHOR_DATE=BASE_DATE,
                          GIT_COMMITTER_DATE=BASE_DATE, **more)
        r = run("git", *args, cwd=self.path, env=env)
        if check and r.returncode:
            raise AssertionError(f"git {args}: {r.stderr}")
        return r.stdout

    def write(self, path, content):
        full = self.path / path
        full.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        full.write_bytes(data)

    def commit(self, message="base"):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.head()

    def head(self, ref="HEAD"):
        return self.git("rev-parse", ref).strip()

    def show(self, ref, path):
        """The bytes of a file in a commit, as text that loses nothing."""
        return self.git("show", f"{ref}:{path}")

    def ratchet(self, *args, env=None, **more):
        return run(program(), *args, cwd=self.path,
                   env=env or environment(), **more)

    def refs(self):
        return self.git("for-each-ref")


@pytest.fixture
def repo(tmp_path):
    return Repo(tmp_path / "repo")


@pytest.fixture(scope="session")
def mini_master(tmp_path_factory):
    """The miniature kernel as a repository of one commit; not to be changed."""
    path = tmp_path_factory.mktemp("mini") / "repo"
    shutil.copytree(MINI, path, symlinks=True)
    r = Repo(path)
    r.commit("mini kernel")
    return r


@pytest.fixture
def mini(mini_master, tmp_path):
    """A copy of the miniature kernel that a test may do with as it likes."""
    path = tmp_path / "mini"
    run("git", "clone", "-q", mini_master.path, path, check=True)
    r = Repo(path)
    r.git("remote", "remove", "origin")
    return r


@pytest.fixture(scope="session")
def mini_applied(mini_master, tmp_path_factory):
    """The miniature kernel with the series on its branches.

    "states" is SERIES, "fixed" is FIXES on top of that.
    """
    path = tmp_path_factory.mktemp("applied") / "repo"
    run("git", "clone", "-q", mini_master.path, path, check=True)
    r = Repo(path)
    for series, onto, branch in ((SERIES, "main", "states"),
                                 (FIXES, "states", "fixed")):
        done = r.ratchet("apply", series, "--onto", onto, "--branch", branch)
        assert done.returncode == 0, done.stdout + done.stderr
    return r
