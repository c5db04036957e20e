# SPDX-License-Identifier: GPL-2.0-only
"""Passes that are no semantic patches: .kconfig, .unifdef and .rst."""

import os

import pytest

from conftest import SERIES, environment
from helpers import applies, fails, ratchet, script, simple, unable

BRANCH = "ratchet/simple"


def one(tmp_path, name, text, **more):
    return simple(tmp_path, rule=None, **{name: text}, **more)


def becomes(repo, series, want):
    """The files after the step, which does nothing a second time."""
    r = applies(repo.path, series)
    for path, text in want.items():
        assert repo.show(BRANCH, path) == text, path
    again = ratchet("apply", series, "--onto", BRANCH, "--branch", "again",
                    cwd=repo.path)
    assert again.returncode == 0, again.stderr
    assert "nothing to do" in again.stdout
    return r


# ---- .kconfig ----

def test_symbol_goes_everywhere(repo, tmp_path):
    repo.write("Kconfig", "config OLD\n\tbool\n\nconfig A\n\tbool\n"
               "\tdepends on B || OLD\n\tselect C if OLD\n")
    repo.write("sub/Makefile", "obj-y += a.o\nobj-$(CONFIG_OLD) += b.o\n")
    repo.write("configs/x_defconfig", "CONFIG_A=y\nCONFIG_OLD=y\n")
    repo.write("notes.txt", "CONFIG_OLD\n")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.kconfig", "remove OLD\n",
                      expect="absent config OLD\n"), {
        "Kconfig": "config A\n\tbool\n\tdepends on B\n",
        "sub/Makefile": "obj-y += a.o\n",
        "configs/x_defconfig": "CONFIG_A=y\n",
        "notes.txt": "CONFIG_OLD\n",
    })


def test_symbol_that_is_left_in_code(repo, tmp_path):
    repo.write("Kconfig", "config OLD\n\tbool\n")
    repo.write("a.c", "#ifdef CONFIG_OLD\nint a;\n#endif\n")
    repo.commit()
    fails(repo.path, one(tmp_path, "10-x.kconfig", "remove OLD\n",
                         expect="absent config OLD\n"),
          says="a.c:1:8: error: config OLD is still there")


def test_name_in_quotes_is_no_symbol(repo, tmp_path):
    repo.write("Kconfig", "config OLD\n\tbool\n\nconfig A\n"
               "\tbool \"Not OLD at all\"\n")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.kconfig", "remove OLD\n",
                      expect="absent config OLD\n"),
            {"Kconfig": "config A\n\tbool \"Not OLD at all\"\n"})


def test_rename_in_all_kinds_of_files(repo, tmp_path):
    repo.write("Kconfig", "config OLD\n\ttristate\n")
    repo.write("Makefile", "obj-$(CONFIG_OLD) += a.o\n")
    repo.write("a.c", "#if IS_ENABLED(CONFIG_OLD)\nint OLD;\n#endif\n")
    repo.write("head.S", "#ifdef CONFIG_OLD_MODULE\n#endif\n")
    repo.write("x.config", "CONFIG_OLD=m\n")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.kconfig", "rename OLD NEW\n"), {
        "Kconfig": "config NEW\n\ttristate\n",
        "Makefile": "obj-$(CONFIG_NEW) += a.o\n",
        "a.c": "#if IS_ENABLED(CONFIG_NEW)\nint OLD;\n#endif\n",
        "head.S": "#ifdef CONFIG_NEW_MODULE\n#endif\n",
        "x.config": "CONFIG_NEW=m\n",
    })


def test_symbols_that_begin_with_digits(repo, tmp_path):
    """Such as 64BIT and 8139TOO: no identifiers, and in the index of no words."""
    repo.write("Kconfig", "config 8139OLD\n\ttristate\n\n"
               "config A\n\tbool \"a\"\n\tselect 9P_X\n")
    repo.write("a/Kconfig", "config B\n\tbool\n\tdepends on 64GONE || C\n")
    repo.write("Makefile", "obj-$(CONFIG_8139OLD) += a.o\n")
    repo.commit()
    rules = ("where 9P_X\nrename 8139OLD 8139NEW\nremove 64GONE\n"
             "select-to-depends 9P_X\n")
    r = applies(repo.path, one(tmp_path, "10-x.kconfig", rules))
    assert "nothing to do" in r.stdout      # there is no 9P_X
    repo.write("b/Kconfig", "config 9P_X\n\tbool \"x\"\n")
    repo.commit()
    becomes(repo, one(tmp_path / "2", "10-x.kconfig", rules,
                      expect="absent config 64GONE\nabsent config 8139OLD\n"), {
        "Kconfig": "config 8139NEW\n\ttristate\n\n"
                   "config A\n\tbool \"a\"\n\tdepends on 9P_X\n",
        "a/Kconfig": "config B\n\tbool\n\tdepends on C\n",
        "Makefile": "obj-$(CONFIG_8139NEW) += a.o\n",
    })


