# SPDX-License-Identifier: GPL-2.0-only
"""A step is done whole or not at all, and it says why not."""

import json

import pytest

from conftest import environment
from helpers import (RENAME, USES_NEW, USES_OLD, applies, fails, git, ratchet,
                     script, simple)

BRANCH = "ratchet/simple"
SLOW = RENAME.replace("@@ expression", "@r@ expression") + """
@script:ocaml@ e << r.e; @@
if e = "99" then while true do () done
"""
REFUSE = """@r@ expression e; position p; @@
old@p(e)

@script:ocaml@ p << r.p; e << r.e; @@
let p = List.hd p in
if e = "99" then
  Printf.printf "ratchet: refuse %d %d ninety-nine is too much\\n" p.line p.col

@@ expression e; @@
- old(e)
+ new(e)
"""


@pytest.fixture
def old(repo):
    repo.write("a.c", USES_OLD)
    repo.write("b.c", USES_OLD.replace("(1)", "(99)"))
    repo.commit()
    return repo


# ---- never half a step ----

def test_time_limit(old, tmp_path):
    old.git("config", "ratchet.spatchTimeout", "1")
    r = fails(old.path, simple(tmp_path, rule=SLOW),
              says="b.c: error: 20-rule.cocci: timed out")
    assert "ratchet.spatchTimeout" in r.stderr
    assert "stopped at 10-rename; mend it" in r.stdout


def test_refused_site(old, tmp_path):
    r = fails(old.path, simple(tmp_path, rule=REFUSE),
              says="b.c:3:9: error: refused: ninety-nine is too much")
    assert "a.c" not in r.stderr


def events(repo):
    newest = max((repo.path / ".git/ratchet/ledger").iterdir())
    return [json.loads(line) for line in newest.read_text().splitlines()]


def test_site_left_alone(old, tmp_path):
    rule = REFUSE.replace("ratchet: refuse", "ratchet: note")
    r = applies(old.path, simple(tmp_path, rule=rule))
    told = "b.c:3:9: left alone: ninety-nine is too much [10-rename]"
    assert told in r.stdout.splitlines()
    left = [e for e in events(old) if e["event"] == "left"]
    assert [(e["path"], e["line"], e["why"]) for e in left] == [
        ("b.c", 3, "ninety-nine is too much")]
    assert [e["left"] for e in events(old) if e["event"] == "step"] == [1]


def test_site_left_alone_that_must_go(old, tmp_path):
    rule = (REFUSE.replace("ratchet: refuse", "ratchet: note")
            .replace("expression e; @@\n- old", "expression e != 99; @@\n- old"))
    s = simple(tmp_path, rule=rule, expect="absent word old\n")
    fails(old.path, s, says="b.c:3:9: error: word old is still there (rejected,"
          " in f: ninety-nine is too much) [10-rename]")
    s.write("10-rename/expect", "absent word old\n"
            "allow rejected in b.c because the maintainer decides\n")
    applies(old.path, s)


LEARN = """// Candidates: learnt_here
@r@ identifier f; @@
learnt_here(f)

@script:ocaml@ f << r.f; @@
Printf.printf "ratchet: set known %s\\n" f
"""
USE = """// Candidates: used_here
%s@@ identifier f = {ratchet_known}; @@
- used_here(f)
+ done_here(f)
"""


@pytest.mark.parametrize("header, files", [
    ("", ["a.c", "b.c", "c.c"]), ("// Facts: constrain\n", ["b.c"])])
def test_where_names_were_learnt(repo, tmp_path, header, files):
    repo.write("a.c", "void f(void) { learnt_here(one); }\n")
    repo.write("b.c", "void g(void) { used_here(one); used_here(two); }\n")
    repo.write("c.c", "int one;\n")
    repo.commit()
    s = simple(tmp_path, rule=USE % header,
               **{"10-learn.collect.cocci": LEARN})
    applies(repo.path, s)
    assert repo.show(BRANCH, "b.c") == (
        "void g(void) { done_here(one); used_here(two); }\n")
    assert [e["path"] for e in events(repo) if e["event"] == "file"
            and e["pass"] == "20-rule.cocci"] == files


