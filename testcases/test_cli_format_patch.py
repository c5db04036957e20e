# SPDX-License-Identifier: GPL-2.0-only
"""ratchet format-patch: what it writes is what git am takes."""

import os
import re

import pytest

from conftest import environment, run
from helpers import (USES_NEW, USES_OLD, Series, ratchet, state,
                     two_steps_applied, unable)

RULE = """\
// SPDX-License-Identifier: GPL-2.0-only
@@ expression e; @@
- old(e)
+ new(e)


// a comment
--- not a patch
"""


@pytest.fixture
def work(tmp_path, repo):
    """A series of two steps, applied, with a cover letter."""
    two_steps_applied(tmp_path, repo)
    repo.series.write("cover.txt",
                      "calls get better names\n\nWhy: because of \u00fc.\n")
    return repo


def format_patch(repo, *args, status=0):
    before = state(repo.path)
    out = repo.path.parent / "out"
    r = ratchet("format-patch", *args, "-o", out, cwd=repo.path)
    assert r.returncode == status, (r.returncode, r.stdout, r.stderr)
    assert state(repo.path) == before
    if status == 0:
        assert r.stdout.splitlines() == [str(p) for p in sorted(out.iterdir())]
    else:
        assert not r.stdout and len(r.stderr.splitlines()) == 1
        assert not out.exists() or not list(out.glob("*.patch"))
    return r, out


def am(repo, out, base="start"):
    """The tree that git am makes of the files."""
    work = repo.path.parent / "am"
    run("git", "clone", "-q", repo.path, work, check=True)
    env = environment(GIT_COMMITTER_NAME="C", GIT_COMMITTER_EMAIL="c@example.com")
    for argv in (["checkout", "-q", "--detach", base],
                 ["am", "-q", *sorted(out.glob("*.patch"))[-count(out):]]):
        r = run("git", *argv, cwd=work, env=env)
        assert r.returncode == 0, r.stderr
    return work


def count(out):
    return len([p for p in out.iterdir() if "0000-" not in p.name])


def git(path, *args):
    """Its output, in the clone that git am worked in."""
    r = run("git", *args, cwd=path)
    assert r.returncode == 0, r.stderr
    return r.stdout


def test_series(work):
    _, out = format_patch(work, "start..ratchet/two", "--series", work.series)
    assert [p.name for p in sorted(out.iterdir())] == [
        "0000-cover-letter.patch", "0001-area-do-01-rename.patch",
        "0002-area-do-02-again.patch"]
    there = am(work, out)
    assert git(there, "rev-parse", "HEAD^{tree}") == \
        work.git("rev-parse", "ratchet/two^{tree}")
    assert git(there, "log", "-1", "--format=%an %ae %ad") == \
        work.git("log", "-1", "--format=%an %ae %ad", "ratchet/two")
    message = git(there, "log", "-1", "--format=%B")
    assert message.startswith("area: do 02-again\n\nWhy it is done.\n\n")
    assert "\n// <smpl>\n    // 20-rule.cocci\n    @@ @@\n    - third()\n" \
        "    + fourth()\n// </smpl>\n\nRatchet-Series: two\n" in message
    first = (out / "0001-area-do-01-rename.patch").read_text()
    assert first.startswith(f"From {work.git('rev-parse', 'ratchet/two~1').strip()} ")
    assert "Subject: [PATCH 1/2] area: do 01-rename\n" in first
    assert re.search(r"^index [0-9a-f]{12,}\.\.[0-9a-f]{12,} 100644$", first, re.M)
    assert re.search(r"^In-Reply-To: <cover\.", first, re.M)


def test_cover(work):
    _, out = format_patch(work, "start..ratchet/two", "--series", work.series,
                          "--smpl", "cover")
    cover = (out / "0000-cover-letter.patch").read_text()
    assert "Subject: [PATCH 0/2] calls get better names\n" in cover
    assert "Why: because of \u00fc.\n" in cover
    assert "files sites  left objects  patch\n" \
        "    1     1     0       -  area: do 01-rename\n" in cover
    assert "None of the patches was proven to build.\n" in cover
    assert re.search(r"Made with ratchet \S+ and spatch [0-9.]+\.\n", cover)
    assert "    + fourth()\n" in cover
    assert f"base-commit: {work.git('rev-parse', 'start').strip()}\n" in cover
    assert "smpl" not in (out / "0001-area-do-01-rename.patch").read_text()


