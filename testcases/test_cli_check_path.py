# SPDX-License-Identifier: GPL-2.0-only
"""ratchet check on code outside of a kernel, and on hostile trees."""

import json
import os

import pytest

from conftest import SERIES, TOP, environment, program, run
from helpers import RENAME, Series, files_below, ratchet, state, unable

DRIVERS = TOP / "kernel-fixtures/drivers"
USE = "int %s(void)\n{\n\treturn old(1);\n}\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return str(tmp_path_factory.mktemp("cache"))


def check(cache, path, *args, status, cwd=None):
    r = ratchet("check", SERIES, path, *args, cwd=cwd or TOP,
                env=environment(XDG_CACHE_HOME=cache))
    assert (r.returncode, r.stderr) == (status, ""), (r.stdout, r.stderr)
    return r.stdout


# ---- drivers ----

@pytest.mark.parametrize("name", ["lookalike", "new"])
def test_clean_driver(cache, name):
    assert check(cache, DRIVERS / name, status=0) == "1 file: 0 errors, 0 warnings\n"


def test_old_driver(cache):
    out = json.loads(check(cache, DRIVERS / "plain", "--format", "json", status=1))
    path = str(DRIVERS / "plain/plain.c")
    assert [(f["path"], f["rule"]) for f in out["findings"]] == [
        (path, "08-pagemap-ops/dev_pagemap.kill"),
        (path, "08-pagemap-ops/dev_pagemap.cleanup"),
        (path, "08-pagemap-ops/dev_pagemap.page_free"),
        (path, "12-pagemap-data/dev_pagemap.data")]
    one = check(cache, DRIVERS / "plain/plain.c", status=1)
    assert one.count(": error: ") == 4
    assert check(cache, DRIVERS / "plain/", "--mode", "pending", status=0).endswith(
        "1 file: 0 errors, 4 warnings\n")


def test_converted_driver(cache, tmp_path):
    """What rewrite makes of a driver has none, and old arms are no offence."""
    r = ratchet("rewrite", SERIES, DRIVERS / "plain", cwd=TOP,
                env=environment(XDG_CACHE_HOME=cache))
    run("cp", "-r", DRIVERS / "plain", tmp_path / "plain", check=True)
    (tmp_path / "diff").write_text(r.stdout)
    run("patch", "-s", "-p1", "-d", tmp_path / "plain", "-i", tmp_path / "diff", check=True)
    assert check(cache, tmp_path / "plain", status=0).endswith("0 errors, 0 warnings\n")
    text = (DRIVERS / "plain/plain.c").read_text()
    (tmp_path / "plain/plain.c").write_text(
        "#include <linux/version.h>\n#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 3, 0)\n"
        + text + "#endif\n")
    assert check(cache, tmp_path / "plain", status=0).endswith("0 errors, 0 warnings\n")


def test_allowed_in_a_driver(cache, tmp_path):
    text = (DRIVERS / "plain/plain.c").read_text()
    for word, step in (("kill", 8), ("cleanup", 8), ("page_free", 8), ("data", 12)):
        text = "".join(
            f"\t/* ratchet: allow {step}/{word} because it is kept */\n{line}"
            if f"map.{word} =" in line else line for line in text.splitlines(keepends=True))
    (tmp_path / "plain.c").write_text(text)
    assert check(cache, tmp_path / "plain.c", status=0) == \
        "1 file: 0 errors, 0 warnings, 4 allowed by comments\n"


def test_path_or_range(cache, tmp_path, repo):
    """A file of the tree is not taken for the range that it is named after."""
    series = Series(tmp_path / "s").step(expect="absent function old\n")
    repo.write("a.c", "int a;\n")
    repo.commit()
    repo.git("branch", "base")
    repo.write("base..HEAD", "x")
    repo.write("HEAD", "x")
    repo.write("base", "x")
    repo.write("nowhere..HEAD", "x")
    repo.write("b.c", USE % "b")
    repo.commit("b")
    for range_ in ("base..HEAD", "HEAD"):
        r = ratchet("check", series, range_, cwd=repo.path)
        assert r.returncode == 1 and "b.c:3:9: error: " in r.stdout
    unable(repo.path, "check", series, "nowhere..HEAD", says="is not a range")


def test_no_kernel_for_a_driver():
    r = ratchet("check", SERIES, "./kernel-fixtures/drivers/new", "--conform", cwd=TOP)
    assert r.returncode == 2 and "are for commits" in r.stderr
    r = ratchet("check", SERIES, "./nowhere", cwd=TOP)
    assert r.returncode == 2 and r.stderr.count("\n") == 1


