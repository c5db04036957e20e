# SPDX-License-Identifier: GPL-2.0-only
"""Bad input: status 2, one clear line, no change."""

import os
import subprocess

import pytest

from conftest import Repo, environment, run
from helpers import (RENAME, USES_OLD, Series, ratchet, script, simple, state,
                     unable)


@pytest.fixture
def old(repo):
    """A repository of one commit with one use of old(), and a dirty file."""
    repo.write("a.c", USES_OLD)
    repo.write("b.c", "int x;\n")
    repo.commit()
    repo.write("b.c", "int y;\n")
    repo.write("untracked.c", USES_OLD)
    return repo


def error_of(old, series, **more):
    return unable(old.path, "apply", series, **more)


# ---- series ----

def test_unknown_pass_kind(old, tmp_path):
    s = simple(tmp_path)
    s.write("10-rename/30-x.sed", "s/a/b/\n")
    assert "10-rename/30-x.sed:1: unknown kind of pass" in error_of(old, s)


def test_missing_message(old, tmp_path):
    s = simple(tmp_path)
    (s.path / "10-rename/message").unlink()
    assert "10-rename/message" in error_of(old, s)


@pytest.mark.parametrize("text, place", [
    ("x" * 76 + "\n", "message:1: the subject has 76"),
    ("subject\nno blank\n", "message:2: a blank line"),
    ("", "message:1: "),
])
def test_bad_message(old, tmp_path, text, place):
    s = simple(tmp_path, message=text)
    assert "10-rename/" + place in error_of(old, s)


@pytest.mark.parametrize("line", ["../x", "/etc", "a/b", "..", "."])
def test_step_leaves_the_series(old, tmp_path, line):
    s = simple(tmp_path)
    s.write("series", f"10-rename\n{line}\n")
    assert f"series:2: '{line}'" in error_of(old, s)


def test_step_is_a_link(old, tmp_path):
    s = simple(tmp_path)
    (s.path / "20-link").symlink_to(s.path / "10-rename")
    s.write("series", "10-rename\n20-link\n")
    assert "series:2: '20-link'" in error_of(old, s)


@pytest.mark.parametrize("name", ["20-rule.cocci", "message", "expect"])
def test_file_of_a_step_is_a_link(old, tmp_path, name):
    s = simple(tmp_path, expect="sites 1..\n")
    f = s.path / "10-rename" / name
    outside = tmp_path / "outside"
    f.rename(outside)
    f.symlink_to(outside)
    assert f"10-rename/{name}" in error_of(old, s)


@pytest.mark.parametrize("again", ["10-rename", "10-other", "010-x"])
def test_duplicate_step(old, tmp_path, again):
    s = simple(tmp_path)
    if again != "10-rename":
        s.step(again)
    s.write("series", f"10-rename\n{again}\n")
    assert f"series:2: step '{again}'" in error_of(old, s)


def test_rule_that_spatch_cannot_parse(old, tmp_path):
    s = simple(tmp_path, rule="@@ expression e; @@\n- old(e))\n+ new(e)\n")
    assert "10-rename/20-rule.cocci:2: spatch cannot parse" in error_of(old, s)


@pytest.mark.parametrize("line, text", [
    ("remove word x", "'remove'"), ("absent thing x", "'thing'"),
    ("allow nothing in a.c because x", "'nothing'"),
    ("sites 9..3", "'9..3'"), ("sites many", "sites"),
    ("present word x in ../y", "'../y'"),
    ("absent match none.cocci", "none.cocci"),
])
def test_bad_expect(old, tmp_path, line, text):
    s = simple(tmp_path, expect=f"# first\n{line}\n")
    error = error_of(old, s)
    assert text in error
    assert "10-rename/expect:2: " in error or "none.cocci" in error


@pytest.mark.parametrize("options", [
    "-o x", "--in-place", "-in_place", "--dir .", "--include ../x.h",
    "--include /etc/passwd", "--include", "-D", "x.c",
])
def test_bad_options(old, tmp_path, options):
    s = simple(tmp_path, rule=f"// Options: {options}\n" + RENAME)
    assert "10-rename/20-rule.cocci:1: " in error_of(old, s)


def test_late_collect_pass(old, tmp_path):
    s = simple(tmp_path)
    s.write("10-rename/30-x.collect.cocci", RENAME)
    assert "30-x.collect.cocci" in error_of(old, s)