def test_proven(mini, tmp_path):
    """What the proofs said, of apply and of verify, stands in the cover letter."""
    series = Series(tmp_path / "proven").step(
        "01-x", rule="@@ @@\n- kfree(devres);\n+ kfree((devres));\n")
    mini.git("tag", "start")
    r = mini.ratchet("apply", series, "--verify", "object")
    assert r.returncode == 0, r.stdout + r.stderr
    _, out = format_patch(mini, "start..ratchet/proven", "--smpl", "none",
                          "--cover")
    cover = (out / "0000-cover-letter.patch").read_text()
    assert "1 of 1 patches were proven to build,\nin the configurations kernel:" \
        in cover
    built = re.search(r"^ +\d+ +\d+ +0 +(\d+)  area: do 01-x$", cover, re.M)
    assert built and int(built.group(1)) > 0


def test_version(work):
    """A second version shows what changed since the first."""
    work.git("checkout", "-q", "-b", "second", "ratchet/two")
    work.write("b.c", "int g(void)\n{\n\treturn fourth(0);\n}\n")
    work.git("commit", "-q", "-a", "--amend", "--no-edit")
    _, out = format_patch(work, "start..second", "-v", "2", "--smpl", "none",
                          "--range-diff", "ratchet/two")
    cover = (out / "v2-0000-cover-letter.patch").read_text()
    assert "Subject: [PATCH v2 0/2]" in cover
    assert re.search(r"^1:  [0-9a-f]+ = 1:  [0-9a-f]+ area: do 01-rename$", cover,
                     re.M)
    assert re.search(r"^2:  [0-9a-f]+ ! 2:  [0-9a-f]+ area: do 02-again$", cover,
                     re.M)


def test_encodings(repo):
    """Authors, subjects, old encodings, binary files, modes, renames, links."""
    repo.write("a.c", USES_OLD * 5)
    repo.commit()
    repo.git("tag", "start")
    repo.write("data", bytes(range(256)) * 9)
    os.chmod(repo.path / "a.c", 0o755)
    (repo.path / "link").symlink_to("a.c")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "g\u00fcte: " + "\u00e4 word " * 20 + "\n\nB\u00f6dy.\n",
             "--author", "J\u00f6rg Q, Dr. <j@example.com>")
    repo.git("mv", "a.c", "long name \u00e9.c")
    message = repo.path.parent / "message"
    message.write_bytes("alt: \u00fcber\n\n\u00e4\n".encode("latin-1"))
    repo.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "-F", message)
    _, out = format_patch(repo, "start..HEAD")
    there = am(repo, out)
    assert git(there, "rev-parse", "HEAD^{tree}") == \
        repo.git("rev-parse", "HEAD^{tree}")
    assert git(there, "log", "-2", "--format=%an %ae %B") == \
        repo.git("log", "-2", "--format=%an %ae %B")
    assert "rename from a.c" in next(out.glob("0002-*")).read_text(errors="replace")


@pytest.mark.parametrize("message, says", [
    ("x\n\nabout\n--- a/file\nmore\n", "its message would lose the line '--- a/file'"),
    ("x\n\ndiff --git a/a.c b/a.c\nmore\n", "git am"),
    ("x\n\nabout\nIndex: a.c\nmore\n", "would lose the line 'Index: a.c'"),
    ("[x86] a bracket\n\ntext\n", "would lose the line '[x86] a bracket'"),
    ("x\n\nFrom: Some Body <s@example.com>\n\ntext\n", "author would be 'Some Body"),
])
def test_message_that_git_am_would_cut(repo, message, says):
    repo.write("a.c", USES_OLD)
    repo.commit()
    repo.write("a.c", USES_NEW)
    repo.git("commit", "-q", "-a", "-m", message)
    r, _ = format_patch(repo, "HEAD~..HEAD", status=2)
    assert says in r.stderr
    assert repo.git("rev-parse", "HEAD")[:12] in r.stderr


