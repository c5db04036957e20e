/* SPDX-License-Identifier: GPL-2.0-only */
/* test_spatch_outcome: how recorded ends of spatch are classified. */
#include "spatch_bench.h"

#include <signal.h>

UNIT_DIR

static const char before[] = "int f(void)\n{\n\treturn old(1);\n}\n";
static const char after[] = "int f(void)\n{\n\treturn new(1);\n}\n";

static const struct spatch fake = {
	.program = (char *)"spatch", .version = (char *)"1.1.1",
	.timeout_ms = 5000, .memory = 1 << 30,
};

/* What a run left behind; NULL: no output file. */
struct record {
	enum child_end end;
	int code;
	const char *out, *err, *result;
	enum spatch_outcome want;
	const char *message;	/* part of it; NULL: there is none */
};

static void check(const struct record *r)
{
	struct bench b;

	bench_init(&b, &fake, NULL);
	b.run.file = "t.c";
	b.run.child.end = r->end;
	b.run.child.code = r->code;
	b.run.child.timeout_ms = 5000;
	strbuf_addstr(&b.run.child.out, r->out ? r->out : "");
	strbuf_addstr(&b.run.child.err, r->err ? r->err : "");
	if (r->result)
		bench_write(b.dir, "out", r->result, strlen(r->result));
	spatch_classify(&b.run, before, strlen(before));
	bench_expect(&b, r->want);
	if (r->message)
		says(&b.run.message, r->message);
	else
		assert_string_equal(b.run.message.buf, "");
	if (r->want == SPATCH_CHANGED)
		assert_string_equal(b.run.result.buf, r->result);
	else
		assert_int_equal(b.run.result.len, 0);
	bench_release(&b);
}

#define RECORDS(...)							\
	do {								\
		static const struct record records_[] = { __VA_ARGS__ };\
									\
		for (size_t i_ = 0; i_ < ARRAY_SIZE(records_); i_++)	\
			check(&records_[i_]);				\
	} while (0)

static void clean_ends(void **state)
{
	RECORDS(
		{ CHILD_EXITED, 0, "", "", after, SPATCH_CHANGED, NULL },
		{ CHILD_EXITED, 0, "", "", before, SPATCH_UNCHANGED, NULL },
	);
}

static void ends_of_the_process(void **state)
{
	/* even where an output file looks right */
	RECORDS(
		{ CHILD_SIGNALLED, SIGSEGV, "", "", after, SPATCH_CRASHED,
		  "signal 11" },
		{ CHILD_SIGNALLED, SIGKILL, "", "", NULL, SPATCH_CRASHED,
		  "signal 9" },
		{ CHILD_SIGNALLED, SIGXFSZ, "", "", NULL, SPATCH_CRASHED,
		  "signal" },
		{ CHILD_TIMED_OUT, SIGTERM, "", "", after, SPATCH_TIMED_OUT,
		  "no end after 5 s" },
		{ CHILD_CANCELLED, SIGTERM, "", "", after, SPATCH_CANCELLED,
		  NULL },
		{ CHILD_NOT_STARTED, 2, "", "", NULL, SPATCH_NEEDS, "" },
		{ CHILD_EXITED, 1, "", "", after, SPATCH_CRASHED,
		  "exit status 1" },
		{ CHILD_EXITED, 255, "", "what is this\n", NULL,
		  SPATCH_CRASHED, "what is this: exit status 255" },
	);
}

static void messages_under_status_0(void **state)
{
	RECORDS(
		{ CHILD_EXITED, 0, "", "EXN: Failure(\"no\") in ./t.c\n",
		  before, SPATCH_CRASHED, "EXN: Failure" },
		{ CHILD_EXITED, 0, "", "EXN: Coccinelle_modules.Common.Timeout\n",
		  before, SPATCH_TIMED_OUT, "Timeout" },
		{ CHILD_EXITED, 0, "", "timeout (we abort)\n", before,
		  SPATCH_TIMED_OUT, "timeout" },
		{ CHILD_EXITED, 0, "",
		  "Expected tokens dev_pagemap data\nSkipping: ./t.c\n", before,
		  SPATCH_SKIPPED, "dev_pagemap" },
		{ CHILD_EXITED, 0, "",
		  "-o can not be applied because there are no modified files\n",
		  NULL, SPATCH_SKIPPED, "filter" },
		{ CHILD_EXITED, 0, "",
		  "cp: error writing 'x': No space left on device\n", after,
		  SPATCH_NEEDS, "TMPDIR" },
		{ CHILD_EXITED, 0, "", "something quite new\n", after,
		  SPATCH_CONTRADICTORY, "something quite new" },
		{ CHILD_EXITED, 0, "", "something quite new\n", before,
		  SPATCH_CONTRADICTORY, "something quite new" },
	);
}

