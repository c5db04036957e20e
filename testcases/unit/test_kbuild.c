/* SPDX-License-Identifier: GPL-2.0-only */
#include "kbuild_priv.h"

#include <string.h>

#include "decls.h"

#include "unit.h"

static void setup(struct kbuild *k, struct strvec *sources)
{
	kbuild_init(k);
	k->source = xstrdup("/b/tree");
	k->output = xstrdup("/b/obj");
	strvec_init(sources);
	strvec_pushl(sources, "mm/a.c", "mm/b.c", "drivers/x/y.c", NULL);
}

static void parse(const char *text, struct make_report *r)
{
	struct strvec sources;
	struct kbuild k;

	setup(&k, &sources);
	make_report_parse(r, &k, &sources, text, strlen(text));
	strvec_release(&sources);
	kbuild_release(&k);
}

static void check(const struct diagnostic *d, const char *path, unsigned line,
		  unsigned col, bool is_error, const char *text)
{
	assert_string_equal(d->path, path);
	assert_int_equal(d->line, line);
	assert_int_equal(d->col, col);
	assert_int_equal(d->is_error, is_error);
	assert_string_equal(d->text, text);
}

/* Absolute and relative paths, notes, excerpts, the target that failed. */
static void test_parse_plain(void **state)
{
	struct make_report r;

	parse("/b/tree/mm/a.c: In function 'f':\n"
	      "/b/tree/mm/a.c:12:3: error: 'struct s' has no member named 'm'\n"
	      "   12 |  s->m = 1;\n"
	      "      |   ^~\n"
	      "/b/tree/mm/a.c:13:1: warning: unused variable 'x' [-Wunused-variable]\n"
	      "/b/tree/mm/a.c:2:1: note: declared here\n"
	      "make[2]: *** [/b/tree/scripts/Makefile.build:278: mm/a.o] Error 1\n"
	      "../mm/b.c:7:1: warning: no return [-Wreturn-type]\n"
	      "make: *** [Makefile:179: sub-make] Error 2\n"
	      "make: Target 'mm/b.o' not remade because of errors.\n", &r);
	assert_int_equal(r.of[0].nr, 2);
	check(&r.of[0].v[0], "mm/a.c", 12, 3, true,
	      "'struct s' has no member named 'm'");
	check(&r.of[0].v[1], "mm/a.c", 13, 1, false,
	      "unused variable 'x' [-Wunused-variable]\n"
	      "\tmm/a.c:2: note: declared here");
	assert_int_equal(r.of[1].nr, 1);
	check(&r.of[1].v[0], "mm/b.c", 7, 1, false, "no return [-Wreturn-type]");
	assert_true(r.failed[0]);
	assert_false(r.failed[1]);
	assert_false(r.failed[2]);
	assert_int_equal(r.other.nr, 0);
	make_report_release(&r);
}

/* A header's diagnostic belongs to what is being compiled. */
static void test_parse_header(void **state)
{
	struct make_report r;

	parse("In file included from ./include/linux/m.h:3,\n"
	      "                 from /b/tree/mm/b.c:9:\n"
	      "/b/tree/include/linux/n.h: In function 'g':\n"
	      "/b/tree/include/linux/n.h:5:2: error: unknown type name 'q'\n"
	      "/b/tree/include/linux/n.h:6:2: error: expected ';'\n"
	      "/b/tree/mm/b.c:20:4: warning: late [-Wx]\n"
	      "make[2]: *** [scripts/Makefile.build:9: mm/b.o] Error 1\n"
	      "/b/tree/drivers/x/y.c:1:10: fatal error: linux/no.h: No such file or directory\n"
	      "    1 | #include <linux/no.h>\n"
	      "compilation terminated.\n"
	      "make[2]: *** [scripts/Makefile.build:9: drivers/x/y.o] Error 1\n",
	      &r);
	assert_int_equal(r.of[0].nr, 0);
	assert_int_equal(r.of[1].nr, 3);
	check(&r.of[1].v[0], "include/linux/n.h", 5, 2, true,
	      "unknown type name 'q'");
	check(&r.of[1].v[1], "include/linux/n.h", 6, 2, true, "expected ';'");
	check(&r.of[1].v[2], "mm/b.c", 20, 4, false, "late [-Wx]");
	assert_int_equal(r.of[2].nr, 1);
	check(&r.of[2].v[0], "drivers/x/y.c", 1, 10, true,
	      "linux/no.h: No such file or directory");
	make_report_release(&r);
}

