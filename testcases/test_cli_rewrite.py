# SPDX-License-Identifier: GPL-2.0-only
"""ratchet rewrite: files in and out, version guards, what is left."""

import json
import os

import pytest

from conftest import Repo, environment
from helpers import Series, files_below, ratchet, state

TYPES = "void old(int x);\nvoid taken(int x);\n"
RULE = """// Candidates: old
@@ expression e; @@
- old(e)
+ new_one(e)
"""
HEADER_RULE = """// Candidates: old
// Options: --no-includes
@@ @@
-void old(int x);
+void new_one(int x);
"""
EXPECT = "absent function old\n"


@pytest.fixture(scope="session")
def env(tmp_path_factory):
    return environment(XDG_CACHE_HOME=str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def series(tmp_path_factory):
    s = Series(tmp_path_factory.mktemp("series") / "small")
    s.step(rule=None, expect=EXPECT, **{"10_header_cocci": ""})
    (s.path / "10-rename" / "10_header_cocci").unlink()
    s.write("10-rename/10-header.cocci", HEADER_RULE)
    s.write("10-rename/20-calls.cocci", RULE)
    s.write("types/include/linux/old.h", TYPES)
    s.write("drivers", "kernel 5.3\ntogether 10\n")
    return s


def driver(path, **files):
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (path / name.replace("_", ".")).write_bytes(data)
    return path


def rewrite(env, series, *args, cwd=None):
    return ratchet("rewrite", str(series.path) + "/", *args, env=env, cwd=cwd)


def becomes(env, series, tmp_path, text, *args, status=0):
    """What is made of one file, and what is said."""
    d = driver(tmp_path / "d", a_c=text)
    r = rewrite(env, series, "--in-place", *args, d)
    assert r.returncode == status, r.stdout + r.stderr
    return (d / "a.c").read_text(), r.stdout


def body(*lines):
    return "void f(void)\n{\n" + "".join(line + "\n" for line in lines) + "}\n"


# ---- the command line ----

def test_usage(env, series, tmp_path):
    for args, says in (((), "name the driver"),
                       (("--frob", "x"), "frob"),
                       (("--to", "five", "x"), "--to takes a kernel's version"),
                       (("-D", "9x", "x"), "no name of a macro"),
                       (("--commit", "--in-place", "x"), "exclude each other"),
                       (("--branch", "b", "x"), "--branch goes with --commit"),
                       (("--compat", "--drop-old", "x"), "exclude each other")):
        r = rewrite(env, series, *args, cwd=tmp_path)
        assert r.returncode == 2 and says in r.stderr, (args, r.stderr)
        assert r.stdout == ""


def test_what_cannot_be_read(env, series, tmp_path):
    (tmp_path / "empty").mkdir()
    for path, says in (("nowhere", "No such file"), ("empty", "no C file")):
        r = rewrite(env, series, tmp_path / path)
        assert r.returncode == 2 and says in r.stderr


def test_series_for_kernels_only(env, tmp_path):
    s = Series(tmp_path / "s").step()
    d = driver(tmp_path / "d", a_c=body("\told(1);"))
    r = ratchet("rewrite", str(s.path) + "/", d, env=env)
    assert r.returncode == 2 and "for kernel trees only" in r.stderr


@pytest.mark.parametrize("text, says", [
    ("", "'kernel VERSION' is missing"), ("kernel x\n", "drivers:1: it must"),
    ("kernel 5.3\ntogether 4\n", "drivers:2: the series has no step '4'"),
    ("kernel 5.3\nnever 10\n", "'never STEP because TEXT'"),
    ("kernel 5.3\nsometimes 10\n", "drivers:2: it must begin with")])
def test_wrong_drivers_file(env, tmp_path, text, says):
    s = Series(tmp_path / "s").step()
    s.write("types/include/linux/old.h", TYPES)
    s.write("drivers", text)
    d = driver(tmp_path / "d", a_c=body("\told(1);"))
    r = ratchet("rewrite", str(s.path) + "/", d, env=env)
    assert r.returncode == 2 and says in r.stderr, r.stderr


# ---- files ----

def test_diff_writes_nothing(env, series, tmp_path):
    d = driver(tmp_path / "d", a_c=body("\told(1);"), b_c="int b;\n")
    before = files_below(d)
    r = rewrite(env, series, d)
    assert r.returncode == 0
    assert "--- a/a.c\n+++ b/a.c\n" in r.stdout
    assert "-\told(1);\n+\tnew_one(1);\n" in r.stdout
    assert "b.c" not in r.stdout
    assert "1 place in 1 file converted, 0 left" in r.stderr
    assert files_below(d) == before


def test_in_place(env, series, tmp_path):
    d = driver(tmp_path / "d", a_c=body("\told(1);"))
    os.chmod(d / "a.c", 0o755)
    outside = tmp_path / "other.c"
    outside.write_text(body("\told(2);"))
    (d / "link.c").symlink_to(outside)
    r = rewrite(env, series, "--in-place", d)
    assert r.returncode == 0, r.stderr
    assert (d / "a.c").read_text() == body("\tnew_one(1);")
    assert (d / "a.c").stat().st_mode & 0o777 == 0o755
    assert (d / "a.c.orig").read_text() == body("\told(1);")
    assert (d / "link.c").is_symlink() and "old(2)" in outside.read_text()
    assert "not looked at: link.c" in r.stdout
    again = files_below(d)
    assert "nothing to convert" in rewrite(env, series, "--in-place", d).stdout
    assert files_below(d) == again
    # what was kept is never overwritten
    (d / "a.c").write_text(body("\told(3);"))
    rewrite(env, series, "--in-place", d)
    assert (d / "a.c.orig").read_text() == body("\told(1);")
    assert (d / "a.c.orig.1").read_text() == body("\told(3);")


def test_bytes_survive(env, series, tmp_path):
    text = b"/* \xe4\xf6\xfc */\r\nvoid f(void)\r\n{\r\n\told(1);   \r\n\tg(); \t\r\n}"
    d = driver(tmp_path / "d", a_c=text)
    assert rewrite(env, series, "--in-place", d).returncode == 0
    assert (d / "a.c").read_bytes().replace(b"new_one(1);", b"old(1);").replace(
        b"   \r\n", b"\r\n") == text.replace(b"   \r\n", b"\r\n")


def test_files_with_their_headers(env, series, tmp_path):
    d = driver(tmp_path / "d", a_c='#include "a.h"\n' + body("\told(1);"),
               a_h="static inline void g(void)\n{\n\told(2);\n}\n",
               b_c=body("\told(3);"))
    r = rewrite(env, series, "--in-place", d / "a.c")
    assert r.returncode == 0, r.stderr
    assert "new_one(1)" in (d / "a.c").read_text()
    assert "new_one(2)" in (d / "a.h").read_text()
    assert "old(3)" in (d / "b.c").read_text()


def test_several_directories(env, series, tmp_path):
    driver(tmp_path / "one", a_c=body("\told(1);"))
    driver(tmp_path / "two", a_c=body("\tp = old;"))
    driver(tmp_path / "three", a_c="int x;\n")
    (tmp_path / "none").mkdir()
    r = rewrite(env, series, "--ledger", "l", "one", "two", "three",
                cwd=tmp_path)
    assert r.returncode == 1, r.stderr
    assert "--- a/one/a.c" in r.stdout
    table = r.stderr.splitlines()[-4:]
    assert [line.split() for line in table] == [
        ["driver", "places", "files", "left"], ["one", "1", "1", "0"],
        ["two", "0", "0", "1"], ["three", "0", "0", "0"]]
    assert "two/a.c:3: f(): unexplained: function old" in r.stderr
    events = [json.loads(x) for x in (tmp_path / "l").read_text().splitlines()]
    assert sorted(e["name"] for e in events if e["event"] == "driver") == \
        ["one", "three", "two"]
    r = rewrite(env, series, "one", "none", cwd=tmp_path)
    assert r.returncode == 2 and "1 of 2 drivers" in r.stderr
    assert "new_one(1)" in r.stdout, "the other one is told all the same"


def test_commit(env, series, tmp_path):
    repo = Repo(tmp_path / "r")
    repo.write("drv/a.c", body("\told(1);"))
    repo.commit()
    before = state(repo.path)
    r = rewrite(env, series, "--commit", repo.path / "drv")
    assert r.returncode == 0, r.stderr
    assert r.stdout.startswith("1 commits on ratchet/small, ")
    assert repo.show("ratchet/small", "drv/a.c") == body("\tnew_one(1);")
    message = repo.git("log", "-1", "--format=%B", "ratchet/small")
    assert message.startswith("area: do 10-rename")
    assert "Ratchet-Step: 10-rename" in message
    after = state(repo.path)
    assert after["files"] == before["files"] and after["status"] == before["status"]
    again = rewrite(env, series, "--commit", repo.path / "drv")
    assert "nothing to do" in again.stdout
    repo.write("drv/a.c", body("\told(2);"))
    r = rewrite(env, series, "--commit", "--branch", "b", repo.path / "drv")
    assert r.returncode == 2 and "not as HEAD has it" in r.stderr


# ---- several series ----

@pytest.fixture(scope="session")
def chain(env, tmp_path_factory):
    """An environment with two series, to 5.3 and on to 6.1."""
    top = tmp_path_factory.mktemp("chain")
    for name, version, old, new in (("z-first", "5.3", "old", "new_one"),
                                    ("a-second", "6.1", "new_one", "newest")):
        s = Series(top / name)
        rule = RULE.replace("new_one", "NEW").replace("old", old)
        s.step(f"10-{old.replace('_', '-')}", rule=rule.replace("NEW", new),
               expect=f"absent function {old}\n")
        header = HEADER_RULE.replace("new_one", "NEW").replace("old", old)
        s.write(f"10-{old.replace('_', '-')}/10-header.cocci",
                header.replace("NEW", new))
        s.write("types/include/linux/old.h", f"void {old}(int x);\n")
        s.write("drivers", f"kernel {version}\n")
    Series(top / "for-kernels").step()
    return dict(env, RATCHET_SERIES_PATH=str(top))


def test_chain(chain, tmp_path):
    d = driver(tmp_path / "d", a_c=body("\told(1);"), b_c=body("\tnew_one(2);"))
    before = files_below(d)
    for version, a, b, said in (
            ("4.4", None, None, "no series is known that leads to that kernel"),
            ("5.3", "new_one(1)", None, "series: z-first\n"),
            ("6.0.7", "new_one(1)", None, "series: z-first\n"),
            ("6.1", "newest(1)", "newest(2)", "series: a-second\n")):
        r = ratchet("rewrite", "--to", version, d, env=chain)
        # of the program's own series some lead there, too
        assert said in r.stderr, r.stderr
        assert r.returncode == (0 if a else 2)
        order = [line for line in r.stderr.splitlines()
                 if line in ("series: z-first", "series: a-second")]
        assert order == ["series: z-first", "series: a-second"][:len(order)]
        added = [line[2:-1] for line in r.stdout.splitlines()
                 if line.startswith("+\t")]
        assert added == [x for x in (a, b) if x]
    assert files_below(d) == before
    for args, says in ((("--to", "6.1"), "name the driver"),
                       ((d,), "name the driver"),
                       (("--to", "6.1", tmp_path / "none"), "none")):
        r = ratchet("rewrite", *args, env=chain)
        assert r.returncode == 2 and says in r.stderr, r.stderr
        assert r.stderr.count("error:") == 1


def test_chain_tells_the_lines_of_the_driver(chain, tmp_path):
    """The first series adds lines before the place that the second one leaves."""
    text = (body("#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 16, 0)",
                 "\told(1);", "#endif") +
            "\nvoid (*p)(int) = new_one;\n\nvoid (*q)(int) = old;\n")
    lines = text.splitlines()
    d = driver(tmp_path / "d", a_c=text)
    r = ratchet("rewrite", "--to", "6.1", "--in-place", d, env=chain)
    assert r.returncode == 1, r.stderr
    assert f"a.c:{lines.index('void (*p)(int) = new_one;') + 1}: " in r.stdout
    assert f"a.c:{lines.index('void (*q)(int) = old;') + 1}: " in r.stdout
    became = (d / "a.c").read_text()
    assert [line.strip() for line in became.splitlines() if "(1);" in line] == [
        "newest(1);", "new_one(1);", "old(1);"]
    for version in ("(6, 1, 0)", "(5, 3, 0)", "(4, 16, 0)"):
        assert f">= KERNEL_VERSION{version}" in became


def test_chain_in_commits(chain, tmp_path):
    repo = Repo(tmp_path / "r")
    repo.write("drv/a.c", body("\told(1);"))
    repo.commit()
    r = ratchet("rewrite", "--to", "6.1", "--commit", repo.path / "drv",
                env=chain)
    assert r.stdout.startswith("2 commits on ratchet/to-6.1, "), r.stderr
    assert repo.git("log", "--format=%s %(trailers:key=Ratchet-Series,valueonly)",
                    "main..ratchet/to-6.1").split() == [
        "area:", "do", "10-new-one", "a-second", "area:", "do", "10-old", "z-first"]
    assert repo.show("ratchet/to-6.1", "drv/a.c") == body("\tnewest(1);")


# ---- what is left ----

def test_left(env, series, tmp_path):
    text, said = becomes(env, series, tmp_path,
                         body("\told(1);") + "\nvoid (*p)(int) = old;\n\n"
                         "void g(void)\n{\n\tp(2);\n}\n", status=1)
    assert "a.c:6: unexplained: function old: no rule knows this form" in said
    assert "old(1)" in text, "it names what p names"


def test_other_places_are_converted(env, series, tmp_path):
    text, said = becomes(env, series, tmp_path,
                         "int odd(void)\n{\n\treturn (int)(long)old;\n}\n\n" +
                         body("\told(1);"), status=1)
    assert "a.c:3: odd(): unexplained" in said
    assert "new_one(1)" in text


# ---- version guards ----

OLD = "#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 3, 0)"
NEW = "#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 3, 0)"


@pytest.mark.parametrize("arm", [
    [OLD, "\told(1);", "#endif"],
    [NEW, "\tg(1);", "#else", "\told(1);", "#endif"],
    ["#if LINUX_VERSION_CODE >= KERNEL_VERSION(5,4,0)", "\tg(1);",
     "#elif LINUX_VERSION_CODE < KERNEL_VERSION(5,0,0)", "\told(1);", "#endif"],
    ["#if LINUX_VERSION_CODE >= KERNEL_VERSION(4,0,0)", OLD, "\told(1);",
     "#endif", "#endif"],
    ["#if defined(RHEL_RELEASE_CODE) && RHEL_RELEASE_CODE > "
     "RHEL_RELEASE_VERSION(7, 5)", "\told(1);", "#endif"],
    [OLD, "#define OWN 1", "#endif", "#ifdef OWN", "\told(1);", "#endif"],
    ["#ifdef GIVEN", "\tg(1);", "#else", "\told(1);", "#endif"],
    ["#ifdef NOT_GIVEN", "\told(1);", "#endif"],
    ["#if KERNEL_VERSION(5, 2, 99) > LINUX_VERSION_CODE && 1", "\told(1);",
     "#endif"]])
def test_old_arms_stay(env, series, tmp_path, arm):
    text = "#include <linux/version.h>\n" + body(*arm)
    became, said = becomes(env, series, tmp_path, text, "-D", "GIVEN=1",
                           "-U", "NOT_GIVEN")
    assert became == text
    assert "in arms for older kernels stay" in said


def test_shared_arm_is_parted(env, series, tmp_path):
    text = body("#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 16, 0)",
                "\told(1);", "#endif")
    became, _ = becomes(env, series, tmp_path, text)
    assert became == body("#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 16, 0)",
                          NEW, "\tnew_one(1);", "#else", "\told(1);", "#endif",
                          "#endif")
    again, _ = becomes(env, series, tmp_path, became)
    assert again == became


def test_arm_of_the_target_only(env, series, tmp_path):
    became, _ = becomes(env, series, tmp_path, body(NEW, "\told(1);", "#endif"))
    assert became == body(NEW, "\tnew_one(1);", "#endif")


def test_other_target(env, series, tmp_path):
    text = body("#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 4, 0)",
                "\told(1);", "#else", "\tg(1);", "#endif")
    became, _ = becomes(env, series, tmp_path, text, "--to", "5.10")
    assert became == text


def test_compat(env, series, tmp_path):
    became, _ = becomes(env, series, tmp_path,
                        "#include <linux/kernel.h>\n" + body("\told(1);"),
                        "--compat")
    assert became == ("#include <linux/kernel.h>\n#include <linux/version.h>\n" +
                      body(NEW, "\tnew_one(1);", "#else", "\told(1);",
                           "#endif"))


LADDER = ("#include <linux/kernel.h>\n#include <linux/version.h>\n"
          '#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 16, 0)\n'
          "#define HAS_MAP\n#endif\n\n" +
          "void f(void)\n{\n#ifdef HAS_MAP\n\told(1);\n#else\n\told(2);\n"
          "#endif\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)\n\tg(1);\n"
          "#elif LINUX_VERSION_CODE < KERNEL_VERSION(5, 0, 0)\n\tg(2);\n#endif\n"
          "#ifdef CONFIG_X\n\tg(3);\n#endif\n}\n")
LADDER_DROPPED = ("#include <linux/kernel.h>\n#include <linux/version.h>\n#define HAS_MAP\n\n"
                  "void f(void)\n{\n\tnew_one(1);\n"
                  "#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)\n\tg(1);\n"
                  "#endif\n#ifdef CONFIG_X\n\tg(3);\n#endif\n}\n")


def test_drop_old(env, series, tmp_path):
    became, said = becomes(env, series, tmp_path, LADDER, "--drop-old")
    assert became == LADDER_DROPPED
    assert "older kernels" not in said
    again, _ = becomes(env, series, tmp_path, became, "--drop-old")
    assert again == became
    # what was refused stays, the arms go all the same, and what they needed
    text = "#include <linux/version.h>\n" + body(NEW, "\told(1);", "#endif", "\ttaken(old);")
    became, said = becomes(env, series, tmp_path, text, "--drop-old", status=1)
    assert became == body("\told(1);", "\ttaken(old);")


def test_drop_old_in_a_commit(env, series, tmp_path):
    repo = Repo(tmp_path / "r")
    repo.write("drv/a.c", LADDER)
    repo.commit()
    r = rewrite(env, series, "--commit", "--drop-old", repo.path / "drv")
    assert r.stdout.startswith("2 commits on ratchet/small, "), r.stderr
    assert repo.show("ratchet/small", "drv/a.c") == LADDER_DROPPED
    assert "\told(2);" in repo.show("ratchet/small~", "drv/a.c")
    assert repo.git("log", "--format=%s", "main..ratchet/small").splitlines() == [
        "drv: drop code for old kernels", "area: do 10-rename"]


def test_undecided(env, series, tmp_path):
    text = body("#ifdef HAVE_NEW", "\tg(1);", "#else", "\told(1);", "#endif")
    became, said = becomes(env, series, tmp_path, text, status=1)
    assert became == text
    assert "a.c:6: f(): refused: it stands under a condition on 'HAVE_NEW'" in said
    became, _ = becomes(env, series, tmp_path, text, "-U", "HAVE_NEW")
    assert "new_one(1)" in became
    became, _ = becomes(env, series, tmp_path, text, "-D", "HAVE_NEW")
    assert became == text


def test_flags_of_make_files(env, series, tmp_path):
    text = body("#ifdef HAVE_NEW", "\tg(1);", "#else", "\told(1);", "#endif")
    d = driver(tmp_path / "d", Kbuild="ccflags-y += -DHAVE_NEW=1 \\\n -I$(src)\n",
               a_c=text)
    assert rewrite(env, series, d).returncode == 0
    # not where it is for some only
    driver(d, Kbuild="ccflags-$(CONFIG_X) += -DHAVE_NEW=1\n")
    assert rewrite(env, series, d).returncode == 1
    driver(d, Kbuild="")
    (d / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(d), "command": "gcc -DHAVE_NEW -c a.c",
          "file": "a.c"}]))
    assert rewrite(env, series, d).returncode == 0