def test_no_such_series(old, tmp_path):
    unable(old.path, "apply", "no-such-series", says="'no-such-series'")
    unable(old.path, "apply", "./nowhere", says="'./nowhere'")
    unable(old.path, "apply", str(tmp_path), says="is not a series")


def test_apply_step(old, tmp_path):
    s = simple(tmp_path)
    unable(old.path, "apply", f"{s.path}/10", says="--steps 10")
    s = Series(tmp_path / "empty")
    assert "series:1: the series has no step" in error_of(old, s)


def test_the_tree_is_no_place_for_series(old):
    """A name is never looked up in the tree under work."""
    old.write("cocci/evil/series", "10-x\n")
    old.write("cocci/evil/10-x/message", "evil\n")
    old.write("cocci/evil/10-x/10.cocci", RENAME)
    old.write("evil/series", "10-x\n")
    unable(old.path, "apply", "evil", says="unknown series 'evil'")


def test_rule_needs_a_version(old, tmp_path):
    s = simple(tmp_path, rule="// Requires: 99.0\n" + RENAME)
    assert "needs spatch 99.0" in error_of(old, s)


def test_rule_without_candidates(old, tmp_path):
    s = simple(tmp_path, rule="@@ expression a; @@\n- a = 1;\n")
    assert "20-rule.cocci:1: no word tells" in error_of(old, s)


# ---- repositories ----

def test_not_a_repository(tmp_path):
    plain = tmp_path / "plain"
    plain.mkdir()
    s = simple(tmp_path)
    r = ratchet("apply", s, cwd=plain)
    assert (r.returncode, r.stdout) == (2, "")
    assert r.stderr.startswith("error: ") and r.stderr.count("\n") == 1
    assert "git repository" in r.stderr
    assert os.listdir(plain) == []
    r = ratchet("apply", s, "-C", tmp_path / "nowhere", cwd=plain)
    assert r.returncode == 2 and "nowhere" in r.stderr


def test_shallow_clone(old, tmp_path):
    old.commit()
    run("git", "clone", "-q", "--depth", "1", f"file://{old.path}",
        tmp_path / "shallow", check=True)
    unable(tmp_path / "shallow", "apply", simple(tmp_path), says="--unshallow")


def test_partial_clone(old, tmp_path):
    old.git("config", "uploadpack.allowFilter", "true")
    run("git", "clone", "-q", "--filter=blob:none", f"file://{old.path}",
        tmp_path / "partial", check=True)
    unable(tmp_path / "partial", "apply", simple(tmp_path), says="partial")


def test_sha256_repository(tmp_path):
    r = Repo(tmp_path / "sha256", "--object-format=sha256")
    r.write("a.c", USES_OLD)
    r.commit()
    unable(r.path, "apply", simple(tmp_path), says="SHA-1")


def test_unborn_branch(repo, tmp_path):
    unable(repo.path, "apply", simple(tmp_path), says="no commit")


def test_unknown_revision(old, tmp_path):
    s = simple(tmp_path)
    unable(old.path, "apply", s, "--onto", "no-such-rev", says="'no-such-rev'")
    unable(old.path, "apply", s, "--onto", "HEAD:a.c", says="HEAD:a.c")
    unable(old.path, "apply", s, "--onto", "", says="error: ")


def test_branch_that_is_something_else(old, tmp_path):
    old.git("branch", "ratchet/simple")
    unable(old.path, "apply", "-q", simple(tmp_path),
           says="'ratchet/simple' exists")


def test_branch_in_the_way(old, tmp_path):
    """A branch 'ratchet' leaves no room for ratchet/NAME."""
    old.git("branch", "ratchet")
    unable(old.path, "apply", "-q", simple(tmp_path), says="ratchet")


@pytest.mark.parametrize("name", ["a..b", "-x", "a b", "x.lock", "", "a~1"])
def test_bad_branch_name(old, tmp_path, name):
    unable(old.path, "apply", simple(tmp_path), f"--branch={name}",
           says=f"'{name}'")


def test_current_branch_is_not_moved(old, tmp_path):
    unable(old.path, "apply", "-q", simple(tmp_path), "--branch", "main",
           says="'main' exists")


# ---- the machine ----

