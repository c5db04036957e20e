# SPDX-License-Identifier: GPL-2.0-only
"""ratchet rewrite on the drivers of kernel-fixtures/drivers."""

import json
import shutil
import subprocess

import pytest

from conftest import MINI, SERIES, TOP, Repo, environment, program, run
from helpers import files_below, ratchet

DRIVERS = TOP / "kernel-fixtures" / "drivers"
NAMES = sorted(p.parent.name for p in DRIVERS.glob("*/expect"))


class Expected:
    """What the expect file of a driver says."""

    def __init__(self, path):
        self.starts_new = self.builds = self.builds_old = False
        self.options, self.left, self.converts = [], [], None
        for line in path.read_text().splitlines():
            word, _, rest = line.partition(" ")
            if word == "starts" and rest == "new":
                self.starts_new = True
            elif word == "option":
                self.options.append(rest)
            elif word == "converts":
                self.converts = int(rest)
            elif word == "left":
                self.left.append(tuple(rest.split(": ", 1)))
            elif word == "builds":
                self.builds = True
            elif word == "builds-old":
                self.builds_old = True
            else:
                assert line.startswith("#"), line


def build_kernel(tree, obj):
    """The miniature kernel with everything on; a directory for M= builds."""
    run("make", "-s", f"O={obj}", "defconfig", cwd=tree, check=True)
    with open(obj / ".config", "a", encoding="ascii") as config:
        for name in ("kernel.config", "kernel-modules.config"):
            config.write((SERIES / name).read_text())
    run("make", "-s", f"O={obj}", "olddefconfig", cwd=tree, check=True)
    r = run("make", "-s", "-j2", f"O={obj}", "all", cwd=tree)
    assert r.returncode == 0, r.stderr
    return obj


@pytest.fixture(scope="session")
def old_kernel(tmp_path_factory):
    top = tmp_path_factory.mktemp("old")
    shutil.copytree(MINI, top / "tree", symlinks=True)
    return build_kernel(top / "tree", top / "obj")


@pytest.fixture(scope="session")
def new_kernel(mini_applied, tmp_path_factory):
    top = tmp_path_factory.mktemp("new")
    mini_applied.git("worktree", "add", "-q", "--detach", top / "tree",
                     "states")
    version = top / "tree" / "include" / "linux" / "version.h"
    version.write_text(version.read_text().replace("5, 2, 0", "5, 3, 0"))
    return build_kernel(top / "tree", top / "obj")


