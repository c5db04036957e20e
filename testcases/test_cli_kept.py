# SPDX-License-Identifier: GPL-2.0-only
"""What became of a step is kept, and used where it is sure to be the same."""

import json
import shutil

import pytest

from conftest import environment
from helpers import (RENAME, USES_NEW, USES_OLD, applies, fails, git, script,
                     simple, unable)

BRANCH = "ratchet/simple"
# changes a.c and b.c, leaves c.c alone, and tells of it
TELLS = """@r@ expression e; position p; @@
old@p(e)

@script:ocaml@ p << r.p; e << r.e; @@
let p = List.hd p in
if e = "99" then
  Printf.printf "ratchet: note %d %d ninety-nine is too much\\n" p.line p.col

@@ expression e != 99; @@
- old(e)
+ new(e)
"""
EXPECT = """absent word old in a.c b.c
requires word f
"""
AGAIN = RENAME.replace("new", "newer").replace("old", "new")


@pytest.fixture
def old(repo):
    for name, n in ("a.c", "1"), ("b.c", "2"), ("c.c", "99"):
        repo.write(name, "/* old */\n" + USES_OLD.replace("1", n))
    repo.commit()
    return repo


def series(tmp_path, name="simple", rule=TELLS, expect=EXPECT):
    return (simple(tmp_path, name=name, rule=rule, expect=expect)
            .step("20-again", rule=AGAIN))


def events(repo):
    ledgers = sorted((repo.path / ".git/ratchet/ledger").iterdir(),
                     key=lambda f: f.stat().st_mtime_ns)
    return [json.loads(line) for line in ledgers[-1].read_text().splitlines()]


@pytest.fixture
def counted(tmp_path):
    """A spatch that says which files it is run on."""
    log = tmp_path / "log"
    log.touch()
    fake = script(tmp_path / "counting-spatch",
                  f'case "$*" in *./*.c*) echo "$*" >>{log};; esac\n'
                  'exec spatch "$@"\n')

    def runs():
        lines = [x for x in log.read_text().splitlines() if "-o ../out" in x]
        log.write_text("")
        return len(lines)
    return environment(RATCHET_SPATCH=str(fake)), runs


def forget(repo, *kinds):
    for kind in kinds:
        shutil.rmtree(repo.path / ".git/ratchet/cache" / kind)


def again(repo, series, env):
    git(repo.path, "branch", "-D", BRANCH)
    return applies(repo.path, series, env=env)


def test_the_same_once_more(old, tmp_path, counted):
    env, runs = counted
    s = series(tmp_path)
    first = applies(old.path, s, env=env)
    told, tip = events(old), old.head(BRANCH)
    assert runs() == 5, "three files, then two"
    # results of single processes are no help: it is the step that is kept
    forget(old, "spatch", "parse")
    second = again(old, s, env)
    assert runs() == 0
    assert old.head(BRANCH) == tip
    assert second.stdout == first.stdout

    def lasting(events):
        return [{k: v for k, v in e.items()
                 if k not in ("us", "cached", "rss_kib")}
                for e in events if e["event"] != "scan"]
    assert lasting(events(old)) == lasting(told)
    kinds = {e["event"] for e in told}
    assert {"left", "residue", "file", "step", "commit"} <= kinds
    assert all(e["cached"] for e in events(old) if e["event"] == "file")


def test_another_base(old, tmp_path, counted):
    env, runs = counted
    s = series(tmp_path)
    applies(old.path, s, env=env)
    old.write("d.c", USES_OLD)
    old.commit()
    git(old.path, "branch", "-D", BRANCH)
    applies(old.path, s, env=env)
    assert old.show(BRANCH, "d.c") == USES_NEW.replace("new", "newer")


def test_another_rule(old, tmp_path, counted):
    env, runs = counted
    applies(old.path, series(tmp_path), env=env)
    other = series(tmp_path, name="other", rule=TELLS.replace("new", "newest"))
    git(old.path, "branch", "-D", BRANCH)
    applies(old.path, other, env=env)
    assert "newest(1)" in old.show("ratchet/other", "a.c")


def test_other_expectations(old, tmp_path, counted):
    env, runs = counted
    applies(old.path, series(tmp_path), env=env)
    stricter = series(tmp_path, name="stricter", expect="absent word old\n")
    git(old.path, "branch", "-D", BRANCH)
    fails(old.path, stricter, env=env, says="c.c:4:9: error: word old is still there")


def test_other_tools(old, tmp_path, counted):
    env, runs = counted
    s = series(tmp_path)
    applies(old.path, s, env=env)
    runs()
    forget(old, "spatch")
    script(tmp_path / "counting-spatch",
           (tmp_path / "counting-spatch").read_text() + "# upgraded\n")
    again(old, s, env)
    assert runs() == 5


