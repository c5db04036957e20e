/* SPDX-License-Identifier: GPL-2.0-only */
/* test_csource: the lexer, and what is found by shape. */
#include "unit.h"

#include "csource.h"

static struct csource *cs;

static void parse(const char *text)
{
	csource_free(cs);
	cs = csource_parse(text, strlen(text));
}

static int parse_done(void **state)
{
	csource_free(cs);
	cs = NULL;
	return 0;
}

/* The @n-th token with that text, from 0; the index goes to *index. */
static const struct c_token *nth(const char *word, unsigned n, size_t *index)
{
	const struct c_token *t;
	size_t nr, i;

	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr; i++)
		if (t[i].len == strlen(word) &&
		    !memcmp(t[i].text, word, t[i].len) && !n--) {
			if (index)
				*index = i;
			return &t[i];
		}
	fail_msg("no token '%s'", word);
	return NULL;
}

static enum c_region region(const char *word)
{
	return nth(word, 0, NULL)->region;
}

static void assert_place(const char *word, unsigned line, unsigned col)
{
	const struct c_token *t = nth(word, 0, NULL);

	assert_int_equal(t->line, line);
	assert_int_equal(t->col, col);
}

static void tells_comments_and_strings(void **state)
{
	parse("int a; /* b \" c */ char *d = \"e /* f\\\" g\"; // h ' i\n"
	      "#include <linux/j.h>\n"
	      "char k = '\"', l = '\\'', m; /*n*/ int o;\n"
	      "#error don't p\n"
	      "int q;\n");
	assert_int_equal(region("a"), C_CODE);
	assert_int_equal(region("b"), C_COMMENT);
	assert_int_equal(region("c"), C_COMMENT);
	assert_int_equal(region("d"), C_CODE);
	assert_int_equal(region("e"), C_STRING);
	assert_int_equal(region("f"), C_STRING);
	assert_int_equal(region("g"), C_STRING);
	assert_int_equal(region("h"), C_COMMENT);
	assert_int_equal(region("i"), C_COMMENT);
	assert_int_equal(region("j"), C_STRING);
	assert_int_equal(region("l"), C_CODE);
	assert_int_equal(region("m"), C_CODE);
	assert_int_equal(region("n"), C_COMMENT);
	assert_int_equal(region("p"), C_STRING);
	assert_int_equal(region("q"), C_CODE);
	assert_place("o", 3, 38);
	assert_place("q", 5, 5);
}

static void joins_spliced_lines(void **state)
{
	parse("int one\\\n_name; // comment \\\n still\r\n"
	      "#define M(x) \\\r\n\tbody \\\r\n\tmore\r\n"
	      "int /\\\n* hidden *\\\n/ seen;\n"
	      "int un\"closed\nint after;\n");
	assert_int_equal(region("one_name"), C_CODE);
	assert_place("one_name", 1, 5);
	assert_int_equal(region("still"), C_COMMENT);
	assert_int_equal(region("M"), C_CODE);
	assert_int_equal(nth("M", 0, NULL)->role, C_DEFINED);
	assert_int_equal(region("body"), C_MACRO);
	assert_int_equal(region("more"), C_MACRO);
	assert_int_equal(region("hidden"), C_COMMENT);
	assert_int_equal(region("seen"), C_CODE);
	assert_int_equal(region("closed"), C_STRING);
	assert_int_equal(region("after"), C_CODE);
}

static void takes_any_bytes(void **state)
{
	static const char bytes[] =
		"int a; /* \xe9t\xe9 */ \0 int b\xff; '\n\"\\";

	csource_free(cs);
	cs = csource_parse(bytes, sizeof(bytes) - 1);
	assert_int_equal(region("a"), C_CODE);
	assert_int_equal(region("t"), C_COMMENT);
	assert_int_equal(region("b"), C_CODE);
	parse("");
	parse("/*");
	parse("\\");
	parse("#");
	parse("}}}} ) ] {{{ (");
	parse("#else\n#endif\n#elif\nint c;\n");
	assert_int_equal(region("c"), C_CODE);
}