static void messages_of_failures(void **state)
{
	RECORDS(
		{ CHILD_EXITED, 2, "", "Fatal error: exception Stack overflow\n",
		  NULL, SPATCH_CRASHED, "Stack overflow" },
		{ CHILD_EXITED, 2, "", "Fatal error: exception Stack_overflow\n",
		  NULL, SPATCH_CRASHED, "Stack_overflow" },
		{ CHILD_EXITED, 2, "", "Fatal error: out of memory\n", NULL,
		  SPATCH_CRASHED, "ratchet.spatchMemory" },
		{ CHILD_EXITED, 2, "", "Fatal error: exception Out of memory\n",
		  NULL, SPATCH_CRASHED, "ratchet.spatchMemory" },
		{ CHILD_EXITED, 2, "", "Fatal error: exception Out_of_memory\n",
		  NULL, SPATCH_CRASHED, "ratchet.spatchMemory" },
		{ CHILD_EXITED, 255, "", "already tagged token:\nC code context\n",
		  NULL, SPATCH_CRASHED, "two passes" },
		{ CHILD_EXITED, 255, "", "No OCaml compiler found!\n", NULL,
		  SPATCH_NEEDS, "ocaml-nox" },
		{ CHILD_EXITED, 255, "", "sh: 1: ocamlfind: not found\n", NULL,
		  SPATCH_NEEDS, "ocaml-findlib" },
		{ CHILD_EXITED, 255, "", "No rules apply.\n", NULL,
		  SPATCH_BAD_RULE, "No rules apply" },
		{ CHILD_EXITED, 255, "", "unknown virtual rule x\n", NULL,
		  SPATCH_BAD_RULE, "virtual rule x" },
		{ CHILD_EXITED, 2, "", "spatch: unknown option '--x'.\n", NULL,
		  SPATCH_BAD_RULE, "Options:" },
		{ CHILD_EXITED, 255, "", "minus: parse error:\n  File \"r\"\n",
		  NULL, SPATCH_BAD_RULE, "parse error" },
		{ CHILD_EXITED, 2, "",
		  "Fatal error: exception Failure(\"refused\")\n", NULL,
		  SPATCH_CRASHED, "refused" },
		{ CHILD_EXITED, 2, "",
		  "Fatal error: exception Sys_error(\"x: No such file or directory\")\n",
		  NULL, SPATCH_NEEDS, "No such file" },
	);
}

static void results_that_cannot_be(void **state)
{
	RECORDS(
		{ CHILD_EXITED, 0, "", "", NULL, SPATCH_CONTRADICTORY,
		  "wrote no result" },
		{ CHILD_EXITED, 0, "", "", "", SPATCH_CONTRADICTORY, "empty" },
		{ CHILD_EXITED, 0, "", "", "int f(void)\n{\n\tret",
		  SPATCH_CONTRADICTORY, "cut off" },
	);
}

static void output_is_no_file(void **state)
{
	struct bench b;
	char *target;

	/* a link to the right text is not followed */
	bench_init(&b, &fake, NULL);
	bench_write(b.dir, "elsewhere", after, strlen(after));
	target = xasprintf("%s/elsewhere", b.dir);
	assert_int_equal(symlink(target, b.out), 0);
	b.run.child.end = CHILD_EXITED;
	spatch_classify(&b.run, before, strlen(before));
	bench_expect(&b, SPATCH_CONTRADICTORY);
	assert_int_equal(b.run.result.len, 0);
	free(target);
	bench_release(&b);

	bench_init(&b, &fake, NULL);
	assert_int_equal(mkdirs(b.out, NULL), 0);
	b.run.child.end = CHILD_EXITED;
	spatch_classify(&b.run, before, strlen(before));
	bench_expect(&b, SPATCH_CONTRADICTORY);
	bench_release(&b);
}

