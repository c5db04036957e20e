/* SPDX-License-Identifier: GPL-2.0-only */
/* test_spatch: the adapter with the real spatch. */
#include "spatch_bench.h"

#include <limits.h>

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

/* As check(), for what is no result; the message must say @text. */
static void check_message(const char *rule, const char *file,
			  enum spatch_outcome want, const char *text)
{
	struct bench b;

	bench_init(&b, &real, rule);
	bench_file(&b, "t.c", file);
	bench_run(&b, "t.c");
	bench_expect(&b, want);
	says(&b.run.message, text);
	assert_int_equal(b.run.result.len, 0);
	bench_release(&b);
}

static void changed_and_unchanged(void **state)
{
	check(rename_rule, "int f(void) { return old(1); }\n", SPATCH_CHANGED,
	      "int f(void) { return new(1); }\n");
	check(rename_rule, "int f(void) { return older(1); }\n",
	      SPATCH_UNCHANGED, NULL);
	/* no word of the rule at all, and nothing at all */
	check(rename_rule, "int x;\n", SPATCH_UNCHANGED, NULL);
	check(rename_rule, "", SPATCH_UNCHANGED, NULL);
	/* what is no C is "unchanged": the parse report must tell */
	check(rename_rule, "old(((\n", SPATCH_UNCHANGED, NULL);
	/* the word only where spatch does not look */
	check(rename_rule, "/* old(1) */ char *s = \"old(1)\";\n",
	      SPATCH_UNCHANGED, NULL);
}

static void the_view_is_not_written(void **state)
{
	const char *text = "int f(void) { return old(1); }\n";
	struct strbuf after = STRBUF_INIT;
	struct stat st;
	struct bench b;
	char *path;

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", text);
	path = xasprintf("%s/t.c", b.view);
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	assert_int_equal(file_read(path, &after, NULL), 0);
	assert_string_equal(after.buf, text);
	assert_int_equal(lstat(b.out, &st), 0);
	strbuf_release(&after);
	free(path);
	bench_release(&b);
}

/* One candidate, no group, nothing in place, no filter by type. */
static void the_command(void **state)
{
	static const char *const never[] = {
		"--in-place", "--inplace", "--dir", "--local-includes",
		"--all-includes", "--recursive-includes",
	};
	struct bench b;
	const struct strvec *argv = &b.run.child.argv;

	bench_init(&b, &real, rename_rule);
	strvec_push(&b.options, "--disallow-nested-exps");
	strvec_push(&b.headers, "include/h.h");
	strvec_push(&b.defines, "patch");
	b.run.file = "-d.c";
	spatch_prepare(&b.run);
	assert_true(strvec_has(argv, "--use-coccigrep"));
	assert_true(strvec_has(argv, "--include-headers-for-types"));
	assert_true(strvec_has(argv, "--disallow-nested-exps"));
	assert_true(strvec_has(argv, "./-d.c"));
	assert_false(strvec_has(argv, "-d.c"));
	for (size_t i = 0; i < ARRAY_SIZE(never); i++)
		assert_false(strvec_has(argv, never[i]));
	assert_string_equal(argv->v[argv->nr - 2], "-o");
	assert_string_equal(argv->v[argv->nr - 1], "../out");
	assert_string_equal(b.run.child.dir, b.view);
	assert_true(b.run.child.timeout_ms > 0);
	assert_true(b.run.child.memory > 0);
	assert_true(b.run.child.file_size > 0);
	assert_true(b.run.child.big_stack);
	bench_release(&b);
}

static void bad_rules(void **state)
{
	const char *file = "int f(void) { return old(1); }\n";

	check_message("@@ expression e; @@\n- old(e\n+ new(e)\n", file,
		      SPATCH_BAD_RULE, "parse error");
	check_message("@r@ expression e; @@\n- old(e)\n"
		      "@@ expression nope.e; @@\n- older(e)\n", file,
		      SPATCH_BAD_RULE, "nope");
	check_message("virtual patch\n@depends on patch@ expression e; @@\n"
		      "- old(e)\n+ new(e)\n", file, SPATCH_BAD_RULE,
		      "No rules apply");
	check_message("this is no rule\n", file, SPATCH_BAD_RULE, "");
}

