# SPDX-License-Identifier: GPL-2.0-only
"""Small series, and what must not change about a repository."""

import os
import pathlib
import stat

from conftest import environment, program, run

RENAME = """@@ expression e; @@
- old(e)
+ new(e)
"""
USES_OLD = "int f(void)\n{\n\treturn old(1);\n}\n"
USES_NEW = USES_OLD.replace("old", "new")


class Series:
    """A series directory; step() adds one to its end."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.mkdir(parents=True)
        self.write("series", "")

    def write(self, path, text):
        full = self.path / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text if isinstance(text, bytes) else text.encode())
        return full

    def step(self, name="10-rename", rule=RENAME, message=None, expect=None,
             **rules):
        """@rules: file names with '-' and '.' written as '_'."""
        with open(self.path / "series", "a") as f:
            f.write(name + "\n")
        if message is None:
            message = f"area: do {name}\n\nWhy it is done.\n"
        self.write(f"{name}/message", message)
        if rule is not None:
            self.write(f"{name}/20-rule.cocci", rule)
        for key, text in rules.items():
            self.write(f"{name}/{key}", text)
        if expect is not None:
            self.write(f"{name}/expect", expect)
        return self

    def __str__(self):
        return str(self.path)


def simple(tmp_path, name="simple", **step):
    return Series(tmp_path / name).step(**step)


def two_steps_applied(tmp_path, repo, expect=None):
    """A series of two steps, applied to two files; "start" is the base."""
    series = Series(tmp_path / "two")
    series.step("01-rename", expect=expect)
    series.step("02-again", rule="@@ @@\n- third()\n+ fourth()\n")
    repo.write("a.c", USES_OLD)
    repo.write("b.c", "int g(void)\n{\n\treturn third();\n}\n")
    repo.commit()
    repo.git("tag", "start")
    r = repo.ratchet("apply", series)
    assert r.returncode == 0, r.stdout + r.stderr
    repo.series = series
    return repo


def file_state(path):
    st = os.lstat(path)
    if stat.S_ISLNK(st.st_mode):
        return "link", os.readlink(path)
    if stat.S_ISDIR(st.st_mode):
        return "dir", stat.S_IMODE(st.st_mode)
    with open(path, "rb") as f:
        return "file", stat.S_IMODE(st.st_mode), f.read()


def files_below(top, skip=(".git",)):
    """All files, as bytes of their names to what they are."""
    found = {}
    top = os.fsencode(top)
    for where, dirs, names in os.walk(top):
        dirs[:] = [d for d in dirs if os.fsdecode(d) not in skip]
        for name in names + dirs:
            full = os.path.join(where, name)
            found[os.path.relpath(full, top)] = file_state(full)
    return found


def git(path, *args, **more):
    r = run("git", *args, cwd=path, env=environment(GIT_OPTIONAL_LOCKS="0",
                                                    **more))
    assert r.returncode == 0, r.stderr
    return r.stdout


def state(path):
    """What is the user's: refs, HEAD, index, work tree, configuration."""
    path = pathlib.Path(path)
    common = pathlib.Path(run("git", "rev-parse", "--git-common-dir", cwd=path)
                          .stdout.strip() or ".")
    own = pathlib.Path(run("git", "rev-parse", "--git-dir", cwd=path)
                       .stdout.strip() or ".")
    common, own = path / common, path / own
    result = {"files": files_below(path)}
    for f in (own / "HEAD", own / "index", common / "config",
              common / "packed-refs", own / "MERGE_HEAD", own / "ORIG_HEAD"):
        result[str(f)] = f.read_bytes() if f.exists() else None
    for d in ("refs", "hooks", "logs"):
        if (common / d).exists():
            result[d] = files_below(common / d)
    r = run("git", "status", "--porcelain=v2", cwd=path,
            env=environment(GIT_OPTIONAL_LOCKS="0"))
    result["status"] = r.stdout
    return result


def but_for_branch(before, after, branch):
    """The states differ in nothing but this branch and its log."""
    for s in (before, after):
        for d, name in (("refs", f"heads/{branch}"),
                        ("logs", f"refs/heads/{branch}")):
            name = name.encode()
            while d in s and name:
                s[d].pop(name, None)
                name = os.path.dirname(name)
                if any(k.startswith(name + b"/") for k in s[d]):
                    break
                if name in (b"heads", b"refs/heads", b"refs"):
                    break
    return before == after


def ratchet(*args, cwd=None, env=None, **more):
    env = dict(env or environment())
    # for a build with sanitizers
    supp = pathlib.Path(__file__).resolve().parent / "lsan.supp"
    env.setdefault("LSAN_OPTIONS",
                   f"suppressions={supp}:print_suppressions=0")
    return run(program(), *args, cwd=cwd, env=env, **more)


def unable(cwd, *args, env=None, says=""):
    """It must fail with status 2, one line, and no change at all."""
    before = state(cwd)
    r = ratchet(*args, cwd=cwd, env=env)
    assert state(cwd) == before
    assert r.returncode == 2, (r.returncode, r.stdout, r.stderr)
    assert r.stderr.startswith("error: "), r.stderr
    assert r.stderr.count("\n") == 1, r.stderr
    assert r.stderr.endswith("\n")
    assert r.stdout == ""
    assert says in r.stderr, r.stderr
    return r.stderr


def applies(cwd, *args, env=None):
    r = ratchet("apply", *args, cwd=cwd, env=env)
    assert r.returncode == 0, r.stdout + r.stderr
    return r


def fails(cwd, *args, env=None, says=""):
    """A step fails: status 1, the reason on stderr, nothing of it kept once
    the session is given up."""
    before = state(cwd)
    r = ratchet("apply", *args, cwd=cwd, env=env)
    assert r.returncode == 1, (r.returncode, r.stdout, r.stderr)
    assert says in r.stderr, r.stderr
    assert "stopped at" in r.stdout, r.stdout
    gives_up(cwd)
    assert state(cwd) == before
    return r


def gives_up(cwd):
    """End the session, if there is one."""
    if "no run" not in ratchet("status", cwd=cwd).stdout:
        r = ratchet("abort", cwd=cwd)
        assert r.returncode == 0, r.stderr


def script(path, text):
    path = pathlib.Path(path)
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)
    return path
