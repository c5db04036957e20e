# SPDX-License-Identifier: GPL-2.0-only
#
# make help says what there is.  Nothing is configured; a library that is
# missing is named, and tools/bootstrap installs it.

# ---- what there is to build: flat lists, one line each ----

# Everything but main.o goes into libratchet.a, which the unit tests link.
# base
LIB_OBJS += log.o
LIB_OBJS += strbuf.o
LIB_OBJS += strvec.o
LIB_OBJS += util.o
# mechanism
LIB_OBJS += cache.o
LIB_OBJS += child.o
LIB_OBJS += child_guard.o
LIB_OBJS += jobs.o
LIB_OBJS += runlock.o
LIB_OBJS += sandbox.o
LIB_OBJS += tempfile.o
LIB_OBJS += workers.o
# adapters
LIB_OBJS += compiler.o
LIB_OBJS += gitcmd.o
LIB_OBJS += kbuild.o
LIB_OBJS += kbuild_compiled.o
LIB_OBJS += kbuild_config.o
LIB_OBJS += kbuild_decided.o
LIB_OBJS += kbuild_diag.o
LIB_OBJS += kbuild_module.o
LIB_OBJS += kbuild_neutral.o
LIB_OBJS += kbuild_probe.o
LIB_OBJS += kbuild_replay.o
LIB_OBJS += kbuild_rerun.o
LIB_OBJS += kbuild_generated.o
LIB_OBJS += kbuild_settled.o
LIB_OBJS += kbuild_short.o
LIB_OBJS += kbuild_symbols.o
LIB_OBJS += kbuild_why.o
LIB_OBJS += mendtree.o
LIB_OBJS += pahole.o
LIB_OBJS += repo.o
LIB_OBJS += repo_attr.o
LIB_OBJS += repo_changes.o
LIB_OBJS += repo_commit.o
LIB_OBJS += repo_diff.o
LIB_OBJS += repo_import.o
LIB_OBJS += repo_index.o
LIB_OBJS += repo_note.o
LIB_OBJS += repo_ref.o
LIB_OBJS += repo_tree.o
LIB_OBJS += repo_update.o
LIB_OBJS += spatch.o
LIB_OBJS += spatch_body.o
LIB_OBJS += spatch_iso.o
LIB_OBJS += spatch_ocaml.o
LIB_OBJS += spatch_parse.o
LIB_OBJS += spatch_query.o
LIB_OBJS += spatch_words.o
LIB_OBJS += unifdef.o
LIB_OBJS += worktree.o
# model
LIB_OBJS += asmdiff.o
LIB_OBJS += candidates.o
LIB_OBJS += cppcond.o
LIB_OBJS += cppexpr.o
LIB_OBJS += csource.o
LIB_OBJS += csource_cond.o
LIB_OBJS += csource_decl.o
LIB_OBJS += csource_init.o
LIB_OBJS += csource_shape.o
LIB_OBJS += decls.o
LIB_OBJS += decls_diff.o
LIB_OBJS += driver.o
LIB_OBJS += driver_flags.o
LIB_OBJS += driver_rules.o
LIB_OBJS += engine.o
LIB_OBJS += excerpt.o
LIB_OBJS += exports.o
LIB_OBJS += facts.o
LIB_OBJS += history.o
LIB_OBJS += includes.o
LIB_OBJS += includes_read.o
LIB_OBJS += guard.o
LIB_OBJS += guard_drop.o
LIB_OBJS += guard_eval.o
LIB_OBJS += kconfig.o
LIB_OBJS += kconfig_chain.o
LIB_OBJS += kconfig_edit.o
LIB_OBJS += kconfig_edit_code.o
LIB_OBJS += kconfig_edit_remove.o
LIB_OBJS += kconfig_edit_text.o
LIB_OBJS += kconfig_expr.o
LIB_OBJS += kconfig_users.o
LIB_OBJS += kerneldoc.o
LIB_OBJS += ledger.o
LIB_OBJS += mask.o
LIB_OBJS += pass.o
LIB_OBJS += pass_chain.o
LIB_OBJS += pass_cocci.o
LIB_OBJS += pass_kconfig.o
LIB_OBJS += pass_rst.o
LIB_OBJS += pass_text.o
LIB_OBJS += pass_unifdef.o
LIB_OBJS += provenance.o
LIB_OBJS += reach.o
LIB_OBJS += reach_filter.o
LIB_OBJS += run_facts.o
LIB_OBJS += scan.o
LIB_OBJS += scan_cache.o
LIB_OBJS += scan_match.o
LIB_OBJS += scan_read.o
LIB_OBJS += scan_words.o
LIB_OBJS += series.o
LIB_OBJS += series_config.o
LIB_OBJS += series_expect.o
LIB_OBJS += series_pass.o
LIB_OBJS += snapshot.o
LIB_OBJS += source_kind.o
LIB_OBJS += treefile.o
LIB_OBJS += view.o
LIB_OBJS += wrap.o
# work
LIB_OBJS += ahead.o
LIB_OBJS += affected.o
LIB_OBJS += affected_config.o
LIB_OBJS += affected_generated.o
LIB_OBJS += affected_layout.o
LIB_OBJS += affected_names.o
LIB_OBJS += apply.o
LIB_OBJS += apply_attempt.o
LIB_OBJS += apply_culprit.o
LIB_OBJS += apply_ledger.o
LIB_OBJS += apply_session.o
LIB_OBJS += auto_config.o
LIB_OBJS += check.o
LIB_OBJS += check_allow.o
LIB_OBJS += check_baseline.o
LIB_OBJS += check_claim.o
LIB_OBJS += check_delta.o
LIB_OBJS += check_finding.o
LIB_OBJS += check_pair.o
LIB_OBJS += check_path.o
LIB_OBJS += check_proof.o
LIB_OBJS += check_rules.o
LIB_OBJS += check_uses.o
LIB_OBJS += compiled.o
LIB_OBJS += conform.o
LIB_OBJS += conform_build.o
LIB_OBJS += conform_compile.o
LIB_OBJS += conform_dispatch.o
LIB_OBJS += conform_interface.o
LIB_OBJS += conform_keep.o
LIB_OBJS += conform_read.o
LIB_OBJS += conform_record.o
LIB_OBJS += conform_stubs.o
LIB_OBJS += conform_trace.o
LIB_OBJS += culprit.o
LIB_OBJS += expect_holds.o
LIB_OBJS += mail.o
LIB_OBJS += mail_check.o
LIB_OBJS += mail_people.o
LIB_OBJS += mail_text.o
LIB_OBJS += replay.o
LIB_OBJS += resolution.o
LIB_OBJS += rerun.o
LIB_OBJS += residue.o
LIB_OBJS += residue_holder.o
LIB_OBJS += residue_match.o
LIB_OBJS += residue_member.o
LIB_OBJS += residue_names.o
LIB_OBJS += residue_text.o
LIB_OBJS += residue_types.o
LIB_OBJS += rewrite.o
LIB_OBJS += rewrite_build.o
LIB_OBJS += rewrite_commit.o
LIB_OBJS += rewrite_freeze.o
LIB_OBJS += rewrite_chain.o
LIB_OBJS += rewrite_choose.o
LIB_OBJS += rewrite_drop.o
LIB_OBJS += rewrite_kernels.o
LIB_OBJS += rewrite_host.o
LIB_OBJS += rewrite_left.o
LIB_OBJS += rewrite_merge.o
LIB_OBJS += rewrite_types.o
LIB_OBJS += session.o
LIB_OBJS += session_file.o
LIB_OBJS += step.o
LIB_OBJS += step_memo.o
LIB_OBJS += step_mend.o
LIB_OBJS += step_passes.o
LIB_OBJS += testcase.o
LIB_OBJS += testcase_read.o
LIB_OBJS += unit.o
LIB_OBJS += verify.o
LIB_OBJS += verify_ahead.o
LIB_OBJS += verify_build_files.o
LIB_OBJS += verify_diags.o
LIB_OBJS += verify_full.o
LIB_OBJS += verify_holders.o
LIB_OBJS += verify_layout.o
LIB_OBJS += verify_lines.o
LIB_OBJS += verify_module.o
LIB_OBJS += verify_neutral.o
LIB_OBJS += verify_note.o
LIB_OBJS += verify_results.o
LIB_OBJS += verify_same.o
LIB_OBJS += verify_side.o
LIB_OBJS += verify_symbols.o
LIB_OBJS += verify_ledger.o
LIB_OBJS += verify_values.o
LIB_OBJS += writeback.o
# command line
LIB_OBJS += cmd_apply.o
LIB_OBJS += cmd_check.o
LIB_OBJS += cmd_conform.o
LIB_OBJS += cmd_format_patch.o
LIB_OBJS += cmd_replay.o
LIB_OBJS += cmd_rewrite.o
LIB_OBJS += cmd_series.o
LIB_OBJS += cmd_session.o
LIB_OBJS += cmd_test.o
LIB_OBJS += cmd_verify.o
LIB_OBJS += report_check.o
LIB_OBJS += report_check_json.o
LIB_OBJS += report_check_xml.o
LIB_OBJS += report_conform.o
LIB_OBJS += report_rewrite.o
LIB_OBJS += report_text.o
LIB_OBJS += report_verify.o

