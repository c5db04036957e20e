# SPDX-License-Identifier: GPL-2.0-only
"""The before/after cases of each step, on the miniature kernel.

testcases/SERIES/STEP/ holds cases.  A series goes on top of the one before, and
no two steps have the same name.  NAME.c is put into the tree before STEP as
drivers/case/NAME.c.  Then, with the step applied,
  NAME.res       the file must have become exactly this, or
  NAME.refused   the step must fail; each line "LINE: part of the reason", or
  NAME.left      the step leaves it alone and says so; lines like these, or
  neither        the step must leave the file as it was.
A directory NAME/ is a case of several files, each with its FILE.res where it
changes, and NAME/refused with lines "FILE:LINE: reason", or "error: reason" for
what is said of no place.  They need not be C.
They stand below drivers/case/NAME/, those below NAME/tree/ at their own path.
A case compiles before and after, and the step does nothing the second time.
"""

import pathlib
import re
import subprocess

import pytest

from conftest import FIXES, SERIES, TOP, environment, run

# the series that each step is of
SERIES_OF = {line.strip(): series for series in (SERIES, FIXES)
             for line in (series / "series").read_text().splitlines()
             if line.strip() and not line.startswith("#")}
STEPS = list(SERIES_OF)


class Case:
    """Files of one case, read from disk."""

    def __init__(self, step, path):
        self.step = step
        self.name = path.stem if path.is_file() else path.name
        self.before, self.after = {}, {}
        self.refused, self.left = [], []
        if path.is_dir():
            for f in sorted(path.rglob("*")):
                if f.is_file():
                    self.take(f, self.place(f.relative_to(path).parent))
        else:
            for f in (path, path.with_suffix(".res"),
                      path.with_suffix(".refused"), path.with_suffix(".left")):
                if f.exists():
                    self.take(f, "drivers/case/")

    def place(self, folder):
        """Where the files of a folder of the case stand in the kernel."""
        if folder.parts[:1] == ("tree",):
            folder = pathlib.PurePath(*folder.parts[1:])
        else:
            folder = pathlib.PurePath("drivers/case", self.name) / folder
        return "" if folder.parts == () else f"{folder}/"

    def take(self, f, prefix):
        if f.suffix == ".left":
            for line in f.read_text().splitlines():
                place, why = line.split(": ", 1)
                self.left.append((f"{prefix}{f.stem}.c:{place}", why))
        elif f.name == "refused" or f.suffix == ".refused":
            for line in f.read_text().splitlines():
                place, why = line.split(": ", 1)
                if place == "error":
                    prefix = ""
                elif f.name != "refused":
                    place = f"{f.stem}.c:{place}"
                elif place.startswith("tree/"):
                    place, prefix = place[5:], ""
                else:
                    prefix = f"drivers/case/{self.name}/"
                self.refused.append((prefix + place, why))
        elif f.suffix == ".res":
            name = f.stem if f.with_suffix("").exists() else f.stem + ".c"
            self.after[prefix + name] = f.read_bytes()
        else:
            self.before[prefix + f.name] = f.read_bytes()

    def expected(self):
        return {**self.before, **self.after}


def all_cases():
    for step in STEPS:
        folder = TOP / "testcases" / SERIES_OF[step].name / step
        if not folder.is_dir():
            continue
        for p in sorted(folder.iterdir()):
            if p.is_dir() or p.suffix == ".c":
                yield Case(step, p)


def batch_of(step):
    """The cases of a step that can stand in one tree: those that convert."""
    return [c for c in all_cases() if c.step == step and not c.refused]


