# SPDX-License-Identifier: GPL-2.0-only
"""ratchet apply where all goes well, and list and show."""

import os
import re

import pytest

from conftest import TOP, Repo, environment, run
from helpers import (RENAME, USES_NEW, USES_OLD, Series, applies,
                     but_for_branch, fails, git, ratchet, simple, state)

BRANCH = "ratchet/simple"


@pytest.fixture
def old(repo):
    repo.write("a.c", USES_OLD)
    repo.write("dir/b.c", "int g(void) { return old(2) + old(3); }\n")
    repo.write("other.c", "int x;\n")
    repo.commit()
    return repo


def two_steps(tmp_path):
    second = RENAME.replace("new", "newer").replace("old", "new")
    return simple(tmp_path).step("20-again", rule=second)


def subjects(repo, branch=BRANCH):
    return git(repo, "log", "--format=%s", f"main..{branch}").split("\n")[:-1]


# ---- what a commit holds ----

def test_one_step(old, tmp_path):
    before = state(old.path)
    r = applies(old.path, simple(tmp_path))
    assert "1 commits on ratchet/simple" in r.stdout
    assert "no commit was proven to build" in r.stdout
    assert but_for_branch(before, state(old.path), BRANCH)
    assert old.show(BRANCH, "a.c") == USES_NEW
    assert old.show(BRANCH, "dir/b.c") == (
        "int g(void) { return new(2) + new(3); }\n")
    assert old.git("diff", "--name-only", "main", BRANCH) == "a.c\ndir/b.c\n"
    assert old.head(BRANCH + "^") == old.head("main")


def test_message_and_trailers(old, tmp_path):
    s = two_steps(tmp_path)
    applies(old.path, s, "-s")
    assert subjects(old.path) == ["area: do 20-again", "area: do 10-rename"]
    text = git(old.path, "log", "-1", "--format=%B", BRANCH + "^")
    head, _, tail = text.partition("Why it is done.\n\n")
    assert head == "area: do 10-rename\n\n"
    lines = tail.strip().split("\n")
    assert [x.split(":")[0] for x in lines] == [
        "Ratchet-Series", "Ratchet-Step", "Ratchet-Rule", "Ratchet-Tools",
        "Signed-off-by"]
    assert lines[0] == "Ratchet-Series: simple"
    assert lines[1] == "Ratchet-Step: 10-rename"
    # not a bare number: checkpatch.pl takes that for a commit's
    assert re.fullmatch("Ratchet-Rule: sha1:[0-9a-f]{40}", lines[2])
    assert "spatch 1." in lines[3]
    assert lines[4] == "Signed-off-by: C O Mitter <committer@example.com>"
    # git takes them for trailers, all of them
    parsed = git(old.path, "log", "-1", "--format=%(trailers:only)",
                 BRANCH + "^")
    assert parsed.strip().split("\n") == lines


def test_no_signoff_of_its_own_accord(old, tmp_path):
    applies(old.path, simple(tmp_path))
    assert "Signed-off-by" not in git(old.path, "log", "-1", BRANCH)


def test_people_and_dates(old, tmp_path):
    applies(old.path, two_steps(tmp_path))
    who = git(old.path, "log", "--format=%an <%ae> %cn <%ce> %at %ct",
              f"main..{BRANCH}").split("\n")
    base = int(git(old.path, "log", "-1", "--format=%ct", "main"))
    people = "A U Thor <author@example.com> C O Mitter <committer@example.com>"
    assert who[1] == f"{people} {base + 1} {base + 1}"
    assert who[0] == f"{people} {base + 2} {base + 2}"


def test_dates_from_the_environment(old, tmp_path):
    applies(old.path, simple(tmp_path),
            env=environment(GIT_AUTHOR_DATE="1500000000 +0200",
                            GIT_COMMITTER_DATE="1500000001 -0100"))
    assert git(old.path, "log", "-1", "--format=%ai|%ci", BRANCH) == (
        "2017-07-14 04:40:00 +0200|2017-07-14 01:40:01 -0100\n")