# testcases/unit/NAME.c, one program each
UNIT_TESTS += test_asmdiff
UNIT_TESTS += test_cache
UNIT_TESTS += test_child
UNIT_TESTS += test_conform
UNIT_TESTS += test_cppcond
UNIT_TESTS += test_cppexpr
UNIT_TESTS += test_csource
UNIT_TESTS += test_exports
UNIT_TESTS += test_decls
UNIT_TESTS += test_excerpt
UNIT_TESTS += test_facts
UNIT_TESTS += test_guard
UNIT_TESTS += test_holders
UNIT_TESTS += test_includes
UNIT_TESTS += test_jobs
UNIT_TESTS += test_kbuild
UNIT_TESTS += test_kconfig
UNIT_TESTS += test_pass
UNIT_TESTS += test_repo
UNIT_TESTS += test_repo_tree
UNIT_TESTS += test_residue
UNIT_TESTS += test_scan
UNIT_TESTS += test_series
UNIT_TESTS += test_snapshot
UNIT_TESTS += test_spatch
UNIT_TESTS += test_spatch_iso
UNIT_TESTS += test_spatch_names
UNIT_TESTS += test_spatch_outcome
UNIT_TESTS += test_spatch_parse
UNIT_TESTS += test_spatch_words
UNIT_TESTS += test_strbuf
UNIT_TESTS += test_strvec
UNIT_TESTS += test_tempfile
UNIT_TESTS += test_util
UNIT_TESTS += test_worktree
UNIT_TESTS += test_wrap