def test_names_of_another_set_are_no_reason(repo, tmp_path):
    repo.write("a.c", "void f(void) { learnt_here(one); }\n")
    repo.write("b.c", "void g(void) { used_here(one); }\n")
    repo.write("c.c", "int one;\n")
    repo.commit()
    s = simple(tmp_path, rule=USE % "",
               **{"10-learn.collect.cocci": LEARN.replace("known", "other")})
    applies(repo.path, s)
    assert [e["path"] for e in events(repo) if e["event"] == "file"
            and e["pass"] == "20-rule.cocci"] == ["b.c"]


def test_facts_line_that_means_nothing(repo, tmp_path):
    repo.write("a.c", USES_OLD)
    repo.commit()
    s = simple(tmp_path, rule="// Facts: sometimes\n" + RENAME)
    r = ratchet("apply", s, cwd=repo.path)
    assert r.returncode == 2
    assert "20-rule.cocci:1: 'Facts:' is followed by 'constrain'" in r.stderr


def test_header_that_is_missing(old, tmp_path):
    rule = "// Options: --include include/none.h\n" + RENAME
    fails(old.path, simple(tmp_path, rule=rule),
          says="error: 20-rule.cocci: needs something missing: the rule's "
               "header 'include/none.h' is not in the tree")


def test_overlapping_matches(old, tmp_path):
    old.write("c.c", "int f(int x) { return old(old(x)); }\n")
    old.commit()
    fails(old.path, simple(tmp_path), says="c.c: error: 20-rule.cocci: crashed")


def test_script_that_raises(old, tmp_path):
    rule = SLOW.replace("while true do () done", 'failwith "no such luck"')
    fails(old.path, simple(tmp_path, rule=rule), says="no such luck")


def test_report_that_means_nothing(old, tmp_path):
    rule = REFUSE.replace("ratchet: refuse", "ratchet: hello")
    fails(old.path, simple(tmp_path, rule=rule), says="which means nothing")


def test_collect_pass_that_changes(old, tmp_path):
    s = simple(tmp_path, **{"10-x.collect.cocci": RENAME})
    fails(old.path, s, says="a collect pass may not change a file")


@pytest.mark.parametrize("expect", ["sites 3..", "sites 1", "sites 5..9"])
def test_number_of_sites(old, tmp_path, expect):
    fails(old.path, simple(tmp_path, expect=expect + "\n"),
          says="expect:1: 2 sites were changed")


def test_number_of_sites_that_is_right(old, tmp_path):
    applies(old.path, simple(tmp_path, expect="sites 2\n"))


@pytest.mark.parametrize("stderr, status, says", [
    ("Skipping: ./a.c", 0, "skipped by spatch"),
    ("EXN: Failure in ./a.c", 0, "crashed"),
    ("something new", 0, "contradictory"),
    ("", 3, "crashed"),
    ("Fatal error: out of memory", 2, "ratchet.spatchMemory"),
    ("cp: error writing: No space left on device", 1, "needs something"),
])
def test_what_spatch_does_not_say(old, tmp_path, stderr, status, says):
    """The result on disk is good each time; only the words are not."""
    fake = script(tmp_path / "fake-spatch", f"""
spatch "$@"
case "$*" in
*--very-quiet*./a.c*) echo '{stderr}' >&2; exit {status};;
esac
""")
    fails(old.path, simple(tmp_path), says=says,
          env=environment(RATCHET_SPATCH=str(fake)))


@pytest.mark.parametrize("do, says", [
    (": >../out", "empty file"), ("printf 'int f' >../out", "cut off"),
    ("rm -f ../out", "wrote no result"),
    ("rm -f ../out; ln -s view/a.c ../out", "wrote no result"),
    ("kill -SEGV $$", "killed by signal 11"),
])
def test_results_that_cannot_be(old, tmp_path, do, says):
    fake = script(tmp_path / "fake-spatch", f"""
spatch "$@" || exit
case "$*" in
*--very-quiet*./a.c*) {do};;
esac
""")
    fails(old.path, simple(tmp_path), says=says,
          env=environment(RATCHET_SPATCH=str(fake)))


# ---- what spatch cannot parse ----

UNPARSED = """int f(void)
{
	return old(1);
}

COMPAT_SYSCALL_DEFINE3(ioctl, unsigned int, fd, unsigned int, cmd,
		       compat_ulong_t, arg)
{
	%s(3);
	return 0;
}

int last(void)
{
	return old(2);
}
"""