def test_same_ids_everywhere(old, tmp_path):
    s = two_steps(tmp_path)
    tips = set()
    for name, args in (("one", ["-j1"]), ("two", ["-j4"]), ("three", ["-v"])):
        run("git", "clone", "-q", old.path, tmp_path / name, check=True)
        applies(tmp_path / name, s, *args)
        tips.add(git(tmp_path / name, "rev-parse", BRANCH))
    run("git", "clone", "-q", "--bare", old.path, tmp_path / "bare",
        check=True)
    applies(tmp_path / "bare", s)
    tips.add(git(tmp_path / "bare", "rev-parse", BRANCH))
    assert len(tips) == 1


# ---- again ----

def test_again_there_is_nothing_to_do(old, tmp_path):
    s = two_steps(tmp_path)
    applies(old.path, s)
    before = state(old.path)
    r = applies(old.path, s)
    assert "nothing to do: ratchet/simple is this result already" in r.stdout
    assert state(old.path) == before


def test_on_top_of_the_result(old, tmp_path):
    s = simple(tmp_path)
    applies(old.path, s)
    before = state(old.path)
    r = applies(old.path, s, "--onto", BRANCH, "--branch", "again")
    assert "nothing to do: no step" in r.stdout
    assert "already applied" in r.stdout
    assert state(old.path) == before


def test_tree_without_a_site(repo, tmp_path):
    repo.write("x.c", "int x;\n")
    repo.commit()
    r = applies(repo.path, simple(tmp_path))
    assert "nothing to do" in r.stdout
    assert git(repo.path, "branch", "--format=%(refname:short)") == "main\n"


# ---- options ----

def test_dry_run(old, tmp_path):
    before = state(old.path)
    objects = git(old.path, "count-objects")
    r = applies(old.path, two_steps(tmp_path), "-n")
    assert "2 commits would be made, none was" in r.stdout
    assert state(old.path) == before
    assert git(old.path, "count-objects") == objects


def test_steps(old, tmp_path):
    s = two_steps(tmp_path)
    applies(old.path, s, "--steps", "10")
    assert subjects(old.path) == ["area: do 10-rename"]
    r = applies(old.path, s, "--steps", "..15", "--branch", "b")
    assert old.head("b") == old.head(BRANCH), r.stdout
    # the rest on top gives what both at once give
    applies(old.path, s, "--steps", "20..", "--onto", BRANCH, "--branch", "c")
    assert subjects(old.path, "c") == ["area: do 20-again",
                                       "area: do 10-rename"]
    applies(old.path, s, "--branch", "both")
    assert git(old.path, "rev-parse", "c^{tree}") == git(
        old.path, "rev-parse", "both^{tree}")


def test_branch_and_onto(old, tmp_path):
    first = old.head()
    old.write("a.c", USES_OLD + "int later;\n")
    old.commit("later")
    applies(old.path, simple(tmp_path), "--onto", "HEAD~1", "--branch",
            "some/where")
    assert old.head("some/where^") == first
    assert old.show("some/where", "a.c") == USES_NEW


def test_from_elsewhere(old, tmp_path):
    applies(tmp_path, simple(tmp_path), "-C", old.path)
    assert old.show(BRANCH, "a.c") == USES_NEW
    # and from a directory below the top
    applies(old.path / "dir", tmp_path / "simple", "--branch", "x")
    assert old.head("x") == old.head(BRANCH)


def test_series_by_name(old, tmp_path):
    simple(tmp_path)
    env = environment(RATCHET_SERIES_PATH=f"/nonexistent:{tmp_path}")
    applies(old.path, "simple", env=env)
    r = ratchet("list", env=env, cwd=old.path)
    assert f"simple\t{tmp_path}/simple\n" in r.stdout
    r = ratchet("show", "simple", env=env, cwd=old.path)
    assert r.stdout.split() == ["10-rename", "area:", "do", "10-rename"]
    for spec in ("simple/10-rename", "simple/10"):
        r = ratchet("show", spec, env=env, cwd=old.path)
        assert r.returncode == 0, r.stderr
        assert "Why it is done." in r.stdout
        assert "20-rule.cocci" in r.stdout
    r = ratchet("show", "simple/99", env=env, cwd=old.path)
    assert r.returncode == 2 and "no step '99'" in r.stderr


def test_version_and_help():
    r = ratchet("--version")
    assert r.returncode == 0 and r.stdout.startswith("ratchet ")
    for args in (["--help"], ["apply", "--help"], ["list", "--help"],
                 ["show", "--help"]):
        r = ratchet(*args)
        assert r.returncode == 0 and "sage: ratchet" in r.stdout, args
        assert r.stderr == ""


