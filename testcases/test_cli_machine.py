# SPDX-License-Identifier: GPL-2.0-only
"""The machine fails: that is no answer about a commit, and nothing is kept of it."""

import os
import signal
import subprocess
import time

import pytest

from conftest import environment, program, run
from helpers import ratchet, script, simple, state

PLAIN = "// SPDX-License-Identifier: GPL-2.0-only\nint %s(int x);\n\n" \
        "int %s(int x)\n{\n\treturn old(x);\n}\n"
HEADER = "/* SPDX-License-Identifier: GPL-2.0-only */\n" \
         "static inline int old(int x)\n{\n\treturn x;\n}\n" \
         "static inline int new(int x)\n{\n\treturn x;\n}\n"
USER = PLAIN.replace("\nint", "\n#include <linux/extra.h>\n\nint", 1)
NAMES = ("one", "two", "three")


@pytest.fixture
def tree(mini):
    """The mini kernel, and a commit to three files and their header."""
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile", makefile.read_text() + "obj-y += " +
               " ".join(f"{n}.o" for n in NAMES) + "\n")
    mini.write("include/linux/extra.h", HEADER)
    for n in NAMES:
        mini.write(f"drivers/misc/{n}.c", USER % (n, n))
    mini.commit("start")
    mini.git("tag", "start")
    mini.write("include/linux/extra.h", HEADER.replace("return x", "return x + 1"))
    for n in NAMES:
        mini.write(f"drivers/misc/{n}.c", (USER % (n, n)).replace("old", "new"))
    mini.commit("change")
    return mini


def unable(tree, *args, says):
    before = state(tree.path)
    for more, status in ((), 2), (("--bisect",), 125):
        r = ratchet("verify", *args, *more, cwd=tree.path)
        assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
        assert says in r.stderr and "proven" not in r.stdout
    assert state(tree.path) == before


def proven(tree, *args):
    r = ratchet("verify", *args, cwd=tree.path)
    assert r.returncode == 0, r.stdout + r.stderr
    assert "proven: 3 built, 0 not compiled" in r.stdout


def compiler(tmp_path, then):
    """A compiler that does @then for two.c as long as a file is there."""
    (tmp_path / "broken").write_text("")
    cc = tmp_path / "cc"
    script(cc, f'if [ -e {tmp_path}/broken ]; then case "$*" in\n'
               f'*misc/two.c*) {then} ;; esac; fi\nexec gcc "$@"\n')
    return f"CC={cc}"


@pytest.mark.parametrize("then", [
    "kill -9 $$", "kill -SEGV $$",
    "echo 'gcc: fatal error: Killed signal terminated program cc1' >&2; exit 1",
    "echo 'cc1: out of memory allocating 65536 bytes after a total of 1 bytes' "
    ">&2; exit 1",
    "echo \"gcc: fatal error: cannot execute 'cc1': execvp: No such file or "
    "directory\" >&2; exit 1",
    "echo 'drivers/misc/two.c:9:1: fatal error: error writing to x.s: No space "
    "left on device' >&2; exit 1",
    "echo 'as: two.o: Disk quota exceeded' >&2; exit 1",
])
def test_compiler_that_is_broken(tree, tmp_path, then):
    cc = compiler(tmp_path, then)
    unable(tree, "HEAD", cc, says="the build could not be done, whatever the source: ")
    (tmp_path / "broken").unlink()
    proven(tree, "HEAD", cc)


def test_no_compiler(tree, tmp_path):
    unable(tree, "HEAD", "CC=/nonexistent",
           says="the compiler '/nonexistent' cannot be run")
    # it goes away under way
    cc = compiler(tmp_path, 'rm "$0"; exit 127')
    text = (tmp_path / "cc").read_text()
    before = state(tree.path)
    r = ratchet("verify", "HEAD", cc, cwd=tree.path)
    assert r.returncode == 2, r.stdout
    assert "cc' cannot be run" in r.stderr
    assert state(tree.path) == before
    (tmp_path / "broken").unlink()
    script(tmp_path / "cc", text.split("\n", 1)[1])
    proven(tree, "HEAD", cc)


