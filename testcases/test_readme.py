# SPDX-License-Identifier: GPL-2.0-only
"""The README's example is what the program prints, and the demo works."""

import re

from conftest import SERIES, TOP, environment, run, program

README = (TOP / "README.md").read_text()


def without_ids(text):
    """Commit ids depend on who commits, and when."""
    return re.sub(r"\b[0-9a-f]{12}\b", "ID", text).strip()


def example(command):
    """What the README shows below the line of a command."""
    lines = README.splitlines()
    start = lines.index(f"$ {command}") + 1
    end = lines.index("```", start)
    return without_ids("\n".join(lines[start:end]))


def test_refused(mini):
    case = TOP / "testcases" / SERIES.name / "08-pagemap-ops"
    mini.write("drivers/misc/mydriver.c",
               (case / "refused-conditional.c").read_bytes())
    mini.commit("a driver")
    r = mini.ratchet("apply", SERIES, "-q")
    assert r.returncode == 1
    assert without_ids(r.stderr + r.stdout) == example(
        "ratchet apply hmm-devmem-cleanup -q     "
        "# with a driver that sets page_free in an if")


def test_demo_and_example():
    """The demo works, and prints what the README shows."""
    r = run(TOP / "tools" / "demo", env=environment(RATCHET=program()))
    assert r.returncode == 0, r.stdout + r.stderr
    parts = dict(part.split("\n", 1) for part in r.stdout.split("\n== ")[1:])
    assert without_ids(parts["ratchet apply hmm-devmem-cleanup --verify object -q"]) \
        == example("ratchet apply hmm-devmem-cleanup --verify object -q")
    assert without_ids(parts["the same command again"]) == example(
        "ratchet apply hmm-devmem-cleanup --verify object -q | tail -n 1")
    assert "nothing to do" in parts["the same command again"]
    assert r.stdout.rstrip().endswith("## main")