MAKES = {
    "plain": ("obj-$(CONFIG_PLAIN) += a.o\n", "PLAIN"),
    "list": ("obj-$(CONFIG_OUTER) += whole.o\nwhole-y := x.o \\\n\ta.o\n",
             "OUTER"),
    "inner": ("obj-m += whole.o\nwhole-$(CONFIG_INNER) += a.o\n", "INNER"),
    "around": ("ifdef CONFIG_AROUND\nwhole-y += a.o\nendif\n"
               "obj-$(CONFIG_OTHER) += whole.o\n", "AROUND"),
}


def test_select_by_those_who_call(repo, tmp_path):
    kconfig, want = "", ""
    for name, (make, symbol) in MAKES.items():
        repo.write(f"{name}/Makefile", make)
        repo.write(f"{name}/a.c", "int f(int x) { return helper (x); }\n")
        kconfig += f"config {symbol}\n\ttristate\n\n"
        want += f"config {symbol}\n\ttristate\n\tselect HELPER\n\n"
    repo.write("Makefile", "obj-$(CONFIG_BELOW) += dir/\n")
    repo.write("dir/Makefile", "obj-y += a.o\n")
    repo.write("dir/a.c", "int f(int x) { return helper(x); }\n")
    # not called: a comment, a member, its definition, its own function
    repo.write("no/Makefile", "obj-$(CONFIG_NO) += a.o\n")
    repo.write("no/a.c", "/* helper(1) */\nint helper(int x)\n{\n"
               "\treturn o.helper(x) + helper(x);\n}\n")
    repo.write("none/a.c", "int f(int x) { return helper(x); }\n")
    rest = "config NO\n\tbool\n\nconfig OTHER\n\tbool\n"
    below = "config BELOW\n\tbool\n"
    repo.write("Kconfig", kconfig + below + "\n" + rest)
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.kconfig", "add-select @helper HELPER\n"),
            {"Kconfig": want + below + "\tselect HELPER\n\n" + rest})


def test_selected_by_way_of_others(repo, tmp_path):
    repo.write("Kconfig", "config CORE\n\tbool\n\tselect X if B\n\n"
               "config ASKED\n\tbool \"asked\"\n\tselect X\n")
    repo.write("a/Kconfig", "config A\n\ttristate \"a\"\n\tselect CORE\n")
    repo.write("b/Kconfig", "config B\n\tbool\n\tselect CORE if C && D\n\n"
               "config TOP\n\tbool \"top\"\n\tselect B\n\tselect ASKED\n")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.kconfig", "select-to-depends X\n"), {
        "Kconfig": "config CORE\n\tbool\n\tdepends on X || B=n\n\n"
                   "config ASKED\n\tbool \"asked\"\n\tdepends on X\n",
        "a/Kconfig": "config A\n\ttristate \"a\"\n"
                     "\tdepends on X || B=n\n\tselect CORE\n",
        "b/Kconfig": "config B\n\tbool\n"
                     "\tdepends on X || B=n || (C=n || D=n)\n"
                     "\tselect CORE if C && D\n\n"
                     "config TOP\n\tbool \"top\"\n"
                     "\tdepends on X || B=n || (C=n || D=n)\n"
                     "\tselect B\n\tselect ASKED\n",
    })