@pytest.fixture(scope="session")
def env(tmp_path_factory):
    """What the steps make of the types is the same for all drivers."""
    return environment(XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache")))


def module(kernel, source, where):
    """What make says of the driver, or "" if the module was built silently."""
    shutil.copytree(source, where)
    r = run("make", "-s", "-C", kernel, f"M={where}")
    if not list(where.glob("*.ko")):
        return r.stdout + r.stderr + "no module was built"
    return "".join(line for line in (r.stdout + r.stderr).splitlines(True)
                   if "warning:" in line or "error:" in line)


def rewrite(env, *args):
    return ratchet("rewrite", "hmm-devmem-cleanup", *args, env=env)


class Result:
    """A driver and what became of it."""

    def __init__(self, env, name, tmp):
        self.expected = Expected(DRIVERS / name / "expect")
        self.path = tmp / name
        shutil.copytree(DRIVERS / name, self.path)
        self.start = files_below(self.path)
        self.ledger = tmp / f"{name}.jsonl"
        # as bytes: lines may end in CR LF
        self.run = subprocess.run(
            [program(), "rewrite", "hmm-devmem-cleanup", *self.expected.options,
             "--ledger", self.ledger, self.path], env=env, timeout=900,
            stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.stderr = self.run.stderr.decode()
        self.events = [json.loads(line) for line in
                       self.ledger.read_text().splitlines()]


@pytest.fixture(scope="session")
def results(env, tmp_path_factory):
    done = {}

    def get(name):
        if name not in done:
            done[name] = Result(env, name, tmp_path_factory.mktemp("driver"))
        return done[name]
    return get


@pytest.mark.parametrize("name", NAMES)
def test_what_is_converted_and_left(results, name):
    r = results(name)
    expected = r.expected
    said = r.run.stdout.decode("latin-1") + r.stderr
    assert r.run.returncode == (1 if expected.left else 0), said
    assert files_below(r.path) == r.start, "a diff changes no file"
    end = [e for e in r.events if e["event"] == "driver"]
    assert len(end) == 1
    assert end[0]["sites"] == expected.converts, said
    left = [e for e in r.events if e["event"] == "left" and not e["harmless"]]
    assert end[0]["left"] == len(left)
    told = {}
    for e in left:
        parts = [e["class"], e["what"], e["why"]]
        told.setdefault(f"{e['path']}:{e['line']}", []).append(
            ": ".join(p for p in parts if p))
        assert f"{e['path']}:{e['line']}: " in r.stderr
    for place, text in expected.left:
        assert any(t.startswith(text) for t in told.get(place, [])), (place, told)
    assert len(left) == len(expected.left), told


@pytest.mark.parametrize("name", NAMES)
def test_builds(results, old_kernel, new_kernel, tmp_path, name):
    r = results(name)
    start = new_kernel if r.expected.starts_new else old_kernel
    assert module(start, r.path, tmp_path / "start") == ""
    after = tmp_path / "after"
    shutil.copytree(r.path, after)
    if r.run.stdout:
        patch = tmp_path / "diff"
        patch.write_bytes(r.run.stdout)
        run("git", "apply", "--whitespace=nowarn", patch, cwd=after, check=True)
    says = module(new_kernel, after, tmp_path / "new")
    assert (says == "") == r.expected.builds, says
    if r.expected.builds_old:
        assert module(old_kernel, after, tmp_path / "old") == ""


@pytest.mark.parametrize("name", NAMES)
def test_in_place_and_again(results, env, tmp_path, name):
    """The files become what the diff says, and a second run does nothing."""
    r = results(name)
    path = tmp_path / name
    shutil.copytree(DRIVERS / name, path)
    first = rewrite(env, *r.expected.options, "--in-place", path)
    assert first.returncode == r.run.returncode, first.stdout + first.stderr
    after = files_below(path)
    kept = {n: f for n, f in after.items() if n.endswith(b".orig")}
    for n, f in kept.items():
        assert f == r.start[n[:-5]]
    changed = {n for n in r.start if after[n] != r.start[n]}
    assert changed == {n[:-5] for n in kept}
    assert bool(changed) == bool(r.expected.converts)
    second = rewrite(env, *r.expected.options, "--in-place", path)
    assert second.returncode == r.run.returncode
    assert files_below(path) == after


@pytest.mark.parametrize("name", ["dosfile"])
def test_bytes_of_other_lines(results, env, tmp_path, name):
    path = tmp_path / name
    shutil.copytree(DRIVERS / name, path)
    rewrite(env, "--in-place", path)
    was = (DRIVERS / name / f"{name}.c").read_bytes()
    now = (path / f"{name}.c").read_bytes()
    assert was != now
    assert now.count(b"\n") == now.count(b"\r\n"), "each line ends as before"
    for line in was.splitlines():
        if any(c >= 0x80 for c in line):
            assert line in now.splitlines()


@pytest.mark.parametrize("name", ["ladder", "twomaps"])
def test_proof(results, env, old_kernel, new_kernel, name):
    """--kernel and --old-kernel build copies, and say what became of them."""
    r = results(name)
    run_ = rewrite(env, "--kernel", new_kernel, "--old-kernel", old_kernel,
                   r.path)
    said = run_.stderr.splitlines()
    assert f"before for {old_kernel}: builds: {name}.ko" in said, run_.stderr
    both = f"after for {old_kernel}: builds: {name}.ko" in said
    assert both == r.expected.builds_old
    if r.expected.builds:
        assert f"after for {new_kernel}: builds: {name}.ko" in said
    else:
        assert f"after for {new_kernel}: does not build" in said
        assert any(": error: " in line and line.startswith(f"  {name}.c:")
                   for line in said)
    assert files_below(r.path) == r.start


@pytest.mark.parametrize("name", ["gpu", "provider", "split"])
def test_compat(results, env, old_kernel, new_kernel, tmp_path, name):
    """With both forms it builds for both kernels."""
    path = tmp_path / name
    shutil.copytree(DRIVERS / name, path)
    assert rewrite(env, "--compat", "--in-place", path).returncode == 0
    assert module(old_kernel, path, tmp_path / "old") == ""
    assert module(new_kernel, path, tmp_path / "new") == ""
    after = files_below(path)
    assert rewrite(env, "--compat", "--in-place", path).returncode == 0
    assert files_below(path) == after


def test_the_guide(env, old_kernel, new_kernel, tmp_path):
    """The commands of docs/rewrite.md run, and what it shows is what they print."""
    lines = (TOP / "docs" / "rewrite.md").read_text().splitlines()
    commands = [x.split()[1:] for x in lines if x.startswith("    ratchet rewrite")]
    shown = [x.strip() for x in lines if x.startswith("    twomaps.c:")]
    assert len(commands) >= 5 and len(shown) == 2
    done = set()
    for i, command in enumerate(commands):
        repo = Repo(tmp_path / str(i))
        shutil.copytree(DRIVERS / "twomaps", repo.path / "drv")
        repo.commit()
        words = {"DRIVER": repo.path / "drv", "KDIR": new_kernel,
                 "OLDKDIR": old_kernel}
        r = ratchet(*[words.get(w, w) for w in command], env=env)
        assert r.returncode == 1, (command, r.stderr)
        assert command[1].startswith("--") == ("series: " in r.stderr)
        done.update(w for w in command if w.startswith("--"))
        if len(command) == 3:
            for line in shown:
                assert line in r.stderr.splitlines()
    assert {"--in-place", "--commit", "--explain", "--kernel"} <= done


@pytest.mark.parametrize("name", [n for n in NAMES if
                                  Expected(DRIVERS / n / "expect").builds_old])
def test_drop_old(env, new_kernel, tmp_path, name):
    """No arm for another kernel is left, and what is left builds."""
    path = tmp_path / name
    shutil.copytree(DRIVERS / name, path)
    r = rewrite(env, "--in-place", "--drop-old", path)
    assert r.returncode == 0, r.stdout + r.stderr
    for old in path.glob("*.orig"):
        old.unlink()
    for source in path.glob("*.[ch]"):
        assert "LINUX_VERSION_CODE" not in source.read_text(), source
    assert module(new_kernel, path, tmp_path / "after") == ""


def test_series_by_kernel(env, old_kernel, new_kernel, tmp_path):
    """Which series it takes is asked of the kernel itself."""
    path = tmp_path / "plain"
    shutil.copytree(DRIVERS / "plain", path)
    r = ratchet("rewrite", "--kernel", old_kernel, path, env=env)
    assert r.returncode == 0 and r.stdout == "", r.stderr
    assert "series: dev-pagemap-5.2\n" in r.stderr
    assert "series: hmm-devmem-cleanup\n" not in r.stderr
    r = ratchet("rewrite", "--kernel", new_kernel, path, env=env)
    assert r.returncode == 0, r.stderr
    assert "series: hmm-devmem-cleanup\n" in r.stderr
    assert "series: dev-pagemap-6.1\n" not in r.stderr
    assert "+static const struct dev_pagemap_ops" in r.stdout
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "Makefile").write_text("modules:\n\t@echo no; false\n")
    r = ratchet("rewrite", "--kernel", empty, path, env=env)
    assert r.returncode == 2 and "builds no module" in r.stderr
    assert len(r.stderr.splitlines()) == 1