static void unknown_define(void **state)
{
	struct bench b;

	bench_init(&b, &real, "virtual patch\n@@ expression e; @@\n"
		   "- old(e)\n+ new(e)\n");
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	strvec_push(&b.defines, "report");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_BAD_RULE);
	says(&b.run.message, "report");
	bench_release(&b);
}

static void unknown_option(void **state)
{
	struct bench b;

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	strvec_push(&b.options, "--no-such-option");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_BAD_RULE);
	says(&b.run.message, "--no-such-option");
	bench_release(&b);
}

static void virtual_rule_given(void **state)
{
	struct bench b;

	bench_init(&b, &real, "virtual patch\nvirtual context\n"
		   "@depends on patch@ expression e; @@\n"
		   "- old(e)\n+ new(e)\n"
		   "@depends on context@ expression e; @@\n* old(e)\n");
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	strvec_push(&b.defines, "patch");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	assert_string_equal(b.run.result.buf,
			    "int f(void) { return new(1); }\n");
	bench_release(&b);
}

static void missing_files(void **state)
{
	struct bench b;

	bench_init(&b, &real, rename_rule);
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_NEEDS);
	says(&b.run.message, "t.c");
	bench_release(&b);

	bench_init(&b, &real, NULL);
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_NEEDS);
	says(&b.run.message, "rule.cocci");
	bench_release(&b);

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	b.sp.program = (char *)"/nonexistent/spatch";
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_NEEDS);
	says(&b.run.message, "/nonexistent/spatch");
	bench_release(&b);
}

static const char typed_rule[] =
	"@@ struct pgmap *p; expression e; @@\n"
	"- p->data = e;\n"
	"+ p->owner = e;\n";

/* The file never spells the type; spatch's own index would pass it over. */
static const char typed_file[] =
	"#include \"page.h\"\n"
	"void f(struct page *page)\n"
	"{\n"
	"\tpage->map->data = page;\n"
	"}\n";

static void types_need_their_header(void **state)
{
	struct bench b;

	bench_init(&b, &real, typed_rule);
	bench_file(&b, "t.c", typed_file);
	bench_file(&b, "page.h", "struct page { struct pgmap *map; };\n");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	says(&b.run.result, "page->map->owner = page;");
	bench_release(&b);

	/* named by the rule, and not beside the file */
	bench_init(&b, &real, typed_rule);
	bench_file(&b, "t.c", typed_file);
	bench_file(&b, "include/linux/page.h",
		   "struct page { struct pgmap *map; };\n");
	strvec_push(&b.headers, "include/linux/page.h");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	bench_release(&b);
}

static void header_is_not_transformed(void **state)
{
	const char *header = "static inline int h(void) { return old(2); }\n";
	struct strbuf after = STRBUF_INIT;
	struct bench b;
	char *path;

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c",
		   "#include \"h.h\"\nint f(void) { return old(1); }\n");
	bench_file(&b, "h.h", header);
	strvec_push(&b.headers, "h.h");
	path = xasprintf("%s/h.h", b.view);
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	assert_string_equal(b.run.result.buf,
			    "#include \"h.h\"\nint f(void) { return new(1); }\n");
	assert_int_equal(file_read(path, &after, NULL), 0);
	assert_string_equal(after.buf, header);
	/* and a match in the header alone is none in the file */
	bench_release(&b);
	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", "#include \"h.h\"\nint x;\n");
	bench_file(&b, "h.h", header);
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_UNCHANGED);
	strbuf_release(&after);
	free(path);
	bench_release(&b);
}

/* The named header is not in the view: never a silent miss. */
static void header_missing(void **state)
{
	struct bench b;

	bench_init(&b, &real, typed_rule);
	bench_file(&b, "t.c", typed_file);
	strvec_push(&b.headers, "include/linux/page.h");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_NEEDS);
	says(&b.run.message, "include/linux/page.h");
	bench_release(&b);
}

static void overlapping_matches(void **state)
{
	check_message("@@ expression e; @@\n- old(e)\n+ new(e, 0)\n",
		      "int f(int x) { return old(old(x)); }\n",
		      SPATCH_CRASHED, "already tagged token");
}

/* A rule of '+' alone adds again each time; its guard must hold. */
static void guarded_rule_is_idempotent(void **state)
{
	static const char rule[] =
		"@have@ @@\ninit_ops(...);\n"
		"@depends on !have@ @@\n  start();\n+ init_ops(0);\n";
	const char *once =
		"void f(void)\n{\n\tstart();\n\tinit_ops(0);\n}\n";

	check(rule, "void f(void)\n{\n\tstart();\n}\n", SPATCH_CHANGED, once);
	check(rule, once, SPATCH_UNCHANGED, NULL);
}

