# SPDX-License-Identifier: GPL-2.0-only
"""tools/ci: the templates, tried as far as that goes without the services."""

import json
import os
import pathlib
import shutil
import xml.etree.ElementTree

import pytest
import yaml

from conftest import Repo, TOP, environment, program, run
from helpers import RENAME, Series

CI = TOP / "tools/ci"
USE = "int %s(void)\n{\n\treturn old(1);\n}\n"


def with_ratchet(tmp_path, **more):
    """An environment in which ratchet is installed."""
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir(exist_ok=True)
    target = bin_dir / "ratchet"
    if not target.exists():
        target.write_text(f'#!/bin/sh\nexec "{program()}" "$@"\n')
        target.chmod(0o755)
    return environment(PATH=f"{bin_dir}:{os.environ['PATH']}", HOME=str(tmp_path),
                       GIT_CONFIG_GLOBAL=str(tmp_path / "gitconfig"),
                       RATCHET_SERIES_PATH=str(tmp_path / "series"), **more)


@pytest.fixture
def work(tmp_path, repo):
    Series(tmp_path / "series/small").step(rule=RENAME, expect="absent function old\n")
    repo.write("a.c", "int a;\n")
    repo.base = repo.commit()
    return repo


# ---- templates ----

def script_of(name):
    """The shell of a template, and the variables that it sets."""
    doc = yaml.safe_load((CI / name).read_text())
    if name == "github.yml":
        step, = [s for s in doc["jobs"]["check"]["steps"] if s["name"] == "check"]
        assert doc[True] == {"pull_request": None}      # YAML's "on"
        assert doc["permissions"] == {"contents": "read", "security-events": "write"}
        upload = doc["jobs"]["check"]["steps"][-1]["with"]["sarif_file"]
        assert upload == "ratchet.sarif"
        return step["run"], doc["env"]
    return "\n".join(doc["ratchet"]["script"]), doc["ratchet"]["variables"]


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
@pytest.mark.parametrize("bad", [True, False])
def test_template(work, tmp_path, name, bad):
    shell, variables = script_of(name)
    work.write("b.c", USE % "b" if bad else "int b;\n")
    head = work.commit("b")
    env = with_ratchet(tmp_path, **{k: str(v) for k, v in variables.items()
                                    if not k.startswith("GIT_")})
    env.update(SERIES="small", BASE=work.base, HEAD=head, CI_COMMIT_SHA=head,
               CI_MERGE_REQUEST_DIFF_BASE_SHA=work.base)
    r = run("bash", "-e", "-o", "pipefail", "-c", shell, cwd=work.path, env=env)
    assert r.returncode == int(bad), (r.stdout, r.stderr)
    assert ("10-rename/old" in r.stdout) == bad
    if name == "github.yml":
        sarif = json.loads((work.path.parent / "ratchet.sarif").read_text())
        assert len(sarif["runs"][0]["results"]) == int(bad)
        assert r.stdout.startswith("::error file=b.c,") == bad
    else:
        report = json.loads((work.path / "gl-code-quality-report.json").read_text())
        assert len(report) == int(bad)
        xml.etree.ElementTree.parse(work.path / "ratchet.xml")


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_template_fails_when_it_cannot_run(work, tmp_path, name):
    shell, _ = script_of(name)
    head = work.head()
    env = with_ratchet(tmp_path, SERIES="nowhere", MODE="ratchet", BASE=head, HEAD=head,
                       CI_COMMIT_SHA=head, CI_MERGE_REQUEST_DIFF_BASE_SHA=head)
    r = run("bash", "-e", "-o", "pipefail", "-c", shell, cwd=work.path, env=env)
    assert r.returncode not in (0,), (r.stdout, r.stderr)


# ---- the hook ----

@pytest.fixture
def server(work, tmp_path):
    path = tmp_path / "server.git"
    work.git("clone", "-q", "--bare", work.path, path)
    shutil.copy(CI / "pre-receive", path / "hooks/pre-receive")
    run("git", "config", "ratchet.series", "small", cwd=path, check=True)
    return path


def push(work, tmp_path, server, *refs, status=0):
    r = run("git", "push", "-q", server, *refs, cwd=work.path, env=with_ratchet(tmp_path))
    assert r.returncode == status, r.stderr
    assert run("git", "fsck", "--strict", cwd=server).returncode == 0
    return r.stderr


def server_ref(server, name):
    r = run("git", "rev-parse", "-q", "--verify", name, cwd=server)
    return r.stdout.strip() or None


def test_push(work, tmp_path, server):
    work.write("b.c", "int b;\n")
    good = work.commit("good")
    push(work, tmp_path, server, "main")
    assert server_ref(server, "main") == good
    work.write("b.c", USE % "b")
    bad = work.commit("bad")
    work.write("c.c", "int c;\n")
    work.commit("better")
    says = push(work, tmp_path, server, "main", status=1)
    assert f"commit {bad[:12]} bad" in says and "b.c:3:9: error: old() is used" in says
    assert "refs/heads/main is refused" in says
    assert server_ref(server, "main") == good
    # nothing of it is left
    assert run("git", "cat-file", "-e", bad, cwd=server).returncode != 0
    # mended by a rebase, it is taken
    work.git("reset", "-q", "--hard", good)
    work.write("b.c", (USE % "b").replace("old", "new"))
    work.commit("mended")
    push(work, tmp_path, server, "main")


def test_push_many(work, tmp_path, server):
    """A branch that is new, one that goes, a tag; and one bad of two."""
    work.write("b.c", USE % "b")
    work.commit("bad")
    says = push(work, tmp_path, server, "HEAD:refs/heads/topic", status=1)
    assert "refs/heads/topic is refused" in says and server_ref(server, "topic") is None
    push(work, tmp_path, server, "HEAD:refs/tags/any")
    push(work, tmp_path, server, f"{work.base}:refs/heads/topic")
    assert server_ref(server, "topic") == work.base
    push(work, tmp_path, server, ":refs/heads/topic")
    assert server_ref(server, "topic") is None
    push(work, tmp_path, server, f"{work.base}:refs/heads/good", "HEAD:refs/heads/bad", status=1)
    assert server_ref(server, "good") is None and server_ref(server, "bad") is None


def test_push_with_force(work, tmp_path, server):
    work.write("b.c", "int b;\n")
    work.commit("one")
    push(work, tmp_path, server, "main")
    work.git("reset", "-q", "--hard", work.base)
    work.write("b.c", USE % "b")
    work.commit("other")
    push(work, tmp_path, server, "+main", status=1)


def test_push_that_cannot_be_checked(work, tmp_path, server):
    run("git", "config", "ratchet.series", "nowhere", cwd=server, check=True)
    work.write("b.c", "int b;\n")
    work.commit("good")
    says = push(work, tmp_path, server, "main", status=1)
    assert "nowhere" in says and "is refused" in says
    run("git", "config", "--unset", "ratchet.series", cwd=server, check=True)
    assert "no series" in push(work, tmp_path, server, "main", status=1)


def test_push_of_many_objects(work, tmp_path, server):
    """So many that git keeps them as a pack on the way."""
    run("git", "config", "receive.unpackLimit", "1", cwd=server, check=True)
    for i in range(5):
        work.write(f"f{i}.c", f"int f{i};\n")
        work.commit(str(i))
    push(work, tmp_path, server, "main")
    work.write("b.c", USE % "b")
    work.commit("bad")
    push(work, tmp_path, server, "main", status=1)