# ---- trees that mean harm ----

@pytest.fixture
def hostile(tmp_path, repo):
    """A base, and a series for it; "outside" must stay as it is."""
    repo.series = Series(tmp_path / "small").step(rule=RENAME, expect="absent function old\n")
    repo.outside = tmp_path / "outside"
    repo.outside.mkdir()
    (repo.outside / "file.c").write_text(USE % "outside")
    repo.write("a.c", "int a;\n")
    repo.commit()
    repo.git("tag", "base")
    return repo


def judged(repo, status, *args):
    """Nothing is written but what is kept; one line if it could not run."""
    before, outside = state(repo.path), files_below(repo.outside)
    r = ratchet("check", repo.series, "base..HEAD", *args, cwd=repo.path, timeout=120)
    assert state(repo.path) == before and files_below(repo.outside) == outside
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    if "-v" not in args:
        assert r.stderr.count("\n") == (1 if status == 2 else 0), r.stderr
    assert "\x1b" not in r.stdout + r.stderr
    assert run("git", "fsck", "--strict", cwd=repo.path).returncode == 0
    return r.stdout


def offence(repo, path="b.c"):
    repo.write(path, USE % "b")
    return repo.commit("b")


@pytest.mark.parametrize("name", ["-rf.c", "--help.c", "--output=x.c", "-", "a b.c", "$(id).c",
                                  "`id`.c", ";id;.c", "|id.c", "a\nb.c", "*.c", "~.c", "%s%n.c"])
def test_names(hostile, name):
    name = name if name.endswith(".c") else name + ".c"
    offence(hostile, name)
    assert judged(hostile, 1).count(": error: ") == 1
    judged(hostile, 1, "-v")


@pytest.mark.parametrize("target", ["{outside}/file.c", "../outside/file.c", "/etc/passwd",
                                    "/dev/zero", "loop.c", ".git/config"])
def test_links(hostile, target):
    """They are not followed, whatever they point to."""
    (hostile.path / "loop.c").symlink_to(target.format(outside=hostile.outside))
    hostile.commit("link")
    assert judged(hostile, 0).endswith("0 errors, 0 warnings\n")
    offence(hostile)
    assert "loop.c" not in judged(hostile, 1, "-v")


def test_link_in_the_place_of_a_file(hostile):
    (hostile.path / "a.c").unlink()
    (hostile.path / "a.c").symlink_to(hostile.outside / "file.c")
    hostile.commit("link")
    judged(hostile, 0)
    (hostile.path / "a.c").unlink()
    offence(hostile, "a.c")
    judged(hostile, 1)


def test_directory_in_the_place_of_a_file(hostile):
    (hostile.path / "a.c").unlink()
    offence(hostile, "a.c/a.c")
    assert "a.c/a.c:3:9: error: " in judged(hostile, 1)


@pytest.mark.parametrize("attributes", [
    "* filter=evil\n", "*.c -diff\n", "*.c binary\n", "*.c eol=crlf text\n",
    "*.c working-tree-encoding=UTF-16\n", "*.c diff=evil\n", "*.c export-subst ident\n"])
def test_attributes(hostile, attributes):
    """Filters and drivers of the user's own are not run by what a tree says."""
    ran = hostile.outside.parent / "ran"
    for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv",
                "diff.evil.command"):
        hostile.git("config", key, f"touch {ran}; cat")
    offence(hostile)
    hostile.write(".gitattributes", attributes)
    tree = hostile.git("ls-files", "-s")
    assert tree
    blob = hostile.git("hash-object", "-w", "--no-filters", ".gitattributes").strip()
    hostile.git("update-index", "--add", "--cacheinfo", f"100644,{blob},.gitattributes")
    hostile.git("commit", "-q", "-m", "attributes")
    ran.unlink(missing_ok=True)
    before = files_below(hostile.outside)
    r = ratchet("check", hostile.series, "base..HEAD", "-v", cwd=hostile.path)
    assert r.returncode == 1 and "b.c:3:9: error: " in r.stdout, (r.stdout, r.stderr)
    assert files_below(hostile.outside) == before and not ran.exists()