@pytest.mark.parametrize("around", [
    ("", "\tdepends on A\n", ""),
    ("if A && OTHER\n\n", "", "\nendif\n"),
])
def test_select_under_a_symbol_that_depends_on_the_selector(
        repo, tmp_path, around):
    """A cannot depend on X || A_SVM=n: A_SVM depends on A."""
    begin, depends, end = around
    head = "config A\n\ttristate \"a\"\n"
    closed = "if A\n\nconfig OTHER\n\tbool\n\nendif\n\n"
    repo.write("Kconfig", f"{head}\tselect X if A_SVM\n\n{closed}{begin}"
               f"config A_SVM\n\tbool \"svm\"\n{depends}{end}")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.kconfig", "select-to-depends X\n"), {
        "Kconfig": f"{head}\n{closed}{begin}config A_SVM\n\tbool \"svm\"\n"
                   f"{depends}\tdepends on X\n{end}"})


def test_select_under_more_than_such_a_symbol(repo, tmp_path):
    repo.write("Kconfig", "config A\n\ttristate \"a\"\n"
               "\tselect X if A_SVM && B\n\n"
               "config A_SVM\n\tbool \"svm\"\n\tdepends on A\n")
    repo.commit()
    fails(repo.path, one(tmp_path, "10-x.kconfig", "select-to-depends X\n"),
          says="Kconfig:3:9: error: refused: a part of the condition depends on "
               "who selects X")


def test_caller_that_is_always_built(repo, tmp_path):
    repo.write("Makefile", "obj-y += a.o\n")
    repo.write("a.c", "int g;\nint f(int x) { return helper(x); }\n")
    repo.commit()
    fails(repo.path, one(tmp_path, "10-x.kconfig",
                         "add-select @helper HELPER\n"),
          says="a.c:2:1: error: refused: helper() is called here, and no "
               "symbol decides")


def test_kconfig_that_is_not_understood(repo, tmp_path):
    repo.write("Kconfig", "config OLD\n\tbool\n\tdepends OLD\n")
    repo.commit()
    fails(repo.path, one(tmp_path, "10-x.kconfig", "remove OLD\n"),
          says="Kconfig:3:1: error: refused: this line is not Kconfig")


def test_statements_that_are_wrong(repo, tmp_path):
    for i, (text, says) in enumerate((
            ("remove\n", ":1: this is not of the form 'remove SYMBOL"),
            ("# a\n\nremvoe A\n", ":3: unknown statement 'remvoe'"),
            ("add-depends A on B &&\n", ":1: this is not of the form"),
            ("select-to-depends @f\n", ":1: this is not of the form"),
            ("# nothing\n", ":1: no statement"))):
        s = simple(tmp_path, f"s{i}", rule=None, **{"10-x.kconfig": text})
        unable(repo.path, "apply", s, says="10-x.kconfig" + says)


def proven(mini, series, name):
    """What --verify object says: (objects built, stderr)."""
    r = applies(mini.path, series, "--verify", "object")
    row = next(line for line in r.stdout.splitlines()
               if line.startswith(name))
    return int(row.split()[5]), r.stderr


def test_objects_under_a_changed_symbol_are_built(mini, tmp_path):
    s = one(tmp_path, "10-x.kconfig", "add-depends DRM_NOUVEAU_SVM on MMU\n")
    s.write("kernel.config", (SERIES / "kernel.config").read_text())
    built, _ = proven(mini, s, "10-rename")
    assert built == 2, "nouveau_dmem.c and nouveau_svm.c"


def test_symbol_of_the_fragment_that_goes(mini, tmp_path):
    s = one(tmp_path, "10-x.kconfig", "remove MINI_ODDITIES\n")
    s.write("kernel.config", "CONFIG_MINI_ODDITIES=y\n")
    _, stderr = proven(mini, s, "10-rename")
    assert "MINI_ODDITIES" not in stderr


# ---- .unifdef ----

ARMS = """\
/**
 * struct s - of two
 * @a: the one
 * @b: the other
 */
struct s {
	int a;
#ifdef CONFIG_OLD
	int b;
#endif
};

#if IS_ENABLED(CONFIG_A) || IS_ENABLED(CONFIG_OLD)
int c;
#else
int d;
#endif /* CONFIG_A || CONFIG_OLD */

#ifdef CONFIG_B
#ifdef CONFIG_OLD
int e;
#endif
#endif

#ifdef CONFIG_C
#endif
#if 0
int f;
#endif
#if defined(CONFIG_OLDER)
int g;
#endif
"""
RESOLVED = """\
/**
 * struct s - of two
 * @a: the one
 */
struct s {
	int a;
};

#if IS_ENABLED(CONFIG_A)
int c;
#else
int d;
#endif /* CONFIG_A */

#ifdef CONFIG_C
#endif
#if 0
int f;
#endif
#if defined(CONFIG_OLDER)
int g;
#endif
"""