def test_objects_that_are_gone(old, tmp_path, counted):
    env, runs = counted
    s = series(tmp_path)
    applies(old.path, s, env=env)
    tip = old.head(BRANCH)
    git(old.path, "branch", "-D", BRANCH)
    git(old.path, "reflog", "expire", "--expire=now", "--all")
    git(old.path, "gc", "-q", "--prune=now")
    forget(old, "spatch")
    runs()
    applies(old.path, s, env=env)
    assert runs() == 5
    assert old.head(BRANCH) == tip


def test_taken_branch_costs_no_work(old, tmp_path, counted):
    env, runs = counted
    old.git("branch", BRANCH)
    old.write("d.c", USES_OLD)
    old.commit()
    unable(old.path, "apply", "-q", series(tmp_path), env=env,
           says=f"'{BRANCH}' exists")
    assert runs() == 0


def test_what_failed_is_tried_again(old, tmp_path, counted):
    env, runs = counted
    s = series(tmp_path, expect="absent word old\n")
    for _ in range(2):
        fails(old.path, s, env=env, says="word old is still there")


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"state": 0}',
                                  b"\xff\x00"])
def test_damaged(old, tmp_path, counted, text):
    env, runs = counted
    s = series(tmp_path)
    applies(old.path, s, env=env)
    tip = old.head(BRANCH)
    damaged = 0
    for f in (old.path / ".git/ratchet/cache/step").glob("*/*"):
        f.write_bytes(text)
        damaged += 1
    assert damaged == 2
    again(old, s, env)
    assert old.head(BRANCH) == tip


# ---- functions in which no rule can match ----

OTHER = """
int other(int a)
{
	/* spatch is not shown this */
	if (a)
		return 1;
	return 2;
}

"""


@pytest.fixture
def watched(tmp_path):
    """A spatch that keeps what it is given."""
    seen = tmp_path / "seen"
    seen.mkdir()
    fake = script(tmp_path / "watching-spatch",
                  f'[ ! -e a.c ] || cp a.c "$(mktemp -p {seen})"\n'
                  'exec spatch "$@"\n')

    def texts():
        found = {f.read_text() for f in seen.iterdir()}
        for f in seen.iterdir():
            f.unlink()
        return found
    return environment(RATCHET_SPATCH=str(fake)), texts


def test_only_functions_that_can_match(repo, tmp_path, watched):
    env, texts = watched
    text = OTHER + USES_OLD + OTHER.replace("other", "third")
    repo.write("a.c", text)
    repo.commit()
    s = simple(tmp_path, rule=RENAME)
    applies(repo.path, s, env=env)
    assert repo.show(BRANCH, "a.c") == text.replace("old", "new")
    shown = [t for t in texts() if "old(1)" in t]
    assert len(shown) == 1
    assert "return 2" not in shown[0] and "int third(int a)\n{" in shown[0]
    assert shown[0].count("\n") == text.count("\n")
    # another text where spatch does not look: nothing is run for it
    repo.write("a.c", text.replace("return 2", "return 3"))
    repo.commit()
    git(repo.path, "branch", "-D", BRANCH)
    applies(repo.path, s, env=env)
    assert repo.show(BRANCH, "a.c") == (text.replace("return 2", "return 3")
                                        .replace("old", "new"))
    assert not [t for t in texts() if "old(1)" in t]
    git(repo.path, "config", "ratchet.wholeFiles", "1")
    git(repo.path, "branch", "-D", BRANCH)
    applies(repo.path, s, env=env)
    assert [t for t in texts() if "old(1)" in t and "return 3" in t]


@pytest.mark.parametrize("rule", [
    # any function is meant: it is the rule that has to be shown all
    "@@ identifier f; @@\n- f\n+ ratchet_f\n  (...) { ... }\n",
    "@@ identifier f; @@\n(\n- old(1)\n+ new(1)\n|\n- f(2)\n+ f(3)\n)\n",
])
def test_rule_that_may_match_anywhere(repo, tmp_path, watched, rule):
    env, texts = watched
    repo.write("a.c", OTHER + USES_OLD)
    repo.commit()
    rule = "// Candidates: old\n" + rule
    applies(repo.path, simple(tmp_path, rule=rule), env=env)
    assert all("return 2" in t for t in texts())


def test_function_that_must_not_go(repo, tmp_path):
    """An emptied function cannot be put back where it is not any more."""
    repo.write("a.c", OTHER + USES_OLD)
    repo.commit()
    fake = script(tmp_path / "cutting-spatch",
                  'case "$*" in *-o*) sed "/^int other/,/^}/d" a.c >../out;; '
                  '*) exec spatch "$@";; esac\n')
    fails(repo.path, simple(tmp_path, rule=RENAME),
          env=environment(RATCHET_SPATCH=str(fake)),
          says="a.c: error: 20-rule.cocci: contradictory: the rule changed the "
               "function at line 2, which holds nothing that it names")