/* A header that the command line includes says nothing of what is compiled. */
static void test_parse_command_line(void **state)
{
	struct make_report r;

	parse("In file included from <command-line>:\n"
	      "/b/tree/mm/b.c: In function 'g':\n"
	      "/b/tree/include/linux/c.h:127:41: warning: changes value [-Woverflow]\n"
	      "/b/tree/mm/b.c:20:4: note: in expansion of macro 'o'\n"
	      "In file included from <command-line>:\n"
	      "./include/linux/k.h:3:1: warning: at the top [-Wx]\n", &r);
	assert_int_equal(r.of[1].nr, 1);
	check(&r.of[1].v[0], "include/linux/c.h", 127, 41, false,
	      "changes value [-Woverflow]\n"
	      "\tmm/b.c:20: note: in expansion of macro 'o'");
	/* of whom, nobody says */
	assert_int_equal(r.other.nr, 1);
	make_report_release(&r);
	/* of the file that is named next, or that failed */
	parse("In file included from <command-line>:\n"
	      "./include/linux/k.h:3:1: warning: at the top [-Wx]\n"
	      "/b/tree/mm/a.c: In function 'g':\n"
	      "/b/tree/mm/a.c:20:4: warning: late [-Wx]\n"
	      "In file included from <command-line>:\n"
	      "./include/linux/k.h:4:1: error: at the top\n"
	      "make[2]: *** [scripts/Makefile.build:9: drivers/x/y.o] Error 1\n",
	      &r);
	assert_int_equal(r.of[0].nr, 2);
	check(&r.of[0].v[0], "include/linux/k.h", 3, 1, false,
	      "at the top [-Wx]");
	assert_int_equal(r.of[2].nr, 1);
	check(&r.of[2].v[0], "include/linux/k.h", 4, 1, true, "at the top");
	assert_int_equal(r.other.nr, 0);
	make_report_release(&r);
}

/* What names no file: the assembler, cc1, objtool, make itself. */
static void test_parse_tools(void **state)
{
	struct make_report r;

	parse("{standard input}: Assembler messages:\n"
	      "{standard input}:40: Error: no such instruction: `frob'\n"
	      "make[2]: *** [scripts/Makefile.build:9: mm/a.o] Error 1\n"
	      "mm/b.o: warning: objtool: g()+0x1: unreachable\n"
	      "make[2]: *** No rule to make target 'include/z.h', needed by 'drivers/x/y.o'.\n"
	      "kernel/bounds.c:3:1: error: not ours\n"
	      "make[2]: *** [Kbuild:1: kernel/bounds.s] Error 1\n", &r);
	assert_int_equal(r.of[0].nr, 1);
	check(&r.of[0].v[0], "mm/a.c", 0, 0, true,
	      "no such instruction: `frob'");
	assert_int_equal(r.of[1].nr, 1);
	check(&r.of[1].v[0], "mm/b.c", 0, 0, false,
	      "objtool: g()+0x1: unreachable");
	assert_false(r.failed[1]);
	assert_int_equal(r.of[2].nr, 1);
	assert_true(r.failed[2]);
	assert_non_null(strstr(r.of[2].v[0].text, "include/z.h"));
	assert_int_equal(r.other.nr, 1);
	check(&r.other.v[0], "kernel/bounds.c", 3, 1, true, "not ours");
	make_report_release(&r);
}

/* A compiler that died says no file and no line. */
static void test_parse_died(void **state)
{
	struct make_report r;

	parse("gcc: something strange happened\n"
	      "make[2]: *** [scripts/Makefile.build:9: mm/a.o] Segmentation fault\n",
	      &r);
	assert_true(r.failed[0]);
	assert_int_equal(r.of[0].nr, 1);
	check(&r.of[0].v[0], "mm/a.c", 0, 0, true,
	      "gcc: something strange happened");
	make_report_release(&r);
}

