/* SPDX-License-Identifier: GPL-2.0-only */
/* test_spatch_names: any name and any bytes pass through spatch unharmed. */
#include "spatch_bench.h"

UNIT_DIR

static struct spatch real;

static const char rename_rule[] =
	"@@ expression e; @@\n"
	"- old(e)\n"
	"+ new(e)\n";

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

/* One rule, one file, the outcome; and the new text if there is to be one. */
static void check(const char *rule, const char *text,
		  enum spatch_outcome want, const char *result)
{
	struct bench b;

	bench_init(&b, &real, rule);
	bench_file(&b, "t.c", text);
	bench_run(&b, "t.c");
	bench_expect(&b, want);
	if (result)
		assert_string_equal(b.run.result.buf, result);
	else
		assert_int_equal(b.run.result.len, 0);
	bench_release(&b);
}

static const char typed_rule[] =
	"@@ struct pgmap *p; expression e; @@\n"
	"- p->data = e;\n"
	"+ p->owner = e;\n";

static void odd_file_names(void **state)
{
	static const char *const names[] = {
		"-leading.c", "--in-place", "sp ace.c", "quo\"te.c",
		"apo'strophe.c", "new\nline.c", "dir ect/or y.c", "$(x).c",
		"back\\slash.c", "gr\374n.c", "-o/x.c", "a;b.c", "*.c",
		"a|b/c&d/e<f.c", ".c", "#x.c", "~/x.c", "a\tb.h",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct bench b;

		bench_init(&b, &real, rename_rule);
		bench_file(&b, names[i], "int f(void) { return old(1); }\n");
		bench_run(&b, names[i]);
		if (b.run.outcome != SPATCH_CHANGED)
			print_error("name '%s'\n", names[i]);
		bench_expect(&b, SPATCH_CHANGED);
		assert_string_equal(b.run.result.buf,
				    "int f(void) { return new(1); }\n");
		bench_release(&b);
	}
}

/* spatch has a shell copy files; a name must never become a command. */
static void names_are_no_commands(void **state)
{
	static const char *const names[] = {
		"a;touch owned;.c", "b$(touch owned).c", "c`touch owned`.c",
		"d;touch owned;/d.c", "e\ntouch owned\n.c", "f|touch owned|.c",
	};
	static const char *const texts[] = {
		"int f(void) { return old(1); }\n", "int x;\n",
	};

	for (size_t i = 0; i < 2 * ARRAY_SIZE(names); i++) {
		struct strbuf path = STRBUF_INIT;
		struct bench b;

		bench_init(&b, &real, rename_rule);
		bench_file(&b, names[i / 2], texts[i % 2]);
		bench_run(&b, names[i / 2]);
		bench_expect(&b, i % 2 ? SPATCH_UNCHANGED : SPATCH_CHANGED);
		strbuf_addf(&path, "%s/owned", b.view);
		assert_int_equal(access(path.buf, F_OK), -1);
		strbuf_release(&path);
		bench_release(&b);
	}
}

/* A link of ours stands for an odd name; the tree may hold one of its name. */
static void odd_names_find_their_headers(void **state)
{
	struct bench b;

	bench_init(&b, &real, typed_rule);
	bench_file(&b, "odd dir/b&c/t;.c",
		   "#include \"../page.h\"\n"
		   "void f(struct page *page)\n{\n\tpage->map->data = page;\n}\n");
	bench_file(&b, "odd dir/page.h",
		   "struct page { struct pgmap *map; };\n");
	bench_file(&b, "page.h", "struct page { struct other *map; };\n");
	bench_file(&b, "ratchet-0/page.h", "struct page { int *map; };\n");
	bench_file(&b, "odd dir/b&c/ratchet-0.c", "int x;\n");
	bench_run(&b, "odd dir/b&c/t;.c");
	bench_expect(&b, SPATCH_CHANGED);
	says(&b.run.result, "page->map->owner = page;");
	bench_release(&b);
}

/* Of lines that go nothing stays, a CR neither. */
static void lines_of_crlf_go(void **state)
{
	check("@@ @@\n-old(1);\n-old(2);\n",
	      "int f(void)\r\n{\r\n\told(1);\r\n\told(2);\r\n"
	      "\treturn 3;\r\n}\r\n",
	      SPATCH_CHANGED,
	      "int f(void)\r\n{\r\n\treturn 3;\r\n}\r\n");
}

static void bytes_are_kept(void **state)
{
	static const char *const cases[][2] = {
		/* CR before each newline */
		{ "/* a */\r\nint f(void)\r\n{\r\n\treturn old(1);\r\n}\r\n",
		  "/* a */\r\nint f(void)\r\n{\r\n\treturn new(1);\r\n}\r\n" },
		/* only some lines have one */
		{ "/* a */\r\nint f(void)\n{\n\treturn old(1);\n}\n// x\r\n",
		  "/* a */\r\nint f(void)\n{\n\treturn new(1);\n}\n// x\r\n" },
		/* latin-1, in comment, string and beside the change */
		{ "/* \374ber */\nchar *s = \"\344\";\n"
		  "int f(void)\n{\n\treturn old(1); /* \366 */\n}\n",
		  "/* \374ber */\nchar *s = \"\344\";\n"
		  "int f(void)\n{\n\treturn new(1); /* \366 */\n}\n" },
		/* UTF-8, form feed, trailing blanks, odd indentation */
		{ "/* \303\274 */  \n\f\nint f(void)\n{\n  \t return old(1);\n}\n\n\n",
		  "/* \303\274 */  \n\f\nint f(void)\n{\n  \t return new(1);\n}\n\n\n" },
		/* no newline at the end */
		{ "int f(void)\n{\n\treturn old(1);\n}",
		  "int f(void)\n{\n\treturn new(1);\n}" },
		/* a line that goes on */
		{ "#define A \\\n\t1\nint f(void)\n{\n\treturn old(1);\n}\n",
		  "#define A \\\n\t1\nint f(void)\n{\n\treturn new(1);\n}\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check(rename_rule, cases[i][0], SPATCH_CHANGED, cases[i][1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(odd_file_names),
		cmocka_unit_test(names_are_no_commands),
		cmocka_unit_test(odd_names_find_their_headers),
		cmocka_unit_test(bytes_are_kept),
		cmocka_unit_test(lines_of_crlf_go),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
