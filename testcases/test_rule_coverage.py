# SPDX-License-Identifier: GPL-2.0-only
"""How tools/rule-coverage takes rules apart; spatch is not run."""

import sys

import pytest

from conftest import SERIES, TOP

sys.path.insert(0, str(TOP / "tools"))

import smpl     # noqa: E402

RULES = """// SPDX-License-Identifier: GPL-2.0-only
/// A rule with (everything) | in a comment.
@initialize:ocaml@
@@
(* if this then that *)
let both a b = if a && (if b then true else false) then "if x then" else ""

@found disable neg_if@
identifier f = {old, older}, g != other.g;
expression E : script:ocaml() { E <> ";" };
position p;
@@
(
 f@p(E)
|
 \\(g\\|h\\)(E)	// not | this
|
 k(E)
)
 ... when != E = 1
     when any
 end();

@script:ocaml pick@
f << found.f;
p << found.p;
x;
@@
x := make_ident f;
Coccilib.include_match (f <> "old")

@depends on found && !pick@
identifier pick.x;
@@
(
-old(x)
+new(x)
|
 keep(x)
)
"""


def found(text=RULES, name="10-rule.cocci"):
    return {m.ident: m for m in smpl.mutants(name, text)}


def lines(ident, text=RULES):
    """The lines that differ, as (was, is)."""
    new = found(text)[ident].apply(text)
    pairs = zip(text.splitlines(), new.splitlines(), strict=True)
    return [(a, b) for a, b in pairs if a != b]


def test_names_and_kinds():
    _, rules = smpl.split(RULES)
    assert [(r.name, r.kind) for r in rules] == [
        ("#1", "initialize"), ("found", "smpl"), ("pick", "script"),
        ("#4", "smpl")]


def test_every_mutant_is_named_once_and_differs():
    all_of = list(smpl.mutants("10-rule.cocci", RULES))
    assert len({m.ident for m in all_of}) == len(all_of)
    for m in all_of:
        assert m.apply(RULES) != RULES
        assert m.apply(RULES).count("\n") == RULES.count("\n")


def test_a_rule_stays_for_those_who_inherit():
    assert lines("found rule") == [
        ("// SPDX-License-Identifier: GPL-2.0-only", "virtual ratchet_no_rule"),
        ("@found disable neg_if@",
         "@found depends on ratchet_no_rule  disable neg_if@")]
    assert lines("pick rule")[1][1] == \
        "@script:ocaml pick depends on ratchet_no_rule @"
    assert lines("#4 rule")[1][1] == "@depends on ratchet_no_rule @"
    assert "#1 rule" not in found()


def test_depends():
    assert lines("#4 depends") == [("@depends on found && !pick@", "@@")]


def test_constraints():
    assert lines("found constraint f")[0][1] == \
        "identifier f , g != other.g;"
    assert lines("found constraint f old")[0][1] == \
        "identifier f = { older}, g != other.g;"
    assert lines("found constraint f older")[0][1] == \
        "identifier f = {old}, g != other.g;"
    assert lines("found constraint g")[0][1] == \
        "identifier f = {old, older}, g ;"
    assert lines("found constraint E")[0][1] == "expression E ;"


def test_branches():
    assert [b for _, b in lines("found branch 1.1")] == ["", ""]
    assert [a for a, _ in lines("found branch 1.3")] == ["|", " k(E)"]
    assert lines("found branch 2.1") == [
        (" \\(g\\|h\\)(E)	// not | this", " h(E)	// not | this")]
    assert [a for a, _ in lines("#4 branch 1.2")] == \
        ["(", "|", " keep(x)", ")"]


def test_when():
    assert lines("found when 1") == [(" ... when != E = 1", " ... ")]
    assert lines("found when 2") == [("     when any", "     ")]


def test_guards():
    was = RULES.splitlines()[5]
    assert lines("#1 if 1 true") == [
        (was, was.replace(" a && (if b then true else false) ", " true "))]
    assert lines("#1 if 2 false") == [
        (was, was.replace("if b then", "if false then"))]
    assert "#1 if 3 true" not in found()
    assert lines("pick include 1 true")[0][1] == \
        "Coccilib.include_match  true "


def test_arm_of_a_match():
    text = ("@script:ocaml@\np << a.p;\n@@\nmatch p with\n"
            "| x when List.exists (fun y -> y) x -> ()\n| _ -> ()\n")
    assert lines("#1 arm 1", text) == [
        ("| x when List.exists (fun y -> y) x -> ()", "| x -> ()")]


def test_what_narrows_a_rule():
    narrows = {i for i, m in found().items() if m.restricts}
    assert {"found rule", "found branch 1.1", "found constraint f old"} <= \
        narrows
    assert not narrows & {"found when 1", "found constraint f", "#4 depends"}


def test_a_conjunction_and_a_when_do_not_narrow():
    text = ("@r@\nexpression E;\n@@\n\\(a(E)\\&b(...)\\);\n"
            "... when != \\(c\\|d\\)\n")
    assert not [i for i, m in found(text).items()
                if m.restricts and " branch " in i]


def test_needs():
    text = RULES
    rules = {r.name: r for r in smpl.split(text)[1]}
    assert smpl.needs(text, rules["pick"]) == {"found"}
    assert smpl.needs(text, rules["#4"]) == {"found", "pick"}
    assert smpl.needs(text, rules["found"]) == set()


def test_lines_of_other_files():
    text = "# Said.\nabsent word x\n\npresent  word y\n"
    of = found(text, "expect")
    assert sorted(of) == ["absent word x", "present word y"]
    assert of["absent word x"].apply(text) == "# Said.\n\n\npresent  word y\n"


def test_what_cannot_be_read_is_told():
    with pytest.raises(smpl.Unreadable):
        smpl.split("@r@\nidentifier x;\n")
    with pytest.raises(smpl.Unreadable):
        list(smpl.mutants("1.cocci", "@r@\n@@\n(\n a\n|\n b\n"))
    with pytest.raises(smpl.Unreadable):
        list(smpl.mutants("1.cocci", "@r@\n@@\n f(\n|\n b)\n"))


PASSES = sorted(SERIES.glob("*/*.cocci"))


@pytest.mark.parametrize("path", PASSES,
                         ids=lambda p: f"{p.parent.name}/{p.name}")
def test_our_passes_are_read(path):
    text = path.read_text()
    prologue, rules = smpl.split(text)
    spans = [prologue] + [s for r in rules for s in (r.header, r.decls, r.body)]
    assert "".join(text[a:b] for a, b in spans) == text
    assert rules
    for m in smpl.mutants(path.name, text):
        new = m.apply(text)
        assert new != text and new.count("\n") == text.count("\n"), m.ident