static void test_tree_path(void **state)
{
	static const char *const cases[][2] = {
		{ "/b/tree/mm/a.c", "mm/a.c" },
		{ "./include/generated/x.h", "include/generated/x.h" },
		{ "/b/obj/include/x.h", "include/x.h" },
		{ "../mm/a.c", "mm/a.c" },
		{ "drivers/amd/amdgpu/../powerplay/x.o",
		  "drivers/amd/powerplay/x.o" },
		{ "/usr/include/stdio.h", "/usr/include/stdio.h" },
		{ "/b/trees/x.c", "/b/trees/x.c" },
	};
	struct strvec sources;
	struct kbuild k;
	size_t i;

	setup(&k, &sources);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *p = kbuild_tree_path(&k, cases[i][0],
					   strlen(cases[i][0]));

		assert_string_equal(p, cases[i][1]);
		free(p);
	}
	strvec_release(&sources);
	kbuild_release(&k);
}

static void test_save_load(void **state)
{
	struct diagnostics a = { 0 }, b = { 0 };
	struct strbuf text = STRBUF_INIT;

	diagnostics_add(&a, "mm/a.c", 3, 4, true, "tab\there\nnote \\n");
	diagnostics_add(&a, "odd\tname.c", 0, 0, false, "");
	diagnostics_save(&a, &text);
	assert_true(diagnostics_load(&b, text.buf, text.len));
	assert_int_equal(b.nr, 2);
	check(&b.v[0], "mm/a.c", 3, 4, true, "tab\there\nnote \\n");
	check(&b.v[1], "odd\tname.c", 0, 0, false, "");
	diagnostics_release(&b);
	/* cut short: not to be believed */
	assert_false(diagnostics_load(&b, text.buf, text.len - 2));
	assert_int_equal(b.nr, 0);
	diagnostics_release(&a);
	strbuf_release(&text);
}

static void saved(const char *text, const char *want)
{
	struct strbuf cmd = STRBUF_INIT;

	assert_int_equal(kbuild_saved_command(text, strlen(text), &cmd),
			 want != NULL);
	if (want)
		assert_string_equal(cmd.buf, want);
	strbuf_release(&cmd);
}

/* As kbuild of different ages saves them. */
static void test_saved_commands(void **state)
{
	saved("cmd_mm/hmm.o := gcc -DX='\"a;b\"' -c -o mm/hmm.o hmm.c\n\nsource",
	      "gcc -DX='\"a;b\"' -c -o mm/hmm.o hmm.c");
	saved("savedcmd_a.o := gcc -c -o a.o a.c ; ./tools/objtool/objtool a.o\n",
	      "gcc -c -o a.o a.c ");
	saved("cmd_a.o := echo $$HOME $(pound) \\# \\; x", "echo $HOME # # \\; x");
	saved("deps_a.o := a.c\n", NULL);
	saved("", NULL);
}

static void test_replayed_commands(void **state)
{
	struct strbuf cmd = STRBUF_INIT;

	strbuf_addstr(&cmd, "gcc -Wp,-MMD,mm/.hmm.o.d -O2 -c -o mm/hmm.o hmm.c");
	assert_true(kbuild_replay_command(&cmd, "-E -o -"));
	assert_string_equal(cmd.buf, "gcc -O2 -E -o - hmm.c");
	/* there is nothing to replace any more */
	assert_false(kbuild_replay_command(&cmd, "-E -o -"));
	strbuf_release(&cmd);
}

static void test_fragment(void **state)
{
	struct wanted_list l = { 0 };
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(fragment_parse("# a comment\n\nCONFIG_A=y\r\n"
					"# CONFIG_B is not set\nCONFIG_C=n\n"
					"CONFIG_D=\"a b\"\nCONFIG_A=m", &l,
					&err), 0);
	assert_int_equal(l.nr, 4);
	assert_string_equal(l.v[0].symbol, "A");
	assert_string_equal(l.v[0].value, "m");
	assert_string_equal(l.v[1].value, "n");
	assert_string_equal(l.v[2].value, "n");
	assert_string_equal(l.v[3].value, "\"a b\"");
	wanted_list_release(&l);
	assert_int_equal(fragment_parse("CONFIG_A=y\nA=y\n", &l, &err),
			 ERR_UNABLE);
	assert_non_null(strstr(err.buf, "kernel.config:2:"));
	wanted_list_release(&l);
	strbuf_release(&err);
}