# ---- what may be set on the command line ----

O = build
BUILD = $(O)
PREFIX = /usr/local
DESTDIR =
DATA_DIR = $(PREFIX)/share/ratchet/cocci
# golden, the model of the kernel around it, scenarios
GOLDEN_DIR = $(dir $(DATA_DIR))golden
CC = gcc
AR = ar
PKG_CONFIG = pkg-config
INSTALL = install
PYTHON = /usr/bin/python3
CFLAGS = -O2 -g
LDFLAGS =
# DEVELOPER=1: warnings are errors.  SANITIZE=address,undefined: that.
DEVELOPER =
SANITIZE =
# V=1 shows the commands.
V =
VERSION = 0.1

# ---- how ----

LIBRARIES = libgit2 jansson libhs
WARNINGS = -Wall -Wextra -Wno-unused-parameter -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wdeclaration-after-statement
ifneq ($(DEVELOPER),)
WARNINGS += -Werror -Wformat=2 -Wno-format-nonliteral -Wold-style-definition \
	-Wvla -Wundef -Wwrite-strings -Wmissing-declarations -Wredundant-decls
endif
ifneq ($(SANITIZE),)
SANITIZE_FLAGS = -fsanitize=$(SANITIZE) -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
endif

# Asked once, and not before a recipe needs it: tools/bootstrap may be what
# brings pkg-config here.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell $(PKG_CONFIG) --cflags \
	$(LIBRARIES)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell $(PKG_CONFIG) --libs \
	$(LIBRARIES)))$(PKG_LIBS)

