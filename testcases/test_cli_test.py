# SPDX-License-Identifier: GPL-2.0-only
"""ratchet test: does it tell what is wrong with a step's cases?"""

import shutil

import pytest

from conftest import FIXES, MINI, SERIES
from helpers import Series, ratchet, script

RULE = """@initialize:ocaml@
@@
let at p = (List.hd p).Coccilib.line, (List.hd p).Coccilib.col

@bad@
position p;
@@
 old@p(0)

@script:ocaml@
p << bad.p;
@@
let l, c = at p in Printf.printf "ratchet: refuse %d %d zero is not allowed\\n" l c

@kept@
position p;
@@
 older@p(...)

@script:ocaml@
p << kept.p;
@@
let l, c = at p in Printf.printf "ratchet: note %d %d it is older\\n" l c

@@
expression e;
@@
- old(e)
+ new(e)
"""
OLD = "int f(void)\n{\n\treturn old(1);\n}\n"
NEW = OLD.replace("old", "new")


class Cases:
    """A series of one step, a tree of one file, and cases for it."""

    def __init__(self, tmp):
        self.tmp = tmp
        self.series = Series(tmp / "cocci/own")
        self.series.step("10-rename", rule="// Requires: OCaml\n" + RULE)
        self.put("../../tree/a.c", "int a;\n")
        self.put("base", "tree ../../tree\n")

    def put(self, name, text):
        path = self.tmp / "testcases/own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def case(self, name, text):
        self.put(f"10-rename/{name}", text)

    def run(self, *more):
        return ratchet("test", self.series.path, *more, cwd=self.tmp)

    def good(self, *more):
        r = self.run(*more)
        assert r.returncode == 0, r.stdout + r.stderr
        return r.stdout

    def wrong(self, *says):
        r = self.run()
        assert r.returncode == 1, r.stdout + r.stderr
        for text in says:
            assert text in r.stdout, r.stdout

    def unable(self, *more, says):
        r = self.run(*more)
        assert r.returncode == 2, r.stdout + r.stderr
        assert r.stderr.count("\n") == 1 and says in r.stderr, r.stderr


@pytest.fixture
def cases(tmp_path):
    c = Cases(tmp_path)
    c.case("plain.c", OLD)
    c.case("plain.res", NEW)
    return c


def test_all_kinds(cases):
    cases.case("same.c", "int bold(void);\n")
    cases.case("zero.c", OLD.replace("1", "0"))
    cases.case("zero.refused", "3: zero is not")
    cases.case("kept.c", OLD.replace("old", "older"))
    cases.case("kept.left", "3: older")
    cases.case("many/one.c", OLD)
    cases.case("many/one.c.res", NEW)
    cases.case("many/sub/two.c", "int two;\n")
    cases.case("many/tree/lib/three.c", OLD)
    cases.case("many/tree/lib/three.c.res", NEW)
    cases.case("never/tree/lib/zero.c", OLD.replace("1", "0"))
    cases.case("never/refused", "tree/lib/zero.c:3: zero")
    assert cases.good() == (
        "10-rename                    6 cases: 2 converted, 2 left as they "
        "are, 2 refused; 0 wrong\n6 cases, 0 wrong\n")


def test_refused_without_a_place(cases):
    cases.series.write("10-rename/expect", "absent word other\npresent word int\n")
    cases.case("none/a.c", "long old(long);\n")
    cases.case("none/tree/a.c", "long a;\n")
    cases.case("none/refused", "error: word int is not there\n")
    (cases.tmp / "testcases/own/10-rename/plain.c").write_text(
        OLD.replace("int", "long"))
    cases.case("plain.res", NEW.replace("int", "long"))
    cases.good()
    cases.case("none/refused", "error: word long is not there\n")
    cases.wrong("not refused: word long")


def test_one_step_by_number(cases):
    cases.series.step("20-again", rule="@@ @@\n- fine()\n+ good()\n")
    cases.put("20-again/bad.c", OLD)
    cases.put("20-again/bad.res", "int x;\n")
    r = ratchet("test", f"{cases.series.path}/10", cwd=cases.tmp)
    assert r.returncode == 0 and "1 cases, 0 wrong" in r.stdout, r.stdout
    r = ratchet("test", f"{cases.series.path}/20-again", cwd=cases.tmp)
    assert r.returncode == 1, r.stdout


def test_wrong_result(cases):
    cases.case("plain.res", NEW.replace("1", "2"))
    cases.wrong("10-rename/plain is wrong",
                "drivers/case/plain.c:3: wanted: \treturn new(2);",
                "drivers/case/plain.c:3: got:    \treturn new(1);")


def test_what_should_stay_changes(cases):
    cases.case("stays.c", OLD)
    cases.wrong("10-rename/stays is wrong", "wanted: \treturn old(1);",
                "1 wrong")


def test_longer_result(cases):
    cases.case("plain.res", NEW + "int more;\n")
    cases.wrong("drivers/case/plain.c:5: wanted: int more;")


def test_not_refused(cases):
    cases.case("zero.c", OLD)
    cases.case("zero.refused", "3: zero is not")
    cases.wrong("zero.c:3: not refused: zero is not",
                "the step does not fail: it is applied")


@pytest.mark.parametrize("line", ["2: zero is not", "3: nought"])
def test_refused_elsewhere(cases, line):
    cases.case("zero.c", OLD.replace("1", "0"))
    cases.case("zero.refused", line)
    cases.wrong("not refused: " + line.split(": ")[1],
                "the step fails with:\n  drivers/case/zero.c:3: refused: zero")


