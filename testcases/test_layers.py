# SPDX-License-Identifier: GPL-2.0-only
"""The house is as main.c and the design say: includes go down only, each
outside thing has one adapter, and every file is in order."""

import os
import pathlib
import re
import subprocess

import pytest

from conftest import TOP

SRC = TOP / "src"

# From the bottom up.  A module may include its own layer and those below.
LAYERS = [
    ("base", "util strbuf strvec log"),
    ("mechanism", "child child_guard jobs cache runlock sandbox tempfile workers"),
    ("adapters", "repo repo_attr repo_commit repo_diff repo_import repo_index repo_note repo_ref repo_tree repo_changes "
     "repo_update repo_priv unifdef "
     "spatch spatch_iso spatch_ocaml spatch_parse spatch_query "
     "spatch_words spatch_body spatch_int "
     "kbuild kbuild_compiled kbuild_config kbuild_decided kbuild_diag kbuild_module "
     "kbuild_generated kbuild_neutral kbuild_probe kbuild_replay kbuild_rerun kbuild_settled kbuild_short "
     "kbuild_symbols kbuild_why "
     "mendtree "
     "kbuild_priv compiler pahole gitcmd"),
    ("model", "asmdiff cppexpr csource csource_cond csource_decl csource_init csource_int "
     "csource_shape series series_config series_expect series_pass "
     "series_priv scan scan_cache scan_match scan_priv scan_read scan_words snapshot "
     "run_facts history provenance treefile includes includes_priv includes_read view excerpt wrap exports "
     "facts "
     "ledger decls decls_diff pass pass_chain pass_cocci "
     "pass_priv engine reach reach_filter "
     "candidates source_kind kconfig kconfig_chain kconfig_expr kconfig_edit "
     "kconfig_edit_priv kconfig_edit_code kconfig_edit_remove kconfig_edit_text "
     "kconfig_users pass_text pass_kconfig cppcond kerneldoc "
     "pass_unifdef pass_rst "
     "driver driver_flags driver_priv driver_rules guard guard_drop guard_eval "
     "guard_priv mask"),
    ("work", "residue residue_int residue_match residue_member "
     "residue_holder residue_names residue_text residue_types "
     "expect_holds step step_memo step_mend step_passes step_priv ahead "
     "testcase testcase_read "
     "rewrite rewrite_build rewrite_chain rewrite_choose rewrite_commit "
     "rewrite_drop rewrite_freeze rewrite_host rewrite_kernels "
     "rewrite_left rewrite_merge "
     "rewrite_priv rewrite_types unit writeback "
     "affected affected_config affected_generated affected_layout affected_names affected_priv "
     "auto_config compiled culprit "
     "verify verify_ahead verify_build_files verify_diags verify_full verify_holders "
     "verify_layout verify_ledger verify_lines verify_module verify_neutral verify_note "
     "verify_priv "
     "verify_results verify_same verify_side verify_symbols verify_symbols_priv "
     "verify_values "
     "apply_attempt apply_session resolution session session_file session_priv "
     "rerun "
     "worktree apply apply_culprit apply_ledger apply_priv "
     "check check_allow check_baseline check_claim check_delta check_finding check_pair "
     "check_path check_priv check_proof check_rules check_uses "
     "replay mail mail_check mail_people mail_priv mail_text "
     "conform conform_build conform_compile conform_dispatch "
     "conform_interface conform_keep conform_priv conform_read "
     "conform_record conform_stubs conform_trace"),
    ("command line", "cmd cmd_apply cmd_conform cmd_format_patch cmd_replay cmd_rewrite "
     "cmd_series cmd_session cmd_test cmd_verify main ocaml_tool report_conform report_rewrite cmd_check report_check report_check_json report_check_xml "
     "report_text report_verify"),
]
LAYER_OF = {m: i for i, (_, names) in enumerate(LAYERS)
            for m in names.split()}


def sources():
    return sorted(SRC.glob("*.[ch]"))


def includes(path):
    return re.findall(r'^[ \t]*#[ \t]*include[ \t]+"([^"]+)"',
                      path.read_text(), re.M)