static void finds_dead_arms(void **state)
{
	parse("#if 0\nint a; don't\n#if 1\nint b;\n#else\nint c;\n#endif\n"
	      "#else\nint d;\n#endif\n"
	      "#if 1 /* yes */\nint e;\n#elif defined(X)\nint f;\n#else\n"
	      "int g;\n#endif\n"
	      "#ifdef X\nint h;\n#else\nint i;\n#endif\n"
	      "#if defined(X) && 0\nint j;\n#endif\nint k;\n");
	assert_int_equal(region("a"), C_IF0);
	assert_int_equal(region("b"), C_IF0);
	assert_int_equal(region("c"), C_IF0);
	assert_int_equal(region("d"), C_CODE);
	assert_int_equal(region("e"), C_CODE);
	assert_int_equal(region("f"), C_IF0);
	assert_int_equal(region("g"), C_IF0);
	assert_int_equal(region("h"), C_CODE);
	assert_int_equal(region("i"), C_CODE);
	assert_int_equal(region("j"), C_IF0);
	assert_int_equal(region("k"), C_CODE);
}

static void finds_arms_that_are_no_kernel_code(void **state)
{
	parse("#ifdef __cplusplus\nint a;\n#else\nint b;\n#endif\n"
	      "#ifndef __ASSEMBLY__\nint c;\n#else\nint d;\n#endif\n"
	      "#if !defined(__KERNEL__) && defined(X)\nint e;\n#endif\n"
	      "#ifndef __KERNEL__\n#if 0\nint f;\n#endif\n/* g */\n"
	      "int h;\n#endif\n"
	      "#if defined(__KERNEL__) || defined(X)\nint i;\n#endif\n"
	      "#ifdef X__cplusplus\nint j;\n#endif\n"
	      "#if defined(__cplusplus) && LINUX_VERSION_CODE < KERNEL_VERSION(5, 0, 0)\n"
	      "int k;\n#endif\nint l;\n");
	assert_int_equal(region("a"), C_INACTIVE);
	assert_int_equal(region("b"), C_CODE);
	assert_int_equal(region("c"), C_CODE);
	assert_int_equal(region("d"), C_INACTIVE);
	assert_int_equal(region("e"), C_INACTIVE);
	assert_int_equal(region("f"), C_IF0);
	assert_int_equal(region("g"), C_COMMENT);
	assert_int_equal(region("h"), C_INACTIVE);
	assert_int_equal(region("i"), C_CODE);
	assert_int_equal(region("j"), C_CODE);
	assert_int_equal(region("k"), C_OLD_ARM);
	assert_int_equal(region("l"), C_CODE);
}