def test_semantic_patch_that_looks_like_a_patch(work, tmp_path):
    """Whatever stands in a rule, the message comes back whole."""
    series = Series(tmp_path / "odd").step(
        rule="// SPDX-License-Identifier: GPL-2.0-only\n// --- a/x\n// Index: y\n"
             "@@ @@\n- fourth()\n+ fifth()\n\n\n\n// diff -u a b\n"
             "//\tFrom: x <y@z>  \n")
    work.git("checkout", "-q", "ratchet/two")
    assert work.ratchet("apply", series).returncode == 0
    _, out = format_patch(work, "ratchet/two..ratchet/odd", "--series", series)
    there = am(work, out, base="origin/ratchet/two")
    message = git(there, "log", "-1", "--format=%B")
    assert "    // diff -u a b\n    //\tFrom: x <y@z>\n// </smpl>\n" in message


def test_what_cannot_be_mailed(work):
    r, _ = format_patch(work, "ratchet/two..start", status=2)
    assert "ratchet/two..start" in r.stderr
    work.git("checkout", "-q", "-b", "side", "start")
    work.write("c.c", "int c;\n")
    work.commit("c")
    work.git("merge", "-q", "--no-ff", "-m", "both", "ratchet/two")
    r, _ = format_patch(work, "start..side", "--smpl", "none", status=2)
    assert "is a merge: no patch can say that" in r.stderr


def test_series_not_at_hand(work):
    r, _ = format_patch(work, "start..ratchet/two", status=2)
    assert "step '01-rename' of series 'two', which is not found" in r.stderr
    work.series.write("02-again/expect", "present function g\n")
    r, _ = format_patch(work, "start..ratchet/two", "--series", work.series, status=2)
    assert "step '02-again' of series 'two', which is not as it was then" in r.stderr
    _, out = format_patch(work, "start..ratchet/two", "--smpl", "none")
    assert count(out) == 2


def test_nothing_is_written_over(work):
    args = ("start..ratchet/two", "--smpl", "none")
    _, out = format_patch(work, *args)
    (out / "0000-cover-letter.patch").write_text("edited\n")
    r = ratchet("format-patch", *args, "-o", out, cwd=work.path)
    assert r.returncode == 2 and not r.stdout
    assert "0000-cover-letter.patch' is there already" in r.stderr
    assert (out / "0000-cover-letter.patch").read_text() == "edited\n"


PEOPLE = """\
use strict;
open(my $f, "<", "MAINTAINERS") or die;
my $who = <$f>;
chomp $who;
my $files = grep { -f } @ARGV;
if (grep { $_ eq "--no-l" } @ARGV) {
	print "$who\\nfiles-$files\\@example.com\\n";
} else {
	print "$who\\nlist\\@example.com\\n";
}
exit(0);
"""


def test_people(repo):
    repo.write("scripts/get_maintainer.pl", PEOPLE)
    repo.write("MAINTAINERS", "M\u00e4x <max@example.com>\n")
    repo.write("a.c", USES_OLD)
    repo.commit()
    repo.write("a.c", USES_NEW)
    repo.commit("new")
    _, out = format_patch(repo, "HEAD", "--cc", "me@example.com", "--to", "x@y.z")
    text = next(out.iterdir()).read_text()
    assert "To: x@y.z,\n    =?UTF-8?q?M=C3=A4x?= <max@example.com>,\n" \
        "    files-1@example.com\n" in text
    assert "Cc: me@example.com,\n    list@example.com\n" in text
    next(out.iterdir()).unlink()
    _, out = format_patch(repo, "HEAD", "--no-maintainers")
    assert "To:" not in next(out.iterdir()).read_text()
    next(out.iterdir()).unlink()
    repo.write("scripts/get_maintainer.pl", "exit(3);\n")
    repo.commit("broken")
    r, _ = format_patch(repo, "HEAD", status=2)
    assert "exited with status 3: name the people with --to and --cc, and " \
        "--no-maintainers" in r.stderr


def test_usage(repo):
    repo.write("a", "")
    repo.commit()
    for args, says in [
            ((), "which commits?"), (("a..b", "c"), "unexpected argument 'c'"),
            (("x", "--smpl", "top"), "'top' is no place"),
            (("x", "-v", "0"), "'0' is not the number of a version"),
            (("x", "--to", "nobody"), "'nobody' is not an address"),
            (("x", "--cc", "a@b\nBcc: c@d"), "an address is one line"),
            (("x", "--range-diff", "y", "--no-cover"), "cover letter"),
            (("nowhere",), "nowhere")]:
        unable(repo.path, "format-patch", *args, says=says)