def test_unparsed_region_with_a_site(old, tmp_path):
    old.write("compat.c", UNPARSED % "old")
    old.commit()
    r = fails(old.path, simple(tmp_path), says="compat.c:4: error: unparsed: "
              "spatch cannot parse lines 4 to ")
    assert "which 20-rule.cocci is about" in r.stderr


def test_unparsed_region_without_one(old, tmp_path):
    old.write("compat.c", UNPARSED % "other")
    old.commit()
    applies(old.path, simple(tmp_path))
    assert "other(3)" in old.show(BRANCH, "compat.c")


def test_concerns_says_which_region_matters(old, tmp_path):
    """The region holds the candidates' word, but not what the rule is about."""
    old.write("compat.c", UNPARSED % "old")
    old.commit()
    rule = RENAME.replace("@@", "// Candidates: old\n// Concerns: old&vital\n@@",
                          1)
    applies(old.path, simple(tmp_path, rule=rule))
    assert "old(3)" in old.show(BRANCH, "compat.c")


# ---- candidates by what reaches a struct ----

def test_only_what_reaches_the_struct_is_looked_at(repo, tmp_path):
    repo.write("map.h", "struct map { int kill; };\n"
               "struct user { struct map *pagemap; };\n")
    repo.write("by_member.c", '#include "map.h"\n'
               "int f(struct user *u) { return u->pagemap->kill; }\n")
    repo.write("only_included.c", "#include <linux/pagemap.h>\n"
               "int g(struct other *o) { return o->kill; }\n")
    repo.write("only_comment.c", '#include "map.h"\n/* never kill it */\n'
               "int h(struct user *u) { return !u->pagemap; }\n")
    repo.commit()
    rule = ("// Candidates: @map&kill\n@@ expression e; @@\n"
            "- e->kill\n+ e->end\n")
    r = applies(repo.path, simple(tmp_path, rule=rule), "-v")
    looked_at = {line.split()[-1] for line in r.stderr.splitlines()
                 if line.split()[:1] == ["SPATCH"]}
    assert looked_at == {"by_member.c", "map.h"}
    assert "pagemap->end" in repo.show(BRANCH, "by_member.c")
    assert "o->kill" in repo.show(BRANCH, "only_included.c")


# ---- several steps ----

def failing_second(tmp_path):
    # the first step changes nothing that the second one looks at
    first = RENAME.replace("old", "one").replace("new", "two")
    return (simple(tmp_path, rule=first).step("20-refused", rule=REFUSE)
            .step("30-never", rule=RENAME))


def test_second_step_fails(old, tmp_path):
    old.write("c.c", "int f(void) { return one(1); }\n")
    old.commit()
    r = fails(old.path, failing_second(tmp_path), says="[20-refused]")
    assert "stopped at 20-refused, 1 commit is held; mend it" in r.stdout
    assert "30-never" not in r.stdout


def test_keep_proven(old, tmp_path):
    old.write("c.c", "int f(void) { return one(1); }\n")
    old.commit()
    r = ratchet("apply", failing_second(tmp_path), "--keep-proven",
                cwd=old.path)
    assert r.returncode == 1
    assert "stopped at 20-refused; 1 commits before it are on" in r.stdout
    assert old.head(BRANCH + "^") == old.head("main")
    assert "two(1)" in old.show(BRANCH, "c.c")
    assert old.show(BRANCH, "a.c") == USES_OLD
    # the same again: still the answer is no, and the branch stands
    tip = old.head(BRANCH)
    r = ratchet("apply", tmp_path / "simple", "--keep-proven", cwd=old.path)
    assert r.returncode == 1 and old.head(BRANCH) == tip
    # where the first step fails there is nothing to keep
    r = fails(old.path, tmp_path / "simple", "--keep-proven", "--steps", "20..",
              "--branch", "x")
    assert "nothing was kept" in r.stdout


def test_guarded_addition_is_done_once(repo, tmp_path):
    rule = ("@have@ @@\ninit_ops(...);\n\n"
            "@depends on !have@ @@\n  start();\n+ init_ops(0);\n")
    repo.write("a.c", "void f(void)\n{\n\tstart();\n}\n")
    repo.commit()
    s = simple(tmp_path, rule="// Candidates: start\n" + rule)
    applies(repo.path, s)
    assert repo.show(BRANCH, "a.c").count("init_ops") == 1
    r = applies(repo.path, s, "--onto", BRANCH, "--branch", "x")
    assert "nothing to do" in r.stdout


