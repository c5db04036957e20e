# SPDX-License-Identifier: GPL-2.0-only
"""ratchet check --sandbox: what a program that it runs can reach."""

import json
import pathlib
import shutil
import socket
import threading

import pytest

from conftest import environment, run
from helpers import Series, ratchet, script, unable

SHUT = "echo 'bwrap: No permissions to create new namespace' >&2\n"


def rule(command):
    """A rule that does something else beside."""
    quoted = command.replace("\\", "\\\\").replace('"', '\\"')
    return ("// Candidates: old\n@r@ position p; @@\nold@p(...)\n\n"
            "@script:ocaml@\np << r.p;\n@@\n"
            f'ignore (Sys.command "{quoted}");\n'
            'Printf.printf "ratchet: at %d %d found\\n" '
            "(List.hd p).Coccilib.line (List.hd p).Coccilib.col\n")


@pytest.fixture
def work(repo):
    repo.write("a.c", "int a;\n")
    repo.commit()
    repo.write("b.c", "int b(void)\n{\n\treturn old(1);\n}\n")
    repo.commit("b")
    return repo


def check(work, tmp_path, command, *args, **env):
    series = Series(tmp_path / f"s{len(list(tmp_path.iterdir()))}").step(
        expect="absent match bad.cocci\n", **{"bad.cocci": rule(command)})
    r = ratchet("check", series, "HEAD", *args, cwd=work.path, env=environment(**env))
    assert r.returncode == 1, (r.stdout, r.stderr)
    assert "b.c:3:9: error: " in r.stdout, r.stdout
    return r.stdout


@pytest.mark.parametrize("mode", ["off", "required", "auto"])
def test_files(work, tmp_path, mode):
    """Nothing outside is written: not in the tree, in git's directory, in /tmp."""
    places = [tmp_path / "outside", work.path / "in-tree", work.path / ".git/in-git",
              work.path / ".git/refs/heads/made"]
    check(work, tmp_path, "; ".join(f"touch {p} 2>/dev/null" for p in places), "--sandbox", mode)
    assert [p.exists() for p in places] == [mode == "off"] * len(places)


def test_tmp(work, tmp_path):
    """What others keep in /tmp is not seen; it can be written, and is gone then."""
    work_file = tmp_path / "secret"
    work_file.write_text("x")
    seen = work.path / ".git/ratchet/seen"
    check(work, tmp_path, f"cat {work_file} >{seen} 2>/dev/null; "
          "touch /tmp/made-in-the-sandbox && ls /tmp >>" + str(seen), "--sandbox", "required")
    assert "made-in-the-sandbox" in seen.read_text().split()
    assert "x" not in seen.read_text().split() or not str(tmp_path).startswith("/tmp/")
    assert not pathlib.Path("/tmp/made-in-the-sandbox").exists()


@pytest.mark.parametrize("mode", ["off", "required"])
def test_network(work, tmp_path, mode):
    """A server on this machine is not reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        port = server.getsockname()[1]
        seen = []

        def accept():
            try:
                while True:
                    seen.append(server.accept()[0].recv(3))
            except OSError:
                pass

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        check(work, tmp_path, f"bash -c 'echo hi >/dev/tcp/127.0.0.1/{port}' 2>/dev/null",
              "--sandbox", mode)
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)
    assert (b"hi\n" in seen) == (mode == "off")


def test_processes(work, tmp_path):
    """What it leaves behind ends with it; others are not seen."""
    mark = "31.4159"
    check(work, tmp_path, f"setsid sleep {mark} >/dev/null 2>&1 &", "--sandbox", "required")
    assert run("pgrep", "-f", f"sleep {mark}").returncode == 1


def test_what_held_is_told(work, tmp_path):
    out = json.loads(ratchet_json(work, tmp_path, "--sandbox", "required"))
    assert out["sandbox"].startswith("bubblewrap ")
    out = json.loads(ratchet_json(work, tmp_path, "--sandbox", "off"))
    assert out["sandbox"] == "none: --sandbox off"


def ratchet_json(work, tmp_path, *args, **env):
    series = Series(tmp_path / f"s{len(list(tmp_path.iterdir()))}").step(
        expect="absent function old\n")
    return ratchet("check", series, "HEAD", "--format=json", *args, cwd=work.path,
                   env=environment(**env)).stdout


def test_not_to_be_had(work, tmp_path):
    """Where user namespaces are shut."""
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    script(bin_dir / "bwrap", 'test "$1" = --version && echo bubblewrap 9 && exit\n'
           + SHUT + "exit 1\n")
    path = f"{bin_dir}:" + environment()["PATH"]
    says = "bwrap: No permissions to create new namespace"
    out = check(work, tmp_path, "true", PATH=path)
    assert out.endswith(f"1 error, 0 warnings; no sandbox: {says}\n")
    out = json.loads(ratchet_json(work, tmp_path, PATH=path))
    assert out["sandbox"] == f"none: {says}"
    series = Series(tmp_path / "s").step(expect="absent function old\n")
    r = ratchet("check", series, "HEAD", "--sandbox=required", cwd=work.path,
                env=environment(PATH=path))
    assert r.returncode == 2 and r.stdout == ""
    assert r.stderr.count("\n") == 1
    assert f"no sandbox can be had ({says}): install bubblewrap" in r.stderr


def test_a_program_that_is_killed(work, tmp_path):
    """Its end by a signal is told as one, though bwrap stands between."""
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    real = shutil.which("spatch")
    script(bin_dir / "spatch", f'case "$*" in *b.c*) kill -SEGV $$;; esac\nexec {real} "$@"\n')
    series = Series(tmp_path / "s").step(expect="absent match bad.cocci\n",
                                         **{"bad.cocci": rule("true")})
    r = ratchet("check", series, "HEAD", "-v", cwd=work.path, env=environment(
        PATH=f"{bin_dir}:" + environment()["PATH"]))
    assert "signal 11" in r.stdout + r.stderr, (r.returncode, r.stdout, r.stderr)


def test_usage(work):
    unable(work.path, "check", "x", "HEAD", "--sandbox", "maybe",
           says="--sandbox is auto, required or off")