def test_lone_rule(old, tmp_path):
    """As the kernel's own scripts/coccinelle have them."""
    rule = tmp_path / "new_for_old.cocci"
    rule.write_text(
        "/// Use new() in place of old()\n//# none\n///\n/// It is newer.\n"
        "// Confidence: High\n// Comments:\n"
        "// Options: --no-includes --include-headers\n\n"
        "virtual patch\nvirtual context\nvirtual org\nvirtual report\n\n"
        "@depends on patch@\nexpression e;\n@@\n- old(e)\n+ new(e)\n\n"
        "@r depends on !patch@\nexpression e;\nposition p;\n@@\n"
        "* old@p(e)\n\n"
        "@script:python depends on report@\np << r.p;\n@@\n"
        "coccilib.report.print_report(p[0], 'old')\n")
    applies(old.path, "--rule", rule)
    branch = "ratchet/new_for_old"
    assert old.show(branch, "a.c") == USES_NEW
    assert subjects(old.path, branch) == ["Use new() in place of old()"]
    assert "It is newer." in git(old.path, "log", "-1", branch)


# ---- repositories of all kinds ----

def test_bare_repository(old, tmp_path):
    bare = tmp_path / "bare"
    run("git", "clone", "-q", "--bare", old.path, bare, check=True)
    applies(bare, simple(tmp_path))
    assert git(bare, "show", f"{BRANCH}:a.c") == USES_NEW


def test_linked_worktree(old, tmp_path):
    linked = tmp_path / "linked"
    old.git("worktree", "add", "-q", "-b", "side", linked)
    (linked / "a.c").write_text(USES_OLD + "int side;\n")
    git(linked, "commit", "-qam", "side")
    before, main_before = state(linked), state(old.path)
    applies(linked, simple(tmp_path))
    assert but_for_branch(before, state(linked), BRANCH)
    assert but_for_branch(main_before, state(old.path), BRANCH)
    assert old.show(BRANCH, "a.c") == USES_NEW + "int side;\n"


def test_dirty_work_tree(old, tmp_path):
    """The base is HEAD; what is not committed is neither used nor touched."""
    old.write("a.c", "int f(void) { return old(77); }\n")
    old.write("staged.c", USES_OLD)
    old.git("add", "staged.c")
    old.write("staged.c", USES_OLD * 2)
    (old.path / "other.c").unlink()
    old.write("untracked.c", USES_OLD)
    before = state(old.path)
    applies(old.path, simple(tmp_path))
    assert but_for_branch(before, state(old.path), BRANCH)
    assert old.show(BRANCH, "a.c") == USES_NEW
    assert old.git("diff", "--name-only", "main", BRANCH) == "a.c\ndir/b.c\n"


def test_detached_head_and_packed_refs(old, tmp_path):
    old.git("checkout", "-q", "--detach")
    old.git("pack-refs", "--all")
    old.git("gc", "-q")
    before = state(old.path)
    applies(old.path, simple(tmp_path))
    assert but_for_branch(before, state(old.path), BRANCH)


def test_environment_of_git(old, tmp_path):
    """A hook's or an alias's environment must lead to the same place."""
    before = state(old.path)
    index = tmp_path / "other-index"
    applies(old.path, simple(tmp_path),
            env=environment(GIT_INDEX_FILE=str(index)))
    assert not index.exists()
    assert but_for_branch(before, state(old.path), BRANCH)
    tip = old.head(BRANCH)
    other = Repo(tmp_path / "elsewhere")
    other.write("z.c", "int z;\n")
    other.commit()
    others = state(other.path)
    r = ratchet("apply", tmp_path / "simple", "-C", old.path, cwd=tmp_path,
                env=environment(GIT_DIR=str(other.path / ".git")))
    # whichever it takes, it says so and breaks neither
    assert r.returncode in (0, 2), r.stderr
    assert old.head(BRANCH) == tip
    assert others == state(other.path)


NAMES = ["sp ace.c", 'quo"te.c', "new\nline.c", "-dash.c", "--in-place",
         "semi;colon.c", "d ir/$(x).c", "back\\slash.c", "apo's.h",
         "gr\u00fcn.c", "glob*.c"]