static void test_values(void **state)
{
	static const char config[] = "# CONFIG_N is not set\nCONFIG_YY=m\n"
				     "CONFIG_Y=y\nCONFIG_HEX=0x1F\n";
	char *v = config_value(config, "Y");

	assert_string_equal(v, "y");
	free(v);
	v = config_value(config, "N");
	assert_string_equal(v, "n");
	free(v);
	assert_true(config_value_equal("0x1f", "0x1F"));
	assert_true(config_value_equal("31", "0x1F"));
	assert_false(config_value_equal("y", "m"));
	assert_false(config_value_equal("\"a\"", "\"A\""));
}

static const char kconfig[] =
	"config BASE\n\tbool \"base\"\n\n"
	"if BASE\n"
	"config LEAF\n\tbool \"leaf\"\n\tdepends on OTHER || \\\n\t\tTHIRD\n"
	"\thelp\n\t  config HIDDEN depends on this text\n"
	"endif\n"
	"config FORCED\n\tbool \"forced\"\n"
	"config FORCER\n\tbool \"x\"\n\tselect FORCED if BASE\n"
	"choice\n\tprompt \"which\"\n"
	"config ONE\n\tbool \"one\"\nconfig TWO\n\tbool \"two\"\nendchoice\n"
	"config QUIET\n\tbool\n";

static char *why(const char *symbol, const char *value, const char *config)
{
	struct wanted w = { (char *)symbol, (char *)value };
	struct wanted_list l = { .v = &w, .nr = 1 };
	struct strbuf out = STRBUF_INIT;
	struct kconfig_why *y = kconfig_why_new(&l);

	kconfig_why_scan(y, "mm/Kconfig", kconfig);
	kconfig_why_text(y, 0, config, &out);
	kconfig_why_free(y);
	return strbuf_detach(&out, NULL);
}

static void check_why(const char *symbol, const char *value, const char *config,
		      const char *part)
{
	char *text = why(symbol, value, config);

	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
	free(text);
}

static void test_why(void **state)
{
	check_why("GONE", "y", "", "no Kconfig file of the tree defines it");
	check_why("HIDDEN", "y", "", "no Kconfig file of the tree defines it");
	check_why("LEAF", "y", "CONFIG_BASE=y\n",
		  "depends on OTHER || THIRD at mm/Kconfig:7, of which OTHER, "
		  "THIRD are n");
	check_why("LEAF", "y", "CONFIG_OTHER=y\n",
		  "depends on BASE at mm/Kconfig:4, of which BASE is n");
	check_why("LEAF", "y", "CONFIG_BASE=y\nCONFIG_THIRD=y\n",
		  "defined at mm/Kconfig:5");
	check_why("FORCED", "n", "CONFIG_FORCER=y\n",
		  "selected by FORCER at mm/Kconfig:16");
	check_why("ONE", "n", "CONFIG_ONE=y\n",
		  "choice at mm/Kconfig:17, with TWO");
	check_why("QUIET", "y", "", "mm/Kconfig:24 without a prompt");
}

/* "name" or "tag.name", parted by blanks, in the order found. */
static void names_of(const struct decl_list *l, struct strbuf *out)
{
	size_t i;

	for (i = 0; i < l->nr; i++)
		strbuf_addf(out, "%s%s%s%s", i ? " " : "",
			    l->v[i].tag ? l->v[i].tag : "",
			    l->v[i].tag ? "." : "", l->v[i].name);
}

