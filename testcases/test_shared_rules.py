# SPDX-License-Identifier: GPL-2.0-only
"""Rules that two steps have in common must not drift apart.

A step cannot name a pass of another one, so both have a copy of it.
"""

import pytest

from conftest import SERIES, TOP

FLAG = "let wrappers = {}\n"


@pytest.mark.parametrize("name", ["00-busy.collect.cocci",
                                  "01-plain.collect.cocci",
                                  "10-driver.cocci"])
def test_counts(name):
    """Steps 15 and 16 differ in the structures that they are for."""
    one, two = ((SERIES / step / name).read_text(encoding="utf-8")
                for step in ("15-dax-internal-ref", "16-p2pdma-internal-ref"))
    if FLAG.format("false") in one:
        one = one.replace(FLAG.format("false"), FLAG.format("true"))
    else:
        assert name != "01-plain.collect.cocci"
    assert one == two


OWN = "cocci/dev-pagemap-6.1/09-pagemap-own-ref"
TOLD = '"ratchet: refuse %d %d a map counts its references itself: who does what this count is for? %s\\n"'


@pytest.mark.parametrize("name", ["00-busy.collect.cocci",
                                  "01-plain.collect.cocci",
                                  "10-driver.cocci", "20-owner.cocci",
                                  "30-includes.cocci"])
def test_counts_of_drivers(name):
    """For 6.1 the same counts go, of whatever structure; the others are refused."""
    one = (SERIES / "15-dax-internal-ref" / name).read_text(encoding="utf-8")
    two = (TOP / OWN / name).read_text(encoding="utf-8")
    if name == "01-plain.collect.cocci":
        for old, new in (
                ('"ratchet: note %d %d the pagemap keeps this count: %s\\n"', TOLD),
                ("  let size = List.length defs and map", "  let map"),
                ('tag <> "dev_pagemap"\n     && (size = 3 && List.length map = 1)'
                 ' = wrappers then', 'tag <> "dev_pagemap" then')):
            assert old in one
            one = one.replace(old, new)
    assert one == two