static const struct guard {
	const char *condition;
	enum c_region then, otherwise;
} guards[] = {
	{ "LINUX_VERSION_CODE < KERNEL_VERSION(5,3,0)", C_OLD_ARM, C_CODE },
	{ "LINUX_VERSION_CODE <= KERNEL_VERSION(5, 2, 255)", C_OLD_ARM,
	  C_CODE },
	{ "LINUX_VERSION_CODE >= KERNEL_VERSION(5,3,0)", C_CODE, C_OLD_ARM },
	{ "LINUX_VERSION_CODE > KERNEL_VERSION(4,19,0)", C_CODE, C_OLD_ARM },
	{ "LINUX_VERSION_CODE < KERNEL_VERSION(5,4,0)", C_CODE, C_CODE },
	{ "LINUX_VERSION_CODE < KERNEL_VERSION(5,3,1)", C_CODE, C_CODE },
	{ "KERNEL_VERSION(5,3,0) > LINUX_VERSION_CODE", C_OLD_ARM, C_CODE },
	{ "LINUX_VERSION_CODE == KERNEL_VERSION(5,1,0)", C_OLD_ARM, C_CODE },
	{ "LINUX_VERSION_CODE != KERNEL_VERSION(5,1,0)", C_CODE, C_OLD_ARM },
	{ "!(LINUX_VERSION_CODE >= KERNEL_VERSION(5,3,0))", C_OLD_ARM,
	  C_CODE },
	{ "LINUX_VERSION_CODE < 0x050300", C_OLD_ARM, C_CODE },
	{ "LINUX_VERSION_CODE < KERNEL_VERSION(5,3,0) && defined(X)",
	  C_OLD_ARM, C_CODE },
	{ "LINUX_VERSION_CODE < KERNEL_VERSION(5,3,0) || defined(X)",
	  C_CODE, C_CODE },
	{ "LINUX_VERSION_CODE >= KERNEL_VERSION(5,3,0) || defined X",
	  C_CODE, C_OLD_ARM },
	{ "LINUX_VERSION_CODE >= KERNEL_VERSION(5,3,0) && IS_ENABLED(X)",
	  C_CODE, C_CODE },
	{ "(LINUX_VERSION_CODE >= KERNEL_VERSION(4,4,0)) && \\\n"
	  "    (LINUX_VERSION_CODE /* x */ < KERNEL_VERSION(4,9,0))",
	  C_OLD_ARM, C_CODE },
	{ "LINUX_VERSION_CODE < KERNEL_VERSION(5,3,0) ? 1 : 0", C_OLD_ARM,
	  C_CODE },
	{ "RHEL_RELEASE_CODE < RHEL_RELEASE_VERSION(8,1)", C_CODE, C_CODE },
	{ "LINUX_VERSION_CODE < SOME_VERSION", C_CODE, C_CODE },
	{ "LINUX_VERSION_CODE < (", C_CODE, C_CODE },
};

static void finds_old_arms(void **state)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(guards); i++) {
		char *text = xasprintf("#if %s\nint a;\n#else\nint b;\n#endif\n"
				       "int c;\n", guards[i].condition);

		parse(text);
		if (region("a") != guards[i].then ||
		    region("b") != guards[i].otherwise ||
		    region("c") != C_CODE)
			fail_msg("%s: %d %d", guards[i].condition, region("a"),
				 region("b"));
		free(text);
		parse_done(NULL);
	}
}

static void finds_old_arms_of_chains(void **state)
{
	parse("#if LINUX_VERSION_CODE >= KERNEL_VERSION(6,0,0)\nint a;\n"
	      "#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5,3,0)\nint b;\n"
	      "#elif LINUX_VERSION_CODE >= KERNEL_VERSION(4,0,0)\nint c;\n"
	      "#ifdef X\nint d;\n#else\nint e;\n#endif\n"
	      "#if 0\nint f;\n#endif\n"
	      "#else\nint g;\n#endif\nint h;\n"
	      "#ifdef X\n#if LINUX_VERSION_CODE < KERNEL_VERSION(5,0,0)\n"
	      "#define M old\n#else\nint i;\n#endif\n#endif\n");
	assert_int_equal(region("a"), C_CODE);
	assert_int_equal(region("b"), C_CODE);
	assert_int_equal(region("c"), C_OLD_ARM);
	assert_int_equal(region("d"), C_OLD_ARM);
	assert_int_equal(region("e"), C_OLD_ARM);
	assert_int_equal(region("f"), C_IF0);
	assert_int_equal(region("g"), C_OLD_ARM);
	assert_int_equal(region("h"), C_CODE);
	assert_int_equal(region("old"), C_OLD_ARM);
	assert_int_equal(region("i"), C_CODE);
}

static void assert_function(const char *name, bool is_static, unsigned first,
			    unsigned last)
{
	const struct c_function *fn = csource_find_function(cs, name);

	if (!fn)
		fail_msg("no function '%s'", name);
	assert_int_equal(fn->is_static, is_static);
	assert_int_equal(fn->first_line, first);
	assert_int_equal(fn->last_line, last);
}

static void assert_nr_functions(size_t want)
{
	size_t nr;

	csource_functions(cs, &nr);
	assert_int_equal(nr, want);
}