def test_passes_read_what_the_one_before_wrote(old, tmp_path):
    s = simple(tmp_path, **{
        "30-next.cocci": RENAME.replace("new", "newest").replace("old", "new")})
    applies(old.path, s)
    assert old.show(BRANCH, "a.c") == USES_OLD.replace("old", "newest")
    assert git(old.path, "rev-list", "--count", f"main..{BRANCH}") == "1\n"


# ---- facts ----

COLLECT = """// Candidates: register_kill
@r@ identifier f; @@
register_kill(f)

@script:ocaml@ f << r.f; @@
Printf.printf "ratchet: set kill %s\\n" f
"""
ADAPT = """// Candidates: register_kill
@@ identifier f = {ratchet_kill}; identifier r; @@
  void f(
- struct ref *r
+ struct map *map
  ) { ... }
"""
KILL = "void %s(struct ref *r)\n{\n}\n"


def test_facts_cross_files(repo, tmp_path):
    repo.write("a.c", "static " + KILL % "own_kill" +
               "void a(void) { register_kill(own_kill); }\n")
    repo.write("b.c", KILL.replace("\n{\n}", ";") % "shared_kill" +
               "void b(void) { register_kill(shared_kill); }\n")
    # holds none of the rule's words
    repo.write("c.c", KILL % "shared_kill")
    # other functions of the same names
    repo.write("d.c", "static " + KILL % "shared_kill")
    repo.write("e.c", "static " + KILL % "own_kill")
    repo.write("f.c", KILL % "another_kill")
    repo.commit()
    s = simple(tmp_path, rule=ADAPT, **{"10-learn.collect.cocci": COLLECT})
    r = applies(repo.path, s)
    changed = repo.git("diff", "--name-only", "main", BRANCH).split()
    assert changed == ["a.c", "c.c"], r.stdout + r.stderr
    for name in changed:
        assert "(struct map *map)" in repo.show(BRANCH, name)


def test_no_fact_at_all(repo, tmp_path):
    repo.write("a.c", KILL % "ratchet" + "int register_kill;\n")
    repo.commit()
    s = simple(tmp_path, rule=ADAPT, **{"10-learn.collect.cocci": COLLECT})
    r = applies(repo.path, s)
    assert "nothing to do" in r.stdout


def test_types_are_those_of_before(repo, tmp_path):
    """The first pass changes the struct that the second one needs."""
    repo.write("m.h", "struct page { struct map *map; };\n")
    repo.write("m.c", '#include "m.h"\n'
               "void f(struct page *p)\n{\n\tp->map->data = 1;\n}\n")
    repo.commit()
    s = simple(tmp_path, rule=(
        "// Candidates: map\n@@ @@\n struct page {\n- struct map *map;\n"
        "+ struct other *map;\n };\n"), **{
            "30-use.cocci": "// Candidates: data\n"
            "@@ struct map *m; expression e; @@\n- m->data = e;\n"
            "+ m->owner = e;\n"})
    applies(repo.path, s)
    assert "p->map->owner = 1;" in repo.show(BRANCH, "m.c")
    assert "struct other" in repo.show(BRANCH, "m.h")


# ---- what depends on the version of the tree ----

def test_present_where_something_was(old, tmp_path):
    s = simple(tmp_path, expect="present word newest if word older\n")
    applies(old.path, s)
    s.write("10-rename/expect", "present word newest if word old\n")
    fails(old.path, s, "--branch", "x", says="word newest is not there")


def test_requires_where_something_is(old, tmp_path):
    s = simple(tmp_path, expect="requires word newest if word older in a.c\n")
    applies(old.path, s)
    s.write("10-rename/expect", "requires word newest if word old in a.c\n")
    r = applies(old.path, s, "--branch", "x")
    assert ("10-rename: not applicable: it requires word newest, as there is "
            "word old in a.c") in r.stdout.splitlines()


@pytest.mark.parametrize("line, says", [
    ("absent word old if word new", "'absent' has no 'if'"),
    ("present word new if old", "expected 'if word|function|"),
    ("present word new if match 20-rule.cocci", "no condition behind 'if'"),
])
def test_condition_that_means_nothing(old, tmp_path, line, says):
    r = ratchet("apply", simple(tmp_path, expect=line + "\n"), cwd=old.path)
    assert r.returncode == 2 and says in r.stderr, r.stderr


