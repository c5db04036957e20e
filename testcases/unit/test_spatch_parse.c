/* SPDX-License-Identifier: GPL-2.0-only */
/* test_spatch_parse: which lines spatch says it cannot parse. */
#include "spatch_bench.h"

UNIT_DIR

static struct spatch real;

static int setup(void **state)
{
	struct strbuf err = STRBUF_INIT;
	int ret = unit_setup(state);

	if (!ret)
		ret = spatch_probe(&real, unit_dir, &err);
	if (ret)
		print_error("%s\n", err.buf);
	strbuf_release(&err);
	return ret;
}

static int teardown(void **state)
{
	spatch_release(&real);
	return unit_teardown(state);
}

static void parse(const char *text, struct parse_report *out)
{
	struct bench b;
	struct child c;

	bench_init(&b, &real, NULL);
	bench_file(&b, "file.c", text);
	child_init(&c);
	spatch_prepare_parse(&real, &c, b.view, "file.c", b.home);
	child_run(&c);
	spatch_classify_parse(&c, text, strlen(text), out);
	child_release(&c);
	bench_release(&b);
}

/* The line, from 1, that begins with @start. */
static unsigned line_of(const char *text, const char *start)
{
	unsigned line = 1;

	for (; *text; text++, line++) {
		if (starts_with(text, start))
			return line;
		text = strchr(text, '\n');
		if (!text)
			break;
	}
	fail_msg("no line '%s'", start);
	return 0;
}

static bool is_bad(const struct parse_report *r, unsigned line)
{
	for (size_t i = 0; i < r->nr; i++)
		if (line >= r->bad[i].first && line <= r->bad[i].last)
			return true;
	return false;
}

/* Lines that stand for regions which spatch parses, and which it does not. */
static void check(const char *text, const char *const *good,
		  const char *const *bad)
{
	struct parse_report r;

	parse(text, &r);
	assert_false(r.failed);
	for (; *good; good++)
		if (is_bad(&r, line_of(text, *good)))
			fail_msg("'%s' is said to be bad", *good);
	for (; *bad; bad++)
		if (!is_bad(&r, line_of(text, *bad)))
			fail_msg("'%s' is said to be good", *bad);
	parse_report_release(&r);
}

#define LINES(...) (const char *const []){ __VA_ARGS__, NULL }
#define NONE (const char *const []){ NULL }

static void all_good(void **state)
{
	struct parse_report r;

	parse("int f(void)\n{\n\treturn 1;\n}\n", &r);
	assert_false(r.failed);
	assert_int_equal(r.nr, 0);
	parse_report_release(&r);
	parse("", &r);
	assert_int_equal(r.nr, 0);
	parse_report_release(&r);
}

static const char mixed[] =
	"int f(void)\n{\n\tgood_1();\n\treturn 0;\n}\n"
	"\n"
	"DEFINE_PER_CPU(struct foo, bar) = {\n"
	"\t.lock = INIT(bar.lock),\n"
	"\t.x = 1,\n"
	"};\n"
	"\n"
	"int g(void)\n{\n\tgood_2();\n\treturn 0;\n}\n"
	"\n"
	"COMPAT_SYSCALL_DEFINE3(ioctl, unsigned int, fd, unsigned int, cmd,\n"
	"\t\t       compat_ulong_t, arg)\n"
	"{\n"
	"\tbad_3();\n"
	"\treturn 0;\n"
	"}\n"
	"\n"
	"int last(void)\n{\n\tgood_4();\n\treturn 0;\n}\n";

static void per_cpu_and_compat(void **state)
{
	check(mixed,
	      LINES("\tgood_1", "\tgood_2", "\tgood_4", "int f", "int last"),
	      LINES("DEFINE_PER_CPU", "\t.lock", "\t.x", "COMPAT_SYSCALL",
		    "\tbad_3"));
}

static void macro_trick(void **state)
{
	static const char text[] =
		"#define BEGIN(a) if (a) {\n"
		"int f(void)\n{\n\tBEGIN(x)\n\tbad_1();\n\t}\n"
		"\tafter();\n\treturn 1;\n}\n"
		"int g(void)\n{\n\tgood_2();\n}\n";

	check(text, LINES("\tgood_2"), LINES("\treturn 1"));
}

static void syntax_error(void **state)
{
	static const char text[] =
		"int f(void)\n{\n\tgood_1();\n}\n"
		"int g(void)\n{\n\tbad_2 = = 3;\n\tbad_3();\n}\n"
		"int h(void)\n{\n\tgood_4();\n}\n";

	check(text, LINES("\tgood_1", "\tgood_4"), LINES("\tbad_2", "\tbad_3"));
}

/* The same text twice: the second is the bad one. */
static void same_lines_again(void **state)
{
	static const char text[] =
		"int f(void)\n{\n\tx = 1;\n\treturn 0;\n}\n"
		"int g(void)\n{\n\tbad = = 3;\n\treturn 0;\n}\n"
		"int h(void)\n{\n\ty = 1;\n\treturn 0;\n}\n"
		"int k(void)\n{\n\tbad = = 3;\n\treturn 0;\n}\n";
	struct parse_report r;

	parse(text, &r);
	assert_false(r.failed);
	assert_false(is_bad(&r, 3));
	assert_true(is_bad(&r, 8));
	assert_false(is_bad(&r, 13));
	assert_true(is_bad(&r, 18));
	parse_report_release(&r);
}

