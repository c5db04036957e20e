# SPDX-License-Identifier: GPL-2.0-only
"""Rules that two steps have in common must not drift apart.

A step cannot name a pass of another one, so both have a copy of it.
"""

import pytest

from conftest import SERIES

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
