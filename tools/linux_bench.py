# SPDX-License-Identifier: GPL-2.0-only
"""A whole build of a real kernel to compare proofs with: the tree at the base,
and its build, which is put back after each change."""

import os
import re
import resource
import shutil
import sys

from linux_tree import SERIES, Run

FRAGMENT = SERIES / "kernel.config"
# bzImage is not among them: new tools cannot link that of an old kernel
GOALS = ("vmlinux", "modules")
PINNED = {"KBUILD_BUILD_TIMESTAMP": "1", "KBUILD_BUILD_USER": "u",
          "KBUILD_BUILD_HOST": "h", "LC_ALL": "C", "TZ": "UTC"}


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Timed:
    """A command and its processor time, with that of its children."""

    def __init__(self, argv, **env):
        before = cpu()
        self.run = Run(argv, **env)
        self.seconds = cpu() - before


class Bench:
    """The work tree and its build."""

    def __init__(self, linux, work):
        self.linux, self.work = linux.resolve(), work.resolve()
        self.tree, self.obj = self.work / "tree", self.work / "obj"
        self.kept = self.work / "kept"
        self.said = self.work / "base.err"
        self.base = "HEAD"  # the commit that was built

    def git(self, *args):
        return Run(["git", "-C", self.tree, *args])

    def make(self, *goals):
        return Timed(["make", "-C", self.tree, f"O={self.obj}", "-j2",
                      "LOCALVERSION=", "-k", *goals], **PINNED)

    def prepare(self):
        self.work.mkdir(parents=True, exist_ok=True)
        if not self.tree.exists():
            Run(["git", "clone", "-q", "-s", "-n", self.linux,
                 self.tree]).check()
            # a clone may lack blobs; what it lacks no build here needs
            self.git("checkout", "-q", "-f", "--detach", "HEAD")
        if self.kept.exists():
            return
        print(f"building {self.tree}, once", file=sys.stderr)
        self.obj.mkdir(exist_ok=True)
        self.make("defconfig").run.check()
        with open(self.obj / ".config", "a", encoding="utf-8") as f:
            f.write(re.sub(r"^#\s*M=.*$", "", FRAGMENT.read_text(),
                           flags=re.M))
        self.make("olddefconfig").run.check()
        built = self.make(*GOALS).run.check()
        self.said.write_text(built.err, errors="surrogateescape")
        half = self.work / "kept.new"
        shutil.rmtree(half, ignore_errors=True)
        Run(["cp", "-a", self.obj, half]).check()
        half.rename(self.kept)

    def commit(self, message):
        """What is in the index; the objects of other files may be missing."""
        tree = self.git("write-tree", "--missing-ok").check().out.strip()
        new = self.git("commit-tree", tree, "-p", "HEAD", "-m",
                       message).check().out.strip()
        self.git("update-ref", "--no-deref", "HEAD", new).check()

    def checkout(self, commit):
        """Another commit: only files that differ are written."""
        self.git("update-index", "-q", "--refresh")
        self.git("read-tree", "-m", "-u", "HEAD", commit).check()
        self.git("update-ref", "--no-deref", "HEAD", commit).check()

    def go_back(self, commit):
        """To the commit that was built, with its build: nothing is newer."""
        old = (self.kept / ".config").stat().st_mtime - 86400
        differ = self.git("diff", "--name-only", "HEAD", commit).check().out
        self.checkout(commit)
        for name in differ.split():
            path = self.tree / name
            if path.exists():
                os.utime(path, (old, old))
        self.restore()

    def restore(self):
        shutil.rmtree(self.obj, ignore_errors=True)
        Run(["cp", "-a", "--reflink=auto", self.kept, self.obj]).check()