def tracked():
    """Every file of the project, whether committed yet or not."""
    out = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"],
                         cwd=TOP, capture_output=True).stdout
    files = [TOP / os.fsdecode(f) for f in out.split(b"\0") if f]
    if not files:   # not a checkout: an unpacked archive
        files = [f for d in ("src", "testcases", "tools", "cocci", "docs",
                             "kernel-fixtures") for f in (TOP / d).rglob("*")]
    return [f for f in files if f.is_file() and not f.is_symlink()
            and "__pycache__" not in f.parts]


def test_there_is_something_to_look_at():
    assert len(sources()) > 20
    assert len(tracked()) > 40


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.name)
def test_layer(path):
    assert path.stem in LAYER_OF, (
        f"{path.name} stands in no layer of {__file__}")
    mine = LAYER_OF[path.stem]
    for name in includes(path):
        assert "/" not in name, f"{path.name} includes '{name}'"
        assert (SRC / name).exists(), f"{path.name} includes '{name}'"
        other = name.removesuffix(".h")
        assert LAYER_OF[other] <= mine, (
            f"{path.name} ({LAYERS[mine][0]}) includes {name} "
            f"({LAYERS[LAYER_OF[other]][0]})")


def test_includes_make_no_circle():
    headers = {p.name: [n for n in includes(p)] for p in SRC.glob("*.h")}

    def visit(name, above):
        assert name not in above, " -> ".join([*above, name])
        for n in headers.get(name, ()):
            visit(n, [*above, name])

    for name in headers:
        visit(name, [])


def own_headers(stem):
    """x.h, x_priv.h or x_int.h, for x_y.c also those of x."""
    parts = stem.split("_")
    for n in range(len(parts), 0, -1):
        base = "_".join(parts[:n])
        for name in (f"{base}.h", f"{base}_priv.h", f"{base}_int.h"):
            if (SRC / name).exists():
                yield name


@pytest.mark.parametrize("path", sorted(SRC.glob("*.c")),
                         ids=lambda p: p.name)
def test_own_header_first(path):
    if path.stem in ("main", "ocaml_tool"):
        return
    first = includes(path)[0]
    own = list(own_headers(path.stem))
    if path.stem.startswith("cmd_"):
        own.append("cmd.h")
    # parts of a module whose interface stands in another's header
    own += {"engine": ["pass.h"], "expect_holds": ["residue.h",
                                                   "residue_int.h"],
            "child_guard": ["child.h"],
                "verify_holders": ["verify_symbols_priv.h"],
                "verify_symbols": ["verify_symbols_priv.h"],
            "candidates": ["pass.h"], "pass_kconfig": ["pass_text.h"],
            "pass_rst": ["pass_text.h"], "pass_unifdef": ["pass_text.h"],
            "series": ["pass.h"], "series_pass": ["pass.h"],
            "series_expect": ["pass.h"]}.get(path.stem, [])
    assert first in own, f"{path.name} begins with '{first}'"
    # before a module's header only comments, and feature macros; so that a
    # header that does not stand alone is noticed
    if first == path.stem + ".h":
        head = path.read_text().split(f'"{first}"')[0]
        assert "#include <" not in head


def mentions(pattern, allowed):
    """No source but those allowed has the pattern outside of comments."""
    for path in sources():
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        if re.search(pattern, text):
            assert re.fullmatch(allowed, path.stem), (
                f"{path.name} has {pattern}")


def test_one_adapter_for_each_thing():
    mentions(r"git2\.h|\bgit_[a-z_]+\(", r"repo(_.*)?")
    mentions(r"--very-quiet|--use-coccigrep|--parse-c|--no-show-diff|EXN:",
             r"spatch(_.*)?|series_pass")
    mentions(r"\.cmd\"|olddefconfig", r"kbuild(_.*)?")
    mentions(r"\bfork\(|\bexecv?[pe]*\(|\bsystem\(|\bpopen\(",
             r"child(_.*)?|ahead|ocaml_tool|workers")
    mentions(r"\bhs_[a-z]+\(", r"scan(_.*)?")