@pytest.mark.parametrize("symbols, done", [
    ("OLD", True), ("GONE OLD", True), ("GONE", False)])
def test_kconfig_pass_where_a_symbol_is(repo, tmp_path, symbols, done):
    repo.write("Kconfig", "config OLD\n	bool\n\nconfig NEW\n	bool\n"
               "	depends on !GONE\n")
    repo.commit()
    text = "".join(f"where {w}\n" for w in symbols.split())
    s = simple(tmp_path, rule=None, **{
        "50-new.kconfig": text + "add-depends NEW on OLD\n"})
    r = applies(repo.path, s)
    assert ("nothing to do" in r.stdout) != done
    assert not done or "depends on OLD" in repo.show(BRANCH, "Kconfig")


# ---- the ledger ----

def test_ledger_has_it_all(old, tmp_path):
    import json
    fails(old.path, simple(tmp_path, rule=REFUSE))
    ledgers = list((old.path / ".git/ratchet/ledger").iterdir())
    assert len(ledgers) == 1
    events = [json.loads(x) for x in ledgers[0].read_text().splitlines()]
    kinds = [e["event"] for e in events]
    assert kinds[0] == "run" and kinds[-1] == "end"
    files = {e["path"]: e for e in events if e["event"] == "file"}
    assert files["a.c"]["outcome"] == "changed"
    problem = [e for e in events if e["event"] == "problem"]
    assert [(p["path"], p["line"]) for p in problem] == [("b.c", 3)]
    assert events[-1]["end"] == "stopped"


def test_again_from_the_cache(old, tmp_path):
    """A second run needs no spatch process for files."""
    log = tmp_path / "log"
    fake = script(tmp_path / "fake-spatch",
                  f'echo "$@" >>{log}\nexec spatch "$@"\n')
    env = environment(RATCHET_SPATCH=str(fake))
    s = simple(tmp_path)
    applies(old.path, s, env=env)
    assert "./a.c" in log.read_text()
    log.unlink()
    applies(old.path, s, "--branch", "x", env=env)
    assert "./a.c" not in log.read_text()
    assert old.head("x") == old.head(BRANCH)


def test_result_is_used_only_for_the_same_rule(old, tmp_path):
    applies(old.path, simple(tmp_path))
    other = simple(tmp_path, name="other", rule=RENAME.replace("new", "newer"))
    applies(old.path, other)
    assert "newer(1)" in old.show("ratchet/other", "a.c")
    assert old.show(BRANCH, "a.c") == USES_NEW


# ---- names that spatch wonders about ----

MISSPELT = """@@ @@
- old(1 + ofset)
+ new(1)

@@ expression e; @@
- old(e)
+ new(e)
"""


def warnings(r):
    return [x for x in r.stderr.splitlines() if x.startswith("warning: ")]


def test_misspelt_name(old, tmp_path):
    s = simple(tmp_path, rule=MISSPELT)
    said = ["warning: 10-rename/20-rule.cocci:2: 'ofset' is no metavariable, "
            "and no file has it: what asks for it matches nothing"]
    assert warnings(applies(old.path, s)) == said
    # also when the step's result was kept
    assert warnings(applies(old.path, s)) == said


def test_misspelt_type(old, tmp_path):
    rule = """@@ struct pagmap *p; identifier t; @@
- old(p, (struct t *)p)
+ new(p)
""" + RENAME
    assert warnings(applies(old.path, simple(tmp_path, rule=rule))) == [
        "warning: 10-rename/20-rule.cocci:1: 'pagmap' is no metavariable, "
        "and no file has it: what asks for it matches nothing"]


def test_misspelt_name_in_an_expectation(old, tmp_path):
    s = simple(tmp_path, expect="absent match gone.cocci\n")
    s.write("10-rename/gone.cocci", "// Candidates: new\n"
            "@@ @@\n* old(ofset)\n")
    assert warnings(applies(old.path, s)) == [
        "warning: 10-rename/gone.cocci:3: 'ofset' is no metavariable, "
        "and no file has it: what asks for it matches nothing"]


def test_name_that_some_file_has(old, tmp_path):
    old.write("c.h", "#define ofset 1\n")
    old.commit()
    assert not warnings(applies(old.path, simple(tmp_path, rule=MISSPELT)))