static void finds_functions(void **state)
{
	parse("static inline struct page * __must_check\n"
	      "*find(struct page *p,\n\tint n) __acquires(lock)\n{\n"
	      "\tif (n) {\n\t}\n}\n"
	      "EXPORT_SYMBOL(find);\n"
	      "SYSCALL_DEFINE2(dup2, int, a, int, b)\n{\n}\n"
	      "__printf(1, 2) void say(const char *f, ...) { }\n"
	      "MODULE_NAME(\"x\")\n"
	      "static int __init init(void) {\n}\n"
	      "int (*get(int a))(void)\n{\n}\n"
	      "struct ops o = { .f = find };\n"
	      "struct tag { int a; } __packed;\n"
	      "enum e { A, B };\n"
	      "extern \"C\" {\nvoid c(void) { }\n}\n"
	      "int proto(int);\n"
	      "int __late(void)\n{\n\treturn ({ int x = 1; x; });\n}\n");
	assert_function("find", true, 1, 7);
	assert_function("sys_dup2", false, 9, 11);
	assert_function("say", false, 12, 12);
	assert_function("init", true, 14, 15);
	assert_function("get", false, 16, 18);
	assert_function("c", false, 23, 23);
	assert_function("__late", false, 26, 29);
	assert_nr_functions(7);
	assert_string_equal(csource_function_at(cs, 5)->name, "find");
	assert_null(csource_function_at(cs, 8));
	assert_int_equal(nth("proto", 0, NULL)->role, C_FUNCTION);
}

static void finds_functions_among_arms(void **state)
{
	parse("#ifdef A\nint f(int a)\n{\n\tif (a) {\n"
	      "#else\nint f(long a)\n{\n\t{\n#endif\n\t\tg();\n\t}\n}\n"
	      "#ifdef B\nstatic int h(void)\n#else\nint h(int x)\n#endif\n"
	      "{\n#if X\n\tif (x) {\n#elif Y\n\twhile (x) {\n#endif\n"
	      "\t}\n}\n"
	      "static void last(void)\n{\n}\n");
	assert_function("f", false, 2, 12);
	assert_function("h", false, 14, 25);
	assert_function("last", true, 26, 28);
	assert_nr_functions(3);
}

static void recovers_from_uneven_braces(void **state)
{
	parse("int a(void)\n{\n#ifdef X\n\tif (1) {\n#endif\n\tb();\n}\n"
	      "static int c(void)\n{\n}\n");
	assert_function("a", false, 1, 7);
	assert_function("c", true, 8, 10);
	assert_nr_functions(2);
}

static const struct c_member *member(const char *tag, const char *name)
{
	const struct c_member *m;
	size_t nr, i;

	m = csource_members(cs, &nr);
	for (i = 0; i < nr; i++)
		if (!strcmp(m[i].name, name) &&
		    (tag ? m[i].tag && !strcmp(m[i].tag, tag) : !m[i].tag))
			return &m[i];
	fail_msg("no member '%s'", name);
	return NULL;
}