def text_of(path):
    data = path.read_bytes()
    return None if b"\0" in data else data.decode("utf-8", "replace")


# Files that are data for tools, or other people's words.
NO_SPDX = {"COPYING"}
NO_SPDX_ENDS = (".md", ".json", ".txt", ".config", ".expected", ".res")


def needs_spdx(path):
    if path.name in NO_SPDX or path.name.startswith("."):
        return False
    if path.suffix in NO_SPDX_ENDS:
        return False
    # what a series is made of has its own form
    if path.parts[-3:-1] and path.name in ("series", "message", "expect"):
        return False
    return path.suffix in (".c", ".h", ".py", ".cocci", ".sh", ".mk") or (
        path.name in ("Makefile", "Kconfig", "Kbuild")) or (
        os.access(path, os.X_OK))


def test_spdx():
    bad = []
    for path in tracked():
        text = text_of(path)
        if text is None or not text or not needs_spdx(path):
            continue
        if not any("SPDX-License-Identifier: GPL-2.0-only" in line
                   for line in text.split("\n")[:4]):
            bad.append(str(path.relative_to(TOP)))
    assert not bad


def test_size_of_files():
    """Two passes where one would do are a process more for each file."""
    bad = []
    for path in tracked():
        if path.suffix in (".c", ".h", ".py", ".cocci") or (
                path.name == "Makefile"):
            lines = (text_of(path) or "").count("\n")
            if lines > (1050 if path.suffix == ".cocci" else 700):
                bad.append(f"{path.relative_to(TOP)}: {lines}")
    assert not bad


def test_no_path_of_a_machine():
    # split, so that this file does not hold what it looks for
    places = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/home/" + r"\w",
                                  "/Us" + "ers/", "/tmp/" + "lead"]))
    bad = []
    for path in tracked():
        text = text_of(path)
        for nr, line in enumerate((text or "").split("\n"), 1):
            if places.search(line):
                bad.append(f"{path.relative_to(TOP)}:{nr}: {line.strip()}")
    assert not bad, "\n".join(bad)


def test_no_left_over_words():
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
                       + r")\b(?!\")")
    bad = []
    for path in tracked():
        if path.suffix not in (".c", ".h", ".py", ".cocci"):
            continue
        for nr, line in enumerate((text_of(path) or "").split("\n"), 1):
            if words.search(line):
                bad.append(f"{path.relative_to(TOP)}:{nr}: {line.strip()}")
    assert not bad, "\n".join(bad)


def test_style_of_c():
    """What a tool can see: tabs, 80 columns (strings may be longer)."""
    bad = []
    for path in sources() + sorted((TOP / "testcases/unit").glob("*.[ch]")):
        for nr, line in enumerate(path.read_text().split("\n"), 1):
            where = f"{path.relative_to(TOP)}:{nr}"
            if line != line.rstrip():
                bad.append(f"{where}: blank at the end")
            if re.match(r" {8}", line):
                bad.append(f"{where}: spaces for a tab")
            if len(line.expandtabs(8)) > 100 and '"' not in line:
                bad.append(f"{where}: {len(line.expandtabs(8))} columns")
    assert not bad, "\n".join(bad)


def test_no_function_is_unsafe():
    """Functions that cannot be used safely, and shells."""
    mentions(r"\b(strcpy|strcat|sprintf|vsprintf|gets|tmpnam|mktemp)\(",
             r"nothing")


def test_makefile_names_every_source():
    text = (TOP / "Makefile").read_text()
    named = set(re.findall(r"^LIB_OBJS \+= (\w+)\.o$", text, re.M))
    there = {p.stem for p in SRC.glob("*.c")} - {"main", "ocaml_tool"}
    assert named == there, (f"not in the Makefile: {sorted(there - named)}, "
                            f"not there: {sorted(named - there)}")
    units = set(re.findall(r"^UNIT_TESTS \+= (\w+)$", text, re.M))
    there = {p.stem for p in (TOP / "testcases/unit").glob("test_*.c")}
    assert units == there, (f"not in the Makefile: {sorted(there - units)}, "
                            f"not there: {sorted(units - there)}")
