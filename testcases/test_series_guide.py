# SPDX-License-Identifier: GPL-2.0-only
"""What cocci/README.md shows as a whole series is one."""

import re

from conftest import TOP, Repo
from helpers import ratchet

GUIDE = (TOP / "cocci" / "README.md").read_text()


def example():
    """Its files, by path, and its commands."""
    text = GUIDE.split("\n## A series of one step, whole\n")[1].split("\n## ")[0]
    files, commands = {}, []
    for head, block in re.findall(r"^(\S.*)\n\n((?:    .*\n|\n(?=    ))+)", text, re.M):
        lines = [line[4:] for line in block.splitlines()]
        if head.startswith("`"):
            files[head.split("`")[1]] = "\n".join(lines).rstrip() + "\n"
        else:
            commands += [line.split()[2:] for line in lines
                         if line.startswith("$ ratchet ")]
    return files, commands


def test_whole_series(mini, tmp_path):
    files, commands = example()
    assert len(files) == 9 and len(commands) == 2
    mini.path.rename(tmp_path / "linux")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    r = ratchet(*commands[0], cwd=tmp_path)
    assert r.returncode == 0, r.stdout + r.stderr
    assert "1 converted, 1 left as they are, 0 refused; 0 wrong" in r.stdout
    case = (tmp_path / "cases/01-kfree-null/asks.c").read_text()
    (tmp_path / "linux/drivers/misc/asks.c").write_text(case)
    linux = Repo(tmp_path / "linux")
    linux.commit("a driver that asks")
    r = ratchet(*commands[1], cwd=tmp_path)
    assert r.returncode == 0, r.stdout + r.stderr
    after = linux.git("show", "ratchet/kfree:drivers/misc/asks.c")
    assert after == files["cases/01-kfree-null/asks.res"]