def test_macro_of_a_header(env, series, tmp_path):
    """What a header of the driver defines from the version, its files obey."""
    d = tmp_path / "d"
    (d / "include").mkdir(parents=True)
    (d / "include" / "compat.h").write_text(f"{NEW}\n#define HAVE_NEW\n#endif\n")
    text = "#include <compat.h>\n" + body("#ifdef HAVE_NEW", "\tg(1);", "#else",
                                          "\told(1);", "#endif")
    driver(d, a_c=text, Makefile="EXTRA_CFLAGS := -I$(src)/include\n")
    r = rewrite(env, series, d)
    assert r.returncode == 0 and r.stdout == "", r.stdout + r.stderr


def test_guard_within_a_change(env, series, tmp_path):
    """What stood there is all kept for older kernels."""
    text = body("\told(1 +", OLD, "\t    2 +", "#endif", "\t    3);")
    became, _ = becomes(env, series, tmp_path, text)
    assert became.count("#if") == became.count("#endif")
    new, old = became.split("#else\n")
    assert "new_one(1 +" in new and "2" not in new.split("new_one")[1]
    assert "\told(1 +\n" + OLD + "\n\t    2 +\n#endif\n\t    3);\n" in old


def test_no_guard_in_a_macro(env, series, tmp_path):
    text = ("#define CALL(x) do { \\\n\told(x); \\\n} while (0)\n" +
            body("\told(2);"))
    became, said = becomes(env, series, tmp_path, text, "--compat", status=1)
    assert "CALL" in became and "old(x)" in became
    assert "a.c:2: " in said


def test_explain(env, series, tmp_path):
    d = driver(tmp_path / "d", a_c=body("\told(1);") +
               "\nint odd(void)\n{\n\treturn (int)(long)old;\n}\n")
    r = rewrite(env, series, "--explain", "a.c:8", d)
    assert r.returncode == 1
    assert "a.c:8: odd(): unexplained: function old" in r.stdout
    assert "could be about it: " in r.stdout and "20-calls.cocci" in r.stdout
    r = rewrite(env, series, "--explain", "a.c:3", d)
    assert "nothing is left at a.c:3" in r.stdout
    r = rewrite(env, series, "--explain", "a.c", d)
    assert r.returncode == 2 and "--explain takes FILE:LINE" in r.stderr


def test_other_files_of_a_driver(env, series, tmp_path):
    """A Kconfig file is read, and is no C: '# if' is a comment there."""
    d = driver(tmp_path / "d", a_c=body("\told(1);"),
               Kconfig="# if in doubt, say old\nconfig X\n\tbool\n")
    before = (d / "Kconfig").read_text()
    assert rewrite(env, series, "--compat", "--in-place", d).returncode == 0
    assert (d / "Kconfig").read_text() == before