def test_everything_is_carried_through(repo, tmp_path):
    for name in NAMES:
        repo.write(name, USES_OLD)
    repo.write("crlf.c", USES_OLD.replace("\n", "\r\n"))
    latin = b"/* \xfc */\nchar *s = \"\xe4\";\n" + USES_OLD.encode()
    repo.write("latin.c", latin)
    repo.write(b"raw-\xff.c".decode("utf-8", "surrogateescape"), USES_OLD)
    repo.write("keep/latin.c", b"/* \xfc */\r\n\0")
    repo.write("keep/no-newline.c", "int x; /* old */")
    repo.write("run.c", USES_OLD)
    os.chmod(repo.path / "run.c", 0o755)
    os.symlink("run.c", repo.path / "link.c")
    os.symlink("/etc/passwd", repo.path / "old.h")
    repo.git("add", "-A")
    repo.git("update-index", "--add", "--cacheinfo",
             "160000,1234567890123456789012345678901234567890,module")
    repo.git("commit", "-qm", "base")
    before = state(repo.path)
    applies(repo.path, simple(tmp_path))
    assert but_for_branch(before, state(repo.path), BRANCH)

    def tree(rev):
        found = {}
        for line in git(repo.path, "ls-tree", "-rz", rev).split("\0")[:-1]:
            meta, _, path = line.partition("\t")
            found[path] = meta.split()
        return found

    was, now = tree("main"), tree(BRANCH)
    assert list(was) == list(now)
    changed = {p for p in was if was[p] != now[p]}
    assert {p for p in was if was[p][0] != now[p][0]} == set()
    expected = {n for n in NAMES if n.endswith((".c", ".h"))}
    assert changed == expected | {"crlf.c", "latin.c", "run.c",
                                  "raw-\udcff.c"}
    assert now["run.c"][0] == "100755" and now["link.c"][0] == "120000"
    assert now["module"][0] == "160000"

    def content(path):
        return run("git", "cat-file", "blob", now[path][2],
                   cwd=repo.path).stdout.encode("utf-8", "surrogateescape")

    for name in expected:
        assert content(name) == USES_NEW.encode(), name
    assert content("latin.c") == latin.replace(b"old", b"new")


def test_crlf_is_kept(repo, tmp_path):
    text = "/* a */\r\n" + USES_OLD.replace("\n", "\r\n") + "int z;\n"
    repo.write("crlf.c", text)
    repo.commit()
    applies(repo.path, simple(tmp_path))
    data = git(repo.path, "show", f"{BRANCH}:crlf.c")
    # universal newlines would hide what this is about
    blob = repo.git("rev-parse", f"{BRANCH}:crlf.c").strip()
    (tmp_path / "want").write_bytes(text.replace("old", "new").encode())
    assert blob == git(repo.path, "hash-object", "--no-filters",
                       tmp_path / "want").strip(), data


def test_added_lines_end_as_the_file_does(repo, tmp_path):
    rule = ("// Candidates: old\n@@ expression e; @@\n"
            "- old(e);\n+ prepare(e);\n+ new(e);\n")
    repo.write("crlf.c", "void f(int x)\r\n{\r\n\told(x);\r\n}\r\n")
    repo.commit()
    applies(repo.path, simple(tmp_path, rule=rule))
    want = b"void f(int x)\r\n{\r\n\tprepare(x);\r\n\tnew(x);\r\n}\r\n"
    (tmp_path / "want").write_bytes(want)
    blob = repo.git("rev-parse", f"{BRANCH}:crlf.c").strip()
    assert blob == git(repo.path, "hash-object", "--no-filters",
                       tmp_path / "want").strip()


def test_lines_that_go_take_their_cr(repo, tmp_path):
    """Also beside a function that spatch is not shown."""
    rule = ("// Candidates: old\n@@ @@\n struct s {\n ...\n- int old;\n ...\n };\n"
            "@@ @@\n- old();\n")
    text = ("struct s {\n\tint a;\n\tint old;\n\tint b;\n};\n\n"
            "void g(void)\n{\n\ta();\n}\n\nvoid f(void)\n{\n\told();\n\ta();\n}\n")
    repo.write("crlf.c", text.replace("\n", "\r\n"))
    repo.write("lf.c", text)
    repo.commit()
    applies(repo.path, simple(tmp_path, rule=rule))
    lf = repo.show(BRANCH, "lf.c")
    assert lf == text.replace("\told();\n", "").replace(
        "\tint old;\n", "")
    (tmp_path / "want").write_bytes(lf.replace("\n", "\r\n").encode())
    assert repo.git("rev-parse", f"{BRANCH}:crlf.c").strip() == git(
        repo.path, "hash-object", "--no-filters", tmp_path / "want").strip()