@pytest.mark.parametrize("text", [
    pytest.param("(" * 200000 + "old(1)", id="parentheses"),
    pytest.param("{" * 100000 + "old(1);", id="braces"),
    pytest.param("#if X\n" * 50000 + "int x = old(1);\n", id="conditions"),
    pytest.param("#if 0\n#elif X\n" + "#elif Y\n" * 50000 + "int x = old(1);\n#endif\n", id="arms"),
    pytest.param("#if 1\n" * 100 + "#if 1\n#endif\n" * 20000 + "int x = old(1);\n", id="constants"),
    pytest.param("/*" + " * old\n" * 100000, id="comment"),
    pytest.param('"' + "old(1) \\\n" * 50000, id="string"),
    pytest.param("int x = old(1);" + "x " * 2000000, id="line"),
    pytest.param("int x = old(1);\n" + "struct s { int m; };\n" * 20000, id="structs"),
    pytest.param("\\\n" * 100000 + "int x = old(1);\n", id="splices"),
    pytest.param("#define A(x) old(x) " + "##x" * 50000 + "\n", id="macro"),
    pytest.param("int x = old(1);\0\0\0" * 1000, id="zeros"),
    pytest.param("\xff\xfe" + "int x = old(1);\n", id="mark"),
])
def test_shapes(hostile, text):
    """Whatever it is made of, there is an answer, in time."""
    hostile.write("b.c", text.encode("latin-1"))
    hostile.commit("b")
    r = ratchet("check", hostile.series, "base..HEAD", cwd=hostile.path, timeout=120)
    assert r.returncode in (0, 1), (r.returncode, r.stderr)
    assert r.stdout.endswith("warnings\n")


def test_submodule(hostile):
    hostile.git("update-index", "--add", "--cacheinfo",
                "160000," + hostile.head() + ",sub")
    hostile.write(".gitmodules", '[submodule "sub"]\n\tpath = sub\n\turl = ext::touch evil\n')
    hostile.git("add", ".gitmodules")
    hostile.git("commit", "-q", "-m", "sub")
    judged(hostile, 0)


def test_series_of_the_tree(hostile):
    """A name is looked up where series are kept, never in the tree."""
    for where in ("small", "cocci/small"):
        hostile.write(f"{where}/series", "01-x\n")
        hostile.write(f"{where}/01-x/message", "x\n\nx\n")
    offence(hostile)
    r = ratchet("check", "small", "base..HEAD", cwd=hostile.path)
    assert r.returncode == 2 and "small" in r.stderr


def test_replay_of_the_tree(hostile):
    """Trailers name series, not paths; and cannot call one in."""
    for name in ("../small", "/etc", "./x", "x" * 5000, "\x1b[31m"):
        hostile.write("b.c", USE % "b")
        hostile.git("add", "-A")
        hostile.git("commit", "-q", "--allow-empty", "-m",
                    f"x\n\nRatchet-Series: {name}\nRatchet-Step: {name}\nRatchet-Rule: sha1:0\n")
    judged(hostile, 1)


def test_message(hostile):
    hostile.write("b.c", USE % "b")
    hostile.git("add", "-A")
    (hostile.path / ".git/msg").write_bytes(b"\x1b]0;evil\x07\x9b31m \xff\n\n::error::x\n")
    hostile.git("commit", "-q", "-F", ".git/msg")
    for form in ("text", "github", "junit", "json", "sarif", "gitlab"):
        out = judged(hostile, 1, "--format", form)
        assert "\x07" not in out and "\x9b" not in out
        assert not [x for x in out.splitlines() if x.startswith("::error::")]


def test_many_files(hostile):
    for i in range(3000):
        hostile.write(f"d{i % 50}/f{i}.c", f"int f{i};\n")
    offence(hostile)
    assert judged(hostile, 1).count(": error: ") == 1


def test_deep_directories(hostile):
    offence(hostile, "/".join(["d"] * 300) + "/b.c")
    assert ": error: " in judged(hostile, 1)


def test_damaged(hostile):
    """An object that is not there: one line, and no answer."""
    offence(hostile)
    blob = hostile.git("rev-parse", "HEAD:b.c").strip()
    os.unlink(hostile.path / f".git/objects/{blob[:2]}/{blob[2:]}")
    r = ratchet("check", hostile.series, "base..HEAD", cwd=hostile.path)
    assert (r.returncode, r.stdout) == (2, "") and r.stderr.count("\n") == 1


@pytest.mark.parametrize("after", [0.01, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0])
def test_killed(hostile, after):
    """At whatever instant: nothing is left but the cache, and it goes on."""
    offence(hostile)
    before = state(hostile.path)
    for name in ("TERM", "KILL"):
        r = run("timeout", "-s", name, str(after), program(), "check", hostile.series,
                "base..HEAD", "--format", "json", cwd=hostile.path)
        assert r.returncode in (1, 124, 137, -9), r
        assert state(hostile.path) == before
    assert ": error: " in judged(hostile, 1)