ALL_CFLAGS = -std=gnu11 $(WARNINGS) $(SANITIZE_FLAGS) -Isrc \
	-DRATCHET_DATA_DIR='"$(DATA_DIR)"' -DRATCHET_VERSION='"$(VERSION)"' \
	$(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SANITIZE_FLAGS) $(CFLAGS) $(LDFLAGS)

Q = $(if $(V),,@)
SAY = $(if $(V),@:,@printf '  %-4s %s\n')

PROGRAM = $(BUILD)/ratchet
# spatch calls it in place of OCaml's tools
HELPER = $(BUILD)/ratchet-ocaml
ARCHIVE = $(BUILD)/libratchet.a
OBJS = $(addprefix $(BUILD)/,$(LIB_OBJS))
UNIT = $(addprefix $(BUILD)/unit/,$(UNIT_TESTS))
BOOTSTRAP = tools/bootstrap
# Tests run make themselves, and not as part of this one.
NO_MAKE = env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES
# The flags of the last build; it changes when they do.
STAMP = $(BUILD)/flags

all: $(PROGRAM) $(HELPER)

$(PROGRAM): $(BUILD)/main.o $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lpthread

# Started some thousand times a run: no library but libc, and that one linked in
# where it can be.
ifeq ($(SANITIZE),)
$(HELPER): $(BUILD)/ocaml_tool.o $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -static -o $@ $^ 2>/dev/null || \
		$(CC) $(ALL_LDFLAGS) -o $@ $^
else
# Under spatch's memory limit the address sanitizer finds no room: the one that
# spatch calls is plain, and the other one is tested by itself.
all: $(HELPER).sanitized
$(HELPER).sanitized: $(BUILD)/ocaml_tool.o $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^
$(HELPER): $(HELPER).sanitized
	+@$(MAKE) --no-print-directory O=$(BUILD)/plain SANITIZE= \
		$(BUILD)/plain/ratchet-ocaml
	@cp $(BUILD)/plain/ratchet-ocaml $@
endif

# made anew, so that an object that left the list leaves the archive
$(ARCHIVE): $(OBJS)
	@rm -f $@
	$(SAY) AR $@
	$(Q)$(AR) rcs $@ $^

$(OBJS) $(BUILD)/main.o $(BUILD)/ocaml_tool.o: $(BUILD)/%.o: src/%.c $(STAMP) | $(BUILD)/libraries
	$(SAY) CC $@
	$(Q)$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

$(UNIT): $(BUILD)/unit/%: testcases/unit/%.c $(ARCHIVE) $(STAMP)
	@mkdir -p $(BUILD)/unit
	$(SAY) CC $@
	$(Q)$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -MF $@.d $(ALL_LDFLAGS) \
		-o $@ $< $(ARCHIVE) -lcmocka $(PKG_LIBS) -lpthread

$(STAMP): FORCE
	@mkdir -p $(BUILD)
	@echo '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LDFLAGS))' >$@.new
	@if cmp -s $@.new $@; then rm -f $@.new; else mv -f $@.new $@; fi

$(BUILD)/libraries:
	@mkdir -p $(BUILD)
	@for lib in $(LIBRARIES); do \
		$(PKG_CONFIG) --exists $$lib 2>/dev/null || \
			missing="$$missing $$lib"; \
	done; \
	if [ -n "$$missing" ]; then \
		echo "cannot build: not installed (asked $(PKG_CONFIG)):$$missing" >&2; \
		echo "run $(BOOTSTRAP), which installs what is missing" >&2; \
		exit 1; \
	fi
	@touch $@

bootstrap:
	@$(BOOTSTRAP)

# These first make sure that all is there, and then read the Makefile again.
check: bootstrap
	+@$(MAKE) --no-print-directory check-run

check-asan: bootstrap
	+@$(MAKE) --no-print-directory O=build-asan \
		SANITIZE=address,undefined check-run

# Each worker makes the states of the miniature kernel anew: a few are enough.
PARALLEL = -n auto --maxprocesses 4

check-run: unit all
	$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' \
		$(PYTHON) -m pytest -q $(PARALLEL) testcases --ignore $(BASES)

# Other trees than the one that the series was written against: whole runs.
BASES = testcases/test_bases.py
check-bases: all
	$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' $(PYTHON) -m pytest -q $(BASES)

