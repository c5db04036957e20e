# SPDX-License-Identifier: GPL-2.0-only
"""What ratchet check tells machines, on a small series."""

import json
import random
import re
import urllib.parse
import xml.etree.ElementTree

import jsonschema
import pytest

from conftest import TOP
from helpers import RENAME, Series, ratchet, state, unable

SCHEMA = json.loads((TOP / "testcases/schema/sarif-2.1.0-rtm.5.json").read_text())
FORMS = ["text", "json", "sarif", "junit", "github", "gitlab"]
USE = "int %s(void)\n{\n\treturn old(1);\n}\n"


@pytest.fixture
def work(tmp_path, repo):
    """A series that takes old() away, and a base."""
    repo.series = Series(tmp_path / "small").step(
        rule=RENAME, expect="absent function old\n",
        message='lib: old() is "new" & <better>\n\nWhy.\n')
    repo.write("a.c", USE.replace("old", "new") % "a")
    repo.commit()
    repo.git("tag", "base")
    return repo


def check(repo, form, *args, status=1):
    before = state(repo.path)
    r = ratchet("check", repo.series, "base..HEAD", "--format", form, *args,
                cwd=repo.path)
    assert state(repo.path) == before
    assert (r.returncode, r.stderr) == (status, ""), (r.stdout, r.stderr)
    return r.stdout


def commit_use(repo, path="b.c", name="b", message="b: use it"):
    repo.write(path, USE % name)
    return repo.commit(message)


def validate(sarif):
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    jsonschema.Draft4Validator(SCHEMA).validate(sarif)


def test_json(work):
    commit = commit_use(work)
    out = json.loads(check(work, "json"))
    assert out["errors"] == 1 and out["series"] == "small"
    assert [c["id"] for c in out["commits"]] == [commit]
    f, = out["findings"]
    assert re.fullmatch("[0-9a-f]{40}", f.pop("fingerprint"))
    diff = f.pop("diff")
    assert "-\treturn old(1);" in diff and "+\treturn new(1);" in diff
    assert f == {
        "rule": "10-rename/old", "step": "10-rename", "level": "error",
        "path": "b.c", "line": 3, "column": 9, "function": "b",
        "source": "\treturn old(1);", "commit": commit, "allowed": None,
        "known": False,
        "message": "old() is used, which step 10-rename takes away",
        "why": '10-rename: lib: old() is "new" & <better>'}
    f, = json.loads(check(work, "json", "--no-diff"))["findings"]
    assert f["diff"] is None


def test_sarif(work):
    commit = commit_use(work)
    sarif = json.loads(check(work, "sarif"))
    validate(sarif)
    run, = sarif["runs"]
    result, = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "10-rename/old"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "b.c"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (3, 9)
    assert result["properties"]["commit"] == commit
    assert result["level"] == "error" and result["baselineState"] == "new"
    change, = result["fixes"][0]["artifactChanges"]
    assert apply_fix((work.path / "b.c").read_text(), change["replacements"]) == \
        (USE % "b").replace("old", "new")


def apply_fix(text, replacements):
    lines = text.splitlines(keepends=True)
    for r in reversed(replacements):
        region = r["deletedRegion"]
        assert region["startColumn"] == region["endColumn"] == 1
        lines[region["startLine"] - 1:region["endLine"] - 1] = [
            r["insertedContent"]["text"]]
    return "".join(lines)


def test_fix_of_several_hunks(work):
    gap = "".join(f"int gap{i};\n" for i in range(20))
    text = USE % "first" + gap + USE % "second" + gap + USE % "third"
    work.write("b.c", text)
    work.commit("three")
    sarif = json.loads(check(work, "sarif"))
    validate(sarif)
    result = sarif["runs"][0]["results"]
    assert len(result) == 3
    change, = result[0]["fixes"][0]["artifactChanges"]
    assert len(change["replacements"]) == 3
    assert apply_fix(text, change["replacements"]) == text.replace("old", "new")


def test_columns_are_characters(work):
    work.write("b.c", 'int b(void)\n{\n\tputs("äöü €"); return old(1);\n}\n')
    work.commit("b")
    region = json.loads(check(work, "sarif"))["runs"][0]["results"][0][
        "locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"][region["startColumn"] - 1:].startswith("old(1)")


def test_junit(work):
    commit = commit_use(work)
    work.write("c.c", "int c;\n")
    work.commit("c: nothing")
    suite, = xml.etree.ElementTree.fromstring(check(work, "junit"))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    one, two = suite
    assert one.get("name") == f"{commit[:12]} b: use it"
    assert one[0].tag == "failure" and one[0].get("type") == "10-rename/old"
    assert "b.c:3:9: old() is used" in one[0].text
    assert 'old() is "new" & <better>' in one[0].text
    assert len(two) == 0


def test_github(work):
    commit = commit_use(work, "x,y:z%.c")
    assert check(work, "github") == (
        "::error file=x%2Cy%3Az%25.c,line=3,col=9,title=10-rename/old::"
        f"old() is used, which step 10-rename takes away (commit {commit[:12]})\n")


def test_gitlab(work):
    commit_use(work)
    f, = json.loads(check(work, "gitlab"))
    assert set(f) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert f["location"] == {"path": "b.c", "lines": {"begin": 3}}
    assert f["severity"] == "major"


def test_nothing_found(work):
    work.write("c.c", "int c;\n")
    work.commit("c")
    for form in FORMS:
        out = check(work, form, status=0)
        if form == "sarif":
            validate(json.loads(out))
            assert json.loads(out)["runs"][0]["results"] == []
        elif form == "gitlab":
            assert json.loads(out) == []
        elif form == "github":
            assert out == ""