class States:
    """The mini tree before and after each step, with cases in it."""

    def __init__(self, repo, tmp):
        self.repo, self.tmp = repo, tmp
        self.after = {}
        for line in repo.git("log", "--format=%H %(trailers:key=Ratchet-Step,"
                             "valueonly,separator=%x20)", "fixed").splitlines():
            commit, _, step = line.partition(" ")
            if step:
                self.after[step] = commit
        self.batches, self.together, self.builds = {}, {}, {}

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

    def apply(self, step, onto, branch):
        r = self.repo.ratchet("apply", SERIES_OF[step], "--onto", onto,
                              "--branch", branch,
                              "--steps", step.split("-")[0])
        if r.returncode:
            self.repo.ratchet("abort")
        return r

    def batch(self, step):
        """(base, result, branch) of the step on all its converting cases."""
        if step not in self.batches:
            files = {}
            for case in batch_of(step):
                assert not files.keys() & case.before.keys(), case.name
                files.update(case.before)
            base = self.with_files(self.base(step), files, step)
            branch = f"batch/{step}"
            self.batches[step] = (base, self.apply(step, base, branch), branch)
        return self.batches[step]

    def refused_together(self, step):
        """A commit with all cases that the step refuses; only to compile."""
        if step not in self.together:
            files = {}
            for case in REFUSES:
                if case.step == step:
                    files.update(case.before)
            self.together[step] = self.with_files(self.base(step), files,
                                                  f"refused-{step}")
        return self.together[step]

    def build(self, commit, sources):
        """What the compiler says of each of SOURCES in the tree of COMMIT."""
        if commit not in self.builds:
            path = self.tmp / f"tree-{commit[:12]}"
            self.repo.git("worktree", "add", "-q", "--detach", path, commit)
            obj = path.with_name(path.name + "-obj")
            run("make", f"O={obj}", "defconfig", cwd=path, check=True)
            with open(obj / ".config", "a", encoding="ascii") as config:
                config.write((SERIES / "kernel.config").read_text())
            run("make", f"O={obj}", "olddefconfig", cwd=path, check=True)
            self.builds[commit] = (path, obj, {})
        path, obj, done = self.builds[commit]
        missing = [s for s in sources if s not in done]
        if missing:
            targets = [s[:-2] + ".o" for s in missing]
            r = run("make", "-k", "-j2", "--output-sync=target", f"O={obj}",
                    *targets, cwd=path)
            for source, target in zip(missing, targets):
                says = [line for line in (r.stdout + r.stderr).splitlines()
                        if source in line and
                        re.search(r"\b(error|warning):", line)]
                if not (obj / target).exists():
                    says.append(f"{target} was not built\n{r.stderr}")
                done[source] = says
        return {s: done[s] for s in sources}


@pytest.fixture(scope="session")
def states(mini_applied, tmp_path_factory):
    return States(mini_applied, tmp_path_factory.mktemp("states"))


def case_id(case):
    return f"{case.step}/{case.name}"


def c_files(files):
    return [f for f in files if f.endswith(".c")]


CONVERTS = [c for c in all_cases() if not c.refused]
REFUSES = [c for c in all_cases() if c.refused]


@pytest.mark.parametrize("case", CONVERTS, ids=case_id)
def test_converts(states, case):
    base, r, branch = states.batch(case.step)
    names = {p.rsplit("/", 1)[-1] for p in case.before}
    mine = [line for line in r.stderr.splitlines()
            if any(f"/{n}:" in line for n in names)]
    assert r.returncode == 0, "\n".join(mine) or r.stdout + r.stderr
    for path, want in case.expected().items():
        got = states.repo.show(branch, path)
        assert got == want.decode("utf-8", "surrogateescape"), path
    for place, why in case.left:
        assert any(line.startswith(place + ":") and "left alone: " in line and
                   why in line for line in r.stdout.splitlines()), \
            f"{place}: {why}\nis not in\n{r.stdout}"


@pytest.mark.parametrize("case", CONVERTS, ids=case_id)
def test_compiles(states, case):
    """A case is real code: it compiles before, and what became of it after."""
    base, r, branch = states.batch(case.step)
    assert r.returncode == 0, r.stdout + r.stderr
    sources = c_files(case.before)
    for commit in (base, states.repo.head(branch)):
        for source, says in states.build(commit, sources).items():
            assert not says, (source, says)


@pytest.mark.parametrize("case", REFUSES, ids=case_id)
def test_refuses(states, case):
    base = states.with_files(states.base(case.step), case.before, case.name)
    branch = f"case/{case.step}/{case.name}"
    r = states.apply(case.step, base, branch)
    assert r.returncode == 1, r.stdout + r.stderr
    for place, why in case.refused:
        assert any(line.startswith(place + ":") and why in line
                   for line in r.stderr.splitlines()), \
            f"{place}: {why}\nis not in\n{r.stderr}"
    assert branch not in states.repo.refs()
    together = states.refused_together(case.step)
    for source, says in states.build(together, c_files(case.before)).items():
        assert not says, (source, says)


@pytest.mark.parametrize("step", STEPS)
def test_second_time_does_nothing(states, step):
    base, r, branch = states.batch(step)
    assert r.returncode == 0, r.stdout + r.stderr
    again = states.apply(step, branch, branch + "-again")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "nothing to do" in again.stdout
    assert branch + "-again" not in states.repo.refs()


@pytest.mark.parametrize("step", STEPS)
def test_has_cases(step):
    kinds = {"res": 0, "refused": 0, "same": 0}
    for case in all_cases():
        if case.step == step:
            kinds["refused" if case.refused else
                  "res" if case.after else "same"] += 1
    assert kinds["res"] >= 2 and kinds["same"] >= 1, kinds