def test_arms_of_a_symbol(repo, tmp_path):
    repo.write("a.h", ARMS)
    repo.write("b.h", ARMS.replace("OLD", "NEW"))
    repo.commit()
    r = becomes(repo, one(tmp_path, "10-x.unifdef", "undef CONFIG_OLD\n",
                          expect="absent config OLD\n"),
                {"a.h": RESOLVED, "b.h": ARMS.replace("OLD", "NEW")})
    assert "10-rename  applied             1" in r.stdout


def test_defined_in_one_place(repo, tmp_path):
    text = "#ifdef CONFIG_OLD\nint a;\n#else\nint b;\n#endif\n"
    repo.write("in/a.c", text)
    repo.write("input/a.c", text)
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.unifdef", "define CONFIG_OLD in in\n"),
            {"in/a.c": "int a;\n", "input/a.c": text})


def test_conditionals_in_each_other(repo, tmp_path):
    repo.write("a.h", "#ifdef CONFIG_X\nint a;\n#if IS_ENABLED(CONFIG_X)\n"
               "int b;\n#else\nint c;\n#endif\n#else\n"
               "#if defined(CONFIG_X) || A\nint d;\n#endif\n#endif\n"
               "#ifdef CONFIG_X\n#endif\n")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.unifdef", "nested CONFIG_X\n"),
            {"a.h": "#ifdef CONFIG_X\nint a;\nint b;\n#else\n#if A\nint d;\n"
                    "#endif\n#endif\n#ifdef CONFIG_X\n#endif\n"})


def test_conditionals_that_hold_nothing(repo, tmp_path):
    repo.write("a.c", "int a;\n\n#if IS_ENABLED(CONFIG_X) || defined(CONFIG_Y)"
               "\n\n#else\n#endif\n\n#ifdef CONFIG_X\nint b;\n"
               "#ifdef CONFIG_X\n\n#endif\n#endif\n\n#ifdef CONFIG_Y\n#endif\n\n\n"
               "#if defined(CONFIG_X)\n#endif\n")
    repo.commit()
    becomes(repo, one(tmp_path, "10-x.unifdef", "empty CONFIG_X\n"),
            {"a.c": "int a;\n\n#ifdef CONFIG_X\nint b;\n#endif\n\n"
                    "#ifdef CONFIG_Y\n#endif\n"})


def test_condition_that_cannot_be_told(repo, tmp_path):
    repo.write("a.c", "\n#if CONFIG_OLD > 2\n#endif\n")
    repo.commit()
    fails(repo.path, one(tmp_path, "10-x.unifdef", "undef CONFIG_OLD\n"),
          says="a.c:2:1: error: refused: what this condition comes to")


def test_conditionals_that_do_not_fit(repo, tmp_path):
    repo.write("a.c", "int a;\n#ifdef CONFIG_OLD\n")
    repo.write("b.c", "#endif\n#ifdef CONFIG_OLD\n#endif\n")
    repo.commit()
    r = fails(repo.path, one(tmp_path, "10-x.unifdef", "undef CONFIG_OLD\n"),
              says="a.c:2:1: error: refused: there is no #endif to this")
    assert "b.c:1:1: error: refused: there is no #if to this" in r.stderr