static void crlf(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct parse_report unix_report, r;

	for (const char *p = mixed; *p; p++) {
		if (*p == '\n')
			strbuf_addch(&text, '\r');
		strbuf_addch(&text, *p);
	}
	parse(mixed, &unix_report);
	parse(text.buf, &r);
	assert_false(r.failed);
	assert_int_equal(r.nr, unix_report.nr);
	for (size_t i = 0; i < r.nr; i++) {
		assert_int_equal(r.bad[i].first, unix_report.bad[i].first);
		assert_int_equal(r.bad[i].last, unix_report.bad[i].last);
	}
	parse_report_release(&r);
	parse_report_release(&unix_report);
	strbuf_release(&text);
}

static void latin1_in_a_bad_region(void **state)
{
	static const char text[] =
		"int f(void)\n{\n\tgood_1(); /* \374 */\n}\n"
		"int g(void)\n{\n\tbad_2 = = \"\344\";\n}\n";

	check(text, LINES("\tgood_1"), LINES("\tbad_2"));
}

static void no_c_at_all(void **state)
{
	check("}}} (((\nold(1)\n", NONE, LINES("old(1)"));
}

/* The source may hold what the report is made of. */
static void text_like_a_report(void **state)
{
	static const char text[] =
		"/*\nbad: int g(void)\nBAD:!!!!! x\nNB total files = 1;\n*/\n"
		"int f(void)\n{\n\tgood_1();\n}\n"
		"int g(void)\n{\n\tbad_2 = = 3;\n/* BAD:!!!!! y */\n\tbad_3();\n}\n"
		"int h(void)\n{\n\tgood_4();\n}\n";

	check(text, LINES("\tgood_1", "\tgood_4"), LINES("\tbad_2", "\tbad_3"));
}

/* ---- recorded ---- */

static void classify(enum child_end end, int code, const char *out,
		     const char *err, const char *src, struct parse_report *r)
{
	struct child c;

	child_init(&c);
	c.end = end;
	c.code = code;
	strbuf_addstr(&c.out, out);
	strbuf_addstr(&c.err, err);
	spatch_classify_parse(&c, src, strlen(src), r);
	child_release(&c);
}

static void failed_runs(void **state)
{
	static const char total[] = "NB total files = 1; perfect = 1;\n";
	static const struct {
		enum child_end end;
		int code;
		const char *out, *err;
	} cases[] = {
		{ CHILD_SIGNALLED, 11, total, "" },
		{ CHILD_TIMED_OUT, 0, total, "" },
		{ CHILD_CANCELLED, 0, total, "" },
		{ CHILD_NOT_STARTED, 2, "", "" },
		{ CHILD_EXITED, 2, total, "Fatal error: Stack overflow\n" },
		/* says nothing of the file */
		{ CHILD_EXITED, 0, "", "" },
		{ CHILD_EXITED, 0, "NB total files = 0; perfect = 0;\n", "" },
		/* a region that stands nowhere in the source */
		{ CHILD_EXITED, 0, total, "badcount: 1\nbad: int z;\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct parse_report r;

		classify(cases[i].end, cases[i].code, cases[i].out,
			 cases[i].err, "int x;\n", &r);
		if (!r.failed)
			fail_msg("case %zu", i);
		parse_report_release(&r);
	}
}

static void recorded_regions(void **state)
{
	struct parse_report r;

	classify(CHILD_EXITED, 0, "NB total files = 1;\n",
		 "badcount: 2\nbad: b\nBAD:!!!!! c\nparse error\n"
		 "badcount: 1\nbad: b\n", "a\nb\nc\nb\nc\nb\nend\n", &r);
	assert_false(r.failed);
	assert_int_equal(r.nr, 2);
	assert_int_equal(r.bad[0].first, 2);
	assert_int_equal(r.bad[0].last, 3);
	assert_int_equal(r.bad[1].first, 4);
	assert_int_equal(r.bad[1].last, 4);
	parse_report_release(&r);
}

/* ---- as text ---- */

static void round_trip(void **state)
{
	static const char *const texts[] = {
		"", "1 1\n", "3 9\n12 4000000000\n", "failed\n",
		"failed\n2 3\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct strbuf text = STRBUF_INIT;
		struct parse_report r;

		assert_int_equal(parse_report_parse(&r, texts[i]), 0);
		assert_int_equal(r.failed, texts[i][0] == 'f');
		parse_report_format(&r, &text);
		assert_string_equal(text.buf, texts[i]);
		parse_report_release(&r);
		strbuf_release(&text);
	}
}

static void damaged_text(void **state)
{
	static const char *const texts[] = {
		"1\n", "1 2", "x y\n", "1 2 3\n", "1 2\n3", "fail\n", "failed",
		"1 2\nfoo\n", "\n", "1 2\n\n", "9 3\n", "0 1\n", "-4 -2\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct parse_report r;

		if (parse_report_parse(&r, texts[i]) != ERR_FAILED)
			fail_msg("'%s' passed", texts[i]);
		assert_int_equal(r.nr, 0);
		assert_null(r.bad);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_good),
		cmocka_unit_test(per_cpu_and_compat),
		cmocka_unit_test(macro_trick),
		cmocka_unit_test(syntax_error),
		cmocka_unit_test(same_lines_again),
		cmocka_unit_test(crlf),
		cmocka_unit_test(latin1_in_a_bad_region),
		cmocka_unit_test(no_c_at_all),
		cmocka_unit_test(text_like_a_report),
		cmocka_unit_test(failed_runs),
		cmocka_unit_test(recorded_regions),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(damaged_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