/* A function that cannot be parsed is skipped, the rest is patched. */
static void unparsed_function_is_silent(void **state)
{
	static const char text[] =
		"int f(void)\n{\n\treturn old(1);\n}\n"
		"COMPAT_SYSCALL_DEFINE3(ioctl, unsigned int, fd,\n"
		"\t\t       compat_ulong_t, arg)\n"
		"{\n\told(3);\n\treturn 0;\n}\n"
		"int g(void)\n{\n\treturn old(2);\n}\n";
	struct bench b;

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", text);
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	says(&b.run.result, "new(1)");
	says(&b.run.result, "new(2)");
	says(&b.run.result, "old(3)");
	bench_release(&b);
}

static void if0_and_macro_bodies(void **state)
{
	check(rename_rule,
	      "#if 0\nint f(void) { return old(1); }\n#endif\n",
	      SPATCH_UNCHANGED, NULL);
	check(rename_rule, "#define M(x) old(x)\n", SPATCH_CHANGED,
	      "#define M(x) new(x)\n");
}

/* ---- scripts ---- */

static const char report_script[] =
	"@initialize:ocaml@ @@\n"
	"let () = ()\n"
	"@r@ expression e; position p; @@\n"
	"old@p(e)\n"
	"@script:ocaml@ p << r.p; e << r.e; @@\n"
	"let p = List.hd p in\n"
	"Printf.printf \"ratchet: refuse %d %d of %s\\n\" p.line p.col e;\n"
	"Printf.printf \"chatter\\n\"\n";

static void script_reports_in_order(void **state)
{
	struct bench b;

	if (!real.ocaml)
		fail_msg("the tests need an OCaml compiler");
	bench_init(&b, &real, report_script);
	bench_file(&b, "t.c",
		   "int f(void)\n{\n\told(1);\n\treturn old(x + y);\n}\n");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_UNCHANGED);
	assert_int_equal(b.run.reports.nr, 2);
	assert_string_equal(b.run.reports.v[0], "refuse 3 1 of 1");
	assert_string_equal(b.run.reports.v[1], "refuse 4 8 of x + y");
	bench_release(&b);
}

static void script_raises(void **state)
{
	check_message("@r@ expression e; @@\n- old(e)\n+ new(e)\n"
		      "@script:ocaml@ e << r.e; @@\n"
		      "failwith (\"not this one: \" ^ e)\n",
		      "int f(void) { return old(1); }\n", SPATCH_CRASHED,
		      "not this one");
}

static void script_does_not_compile(void **state)
{
	check_message("@r@ expression e; @@\n- old(e)\n+ new(e)\n"
		      "@script:ocaml@ e << r.e; @@\n"
		      "let x : int = e in ignore x\n",
		      "int f(void) { return old(1); }\n", SPATCH_BAD_RULE,
		      "script");
}

static void script_with_warning(void **state)
{
	struct bench b;

	bench_init(&b, &real,
		   "@initialize:ocaml@ @@\nlet f x = let unused = x in 1\n"
		   "@r@ expression e; @@\n- old(e)\n+ new(e)\n"
		   "@script:ocaml@ e << r.e; @@\nlet y = e in ()\n");
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	bench_release(&b);
}

static void no_ocaml_compiler(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct strvec requires = STRVEC_INIT;
	struct spatch sp = { 0 };
	char *path = xstrdup(getenv("PATH"));
	char *spatch = NULL;
	struct bench b;

	for (char *p = strtok(xstrdup(path), ":"); p && !spatch;
	     p = strtok(NULL, ":")) {
		spatch = xasprintf("%s/spatch", p);
		if (access(spatch, X_OK)) {
			free(spatch);
			spatch = NULL;
		}
	}
	assert_non_null(spatch);
	setenv("PATH", unit_dir, 1);
	bench_init(&b, &real, report_script);
	bench_file(&b, "t.c", "int f(void)\n{\n\told(1);\n}\n");
	b.sp.program = spatch;
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_NEEDS);
	says(&b.run.message, "ocaml");
	/* and the probe knows it before anything runs */
	setenv("RATCHET_SPATCH", spatch, 1);
	assert_int_equal(spatch_probe(&sp, unit_dir, &err), 0);
	assert_false(sp.ocaml);
	strvec_push(&requires, "OCaml");
	assert_int_equal(spatch_requires(&sp, &requires, "r.cocci", &err),
			 ERR_UNABLE);
	says(&err, "r.cocci: needs OCaml");
	unsetenv("RATCHET_SPATCH");
	setenv("PATH", path, 1);
	spatch_release(&sp);
	strvec_release(&requires);
	strbuf_release(&err);
	bench_release(&b);
	free(spatch);
	free(path);
}

