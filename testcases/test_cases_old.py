# SPDX-License-Identifier: GPL-2.0-only
"""The cases of the series for older and newer kernels.

They stand in the types of their series, which no kernel is: what they become is
compared, and compiled only where whole drivers are (test_drivers_61).
"""

import pytest

from conftest import TOP
from helpers import ratchet

SERIES = ["dev-pagemap-5.2", "dev-pagemap-6.1"]


def steps(series):
    lines = (TOP / "cocci" / series / "series").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("series", SERIES)
def test_cases(series):
    r = ratchet("test", series)
    assert r.returncode == 0, r.stdout + r.stderr
    said = r.stdout + r.stderr
    for step in steps(series):
        line = next(x for x in said.splitlines() if x.split()[:1] == [step])
        assert " 0 wrong" in line and " 0 converted" not in line, line


@pytest.mark.parametrize("series", SERIES)
def test_each_step_has_what_it_leaves_alone(series):
    """A near miss for each, and a refusal for each step that refuses."""
    for step in steps(series):
        cases = TOP / "testcases" / series / step
        names = {p.name for p in cases.iterdir()}
        assert any(n.endswith(".c") and n[:-2] + ".res" not in names
                   and n[:-2] + ".refused" not in names for n in names), step
        passes = (TOP / "cocci" / series / step).glob("*.cocci")
        if any("ratchet: refuse" in p.read_text() for p in passes):
            assert any(n.endswith(".refused") for n in names), step


@pytest.mark.parametrize("series", SERIES)
def test_messages_say_where_it_was_read(series):
    """Each names a kernel in its subject, and the sources that were read."""
    for step in steps(series):
        text = (TOP / "cocci" / series / step / "message").read_text()
        subject, blank, *body = text.splitlines()
        assert subject.endswith(")") and subject.split("(")[-1][0] in "456", step
        assert blank == "" and len(subject) <= 75
        assert all(len(line) <= 75 for line in body), step
        assert "Read in the sources" in text, step
