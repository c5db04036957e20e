# SPDX-License-Identifier: GPL-2.0-only
"""ratchet conform: does a memremap core do what golden does?"""

import json
import pathlib
import re

import pytest

import conform_variants
from conftest import FIXES, TOP, program, run
from helpers import state

GOLDEN = TOP / "kernel-fixtures" / "golden"
CORE = (GOLDEN / "memremap.c").read_text()
HEADER = (GOLDEN / "memremap.h").read_text()
# What there is to run, for golden: a scenario that hangs or is lost shows.
RUNS, SCENARIOS, COMPARED = 1035, 163, 1021
DEBIAN = pathlib.Path("/usr/src/linux-source-6.1.tar.xz")


@pytest.fixture(scope="session")
def keep(tmp_path_factory):
    """What is the same each time is made once."""
    return tmp_path_factory.mktemp("conform")


@pytest.fixture
def ask(tmp_path, keep):
    """Judge a core and a header, given as texts; the JSON report."""
    def judge(core=CORE, header=HEADER, status=0, quick=False):
        (tmp_path / "core.c").write_text(core)
        (tmp_path / "core.h").write_text(header)
        r = run(program(), "conform", "--core", tmp_path / "core.c",
                "--header", tmp_path / "core.h", "--format", "json",
                "--cache", keep, *(["--quick"] if quick else []))
        assert r.returncode == status, r.stdout + r.stderr
        return json.loads(r.stdout) if r.stdout else r.stderr
    return judge


def replaced(text, old, new):
    assert text.count(old) == 1
    return text.replace(old, new)


def clauses(report, verdict):
    return [c["clause"] for c in report["clauses"] if c["verdict"] == verdict]


def violations(report):
    return {c["clause"]: c["findings"] for c in report["clauses"]
            if c["verdict"] == "violated"}


# ---- golden ----

def test_golden(ask):
    report = ask()
    assert clauses(report, "violated") == []
    assert clauses(report, "unsupported") == []
    assert clauses(report, "not applicable") == ["fault", "put"]
    assert len(clauses(report, "holds")) == 21
    assert all(c["checks"] > 0 for c in report["clauses"]
               if c["verdict"] == "holds")
    assert report["weaknesses"] == ["W3"]
    assert (report["runs"], report["scenarios"], report["compared"]) == (
        RUNS, SCENARIOS, COMPARED)
    assert report["golden_runs"] == COMPARED
    assert report["conforms"] is True


def test_text(keep):
    r = run(program(), "conform", "--core", GOLDEN / "memremap.c", "--header",
            GOLDEN / "memremap.h", "--cache", keep)
    assert r.returncode == 0, r.stderr
    lines = r.stdout.splitlines()
    assert lines[-1] == f"{GOLDEN}/memremap.c conforms"
    assert lines[-2] == (f"{RUNS} runs of {SCENARIOS} scenarios in 4 "
                         f"configurations, {COMPARED} compared with golden's")
    assert "  W3  an unknown type without page_free warns twice" in lines
    assert sum(line.endswith(" holds") for line in lines) == 21


@pytest.mark.parametrize("names", conform_variants.TOGETHER,
                         ids=lambda names: names[0])
def test_correct_in_other_words(ask, names):
    text = CORE
    for name in names:
        text = conform_variants.apply(text, conform_variants.VARIANTS[name])
    assert ask(text)["conforms"]


def test_all_variants_are_tried():
    names = [n for names in conform_variants.TOGETHER for n in names]
    assert sorted(names) == sorted(conform_variants.VARIANTS)


# ---- what is wrong is named ----

def test_violation_names_scenario_fault_and_traces(ask):
    report = ask(replaced(CORE, "out_erase:\n\tarray_erase(pgmap);\n",
                          "out_erase:\n"), status=1)
    found = violations(report)["13"]
    assert any(f["fault"] == "track_pfn_remap" and
               f["scenario"].startswith("life-") and
               "store A" in f["tree"] and "erase A" not in f["tree"] and
               "erase A" in f["golden"] and
               f["tree"][:f["part"]] == f["golden"][:f["part"]]
               for f in found), found
    assert "trace" in violations(report)


