# SPDX-License-Identifier: GPL-2.0-only
"""Drivers of older kernels become modules for the 6.1 and 6.12 kernels whose headers
are here.

A file expect-6.1 beside a driver says what becomes of it:

    starts VERSION          the interface that it is at, if not 5.2: 5.3, or an older
                            one; the series from there on are run one by one, until
                            one leaves something
    builds                  a module comes out, without a warning
    callback NAME           the module has this function, by nm
    left FILE:LINE: TEXT    this is left, and told with a text that begins so;
                            nothing else is refused
"""

import glob
import os
import re
import shutil

import pytest

from conftest import TOP, environment, run
from helpers import files_below, ratchet

DRIVERS = TOP / "kernel-fixtures" / "drivers"
NAMES = sorted(p.parent.name for p in DRIVERS.glob("*/expect-6.1"))
# from Debian's packages linux-headers-amd64 and linux-headers-6.12-amd64
KERNELS = {version: sorted(glob.glob(
    os.environ.get("RATCHET_HEADERS", "/usr/src") + f"/linux-headers-{version}.*-amd64"))
    for version in ("6.1", "6.12")}
ALL = ["dev-pagemap-5.2", "hmm-devmem-cleanup", "dev-pagemap-6.1"]


class Expected:
    def __init__(self, path):
        self.series, self.builds = ALL[1:], False
        self.callbacks, self.left = [], []
        for line in path.read_text().splitlines():
            word, _, rest = line.partition(" ")
            if word == "starts":
                self.series = ALL[2:] if rest == "5.3" else ALL
            elif line == "builds":
                self.builds = True
            elif word == "callback":
                self.callbacks.append(rest)
            elif word == "left":
                self.left.append(tuple(rest.split(": ", 1)))
            else:
                assert line.startswith("#"), line


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    return environment(XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="module")
def converted(env, tmp_path_factory):
    """The driver's directory after the series, and what the last one said."""
    done = {}

    def get(name):
        if name not in done:
            expected = Expected(DRIVERS / name / "expect-6.1")
            path = tmp_path_factory.mktemp("driver") / name
            shutil.copytree(DRIVERS / name, path)
            for series in expected.series:
                r = ratchet("rewrite", series, "--in-place", path, env=env)
                assert r.returncode in (0, 1), r.stderr
                for kept in path.rglob("*.orig"):
                    kept.unlink()
                if r.returncode:
                    break
            done[name] = expected, path, series, r
        return done[name]
    return get


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left(converted, name):
    expected, _, _, r = converted(name)
    refused = re.findall(r"^([^:\s]+:\d+): (?:\w+\(\): )?(refused: .*?) \[.*\]$",
                         r.stdout + r.stderr, re.M)
    assert r.returncode == (1 if expected.left else 0), r.stderr
    for place, text in expected.left:
        assert any(at == place and said.startswith(text)
                   for at, said in refused), (place, text, r.stdout + r.stderr)
    assert len(refused) == len(expected.left), r.stderr
    assert all("?" in said for _, said in refused), "it says what to decide"


@pytest.mark.parametrize("name", NAMES)
def test_a_second_run_changes_nothing(converted, env, name):
    _, path, series, first = converted(name)
    before = files_below(path)
    r = ratchet("rewrite", series, "--in-place", path, env=env)
    assert r.returncode == first.returncode, r.stderr
    assert files_below(path) == before


def headers(version):
    """The newest of a kernel's headers."""
    if not KERNELS[version]:
        pytest.skip(f"no headers of a {version} kernel")
    return KERNELS[version][-1]


@pytest.mark.parametrize("version", sorted(KERNELS))
@pytest.mark.parametrize("name", NAMES)
def test_module(converted, tmp_path, name, version):
    expected, path, _, _ = converted(name)
    kernel = headers(version)
    where = tmp_path / name
    shutil.copytree(path, where)
    r = run("make", "-s", "-C", kernel, f"M={where}")
    said = r.stdout + r.stderr
    modules = list(where.glob("*.ko"))
    if not expected.builds:
        assert not modules and "error:" in said, "it must not build by halves"
        return
    # (that the kernel has no BTF is none of the driver's)
    assert modules and "warning:" not in said, said
    symbols = run("nm", modules[0]).stdout
    assert re.search(r" U devm_memremap_pages$", symbols, re.M), symbols
    for name_ in expected.callbacks:
        assert re.search(rf" [tT] {name_}$", symbols, re.M), (name_, symbols)


@pytest.mark.parametrize("name", [
    n for n in NAMES if Expected(DRIVERS / n / "expect-6.1").builds])
def test_it_did_not_build_before(tmp_path, name):
    """That it builds now is the series' doing."""
    where = tmp_path / name
    shutil.copytree(DRIVERS / name, where)
    r = run("make", "-s", "-C", headers("6.1"), f"M={where}")
    assert r.returncode and not list(where.glob("*.ko"))


@pytest.mark.parametrize("version", sorted(KERNELS))
def test_in_one_go(env, tmp_path, version):
    """From four arguments to a module: the kernel says which series lead there."""
    path = tmp_path / "fourargs"
    shutil.copytree(DRIVERS / "fourargs", path)
    kernel = headers(version)
    r = ratchet("rewrite", "--kernel", kernel, path, env=env)
    assert r.returncode == 0, r.stderr
    assert [x for x in r.stderr.splitlines() if x.startswith("series: ")] == [
        f"series: {s}" for s in ALL]
    assert f"after for {kernel}: builds: fourargs.ko" in r.stderr