static const char header[] =
	"#ifndef H\n#define H\n"
	"#include <linux/types.h>\n"
	"struct fwd;\n"
	"/* words in a comment */\n"
	"struct pg {\n"
	"\tvoid (*page_free)(struct page *p,\n\t\t\t  void *data);\n"
	"\tbool valid;\n"
	"\tunion {\n\t\tint inner[4];\n\t\tu64 bits:3, more;\n\t};\n"
	"} __packed;\n"
	"typedef void (*fn_t)(int x);\n"
	"enum kind { KA = 1, KB };\n"
	"extern struct pg *get(unsigned long pfn,\n\t\t      struct pg *p) __must_check;\n"
	"static inline int one(struct pg *p)\n{\n\tstruct pg q = { 0 };\n\n"
	"\treturn p->valid && q.valid;\n}\n"
	"#define LOOP(x) \\\n\tdo { one(x); } while (0)\n"
	"typedef res_t (*made_t)(int n);\n"
	"DECLARE_KEY(the_key);\n"
	"#endif\n";

static void test_decls(void **state)
{
	struct decl_list l = { 0 };
	struct strbuf names = STRBUF_INIT;

	decls_of(header, strlen(header), &l);
	names_of(&l, &names);
	assert_string_equal(names.buf, "H LOOP pg pg.page_free pg.valid "
			    "pg.inner pg.bits pg.more fn_t kind KA KB get one "
			    "made_t the_key");
	decl_list_release(&l);
	strbuf_release(&names);
}

/* @header with @from replaced by @to: which names changed? */
static void compare(const char *from, const char *to, const char *old,
		    const char *added, const char *includes)
{
	struct strbuf b = STRBUF_INIT, names = STRBUF_INIT;
	const char *at = strstr(header, from);
	struct header_change c;

	assert_non_null(at);
	strbuf_add(&b, header, at - header);
	strbuf_addstr(&b, to);
	strbuf_addstr(&b, at + strlen(from));
	header_compare(header, strlen(header), b.buf, b.len, &c);
	names_of(&c.old, &names);
	assert_string_equal(names.buf, old);
	strbuf_reset(&names);
	names_of(&c.added, &names);
	assert_string_equal(names.buf, added);
	assert_string_equal(c.includes.nr ? c.includes.v[0] : "", includes);
	assert_int_equal(c.any, *old || *added || *includes ||
			 strchr(to, ';') != NULL);
	header_change_release(&c);
	strbuf_release(&b);
	strbuf_release(&names);
}

static void test_compare(void **state)
{
	compare("words", "other words", "", "", "");
	compare("\tbool valid;\n", "", "pg.valid", "", "");
	compare("\tbool valid;\n", "\tbool valid;\n\tint fresh;\n", "", "", "");
	/* the second line of a declaration is its name's */
	compare("void *data", "int data", "pg.page_free", "", "");
	compare("struct pg *p) __must_check", "int n) __must_check", "get",
		"get", "");
	compare("return p->valid && q.valid", "return q.valid", "one", "one",
		"");
	compare("one(x); }", "two(x); }", "LOOP", "LOOP", "");
	compare("KB }", "KC }", "kind KA KB", "kind KA KC", "");
	compare("#include <linux/types.h>\n", "", "", "", "linux/types.h");
}

/* A guard that goes changes what it guarded; the header's own does not. */
static void test_conditional(void **state)
{
	static const char a[] = "#ifndef H\n#ifdef X\nint f(void);\n#endif\n"
				"int g(void);\n#endif\n";
	static const char b[] = "#ifndef H\nint f(void);\nint g(void);\n"
				"#endif\n";
	struct header_change c;
	struct strbuf names = STRBUF_INIT;

	header_compare(a, strlen(a), b, strlen(b), &c);
	names_of(&c.old, &names);
	assert_string_equal(names.buf, "f");
	assert_true(c.any);
	header_change_release(&c);
	strbuf_release(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_plain),
		cmocka_unit_test(test_parse_header),
		cmocka_unit_test(test_parse_command_line),
		cmocka_unit_test(test_parse_tools),
		cmocka_unit_test(test_parse_died),
		cmocka_unit_test(test_tree_path),
		cmocka_unit_test(test_save_load),
			cmocka_unit_test(test_saved_commands),
		cmocka_unit_test(test_replayed_commands),
		cmocka_unit_test(test_fragment),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_decls),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_conditional),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
