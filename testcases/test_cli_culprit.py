# SPDX-License-Identifier: GPL-2.0-only
"""Which site of a step breaks its proof, and which rule wrote it."""

import json

import pytest

from helpers import Series, fails, ratchet, state

SOURCE = """// SPDX-License-Identifier: GPL-2.0-only
struct pair {
	int a, b;
};

int old(int x);
int other(int x);
int one(struct pair *p);
int two(struct pair p);
int three(int x);

int old(int x)
{
	return x;
}

int other(int x)
{
	return x;
}

int one(struct pair *p)
{
	return old(p->a) + get(p);
}

int two(struct pair p)
{
	return old(p.b) + get(&p);
}

int three(int x)
{
	return old(x) + 3;
}
"""
GET = "#define get(p) ((p)->a)\n"
TO_OTHER = "@@ expression e; @@\n- old(e)\n+ other(e)\n"
# right for a pointer only
TO_MEMBER = "// Candidates: pair\n@@ expression e; @@\n- other(e.b)\n+ other(e->b)\n"


@pytest.fixture
def tree(mini):
    makefile = mini.path / "drivers/misc/Makefile"
    mini.write("drivers/misc/Makefile", makefile.read_text() + "obj-y += extra.o\n")
    mini.write("drivers/misc/extra.c", SOURCE.replace("int old(int x);\n",
                                                      GET + "int old(int x);\n", 1))
    mini.commit("extra")
    return mini


def series(tmp_path, name="10-rename", **step):
    s = Series(tmp_path / "simple").step(name, **step)
    s.write("kernel.config", "CONFIG_MINI_ODDITIES=n\n")
    return s


def by(text):
    return [x for x in text.splitlines() if x.startswith("  by ")]


def events(tree, event):
    last = sorted((tree.path / ".git/ratchet/ledger").iterdir())[-1]
    lines = [json.loads(x) for x in last.read_text().splitlines()]
    return [x for x in lines if x["event"] == event]


def test_site_and_rule(tree, tmp_path):
    """Both passes write to the line; the second one breaks it."""
    s = series(tmp_path, rule=None)
    s.write("10-rename/10-other.cocci", TO_OTHER)
    s.write("10-rename/20-member.cocci", TO_MEMBER)
    r = fails(tree.path, s, "--verify", "object", says="drivers/misc/extra.c:30:")
    said = by(r.stderr)
    assert len(said) == 1
    assert said[0].startswith(
        "  by drivers/misc/extra.c:30, written by 10-other.cocci, "
        "20-member.cocci (1 of 3 hunks): drivers/misc/extra.c:30:")
    assert "error: invalid type argument of '->'" in said[0].replace(
        "‘", "'").replace("’", "'")
    assert [(e["step"], e["path"], e["rule"], e["first"], e["last"])
            for e in events(tree, "culprit")] == [
                ("10-rename", "drivers/misc/extra.c",
                 "10-other.cocci, 20-member.cocci", 30, 30)]


def test_rule_of_its_own_line(tree, tmp_path):
    """Another pass changed the file, too, but elsewhere."""
    s = series(tmp_path, rule=TO_OTHER)
    s.write("10-rename/30-three.cocci", "// Candidates: three\n@@ @@\n- 3\n+ three\n")
    s.write("10-rename/40-get.cocci",
            "@@ expression e; @@\n- get(e)\n+ (get(e))\n")
    r = fails(tree.path, s, "--verify", "object", says="three")
    said = by(r.stderr)
    assert len(said) == 1
    assert said[0].startswith("  by drivers/misc/extra.c:35, written by "
                              "20-rule.cocci, 30-three.cocci (1 of 3 hunks): ")


def test_the_only_site(tree, tmp_path):
    s = series(tmp_path, rule="// Candidates: three\n@@ @@\n- 3\n+ none\n")
    r = fails(tree.path, s, "--verify", "object", says="none")
    assert by(r.stderr)[0].startswith("  by drivers/misc/extra.c:35, written by "
                                      "20-rule.cocci (1 of 1 hunks): ")


def test_keep_going(tree, tmp_path):
    """The steps behind one that fails are proven; the branch does not move."""
    s = series(tmp_path, name="05-get",
               rule="@@ expression e; @@\n- get(e)\n+ (get(e))\n")
    s.step("10-three", rule="// Candidates: three\n@@ @@\n- 3\n+ none\n")
    s.step("20-other", rule=TO_OTHER)
    s.step("30-new", rule="@@ expression e; @@\n- other(e)\n+ none(e)\n")
    r = fails(tree.path, s, "--verify", "object")
    assert "20-other" not in r.stdout
    r = fails(tree.path, s, "--verify", "object", "--keep-going")
    rows = {x.split()[0]: x for x in r.stdout.splitlines()
            if x[:2] in ("05", "10", "20", "30")}
    assert " applied " in rows["05-get"] and "proof failed" in rows["10-three"]
    assert "proof failed" in rows["30-new"]
    # it fails as it did before: that is not this step's doing
    assert " applied " in rows["20-other"] and rows["20-other"].endswith("  -")
    assert "stopped at 10-three; nothing was kept" in r.stdout
    assert [x.split(" written by ")[1].split(":")[0] for x in by(r.stderr)] == [
        "20-rule.cocci (1 of 1 hunks)", "20-rule.cocci (1 of 3 hunks)"]
    before = state(tree.path)
    r = ratchet("apply", s, "--verify", "object", "--keep-going",
                "--keep-proven", cwd=tree.path)
    assert r.returncode == 1
    assert "stopped at 10-three; 1 commits before it are on ratchet/simple" \
        in r.stdout
    assert tree.git("log", "--format=%s", "main..ratchet/simple") == \
        "area: do 05-get\n"
    assert before["files"] == state(tree.path)["files"]
