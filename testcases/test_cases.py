# SPDX-License-Identifier: GPL-2.0-only
"""The before/after cases of each step, on the miniature kernel.

testcases/SERIES/STEP/ holds cases.  NAME.c is put into the tree before STEP
as drivers/case/NAME.c.  Then, with the step applied,
  NAME.res       the file must have become exactly this, or
  NAME.refused   the step must fail; each line "LINE: part of the reason", or
  neither        the step must leave the file as it was.
A directory NAME/ is a case of several files, each with its FILE.res where it
changes, and NAME/refused with lines "FILE:LINE: reason".
A case compiles before and after, and the step does nothing the second time.
"""

import pathlib
import shutil
import subprocess

import pytest

from conftest import Repo, SERIES, TOP, environment, run

CASES = TOP / "testcases" / SERIES.name
STEPS = [line.strip() for line in (SERIES / "series").read_text().splitlines()
         if line.strip() and not line.startswith("#")]


class Case:
    """Files of one case, read from disk."""

    def __init__(self, step, path):
        self.step = step
        self.name = path.stem if path.is_file() else path.name
        self.before, self.after = {}, {}
        self.refused = []
        if path.is_dir():
            for f in sorted(path.iterdir()):
                self.take(f, f"drivers/case/{self.name}/")
        else:
            for f in (path, path.with_suffix(".res"),
                      path.with_suffix(".refused")):
                if f.exists():
                    self.take(f, "drivers/case/")

    def take(self, f, prefix):
        if f.name == "refused" or f.suffix == ".refused":
            for line in f.read_text().splitlines():
                place, why = line.split(": ", 1)
                if f.name != "refused":
                    place = f"{f.stem}.c:{place}"
                self.refused.append((prefix + place, why))
        elif f.suffix == ".res":
            name = f.stem if f.stem.endswith((".c", ".h")) else f.stem + ".c"
            self.after[prefix + name] = f.read_bytes()
        else:
            self.before[prefix + f.name] = f.read_bytes()

    def expected(self):
        return {**self.before, **self.after}


def all_cases():
    for step in STEPS:
        folder = CASES / step
        if not folder.is_dir():
            continue
        for p in sorted(folder.iterdir()):
            if p.is_dir() or p.suffix == ".c":
                yield Case(step, p)


class States:
    """The mini tree before and after each step, and builds of them."""

    def __init__(self, repo, tmp):
        self.repo, self.tmp = repo, tmp
        r = repo.ratchet("apply", SERIES, "--branch", "states")
        assert r.returncode == 0, r.stdout + r.stderr
        self.after = {}
        for line in repo.git("log", "--format=%H %(trailers:key=Ratchet-Step,"
                             "valueonly,separator=%x20)", "states").splitlines():
            commit, _, step = line.partition(" ")
            if step:
                self.after[step] = commit
        self.trees = {}

    def base(self, step):
        return self.repo.head(self.after[step] + "^")

    def with_files(self, base, files, name):
        """A commit of BASE and FILES, made without a work tree."""
        index = self.tmp / f"index-{name}"
        env = {"GIT_INDEX_FILE": str(index)}
        self.repo.git("read-tree", base, **env)
        for path, data in files.items():
            r = subprocess.run(["git", "hash-object", "-w", "--stdin"],
                               cwd=self.repo.path, env=environment(),
                               input=data, capture_output=True, check=True)
            self.repo.git("update-index", "--add", "--cacheinfo",
                          f"100644,{r.stdout.decode().strip()},{path}", **env)
        tree = self.repo.git("write-tree", **env).strip()
        index.unlink()
        return self.repo.git("commit-tree", tree, "-p", base, "-m",
                             name).strip()

    def checkout(self, commit):
        """A configured work tree of COMMIT, one for each."""
        if commit not in self.trees:
            path = self.tmp / f"tree-{commit[:12]}"
            self.repo.git("worktree", "add", "-q", "--detach", path, commit)
            obj = path.with_name(path.name + "-obj")
            for target in ("defconfig",):
                run("make", f"O={obj}", target, cwd=path, check=True)
            with open(obj / ".config", "a", encoding="ascii") as config:
                config.write((SERIES / "kernel.config").read_text())
            run("make", f"O={obj}", "olddefconfig", cwd=path, check=True)
            self.trees[commit] = (path, obj)
        return self.trees[commit]

    def compile(self, commit, files):
        """What the compiler says about FILES put into the tree of COMMIT."""
        path, obj = self.checkout(commit)
        try:
            for name, data in files.items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_bytes(data)
            objects = [f[:-2] + ".o" for f in files if f.endswith(".c")]
            r = run("make", f"O={obj}", *objects, cwd=path)
            return r.returncode, r.stdout + r.stderr
        finally:
            shutil.rmtree(path / "drivers/case", ignore_errors=True)
            shutil.rmtree(obj / "drivers/case", ignore_errors=True)


@pytest.fixture(scope="session")
def states(mini_master, tmp_path_factory):
    path = tmp_path_factory.mktemp("states")
    run("git", "clone", "-q", mini_master.path, path / "repo", check=True)
    return States(Repo(path / "repo"), path)


def case_id(case):
    return f"{case.step}/{case.name}"


@pytest.mark.parametrize("case", list(all_cases()), ids=case_id)
def test_case(states, case):
    repo = states.repo
    number = str(int(case.step.split("-")[0]))
    base = states.with_files(states.base(case.step), case.before, case.name)
    branch = f"case/{case.step}/{case.name}"
    r = repo.ratchet("apply", SERIES, "--onto", base, "--branch", branch,
                     "--steps", number)
    if case.refused:
        assert r.returncode == 1, r.stdout + r.stderr
        for place, why in case.refused:
            assert any(line.startswith(place + ":") and why in line
                       for line in r.stderr.splitlines()), \
                f"{place}: {why}\nis not in\n{r.stderr}"
        assert branch not in repo.refs()
        return
    assert r.returncode == 0, r.stdout + r.stderr
    for path, want in case.expected().items():
        got = repo.show(branch, path)
        assert got == want.decode("utf-8", "surrogateescape"), path
    again = repo.ratchet("apply", SERIES, "--onto", branch, "--branch",
                         branch + "-again", "--steps", number)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "nothing to do" in again.stdout
    assert branch + "-again" not in repo.refs()


@pytest.mark.parametrize("case", list(all_cases()), ids=case_id)
def test_case_compiles(states, case):
    """A case is real code: it compiles before, and what became of it after."""
    status, text = states.compile(states.base(case.step), case.before)
    assert status == 0 and "warning:" not in text, text
    if not case.refused:
        status, text = states.compile(states.after[case.step],
                                      case.expected())
        assert status == 0 and "warning:" not in text, text


def test_every_step_has_cases():
    for step in STEPS:
        kinds = {"res": 0, "refused": 0, "same": 0}
        for case in all_cases():
            if case.step == step:
                kinds["refused" if case.refused else
                      "res" if case.after else "same"] += 1
        assert kinds["res"] >= 2 and kinds["same"] >= 1, (step, kinds)