unit: $(UNIT)
	@failed=; for t in $(UNIT); do \
		echo "unit: $$t"; "$$t" >"$$t.out" 2>&1 || \
			{ cat "$$t.out"; failed="$$failed $$t"; }; \
	done; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed" >&2; exit 1; fi

demo: bootstrap
	+@$(MAKE) --no-print-directory all
	@$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' tools/demo

check-linux: all $(BUILD)/unit/test_kconfig
	@if [ -z "$(LINUX)" ]; then \
		echo "usage: make check-linux LINUX=DIR (a git tree of Linux)" >&2; \
		exit 2; \
	fi
	@$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' tools/check-linux "$(LINUX)"

# Would ratchet conform notice?  Each mutant of golden; what was judged is kept
# below $(BUILD).
check-golden: bootstrap
	+@$(MAKE) --no-print-directory all
	@$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' $(PYTHON) \
		tools/golden-mutants --least 150 --keep '$(abspath $(BUILD))/golden'

check-faults: all
	$(NO_MAKE) RATCHET_ALL_FAULTS=1 \
		RATCHET='$(abspath $(PROGRAM))' \
		$(PYTHON) -m pytest -q testcases/test_faults.py

# Hours; goes on where it was ended, in WORK=DIR.
check-linux-faults: all
	@$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' \
		$(PYTHON) tools/linux-faults '$(LINUX)' '$(WORK)'

# Long the first time; what is known is kept below $(BUILD).
check-rules: all
	@$(NO_MAKE) RATCHET='$(abspath $(PROGRAM))' \
		$(PYTHON) tools/rule-coverage --build '$(abspath $(BUILD))'

install: all
	$(INSTALL) -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(DATA_DIR)' \
		'$(DESTDIR)$(PREFIX)/libexec/ratchet'
	$(INSTALL) -m 755 $(PROGRAM) '$(DESTDIR)$(PREFIX)/bin/ratchet'
	$(INSTALL) -m 755 $(HELPER) '$(DESTDIR)$(PREFIX)/libexec/ratchet'
	cd cocci && find . -type d -exec \
		$(INSTALL) -d '$(abspath_destdir)$(DATA_DIR)/{}' ';'
	cd cocci && find . -type f -exec \
		$(INSTALL) -m 644 '{}' '$(abspath_destdir)$(DATA_DIR)/{}' ';'
	cd kernel-fixtures/golden && find . -type d -exec \
		$(INSTALL) -d '$(abspath_destdir)$(GOLDEN_DIR)/{}' ';'
	cd kernel-fixtures/golden && find . -type f -exec \
		$(INSTALL) -m 644 '{}' '$(abspath_destdir)$(GOLDEN_DIR)/{}' ';'

# install's second half stands in other directories: DESTDIR may be relative
abspath_destdir = $(if $(DESTDIR),$(abspath $(DESTDIR)))

clean:
	rm -rf $(BUILD) build-asan

help:
	@echo 'make              the program, $(PROGRAM)'
	@echo 'make check        all tests but check-bases (installs what is missing)'
	@echo 'make check-bases  the series on variants of the miniature kernel (minutes)'
	@echo 'make check-asan   the same with address and undefined sanitizers'
	@echo 'make unit         the C unit tests only'
	@echo 'make demo         the main job on the miniature kernel'
	@echo 'make check-linux LINUX=DIR   the series on a real tree: a table'
	@echo 'make check-golden would conform notice a mutant of golden? (20 minutes)'
	@echo 'make check-faults  all commits that break a build, and some that do not'
	@echo 'make check-rules  would the tests miss a part of a rule? (hours at first)'
	@echo 'make install      PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)'
	@echo 'make clean'
	@echo 'O=DIR builds there; DEVELOPER=1 makes warnings errors;'
	@echo 'SANITIZE=address,undefined builds with sanitizers; V=1 shows commands'

FORCE:

.PHONY: all bootstrap check check-asan check-run unit demo check-linux
.PHONY: check-bases check-faults check-golden check-rules install clean help FORCE
.DELETE_ON_ERROR:

-include $(wildcard $(BUILD)/*.d $(BUILD)/unit/*.d)