WRONG = {
    # what is changed, and the clause that notices first
    "no-lock": ("\tmem_hotplug_begin();\n\terr = plug", "\terr = plug", "11"),
    "errno": ("\treturn -ENXIO;\n}\n\n/*\n * Add", "\treturn -ENOMEM;\n}\n\n/*\n"
              " * Add", "9"),
    "no-grace": ("NULL, GFP_KERNEL);\n\tsynchronize_rcu();\n",
                 "NULL, GFP_KERNEL);\n", "14"),
    "count": ("percpu_ref_get_many(pgmap->ref, end_pfn(pgmap) - "
              "first_pfn(pgmap))", "percpu_ref_get_many(pgmap->ref, 1)", "12"),
    "key": ("\tif (atomic_inc_return(&devmap_managed_users) == 1)\n\t\t"
            "static_branch_enable(&devmap_managed_key);\n", "", "7"),
    "altmap": ("altmap->reserve + altmap->free", "altmap->reserve", "12"),
    "export": ("EXPORT_SYMBOL_GPL(get_dev_pagemap)",
               "EXPORT_SYMBOL(get_dev_pagemap)", "20"),
    "mapping-late": (
        "\tif (is_device_private_page(page))\n\t\tpage->mapping = NULL;\n\n"
        "\tpage->pgmap->ops->page_free(page);\n",
        "\tpage->pgmap->ops->page_free(page);\n"
        "\tif (is_device_private_page(page))\n\t\tpage->mapping = NULL;\n",
        "17"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_core(ask, name):
    old, new, clause = WRONG[name]
    assert clause in violations(ask(replaced(CORE, old, new), status=1,
                                    quick=True))


def test_wrong_header(ask):
    report = ask(header=replaced(HEADER, "\tstruct device *dev;\n\tenum "
                                 "memory_type type;\n", "\tenum memory_type "
                                 "type;\n\tstruct device *dev;\n"), status=1)
    assert list(violations(report)) == ["19"]
    report = ask(header=replaced(HEADER, "\tWARN_ON_ONCE(1);\n", ""), status=1)
    assert list(violations(report)) == ["20"]


# ---- input that is hostile ----

def test_endless_core(ask):
    report = ask(replaced(CORE, "\tint err, nid;\n\n",
                          "\tint err, nid;\n\n\tfor (;;)\n\t\t;\n"), status=1,
                 quick=True)
    assert any(f["text"] == "the core does not come to an end"
               for v in violations(report).values() for f in v)


def test_crashing_core(ask):
    report = ask(replaced(CORE, "\treturn altmap ? ", "\treturn 1 ? "),
                 status=1)
    assert any("null pointer" in f["text"] and
               f["scenario"] == "altmap-offset-none"
               for f in violations(report)["18"])


def test_deep_core(ask):
    ask(CORE + "\nint deep(int n);\nint deep(int n) { volatile char a[999]; "
        "a[0] = n; return deep(n + 1) + a[0]; }\n"
        "__attribute__((constructor)) static void go(void) { deep(0); }\n",
        status=1, quick=True)


def test_what_does_not_compile(ask):
    assert "'memremap.c' cannot be compiled: tree/memremap.c:1: " in ask(
        "void devm_memremap_pages(void) { oops }\n" + CORE, status=2)
    assert "'memremap.h' cannot be compiled: " in ask(
        header=HEADER + "oops oops oops;\n", status=2)
    assert "'memremap.h' cannot be compiled: " in ask(
        header=replaced(HEADER, "\tconst struct dev_pagemap_ops *ops;\n", ""),
        status=2)


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../etc/passwd"])
def test_include_of_the_machine(ask, name):
    said = ask(f'#include "{name}"\n' + CORE, status=2)
    assert f"includes '{name}', which the model does not know" in said
    assert "root" not in said


def test_unknown_function(ask):
    report = ask(replaced(CORE, "\tpgmap->dev = dev;\n",
                          "\tpgmap->dev = dev;\n\tnobody_knows(dev);\n"),
                 status=2)
    assert report["unknown"] == ["nobody_knows"]
    assert clauses(report, "violated") == []
    assert "14" in clauses(report, "unsupported")


def test_not_a_core(ask):
    assert "does not define 'devm_memremap_pages()'" in ask(
        "int x;\n", status=2)


# ---- trees ----

def conform(repo, *args, status=0):
    before = state(repo.path)
    r = repo.ratchet("conform", *args, "--format", "json")
    assert r.returncode == status, r.stdout + r.stderr
    assert state(repo.path) == before
    return json.loads(r.stdout)


def test_before_the_series(mini):
    report = conform(mini, status=1)
    assert report["core"] == "kernel/memremap.c"
    assert {"1", "6", "7", "18", "19", "fault"} <= set(violations(report))
    assert clauses(report, "not applicable") == ["trace"]


def test_after_the_series(mini_applied):
    report = conform(mini_applied, "states")
    assert clauses(report, "holds") == [c["clause"] for c in
                                        report["clauses"]]
    assert set(report["weaknesses"]) <= {"W1", "W2", "W3", "W4", "W5"}
    assert conform(mini_applied, "fixed")["weaknesses"] == ["W3"]
    assert FIXES.is_dir()


def test_core_elsewhere(mini_applied, tmp_path):
    """By what it defines, not by its name; and faults that go astray."""
    run("git", "clone", "-q", "-b", "fixed", mini_applied.path,
        tmp_path / "moved", check=True)
    repo = type(mini_applied)(tmp_path / "moved")
    repo.git("checkout", "-q", "-b", "work")
    (repo.path / "lib/deep").mkdir()
    repo.git("mv", "kernel/memremap.c", "lib/deep/device_pages.c")
    fault = repo.path / "mm/memory.c"
    fault.write_text(replaced(
        fault.read_text(), "vmf->page->pgmap->ops->migrate_to_ram(vmf)",
        "VM_FAULT_SIGBUS"))
    repo.commit("moved")
    report = conform(repo, status=1)
    assert report["core"] == "lib/deep/device_pages.c"
    assert list(violations(report)) == ["fault"]


def test_put_that_goes_astray(mini_applied, tmp_path):
    run("git", "clone", "-q", "-b", "fixed", mini_applied.path,
        tmp_path / "put", check=True)
    repo = type(mini_applied)(tmp_path / "put")
    repo.git("checkout", "-q", "-b", "work")
    mm = repo.path / "include/linux/mm.h"
    mm.write_text(replaced(mm.read_text(),
                           "!put_devmap_managed_page(head) && ", ""))
    repo.commit("astray")
    assert list(violations(conform(repo, status=1))) == ["put"]


def test_no_core(repo):
    repo.write("a.c", "int x;\n")
    repo.commit()
    r = repo.ratchet("conform")
    assert r.returncode == 2
    assert "no file of this tree defines 'devm_memremap_pages()'" in r.stderr


def test_later_kernel(ask, tmp_path):
    """A real core of another generation, if Debian's package is there."""
    if not DEBIAN.exists():
        pytest.skip("linux-source-6.1 is not installed")
    run("tar", "-xJf", DEBIAN, "-C", tmp_path, "--wildcards",
        "*/mm/memremap.c", "*/include/linux/memremap.h", check=True)
    top = tmp_path / "linux-source-6.1"
    report = ask((top / "mm/memremap.c").read_text(),
                 (top / "include/linux/memremap.h").read_text(), status=1)
    assert clauses(report, "unsupported") == []
    assert {"5", "trace"} <= set(clauses(report, "not applicable"))
    assert {"11", "12", "13", "14", "15", "16", "18"} <= set(
        clauses(report, "holds"))


# ---- the command line ----

@pytest.mark.parametrize("args, says", [
    (["--core", "x"], "--core and --header go together"),
    (["--core", "x", "--header", "y", "HEAD"], "a file or a commit, not both"),
    (["a", "b"], "unexpected argument 'b'"),
    (["--format", "xml"], "'xml' is no format: text or json"),
    (["-j", "0"], "'0' is not a number of jobs"),
    (["--core", "no", "--header", "no"], "'no'"),
])
def test_usage(tmp_path, args, says):
    r = run(program(), "conform", *args, cwd=tmp_path)
    assert r.returncode == 2
    assert r.stderr.startswith("error: ") and says in r.stderr
    assert not r.stdout


def test_mutants():
    """A few, always the same: make check-golden has them all."""
    r = run(TOP / "tools" / "golden-mutants", "--sample", "12", "-j", "2")
    assert r.returncode == 0, r.stdout + r.stderr
    assert re.search(r"^\| all \| \d+ \| \d+ \| 0 \|", r.stdout, re.M)