static void finds_members(void **state)
{
	size_t i;

	parse("struct out {\n\tstruct in a, *b;\n\tstruct in c[4];\n"
	      "\tunsigned long d __aligned(8);\n"
	      "\tvoid (*kill)(struct percpu_ref *ref);\n"
	      "#ifdef X\n\tbool e : 1;\n#endif\n"
	      "\tfault_t (*fault)(int n); typeof(int) k;\n"
	      "\tunion {\n\t\tu32 f;\n\t\tstruct {\n\t\t\tstruct in g;\n"
	      "\t\t};\n\t};\n"
	      "\tstruct nested { int h; } i;\n"
	      "\tDECLARE_BITMAP(bits, 8);\n};\n"
	      "typedef struct { int j; } anon_t;\n"
	      "typedef struct in in_t;\n"
	      "struct in *make(const struct out *from);\n"
	      "static struct in table[] = { { 1 } }, *other;\n");
	assert_string_equal(member("out", "a")->type_tag, "in");
	assert_int_equal(member("out", "a")->pointers, 0);
	assert_int_equal(member("out", "b")->pointers, 1);
	assert_true(member("out", "c")->array);
	assert_string_equal(member("out", "d")->type_name, "unsigned");
	assert_null(member("out", "kill")->type_tag);
	assert_string_equal(member("out", "e")->type_name, "bool");
	assert_string_equal(member("out", "fault")->type_name, "fault_t");
	assert_string_equal(member("out", "k")->type_name, "typeof");
	assert_string_equal(member("out", "f")->type_name, "u32");
	assert_string_equal(member("out", "g")->type_tag, "in");
	assert_string_equal(member("nested", "h")->type_name, "int");
	assert_string_equal(member("out", "i")->type_tag, "nested");
	assert_int_equal(member("out", "bits")->line, 17);
	assert_string_equal(member("anon_t", "j")->type_name, "int");
	assert_true(member(NULL, "in_t")->is_typedef);
	assert_true(member(NULL, "make")->is_function);
	assert_true(member(NULL, "from")->is_param);
	assert_string_equal(member(NULL, "table")->type_tag, "in");
	assert_string_equal(member(NULL, "other")->type_tag, "in");
	nth("g", 0, &i);
	assert_string_equal(csource_member_tag(cs, i), "out");
	assert_string_equal(member(NULL, "ref")->type_tag, "percpu_ref");
}