@pytest.mark.parametrize("kind", ["res", "refused", "left"])
def test_of_no_case(cases, kind):
    """It must not be passed over."""
    cases.case("plain.c", OLD)
    cases.case("plain.res", NEW)
    cases.case("other." + kind, "3: zero")
    r = ratchet("test", str(cases.series.path), cwd=cases.tmp)
    assert r.returncode == 2 and "there is no 'other.c'" in r.stderr, r.stderr


def test_not_left_alone(cases):
    cases.case("kept.c", OLD.replace("old", "young"))
    cases.case("kept.left", "3: older")
    cases.wrong("kept.c:3: not left alone: older")


def test_failing_case_is_found(cases):
    """One that fails does not hide how the others are."""
    cases.case("zero.c", OLD.replace("1", "0"))
    cases.case("other.c", OLD)
    cases.case("other.res", NEW)
    cases.case("bad.c", OLD)
    cases.wrong("10-rename/zero is wrong", "the step fails",
                "zero.c:3: refused: zero is not allowed",
                "10-rename/bad is wrong", "2 wrong")


def test_second_time(tmp_path):
    c = Cases(tmp_path)
    c.series.write("10-rename/20-rule.cocci",
                   "@@ expression e; @@\n- old(e)\n+ old(e + 1)\n")
    c.case("grows.c", OLD)
    c.case("grows.res", OLD.replace("1", "1 + 1"))
    c.wrong("the second time", "got:    \treturn old(1 + 1 + 1);")


def test_git_tree(cases, repo):
    repo.write("b.c", "int b;\n")
    repo.commit()
    before = repo.refs()
    assert "1 cases, 0 wrong" in cases.good("-C", repo.path, "--onto", "main")
    assert repo.refs() == before and repo.git("status", "--porcelain") == ""


def test_after_another_series(cases):
    first = Series(cases.tmp / "cocci/first")
    first.step("05-make", rule="@@ @@\n- a\n+ renamed\n")
    cases.put("base", "tree ../../tree\nafter ../../cocci/first\n")
    cases.put("../../tree/a.c", "int f(void) { return a; }\n")
    cases.series.step("20-uses", rule="@@ @@\n- renamed\n+ done\n")
    cases.put("20-uses/x/tree/b.c", "int b;\n")
    cases.good()
    first.write("05-make/expect", "absent word int\n")
    cases.unable(says="05-make fails on the tree itself")


def test_bad_input(cases, tmp_path):
    cases.unable("--cases", tmp_path / "none", says="name the directory with --cases")
    cases.unable("--onto", "main", says="-C names")
    for jobs in "0", "3x", "-1", "99999":
        cases.unable("-j", jobs, says="number of jobs")
    cases.unable("--spatch", "a", "--spatch", "b", "--spatch", "c",
                 says="not more")
    cases.unable("--spatch", "/nonexistent", says="/nonexistent")
    cases.put("base", "tree ../../nowhere\n")
    cases.unable(says="nowhere")
    cases.put("base", "wood ../../tree\n")
    cases.unable(says="base:1: it must be 'tree DIR'")
    cases.put("base", "")
    cases.unable(says="no tree to put the cases in")
    cases.put("base", "tree ../../tree\n")
    cases.case("bad.refused", "no place\n")
    cases.case("bad.c", OLD)
    cases.unable(says="bad.refused:1: it must be")
    shutil.rmtree(tmp_path / "testcases/own/10-rename")
    cases.unable(says="no case in")
    r = ratchet("test", f"{cases.series.path}/30-none", cwd=tmp_path)
    assert r.returncode == 2 and "has no step '30-none'" in r.stderr


def test_result_of_no_file(cases):
    """It would never be compared."""
    cases.case("many/one.c", OLD)
    cases.case("many/oen.c.res", NEW)
    cases.unable(says="many: a result for 'drivers/case/many/oen.c")


def test_two_spatch(cases, tmp_path):
    """They are compared by what they make of a case and what they cannot read."""
    real = shutil.which("spatch")
    same = script(tmp_path / "same", f'exec {real} "$@"\n')
    assert "0 cases differ" in cases.good("--spatch", real, "--spatch", same)
    # writes another name, and says that it is of another version
    other = script(tmp_path / "other", f"""
case "$*" in
*--version*) {real} --version | sed 's/version 1[.0-9]*/version 9.9/' ;;
*rule.cocci*) sed -i 's/ new(e)/ newer(e)/' ../rule.cocci; exec {real} "$@" ;;
*) exec {real} "$@" ;;
esac
""")
    r = cases.run("--spatch", real, "--spatch", other)
    assert r.returncode == 1, r.stdout + r.stderr
    assert "10-rename/plain differs" in r.stdout, r.stdout
    assert "spatch 9.9: \treturn newer(1);" in r.stdout, r.stdout
    assert "1 cases differ" in r.stdout, r.stdout


@pytest.mark.parametrize("series, step", [(SERIES, "02-hmm-device"),
                                          (FIXES, "02-private-mapping")])
def test_own_series(series, step):
    """By name, with the cases where they are."""
    r = ratchet("test", f"{series.name}/{step}", cwd=MINI)
    assert r.returncode == 0, r.stdout + r.stderr
    assert f"{step} " in r.stdout and " 0 wrong" in r.stdout