static void chatter_means_nothing(void **state)
{
	RECORDS(
		{ CHILD_EXITED, 0, "text of a script\n",
		  "init_defs_builtins: /usr/lib/coccinelle/standard.h\n"
		  "warning: line 3: should NULL be a metavariable?\n"
		  "(ONCE) CPP-MACRO: found known macro = X\n", after,
		  SPATCH_CHANGED, NULL },
		{ CHILD_EXITED, 0, "",
		  "File \"../ocaml_cocci_4bf34a.ml\", line 20, characters 5-6:\n"
		  "20 |  let p = match List.nth __args__ 0 with\n"
		  "          ^\n"
		  "Warning 26 [unused-var]: unused variable p.\n"
		  "File \"rule.cocci\", line 7, characters 4-5:\n"
		  "Warning 26 [unused-var]: unused variable y.\n", after,
		  SPATCH_CHANGED, NULL },
		{ CHILD_EXITED, 0, "",
		  "File \"rule.cocci\", line 7, characters 4-5:\n"
		  "Warning 8 [partial-match]: this pattern-matching is not exhaustive.\n"
		  "Here is an example of a case that is not matched:\n"
		  "None\n", before, SPATCH_UNCHANGED, NULL },
		/* but what stands beside a warning is read */
		{ CHILD_EXITED, 0, "",
		  "File \"rule.cocci\", line 7, characters 4-5:\n"
		  "Warning 26 [unused-var]: unused variable y.\n"
		  "Skipping: ./t.c\n", before, SPATCH_SKIPPED, "Skipping" },
		{ CHILD_EXITED, 0, "",
		  "File \"rule.cocci\", line 7, characters 4-5:\n"
		  "Error: This expression has type string\n", after,
		  SPATCH_CONTRADICTORY, "type string" },
		{ CHILD_EXITED, 0, "",
		  "File \"rule.cocci\", line 1, characters 4-5:\n"
		  "Error: This expression has type string\n"
		  "File \"rule.cocci\", line 7, characters 4-5:\n"
		  "Warning 26 [unused-var]: unused variable y.\n", after,
		  SPATCH_CONTRADICTORY, "type string" },
	);
}

static void reports_are_taken(void **state)
{
	struct bench b;

	bench_init(&b, &fake, NULL);
	bench_write(b.dir, "out", before, strlen(before));
	b.run.child.end = CHILD_EXITED;
	strbuf_addstr(&b.run.child.out,
		      "ratchet: set kill my_kill\nHANDLING: ./t.c\n"
		      " ratchet: not at the start\n"
		      "ratchet: refuse 3 4 a reason of words\n"
		      "ratchet:no blank\nratchet: last line without newline");
	spatch_classify(&b.run, before, strlen(before));
	bench_expect(&b, SPATCH_UNCHANGED);
	assert_int_equal(b.run.reports.nr, 3);
	assert_string_equal(b.run.reports.v[0], "set kill my_kill");
	assert_string_equal(b.run.reports.v[1],
			    "refuse 3 4 a reason of words");
	assert_string_equal(b.run.reports.v[2],
			    "last line without newline");
	bench_release(&b);
}

/* A file with NUL bytes is compared by its length, not as a string. */
static void binary_results(void **state)
{
	static const char was[] = "int a;\n\0int b;\n";
	static const char is[] = "int a;\n\0int c;\n";
	struct bench b;

	bench_init(&b, &fake, NULL);
	bench_write(b.dir, "out", is, sizeof(is) - 1);
	b.run.child.end = CHILD_EXITED;
	spatch_classify(&b.run, was, sizeof(was) - 1);
	bench_expect(&b, SPATCH_CHANGED);
	assert_int_equal(b.run.result.len, sizeof(is) - 1);
	assert_memory_equal(b.run.result.buf, is, sizeof(is) - 1);
	bench_release(&b);
}

static void outcome_names(void **state)
{
	for (int i = SPATCH_CHANGED; i <= SPATCH_CANCELLED; i++)
		for (int k = SPATCH_CHANGED; k < i; k++)
			assert_string_not_equal(spatch_outcome_name(i),
						spatch_outcome_name(k));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clean_ends),
		cmocka_unit_test(ends_of_the_process),
		cmocka_unit_test(messages_under_status_0),
		cmocka_unit_test(messages_of_failures),
		cmocka_unit_test(results_that_cannot_be),
		cmocka_unit_test(output_is_no_file),
		cmocka_unit_test(chatter_means_nothing),
		cmocka_unit_test(reports_are_taken),
		cmocka_unit_test(binary_results),
		cmocka_unit_test(outcome_names),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