def test_spatch_missing(old, tmp_path):
    s = simple(tmp_path)
    unable(old.path, "apply", s, says="install coccinelle",
           env=environment(RATCHET_SPATCH="/nonexistent"))
    unable(old.path, "apply", s, says="'spatch' cannot be run",
           env=environment(PATH="/nonexistent"))


@pytest.mark.parametrize("text, says", [
    ("echo 'spatch version 1.0.4 compiled with OCaml version 4.02'",
     "version 1.0.4"),
    ("echo hello", "does not answer"),
    ("echo 'spatch version 1.1.1'; exit 3", "does not answer"),
    ("kill -SEGV $$", "does not answer"),
])
def test_spatch_unfit(old, tmp_path, text, says):
    fake = script(tmp_path / "fake-spatch", text + "\n")
    unable(old.path, "apply", simple(tmp_path), says=says,
           env=environment(RATCHET_SPATCH=str(fake)))


def test_scratch_directory_that_is_not_there(old, tmp_path):
    s = simple(tmp_path)
    for bad in (tmp_path / "nowhere", old.path / "a.c"):
        unable(old.path, "apply", s, says="TMPDIR",
               env=environment(TMPDIR=str(bad)))


@pytest.fixture
def tiny(tmp_path):
    where = tmp_path / "tiny"
    where.mkdir()
    r = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs",
                        where], capture_output=True)
    if r.returncode:
        pytest.skip("a tmpfs cannot be mounted here")
    yield where
    subprocess.run(["umount", where], check=True)


def test_no_space(old, tmp_path, tiny):
    error = unable(old.path, "apply", simple(tmp_path), says="TMPDIR",
                   env=environment(TMPDIR=str(tiny)))
    assert "No space left" in error
    assert os.listdir(tiny) == []


def no_identity(home):
    env = environment(HOME=str(home), XDG_CONFIG_HOME=str(home))
    for k in list(env):
        if k.startswith(("GIT_AUTHOR", "GIT_COMMITTER")) or k == "EMAIL":
            del env[k]
    return env


def test_missing_identity(old, tmp_path):
    s = simple(tmp_path)
    unable(old.path, "apply", s, says="user.name", env=no_identity(tmp_path))
    # a dry run needs none
    r = ratchet("apply", s, "-n", cwd=old.path, env=no_identity(tmp_path))
    assert r.returncode == 0, r.stderr


@pytest.mark.parametrize("key, value", [
    ("spatchTimeout", "0"), ("spatchTimeout", "-3"), ("spatchTimeout", "soon"),
    ("spatchMemory", "1"), ("spatchMemory", "lots"), ("verify", "maybe"),
])
def test_bad_settings(old, tmp_path, key, value):
    old.git("config", f"ratchet.{key}", value)
    unable(old.path, "apply", simple(tmp_path), says=f"ratchet.{key}")


@pytest.mark.parametrize("args", [
    ["--no-such-option"], ["--steps", "x"], ["--steps", "9..3"],
    ["--steps", "-1"], ["--steps", ""], ["--steps", "1..x"], ["-j", "0"],
    ["-j", "many"], ["-j", "2x"], ["--verify", "all"], ["another"],
    ["--onto"], ["--rule", "x.cocci"],
])
def test_wrong_usage(old, tmp_path, args):
    unable(old.path, "apply", simple(tmp_path), *args)


def test_wrong_usage_without_a_series(old):
    unable(old.path, "apply", says="series")
    unable(old.path, "show", says="series")
    unable(old.path, "list", "x", says="'x'")
    unable(old.path, "frobnicate", says="unknown command 'frobnicate'")
    unable(old.path, "apply", "--rule", "no.cocci", says="'no.cocci'")
    unable(old.path, "show", "no-such", says="'no-such'")


def test_steps_that_are_none(old, tmp_path):
    unable(old.path, "apply", simple(tmp_path), "--steps", "90..99",
           says="no step")


def test_no_command(old):
    r = ratchet(cwd=old.path)
    assert r.returncode == 2 and r.stdout == "" and "usage:" in r.stderr


def test_output_that_cannot_be_written(old, tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    before = state(old.path)
    with open("/dev/full", "w") as full:
        r = subprocess.run([os.environ["RATCHET"], "show",
                            str(simple(tmp_path))], stdout=full,
                           stderr=subprocess.PIPE, text=True)
    assert r.returncode == 2
    assert r.stderr.startswith("error: ")
    assert state(old.path) == before