def without_unifdef(tmp_path, text=None):
    """A PATH of all programs but unifdef, or with another one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for path in os.environ["PATH"].split(os.pathsep):
        for name in os.listdir(path) if os.path.isdir(path) else ():
            if name != "unifdef" and not (folder / name).is_symlink():
                (folder / name).symlink_to(os.path.join(path, name))
    if text is not None:
        script(folder / "unifdef", text)
    return environment(PATH=str(folder))


def test_program_that_is_missing(repo, tmp_path):
    repo.write("a.c", "#ifdef CONFIG_OLD\n#endif\n")
    repo.commit()
    env = without_unifdef(tmp_path)
    fails(repo.path, one(tmp_path, "10-x.unifdef", "undef CONFIG_OLD\n"),
          env=env, says="a.c: error: 10-x.unifdef: needs something missing: "
                        "there is no program unifdef")


def test_program_that_writes_something_else(repo, tmp_path):
    repo.write("a.c", "#ifdef CONFIG_OLD\n#endif\n")
    repo.commit()
    env = without_unifdef(tmp_path, "echo hello\nexit 1\n")
    fails(repo.path, one(tmp_path, "10-x.unifdef", "undef CONFIG_OLD\n"),
          env=env, says="what unifdef wrote does not fit what it read")


def test_unifdef_statements_that_are_wrong(repo, tmp_path):
    for i, text in enumerate(("undef OLD\n", "undef CONFIG_A CONFIG_B\n",
                              "undef CONFIG_A in\n", "drop CONFIG_A\n")):
        s = simple(tmp_path, f"s{i}", rule=None, **{"10-x.unifdef": text})
        unable(repo.path, "apply", s,
               says="10-x.unifdef:1: this is not of the form")


# ---- .rst ----

PASSAGE = "under memory device\nmentions old_add old_ops\nwith helpers\n"
BEFORE = """\
Title
=====

About old_add() in passing.

Memory of a device
------------------

What stands first stays.

"""
HELPERS = """\
There are helpers for all of this.

They are these:

.. code-block:: c

    struct old *old_add(const struct old_ops *ops);

The operations are::

 struct old_ops {
     void (*drop)(struct old *o);

     int (*take)(struct old *o);
 };

drop() is the last that is heard of it.


"""
REST = """\
Something else can drop, too.

Moving
------

Text with helpers.
"""


def document(repo, text):
    repo.write("Documentation/a.rst", text)
    repo.write("other/b.rst", text.replace("Memory of a device", "Elsewhere"))
    repo.commit()


def test_passage_under_its_heading(repo, tmp_path):
    document(repo, BEFORE + HELPERS + REST)
    becomes(repo, one(tmp_path, "10-x.rst", PASSAGE), {
        "Documentation/a.rst": BEFORE + REST,
        "other/b.rst": (BEFORE + HELPERS + REST).replace(
            "Memory of a device", "Elsewhere")})


def test_passage_in_other_words(repo, tmp_path):
    other = ("Two calls do it, ``old_add`` being the one::\n\n"
             "  x = old_add(NULL);\n\n* old_ops is a table\n* of methods\n\n")
    text = (BEFORE + other).replace(
        "Memory of a device\n------------------",
        "Device *memory*, and how\n^^^^^^^^^^^^^^^^^^^^^^^^")
    document(repo, text)
    becomes(repo, one(tmp_path, "10-x.rst", PASSAGE),
            {"Documentation/a.rst": text[:text.index("Two calls")][:-1]})


def test_passage_with_something_else_in_it(repo, tmp_path):
    text = BEFORE + HELPERS.replace("The operations",
                                    "Nobody knows why.\n\nThe operations")
    document(repo, text + REST)
    fails(repo.path, one(tmp_path, "10-x.rst", PASSAGE),
          says="Documentation/a.rst:19:1: error: refused: this stands within")


def test_passage_whose_end_cannot_be_told(repo, tmp_path):
    document(repo, BEFORE + HELPERS + "This is so since long.\n\n" + REST)
    fails(repo.path, one(tmp_path, "10-x.rst", PASSAGE),
          says="Documentation/a.rst:30:1: error: refused: this refers to what")


def test_heading_with_nothing_left(repo, tmp_path):
    document(repo, BEFORE.replace("What stands first stays.\n\n", "") +
             HELPERS + REST.replace("Something else can drop, too.\n\n", ""))
    fails(repo.path, one(tmp_path, "10-x.rst", PASSAGE),
          says="error: refused: nothing would be left under this heading")


def test_rst_statements_that_are_wrong(repo, tmp_path):
    for i, (text, says) in enumerate((
            ("under\n", ":1: this is not of the form"),
            ("about x\n", ":1: this is not of the form"),
            ("mentions x\n", ":1: a passage needs an 'under' and"))):
        s = simple(tmp_path, f"s{i}", rule=None, **{"10-x.rst": text})
        unable(repo.path, "apply", s, says="10-x.rst" + says)