@pytest.mark.parametrize("line", [
    "#error cannot write x.s: No space left on device",
    "#error Killed signal terminated program cc1",
    "#include <gone.h: No space left on device>",
])
def test_source_that_says_so(tree, line):
    """What a source has is about the source."""
    tree.write("drivers/misc/two.c", line + "\n" + USER % ("two", "two"))
    tree.commit("odd")
    r = ratchet("verify", "HEAD", cwd=tree.path)
    assert r.returncode == 1, r.stderr
    assert "FAILED: 0 built, 1 failed" in r.stdout


def test_step_is_not_failed(tree, tmp_path):
    tree.git("checkout", "-q", "--detach", "start")
    before = state(tree.path)
    cc = compiler(tmp_path, "kill -9 $$")
    s = simple(tmp_path)
    s.write("kernel.config", "CONFIG_MINI_ODDITIES=n\n")
    argv = ("apply", s, "--verify", "object", cc)
    r = ratchet(*argv, cwd=tree.path)
    assert r.returncode == 2, r.stdout
    assert "whatever the source" in r.stderr and "proof failed" not in r.stdout
    assert state(tree.path) == before
    (tmp_path / "broken").unlink()
    r = ratchet(*argv, cwd=tree.path)
    assert r.returncode == 0, r.stderr


# ---- a full disk: of a size of its own ----

FULL = """
mount -t tmpfs -o size=$2k tmpfs $3 || exit 77
$1 verify HEAD --same-code --build-dir $3
echo "status $?"
mount -o remount,size=100m $3
$1 verify HEAD --same-code --build-dir $3
echo "status $?"
df -k --output=used $3 | tail -1
"""


def on_disk_of(tree, place, kib):
    """What is said by a run on a disk of that size, then by one with room."""
    run("rm", "-rf", tree.path / ".git/ratchet", check=True)
    r = run("unshare", "-rm", "sh", "-c", FULL, "sh", program(), kib, place,
            cwd=tree.path)
    if r.returncode == 77 or "unshare" in r.stderr:
        pytest.skip("no file system can be mounted here")
    return r


def test_full_disk(tree, tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    tree.write("drivers/misc/two.c", (USER % ("two", "two")).replace("old", "(new)"))
    tree.commit("no change")
    r = on_disk_of(tree, place, 100 << 10)
    lines = r.stdout.splitlines()
    assert lines.count("status 0") == 2, r.stdout + r.stderr
    good, need = lines[0], int(lines[-1])
    statuses = set()
    for kib in (64, need // 2, need - 96, need - 48, need - 32, need - 16):
        r = on_disk_of(tree, place, kib)
        lines = r.stdout.splitlines()
        states = [x for x in lines if x.startswith("status ")]
        assert states[0] in ("status 2", "status 0"), r.stdout
        assert states[1] == "status 0", r.stdout + r.stderr
        if states[0] == "status 2":
            assert "No space left" in r.stderr or "failed" in r.stderr
            assert lines[0] == "status 2"
        assert good in lines
        statuses.add(states[0])
    assert "status 2" in statuses


# ---- killed ----

@pytest.mark.parametrize("instant", [0.2, 0.5, 0.7, 0.85, 0.97])
def test_killed(tree, tmp_path, instant):
    """The same command again says what one that was never killed says."""
    argv = ("verify", "start..HEAD", "--same-code", "-v")
    start = time.monotonic()
    whole = ratchet(*argv, "--build-dir", tmp_path / "whole", cwd=tree.path)
    took = time.monotonic() - start
    assert "3 of 3" not in whole.stdout and whole.returncode == 1
    run("rm", "-rf", tree.path / ".git/ratchet", check=True)
    p = subprocess.Popen([program(), *argv, "--build-dir", str(tmp_path / "b")],
                         cwd=tree.path, env=environment(), text=True,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(took * instant)
    os.kill(p.pid, signal.SIGKILL)
    p.communicate(timeout=60)
    again = ratchet(*argv, "--build-dir", tmp_path / "b", cwd=tree.path)
    assert again.returncode == whole.returncode
    assert again.stdout == whole.stdout
