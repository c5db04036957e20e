# SPDX-License-Identifier: GPL-2.0-only
"""What check-linux and benchmark share: running ratchet on a real tree."""

import contextlib
import hashlib
import json
import os
import pathlib
import resource
import shutil
import subprocess
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
RATCHET = os.environ.get("RATCHET", str(TOP / "build" / "ratchet"))
SERIES = TOP / "cocci" / "hmm-devmem-cleanup"
IDENTITY = {
    "GIT_AUTHOR_NAME": "Check", "GIT_AUTHOR_EMAIL": "check@example.com",
    "GIT_COMMITTER_NAME": "Check", "GIT_COMMITTER_EMAIL": "check@example.com",
}


def environment():
    env = {k: v for k, v in os.environ.items() if not k.startswith("RATCHET_")}
    env.update(IDENTITY)
    return env


class Run:
    """A finished command: status, text, seconds, peak memory in KiB."""

    def __init__(self, argv, cwd=None, **env):
        start = time.monotonic()
        process = subprocess.Popen([str(a) for a in argv], cwd=cwd,
                                   env={**environment(), **env},
                                   stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True,
                                   errors="surrogateescape")
        self.out, self.err = process.communicate()
        self.seconds = time.monotonic() - start
        self.status = process.returncode
        self.argv = argv

    def check(self):
        if self.status:
            raise SystemExit(f"{self.argv} ended with {self.status}:\n"
                             f"{self.out}{self.err}")
        return self


class Tree:
    """A kernel repository; its work tree, index and HEAD are only looked at."""

    def __init__(self, path):
        self.path = pathlib.Path(path).resolve()
        self.git_dir = pathlib.Path(
            Run(["git", "rev-parse", "--absolute-git-dir"],
                self.path).check().out.strip())

    def git(self, *args):
        return Run(["git", *args], self.path).check().out

    def apply(self, *args):
        return Run([RATCHET, "apply", SERIES, "-C", self.path, *args])

    def fingerprint(self):
        """Index bytes, HEAD, refs but ours, and stat data of every file."""
        h = hashlib.sha256()
        index = self.git_dir / "index"
        if index.exists():
            h.update(index.read_bytes())
        h.update((self.git_dir / "HEAD").read_bytes())
        for line in self.git("for-each-ref").splitlines():
            if "/ratchet" not in line:
                h.update(line.encode())
        for folder, dirs, files in os.walk(self.path):
            if ".git" in dirs:
                dirs.remove(".git")
            dirs.sort()
            for name in sorted(files):
                st = os.lstat(os.path.join(folder, name))
                h.update(f"{folder}/{name} {st.st_ino} {st.st_size} "
                         f"{st.st_mtime_ns} {st.st_mode}\n".encode(
                             errors="surrogateescape"))
        return h.hexdigest()

    def last_ledger(self):
        """The events of the newest run."""
        files = sorted((self.git_dir / "ratchet/ledger").glob("*.jsonl"),
                       key=lambda p: p.stat().st_mtime_ns)
        return [json.loads(line) for line in
                files[-1].read_text(encoding="utf-8").splitlines()]

    @contextlib.contextmanager
    def cache_aside(self):
        """Run with an empty cache; the one there was comes back."""
        cache = self.git_dir / "ratchet/cache"
        aside = self.git_dir / f"ratchet/cache-aside-{os.getpid()}"
        if cache.exists():
            cache.rename(aside)
        try:
            yield cache
        finally:
            shutil.rmtree(cache, ignore_errors=True)
            if aside.exists():
                aside.rename(cache)


def children_peak_mib():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def events(ledger, kind, **match):
    return [e for e in ledger if e["event"] == kind and
            all(e.get(k) == v for k, v in match.items())]