/* ---- limits ---- */

static const char endless_script[] =
	"@r@ expression e; @@\n- old(e)\n+ new(e)\n"
	"@script:ocaml@ e << r.e; @@\nwhile true do () done\n";

static void time_limit(void **state)
{
	uint64_t start = now_us();
	struct bench b;

	bench_init(&b, &real, endless_script);
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	b.sp.timeout_ms = 1000;
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_TIMED_OUT);
	says(&b.run.message, "ratchet.spatchTimeout");
	assert_true(now_us() - start < 8000000);
	bench_release(&b);
}

static void memory_limit(void **state)
{
	struct bench b;

	bench_init(&b, &real,
		   "@r@ expression e; @@\n- old(e)\n+ new(e)\n"
		   "@script:ocaml@ e << r.e; @@\n"
		   "let l = ref [] in\n"
		   "while true do l := Array.make 1000000 0 :: !l done\n");
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	b.sp.memory = 600u << 20;
	b.sp.timeout_ms = 20000;
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CRASHED);
	assert_true(b.run.message.len > 0);
	bench_release(&b);
}

/* ---- the tree and the user must not choose options ---- */

static const char bad_config[] =
	"[spatch]\n\toptions = --no-such-option-from-config\n";

static void cocciconfig_of_the_tree(void **state)
{
	struct bench b;

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	bench_file(&b, "drivers/t.c", "int f(void) { return old(1); }\n");
	/* above the view, where a tree under work would have it */
	bench_write(b.dir, ".cocciconfig", bad_config, strlen(bad_config));
	bench_file(&b, "drivers/.cocciconfig", bad_config);
	bench_run(&b, "t.c");
	bench_expect(&b, SPATCH_CHANGED);
	bench_release(&b);

	bench_init(&b, &real, rename_rule);
	bench_file(&b, "drivers/t.c", "int f(void) { return old(1); }\n");
	bench_file(&b, "drivers/.cocciconfig", bad_config);
	bench_run(&b, "drivers/t.c");
	bench_expect(&b, SPATCH_CHANGED);
	bench_release(&b);
}

static void cocciconfig_of_the_user(void **state)
{
	char *home = unit_path("user-home");
	char *old = getenv("HOME") ? xstrdup(getenv("HOME")) : NULL;
	struct bench b;

	bench_write(home, ".cocciconfig", bad_config, strlen(bad_config));
	setenv("HOME", home, 1);
	bench_init(&b, &real, rename_rule);
	bench_file(&b, "t.c", "int f(void) { return old(1); }\n");
	bench_run(&b, "t.c");
	if (old)
		setenv("HOME", old, 1);
	bench_expect(&b, SPATCH_CHANGED);
	bench_release(&b);
	free(old);
	free(home);
}

/* ---- rules before they run ---- */

/* The rule of @b through --parse-cocci. */
static int check_rule(const struct bench *b, struct strvec *words,
		      struct strbuf *err)
{
	char *dir = xstrndup(b->rule, strrchr(b->rule, '/') - b->rule);
	struct child c;
	int ret;

	assert_string_equal(strrchr(b->rule, '/') + 1, SPATCH_CHECK_NAME);
	child_init(&c);
	spatch_prepare_check(&real, &c, dir, b->home, &b->defines);
	child_run(&c);
	ret = spatch_classify_check(&c, "s/10-x.cocci", words, err);
	child_release(&c);
	free(dir);
	return ret;
}