def test_attributes_that_convert(repo, tmp_path):
    """The work tree's bytes are not the blob's; the blob's count."""
    repo.write(".gitattributes", "*.c text eol=crlf\n")
    repo.write("a.c", USES_OLD.replace("\n", "\r\n"))
    repo.commit()
    (repo.path / "a.c").unlink()
    repo.git("checkout", "--", "a.c")
    assert b"\r\n" in (repo.path / "a.c").read_bytes()
    before = state(repo.path)
    applies(repo.path, simple(tmp_path))
    assert but_for_branch(before, state(repo.path), BRANCH)
    blob = repo.git("rev-parse", f"{BRANCH}:a.c").strip()
    (tmp_path / "want").write_text(USES_NEW)
    assert blob == git(repo.path, "hash-object", "--no-filters",
                       tmp_path / "want").strip()


def drop_blob(repo, path):
    blob = repo.git("rev-parse", f"HEAD:{path}").strip()
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (repo.path / path).unlink()


def test_missing_blob_that_nobody_needs(old, tmp_path):
    drop_blob(old, "other.c")
    before = state(old.path)
    r = applies(old.path, simple(tmp_path))
    assert r.stderr.count("other.c") == 1
    assert but_for_branch(before, state(old.path), BRANCH)
    assert old.show(BRANCH, "a.c") == USES_NEW
    assert "other.c" in old.git("ls-tree", "--name-only", BRANCH)


def test_missing_blob_that_is_needed(old, tmp_path):
    old.write("lost.h", "int lost;\n")
    old.git("add", "lost.h")
    old.write("a.c", '#include "lost.h"\n' + USES_OLD)
    old.commit()
    drop_blob(old, "lost.h")
    before = state(old.path)
    r = ratchet("apply", simple(tmp_path), cwd=old.path)
    assert r.returncode == 2
    assert "error: cannot read 'lost.h'" in r.stderr
    assert state(old.path) == before


def test_cocciconfig_is_not_obeyed(old, tmp_path):
    bad = "[spatch]\n\toptions = --no-such-option\n"
    old.write(".cocciconfig", bad)
    old.write("dir/.cocciconfig", bad)
    old.commit()
    (tmp_path / ".cocciconfig").write_text(bad)
    applies(old.path, simple(tmp_path), env=environment(HOME=str(tmp_path)))
    assert old.show(BRANCH, "a.c") == USES_NEW


@pytest.mark.parametrize("name", ["sp ace", "semi;colon", "quo'te", "$HOME"])
def test_scratch_directory_of_any_name(old, tmp_path, name):
    scratch = tmp_path / name
    scratch.mkdir()
    s = simple(tmp_path, **{"10-x.collect.cocci":
                            "@r@ expression e; @@\nold(e)\n"
                            "@script:ocaml@ e << r.e; @@\n"
                            "Printf.printf \"ratchet: set x y%s\\n\" e\n"})
    applies(old.path, s, env=environment(TMPDIR=str(scratch)))
    assert old.show(BRANCH, "a.c") == USES_NEW
    assert os.listdir(scratch) == []


def test_nothing_is_left_in_tmp(old, tmp_path):
    """spatch's own temporary files go to our directory too."""
    names = ("cocci", "ocaml_cocci", "ratchet-")
    was = {n for n in os.listdir("/tmp") if n.startswith(names)}
    old.write("bad.c", "int h(void) { return old(old(1)); }\n")
    old.commit()
    fails(old.path, simple(tmp_path), says="already tagged")
    now = {n for n in os.listdir("/tmp") if n.startswith(names)}
    assert not [n for n in now - was if "bad.c" in n]


def test_own_series_are_found():
    r = ratchet("list")
    assert r.returncode == 0
    if os.environ.get("RATCHET", "").startswith(str(TOP)):
        assert "hmm-devmem-cleanup\t" in r.stdout