# ---- names that stay ----

def fingerprints(work):
    return [f["fingerprint"] for f in json.loads(
        check(work, "json", "--no-diff"))["findings"]]


def test_fingerprint_is_stable(work):
    """Other lines, other blanks, another commit: the same finding."""
    commit_use(work)
    first = fingerprints(work)
    work.write("b.c", "int more;\n\n" + (USE % "b").replace("\treturn old", "    return  old"))
    work.git("commit", "-q", "-a", "--amend", "-m", "other")
    assert fingerprints(work) == first
    work.write("b.c", USE % "other_function")
    work.git("commit", "-q", "-a", "--amend", "-m", "other")
    assert fingerprints(work) != first


def test_fingerprints_differ(work):
    work.write("b.c", "int b(void)\n{\n\told(1);\n\told(1);\n\told(1);\n}\n")
    work.commit("b")
    assert len(set(fingerprints(work))) == 3


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_baseline(work, tmp_path, form):
    commit_use(work)
    known = tmp_path / "known"
    known.write_text(check(work, form))
    out = check(work, "text", "--baseline", known, status=0)
    assert out == "1 commit: 0 errors, 0 warnings, 1 known before\n"
    work.write("c.c", USE % "c")
    work.commit("c")
    out = check(work, "text", "--baseline", known)
    assert "c.c:3:9: error: " in out and "b.c" not in out
    sarif = json.loads(check(work, "sarif", "--baseline", known))
    validate(sarif)
    assert [r["baselineState"] for r in sarif["runs"][0]["results"]] == ["unchanged", "new"]


@pytest.mark.parametrize("text, says", [
    ("", "not the JSON"), ("{", "not the JSON"), ("{}", "neither a report"),
    ('"x"', "not the JSON"), ("[" * 5000, "not the JSON"),
    ('{"runs": 1}', "neither a report")])
def test_bad_baseline(work, tmp_path, text, says):
    (tmp_path / "known").write_text(text)
    unable(work.path, "check", work.series, "HEAD", "--baseline", tmp_path / "known", says=says)


@pytest.mark.parametrize("text", [
    "[]", "[1, null, {}]", '{"findings": [{"fingerprint": 1}, []]}',
    '{"runs": [{"results": [{"partialFingerprints": []}, 1]}, {}, 3]}'])
def test_baseline_with_nothing(work, tmp_path, text):
    commit_use(work)
    (tmp_path / "known").write_text(text)
    check(work, "text", "--baseline", tmp_path / "known")


def test_no_baseline(work, tmp_path):
    unable(work.path, "check", work.series, "HEAD", "--baseline", tmp_path / "none", says="none")


def test_allowed(work):
    work.write("b.c", "/* ratchet: allow 10/old because <it> & \"that\" */\nint b = old(1);\n")
    work.commit("b")
    sarif = json.loads(check(work, "sarif", status=0))
    validate(sarif)
    result, = sarif["runs"][0]["results"]
    assert result["suppressions"] == [
        {"kind": "inSource", "justification": '<it> & "that"'}]
    assert json.loads(check(work, "gitlab", status=0)) == []
    suite, = xml.etree.ElementTree.fromstring(check(work, "junit", status=0))
    assert suite.get("failures") == "0" and "allowed: <it>" in suite[0][0].text


# ---- hostile names ----

HOSTILE = [b'"', b"'", b"<", b">", b"&", b"]]>", b"\\", b"\n", b"\r", b"\t", b"\x1b[31m",
           b"\x7f", b"%0A", b"::error::", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\xef\xbf\xbf",
           b"-", b" ", b",", b":", b"\xc2\x9b", b"\x01", b"{", b"}", "ä€😀".encode(), b"$(id)", b"`id`"]


def hostile_name(rng):
    name = b"".join(rng.choice(HOSTILE) for _ in range(rng.randint(1, 6)))
    return name.replace(b"/", b"")[:100] + b".c"


def no_control(out, keep="\n"):
    bad = [c for c in out if (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e") and c not in keep]
    assert not bad, bad


@pytest.mark.parametrize("seed", range(6))
def test_hostile_names(work, seed):
    rng = random.Random(seed)
    names = sorted({hostile_name(rng) for _ in range(8)})
    for name in names:
        (work.path / "d").mkdir(exist_ok=True)
        with open(bytes(work.path / "d") + b"/" + name, "wb") as f:
            f.write((USE % "b").encode())
    message = b"".join(rng.choice(HOSTILE) for _ in range(9)).replace(b"\n", b"")
    work.git("add", "-A")
    (work.path / ".git/msg").write_bytes(b"x" + message)
    work.git("commit", "-q", "-F", ".git/msg")
    work.git("branch", "-f", "hostile")

    text = check(work, "text")
    no_control(text)
    assert text.count(": error: ") >= len(names)
    found = json.loads(check(work, "json"))["findings"]
    assert len(found) == len(names)
    sarif = json.loads(check(work, "sarif"))
    validate(sarif)
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for r in sarif["runs"][0]["results"]]
    assert sorted(urllib.parse.unquote_to_bytes(u) for u in uris) == \
        sorted(b"d/" + n for n in names)
    suite, = xml.etree.ElementTree.fromstring(check(work, "junit").encode())
    assert len(suite[0]) == len(names)
    github = check(work, "github")
    no_control(github)
    lines = github.splitlines()
    assert len(lines) == len(names)
    assert all(re.match(r"::error file=[^,:]*,line=3,col=9,title=10-rename/old::old\(\) is used", x)
               for x in lines)
    assert len(json.loads(check(work, "gitlab"))) == len(names)