static void tells_roles(void **state)
{
	parse("int f(int kill, bool (*cb)(int))\n{\n\tstruct foo *a, *b;\n"
	      "\tint c, d = g(kill, e);\n\ta->use.more = h(b);\n"
	      "\tgoto out;\nout:\n\treturn i * j;\n}\n"
	      "struct ops o = { .init = f, old: f };\n"
	      "#define M(p) ((p)->inner)\n"
	      "#define S *(.sec1) ADDR(.sec2..sec3) v[0].in1 f(1).in2\n"
	      "#define D .sec4 .sec5.sec6 : *(.sec7.sec8)\n"
	      "#define I { .out1.in3 = a.in4.in5 }\n");
	assert_int_equal(nth("sec4", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("sec5", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("sec6", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("sec8", 0, NULL)->role, C_PLAIN);
	assert_int_not_equal(nth("in3", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("in4", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("in5", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("sec1", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("sec2", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("sec3", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("in1", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("in2", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("kill", 0, NULL)->role, C_LOCAL);
	assert_int_equal(nth("cb", 0, NULL)->role, C_LOCAL);
	assert_int_equal(nth("c", 0, NULL)->role, C_LOCAL);
	assert_int_equal(nth("d", 0, NULL)->role, C_LOCAL);
	assert_int_equal(nth("e", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("g", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("h", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("i", 0, NULL)->role, C_PLAIN);
	assert_int_equal(nth("use", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("more", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("out", 0, NULL)->role, C_LABEL);
	assert_int_equal(nth("out", 1, NULL)->role, C_LABEL);
	assert_int_equal(nth("foo", 0, NULL)->role, C_TAG);
	assert_int_equal(nth("init", 0, NULL)->role, C_DESIGNATOR);
	assert_int_equal(nth("old", 0, NULL)->role, C_DESIGNATOR);
	assert_int_equal(nth("inner", 0, NULL)->role, C_MEMBER_USE);
	assert_int_equal(nth("inner", 0, NULL)->region, C_MACRO);
}

static void assert_receiver(const char *word, const char *base,
			    const char *tag, const char *path)
{
	struct c_receiver r = C_RECEIVER_INIT;
	struct strbuf got = STRBUF_INIT;
	size_t token, i;

	nth(word, 0, &token);
	csource_receiver(cs, token, &r);
	for (i = 0; i < r.path.nr; i++)
		strbuf_addf(&got, "%s%s", i ? "." : "", r.path.v[i]);
	assert_false(r.odd);
	assert_string_equal(r.base.buf, base);
	assert_string_equal(r.tag.buf, tag);
	assert_string_equal(got.buf, path);
	c_receiver_release(&r);
	strbuf_release(&got);
}

static void finds_receivers(void **state)
{
	struct c_receiver r = C_RECEIVER_INIT;
	size_t i;

	parse("int f(void)\n{\n\tpage->pgmap->m1 = a[1].b[c->d].m2;\n"
	      "\t(*p)->m3 = (&q)->m4 + ((struct foo *)r)->m5;\n"
	      "\tcontainer_of(x, struct bar, y)->z.m6 = get(s)->m7;\n"
	      "\treturn (u ? v : w)->m8;\n}\n"
	      "struct dev d[] = { { .m9 = 1, .sub = { .m10 = 2 } } };\n"
	      "int g(void)\n{\n\th((struct lit) { .m11.m12 = 3 });\n}\n"
	      "struct one o = { .p.m13 = 4, { .m14 = 5 } };\n");
	assert_receiver("m1", "page", "", "pgmap");
	assert_receiver("m2", "a", "", "b");
	assert_receiver("m3", "p", "", "");
	assert_receiver("m4", "q", "", "");
	assert_receiver("m5", "", "foo", "");
	assert_receiver("m6", "", "bar", "z");
	assert_receiver("m7", "get", "", "");
	assert_receiver("m9", "", "dev", "");
	assert_receiver("m10", "", "dev", "sub");
	assert_receiver("m11", "", "lit", "");
	assert_receiver("m12", "", "lit", "m11");
	assert_receiver("m13", "", "one", "p");
	assert_receiver("m14", "", "one", "[]");
	nth("m8", 0, &i);
	csource_receiver(cs, i, &r);
	assert_true(r.odd);
	nth("m7", 0, &i);
	csource_receiver(cs, i, &r);
	assert_true(r.call);
	assert_int_equal(r.args.nr, 1);
	assert_string_equal(r.args.v[0], "s");
	assert_true(csource_is_member_use(cs, i));
	nth("page", 0, &i);
	assert_false(csource_is_member_use(cs, i));
	c_receiver_release(&r);
}

static void survives_deep_nesting(void **state)
{
	struct strbuf text = STRBUF_INIT;
	int i;

	for (i = 0; i < 20000; i++)
		strbuf_addstr(&text, "struct a { ");
	parse(text.buf);
	strbuf_reset(&text);
	strbuf_addstr(&text, "struct a b = ");
	for (i = 0; i < 20000; i++)
		strbuf_addstr(&text, "{ .c = ");
	for (i = 0; i < 20000; i++)
		strbuf_addstr(&text, "}");
	parse(text.buf);
	strbuf_reset(&text);
	strbuf_addstr(&text, "#if ");
	for (i = 0; i < 20000; i++)
		strbuf_addstr(&text, "(!");
	strbuf_addstr(&text, "0\nint z;\n#endif\n");
	parse(text.buf);
	assert_int_equal(region("z"), C_CODE);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(tells_comments_and_strings, parse_done),
		cmocka_unit_test_teardown(joins_spliced_lines, parse_done),
		cmocka_unit_test_teardown(takes_any_bytes, parse_done),
		cmocka_unit_test_teardown(finds_dead_arms, parse_done),
		cmocka_unit_test_teardown(finds_arms_that_are_no_kernel_code,
					  parse_done),
		cmocka_unit_test_teardown(finds_old_arms, parse_done),
		cmocka_unit_test_teardown(finds_old_arms_of_chains, parse_done),
		cmocka_unit_test_teardown(finds_functions, parse_done),
		cmocka_unit_test_teardown(finds_functions_among_arms, parse_done),
		cmocka_unit_test_teardown(recovers_from_uneven_braces, parse_done),
		cmocka_unit_test_teardown(finds_members, parse_done),
		cmocka_unit_test_teardown(tells_roles, parse_done),
		cmocka_unit_test_teardown(finds_receivers, parse_done),
		cmocka_unit_test_teardown(survives_deep_nesting, parse_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