static void rule_is_checked(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	struct bench b;

	bench_init(&b, &real, "@@ expression e; @@\n"
		   "- old(e, FLAG)\n+ new(e)\n");
	assert_int_equal(check_rule(&b, &words, &err), 0);
	/* never what it adds */
	assert_true(strvec_has(&words, "old"));
	assert_false(strvec_has(&words, "new"));
	bench_release(&b);
	strvec_release(&words);

	bench_init(&b, &real, "\n\n@@ expression e; @@\n- old(e))\n+ new(e)\n");
	assert_int_equal(check_rule(&b, &words, &err), ERR_UNABLE);
	if (!starts_with(err.buf, "s/10-x.cocci:4: "))
		fail_msg("%s", err.buf);
	assert_null(strchr(err.buf, '\n'));
	bench_release(&b);
	strvec_release(&words);
	strbuf_release(&err);
}

/* Rather too many files than one too few. */
static void queries(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "" },
		{ "Grep query\n", "" },
		{ "rule\nGrep query\nold\n", "old" },
		{ "Grep query\nold || FLAG\n", "FLAG old" },
		{ "Grep query\nb && a\n", "b&a" },
		{ "Grep query\n(a && b) || c || c\n", "a&b c" },
		{ "Grep query\n(a || b) && (c || d)\n", "a&c a&d b&c b&d" },
		{ "Grep query\n((a))\n", "a" },
		/* not understood: no word at all */
		{ "Grep query\na -- b\n", "" },
		{ "Grep query\n(a || b\n", "" },
		{ "Grep query\na &&\n", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strvec found = STRVEC_INIT;
		struct strbuf got = STRBUF_INIT;

		spatch_query(cases[i].text, &found);
		for (size_t k = 0; k < found.nr; k++)
			strbuf_addf(&got, "%s%s", k ? " " : "", found.v[k]);
		assert_string_equal(got.buf, cases[i].want);
		strvec_release(&found);
		strbuf_release(&got);
	}
}

static void requirements(void **state)
{
	static const struct {
		const char *word;
		int ret;
	} cases[] = {
		{ "1.0.4", 0 }, { "1.1", 0 }, { "1.1.0", 0 }, { "99", ERR_UNABLE },
		{ "1.100.0", ERR_UNABLE }, { "1.1.1.1", ERR_UNABLE },
		{ "OCaml", 0 }, { "ocaml", 0 }, { "Python", 0 },
	};
	struct spatch sp = { .version = (char *)"1.1.1", .ocaml = true,
			     .python = true };
	struct strbuf err = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strvec r = STRVEC_INIT;

		strvec_push(&r, cases[i].word);
		if (spatch_requires(&sp, &r, "r.cocci", &err) != cases[i].ret)
			fail_msg("%s", cases[i].word);
		if (cases[i].ret)
			says(&err, cases[i].word);
		strvec_release(&r);
	}
	sp.python = sp.ocaml = false;
	for (size_t i = 6; i < ARRAY_SIZE(cases); i++) {
		struct strvec r = STRVEC_INIT;

		strvec_push(&r, cases[i].word);
		assert_int_equal(spatch_requires(&sp, &r, "r.cocci", &err),
				 ERR_UNABLE);
		strvec_release(&r);
	}
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changed_and_unchanged),
		cmocka_unit_test(the_view_is_not_written),
		cmocka_unit_test(the_command),
		cmocka_unit_test(bad_rules),
		cmocka_unit_test(unknown_define),
		cmocka_unit_test(unknown_option),
		cmocka_unit_test(virtual_rule_given),
		cmocka_unit_test(missing_files),
		cmocka_unit_test(types_need_their_header),
		cmocka_unit_test(header_is_not_transformed),
		cmocka_unit_test(header_missing),
		cmocka_unit_test(overlapping_matches),
		cmocka_unit_test(guarded_rule_is_idempotent),
		cmocka_unit_test(unparsed_function_is_silent),
		cmocka_unit_test(if0_and_macro_bodies),
		cmocka_unit_test(script_reports_in_order),
		cmocka_unit_test(script_raises),
		cmocka_unit_test(script_does_not_compile),
		cmocka_unit_test(script_with_warning),
		cmocka_unit_test(no_ocaml_compiler),
		cmocka_unit_test(time_limit),
		cmocka_unit_test(memory_limit),
		cmocka_unit_test(cocciconfig_of_the_tree),
		cmocka_unit_test(cocciconfig_of_the_user),
		cmocka_unit_test(rule_is_checked),
		cmocka_unit_test(queries),
		cmocka_unit_test(requirements),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
