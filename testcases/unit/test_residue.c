/* SPDX-License-Identifier: GPL-2.0-only */
/* test_residue: what is left, in a small tree, with the real spatch. */
#include "test_git.h"

#include "cache.h"
#include "reach.h"
#include "residue.h"
#include "tempfile.h"

static struct engine engine;
static struct snapshot *tree;

static const char header[] =
	"#ifndef T_H\n"
	"/**\n"
	" * struct map - a map\n"
	" * @data: what it is\n"
	" * @kill: ends it\n"
	" */\n"
	"struct map {\n"
	"\tvoid *data;\n"
	"\tvoid (*kill)(struct map *m);\n"
	"};\n"
	"typedef struct map map_t;\n"
	"typedef void (*gone_t)(int data);\n"
	"struct holder {\n"
	"\tstruct map in;\n"
	"\tstruct map *mp;\n"
	"\tint data;\n"
	"};\n"
	"struct dev { void *data; void (*kill)(struct dev *m); };\n"
	"struct map *to_map(void *p);\n"
	"#define map_data(m) ((m)->data)\n"
	"#endif\n";

static const char user[] =
	"#include <linux/t.h>\n"					/* 1 */
	"static struct map table[] = { { .data = 0 }, };\n"
	"static struct dev other = { .data = 0, };\n"
	"static struct holder both = { .in = { .data = 0 }, .data = 1 };\n"
	"int f(struct holder *h, struct dev *m)\n"			/* 5 */
	"{\n"
	"\tmap_t *alias = h->mp;\n"
	"\tint x = h->data + h->in.data;\n"
	"\tm->data = h->mp->data;\n"
	"\tx += (long)alias->data + (long)to_map(m)->data;\n"		/* 10 */
	"\t/* h->mp->data is a comment, m->data too */\n"
	"\tprint(\"mp->data\");\n"
	"#if 0\n"
	"\th->mp->data = 0;\n"
	"#endif\n"							/* 15 */
	"#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 3, 0)\n"
	"\th->mp->data = 0;\n"
	"#endif\n"
	"\treturn x;\n"
	"}\n"								/* 20 */
	"int g(void)\n"
	"{\n"
	"\treturn mp->data;\n"
	"}\n"
	"#ifdef __cplusplus\n"						/* 25 */
	"int k(struct map *m) { return m->data; }\n"
	"#endif\n";

static const char names[] =
	"int old_call(int);\n"						/* 1 */
	"EXPORT_SYMBOL(old_call);\n"
	"struct old_call { int old_call; };\n"
	"int f(struct ops *o, int old_call)\n"
	"{\n"								/* 5 */
	"\to->old_call(old_call);\n"
	"\treturn 0; /* old_call */\n"
	"}\n"
	"struct ops o = { .old_call = 0 };\n"
	"int g(void)\n"							/* 10 */
	"{\n"
	"#ifdef CONFIG_OLD_THING\n"
	"\treturn old_call(1) + OLD_THING;\n"
	"#elif defined(CONFIG_OLD_THING_MODULE)\n"
	"old_call:\n"							/* 15 */
	"\tgoto old_call;\n"
	"#endif\n"
	"}\n"
	"gone_t keep;\n"
	"int gone_t_like;\n";						/* 20 */

static void write_text(const char *path, const char *text)
{
	char *full = xasprintf("%s/tree/%s", test_dir, path);
	struct strbuf err = STRBUF_INIT;

	if (mkdirs_for(full, &err) ||
	    file_write(full, text, strlen(text), 0644, &err))
		fail_msg("%s", err.buf);
	free(full);
}

static int set_up(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct scan_options opt = { .threads = 1 };
	struct strvec words = STRVEC_INIT;
	struct oid id;

	test_git_begin();
	write_text("include/linux/t.h", header);
	write_text("user.c", user);
	write_text("names.c", names);
	write_text("broken.c",
		   "#include <linux/t.h>\n"
		   "int f(struct map *m)\n{\n"
		   "\tSTRANGE(m) { ] if else m->data = 0;\n}\n");
	write_text("far.c", "int f(struct far *p) { return p->data; }\n");
	write_text("back.c", "int f(struct far *p, struct near *h)\n"
		   "{\n\treturn p->mp->data + h->mp->data;\n}\n");
	write_text("Kconfig", "config OLD_THING\n\tbool \"OLD_THING\"\n"
		   "\thelp\n\t  OLD_THING is old.\n\n\t  So it is.\n\n"
		   "config NEW\n\tdepends on OLD_THING # OLD_THING\n");
	write_text("Makefile", "obj-$(CONFIG_OLD_THING) += a.o # "
		   "CONFIG_OLD_THING\n");
	write_text("arch/x86/configs/x_defconfig",
		   "# CONFIG_OLD_THING is not set\n");
	write_text("Documentation/a.rst", "old_call() and CONFIG_OLD_THING\n");
	sh("tree", "git init -q -b main .; git add .; git commit -qm 1");
	sh_oid("tree", &id, "git rev-parse HEAD^{tree}");
	if (scratch_create(test_dir, &err))
		fail_msg("%s", err.buf);
	engine.repo = open_ok("tree");
	engine.jobs = 2;
	engine.cache = cache_none();
	engine.home = scratch_mkdir("home", &err);
	if (spatch_probe(&engine.spatch, engine.home, &err) ||
	    snapshot_of_tree(&tree, engine.repo, &id, &words, &opt, NULL,
			     &err))
		fail_msg("%s", err.buf);
	return 0;
}

static int tear_down(void **state)
{
	snapshot_put(tree);
	spatch_release(&engine.spatch);
	cache_free(engine.cache);
	repo_free(engine.repo);
	free((char *)engine.home);
	scratch_remove();
	test_git_end();
	return 0;
}

/* ---- a step made of expect lines ---- */

static struct expect lines[8];
static struct step step = { .expects = lines };

static struct expect *add_line(enum expect_kind kind, enum expect_what what,
			       const char *name, const char *field)
{
	struct expect *x = &lines[step.nr_expects++];

	memset(x, 0, sizeof(*x));
	x->line = step.nr_expects;
	x->kind = kind;
	x->what = what;
	x->name = xstrdup(name);
	x->member = field ? xstrdup(field) : NULL;
	strvec_init(&x->in);
	return x;
}

static void add_allow(enum residue_class cls, const char *path)
{
	struct expect *x = add_line(EXPECT_ALLOW, WHAT_WORD, "", NULL);

	x->cls = cls;
	strvec_push(&x->in, path);
}

static int drop_lines(void **state)
{
	while (step.nr_expects) {
		struct expect *x = &lines[--step.nr_expects];

		free(x->name);
		free(x->member);
		strvec_release(&x->in);
		if (x->rule)
			pass_release(x->rule);
		free(x->rule);
	}
	return 0;
}

static struct left_site left[2];
static size_t nr_left;

/* "path:line class[!]" a line, '!' for harmful. */
static void find(struct strbuf *out, size_t *harmful, struct strvec *unused)
{
	struct strbuf err = STRBUF_INIT;
	struct residue_list list;
	size_t i;

	if (residue_find(&engine, &step, tree, tree, left, nr_left, &list,
			 unused, &err))
		fail_msg("%s", err.buf);
	for (i = 0; i < list.nr; i++)
		strbuf_addf(out, "%s:%u %s%s\n", list.v[i].path,
			    list.v[i].line,
			    residue_class_name(list.v[i].cls),
			    list.v[i].harmless ? "" : "!");
	*harmful = list.harmful;
	residue_list_release(&list);
}

static void assert_found(const char *want)
{
	struct strbuf got = STRBUF_INIT;
	size_t harmful, bangs = 0;
	const char *p;

	find(&got, &harmful, NULL);
	assert_string_equal(got.buf, want);
	for (p = want; (p = strchr(p, '!')); p++)
		bangs++;
	assert_int_equal(harmful, bangs);
	strbuf_release(&got);
}

static void finds_members_by_type(void **state)
{
	add_line(EXPECT_ABSENT, WHAT_MEMBER, "map", "data");
	assert_found("back.c:3 unknown-type!\n"
		     "broken.c:4 unparsed!\n"
		     "include/linux/t.h:4 comment\n"
		     "include/linux/t.h:8 unexplained!\n"
		     "include/linux/t.h:20 macro!\n"
		     "user.c:2 unexplained!\n"
		     "user.c:4 unexplained!\n"
		     "user.c:8 unexplained!\n"
		     "user.c:9 unexplained!\n"
		     "user.c:10 unexplained!\n"
		     "user.c:10 unexplained!\n"
		     "user.c:11 comment\n"
		     "user.c:11 comment\n"	/* "m" is the name of a map, too */
		     "user.c:14 if0\n"
		     "user.c:17 old-arm!\n"
		     "user.c:23 unknown-type!\n"
		     "user.c:26 inactive!\n");
}

static void finds_members_of_another_struct(void **state)
{
	add_line(EXPECT_ABSENT, WHAT_MEMBER, "dev", "data");
	add_line(EXPECT_ABSENT, WHAT_MEMBER, "dev", "kill");
	assert_found("include/linux/t.h:18 unexplained!\n"
		     "include/linux/t.h:18 unexplained!\n"
		     "include/linux/t.h:20 macro!\n"
		     "user.c:3 unexplained!\n"
		     "user.c:9 unexplained!\n"
		     "user.c:11 comment\n");
}

static void finds_members_in_paths(void **state)
{
	struct expect *x = add_line(EXPECT_ABSENT, WHAT_MEMBER, "map", "data");

	strvec_push(&x->in, "include");
	assert_found("include/linux/t.h:4 comment\n"
		     "include/linux/t.h:8 unexplained!\n"
		     "include/linux/t.h:20 macro!\n");
}

static void finds_functions(void **state)
{
	add_line(EXPECT_ABSENT, WHAT_FUNCTION, "old_call", NULL);
	assert_found("Documentation/a.rst:1 comment\n"
		     "names.c:1 unexplained!\n"
		     "names.c:2 unexplained!\n"
		     "names.c:7 comment\n"
		     "names.c:13 unexplained!\n");
}

static void finds_types(void **state)
{
	add_line(EXPECT_ABSENT, WHAT_TYPE, "old_call", NULL);
	add_line(EXPECT_ABSENT, WHAT_TYPE, "gone_t", NULL);
	assert_found("Documentation/a.rst:1 comment\n"
		     "include/linux/t.h:12 unexplained!\n"
		     "names.c:3 unexplained!\n"
		     "names.c:7 comment\n"
		     "names.c:19 unexplained!\n");
}

static void finds_words(void **state)
{
	struct expect *x = add_line(EXPECT_ABSENT, WHAT_WORD, "mp", NULL);

	strvec_push(&x->in, "user.c");
	add_line(EXPECT_ABSENT, WHAT_WORD, "NEW", NULL);
	assert_found("Kconfig:8 unexplained!\n"
		     "user.c:7 unexplained!\n"
		     "user.c:9 unexplained!\n"
		     "user.c:11 comment\n"
		     "user.c:12 string\n"
		     "user.c:14 if0\n"
		     "user.c:17 old-arm!\n"
		     "user.c:23 unexplained!\n");
}

static void finds_config_symbols(void **state)
{
	add_line(EXPECT_ABSENT, WHAT_CONFIG, "OLD_THING", NULL);
	assert_found("Documentation/a.rst:1 comment\n"
		     "Kconfig:1 unexplained!\n"
		     "Kconfig:2 comment\n"
		     "Kconfig:4 comment\n"
		     "Kconfig:9 unexplained!\n"
		     "Kconfig:9 comment\n"
		     "Makefile:1 unexplained!\n"
		     "Makefile:1 comment\n"
		     "arch/x86/configs/x_defconfig:1 unexplained!\n"
		     "names.c:12 unexplained!\n"
		     "names.c:14 unexplained!\n");
}

static void add_rule(enum expect_kind kind, const char *text)
{
	struct expect *x = add_line(kind, WHAT_MATCH, "rule.cocci", NULL);

	x->rule = xcalloc(1, sizeof(*x->rule));
	pass_init_text(x->rule, "rule.cocci", text, NULL);
	strvec_push(&x->in, "names.c");
}

static const char reporting_rule[] =
	"@r@\nposition p;\n@@\nold_call@p(1)\n\n"
	"@script:ocaml@\np << r.p;\n@@\n"
	"List.iter (fun q -> Printf.printf \"ratchet: at %d %d call\\n\" "
	"q.Coccilib.line q.Coccilib.col) p\n";

static void finds_matches(void **state)
{
	add_rule(EXPECT_ABSENT, reporting_rule);
	assert_found("names.c:13 unexplained!\n");
	drop_lines(NULL);
	add_rule(EXPECT_ABSENT, "@@\n@@\n* old_call(1)\n");
	assert_found("names.c:13 unexplained!\n");
	drop_lines(NULL);
	add_rule(EXPECT_ABSENT, "@@\n@@\n* return 0; old_call();\n");
	assert_found("");
}

static void takes_allowances(void **state)
{
	struct strvec unused = STRVEC_INIT;
	struct strbuf got = STRBUF_INIT;
	size_t harmful;

	add_line(EXPECT_ABSENT, WHAT_MEMBER, "map", "data");
	lines[0].in.nr = 0;
	strvec_push(&lines[0].in, "user.c");
	add_allow(RESIDUE_UNKNOWN_TYPE, "user.c");
	add_allow(RESIDUE_OLD_ARM, "user.c");
	add_allow(RESIDUE_MACRO, "user.c");
	add_allow(RESIDUE_UNEXPLAINED, "other");
	find(&got, &harmful, &unused);
	assert_non_null(strstr(got.buf, "user.c:17 old-arm\n"));
	assert_non_null(strstr(got.buf, "user.c:23 unknown-type\n"));
	assert_int_equal(harmful, 7);
	assert_int_equal(unused.nr, 2);
	assert_string_equal(unused.v[0], "expect:4");
	assert_string_equal(unused.v[1], "expect:5");
	strvec_release(&unused);
	strbuf_release(&got);
}

static void sites_that_a_rule_left_alone(void **state)
{
	left[0] = (struct left_site) {
		"user.c", "\tint x = h->data + h->in.data;", "it is shared"
	};
	/* of another file */
	left[1] = (struct left_site) {
		"far.c", "\tm->data = h->mp->data;", "no"
	};
	nr_left = 2;
	add_line(EXPECT_ABSENT, WHAT_MEMBER, "map", "data");
	lines[0].in.nr = 0;
	strvec_push(&lines[0].in, "user.c");
	add_allow(RESIDUE_REJECTED, "user.c");
	assert_found("user.c:2 unexplained!\n"
		     "user.c:4 unexplained!\n"
		     "user.c:8 rejected\n"
		     "user.c:9 unexplained!\n"
		     "user.c:10 unexplained!\n"
		     "user.c:10 unexplained!\n"
		     "user.c:11 comment\n"
		     "user.c:11 comment\n"
		     "user.c:14 if0\n"
		     "user.c:17 old-arm!\n"
		     "user.c:23 unknown-type!\n"
		     "user.c:26 inactive!\n");
	nr_left = 0;
}

static const struct holding {
	enum expect_what what;
	const char *name, *member;
	int holds;
} holdings[] = {
	{ WHAT_WORD, "gone_t", NULL, 1 },
	{ WHAT_WORD, "nowhere", NULL, 0 },
	{ WHAT_WORD, "comment", NULL, 0 },
	{ WHAT_FUNCTION, "old_call", NULL, 1 },
	{ WHAT_FUNCTION, "map_data", NULL, 1 },
	{ WHAT_FUNCTION, "print", NULL, 0 },
	{ WHAT_FUNCTION, "kill", NULL, 0 },
	{ WHAT_TYPE, "map", NULL, 1 },
	{ WHAT_TYPE, "map_t", NULL, 1 },
	{ WHAT_TYPE, "far", NULL, 0 },
	{ WHAT_MEMBER, "map", "kill", 1 },
	{ WHAT_MEMBER, "holder", "kill", 0 },
	{ WHAT_MEMBER, "holder", "in", 1 },
	{ WHAT_CONFIG, "NEW", NULL, 1 },
	{ WHAT_CONFIG, "NE", NULL, 0 },
};

static void tells_what_holds(void **state)
{
	struct strbuf err = STRBUF_INIT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(holdings); i++) {
		const struct holding *h = &holdings[i];
		int got;

		add_line(EXPECT_PRESENT, h->what, h->name, h->member);
		got = expect_holds(&engine, &lines[0], tree, &err);
		if (got != h->holds)
			fail_msg("%s: %d %s", h->name, got, err.buf);
		drop_lines(NULL);
	}
	add_rule(EXPECT_PRESENT, reporting_rule);
	assert_int_equal(expect_holds(&engine, &lines[0], tree, &err), 1);
	drop_lines(NULL);
	add_rule(EXPECT_PRESENT, "@@\n@@\n* old_call(2)\n");
	assert_int_equal(expect_holds(&engine, &lines[0], tree, &err), 0);
	strbuf_release(&err);
}

static void finds_words_of_reach(void **state)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT, got = STRBUF_INIT;
	size_t i;

	assert_int_equal(reach_words(tree, "map", &words, &err), 0);
	for (i = 0; i < words.nr; i++)
		strbuf_addf(&got, "%s ", words.v[i]);
	assert_string_equal(got.buf, "alias in m map map_t mp table to_map ");
	strvec_release(&words);
	strbuf_release(&got);
}

static void names_words_to_scan_for(void **state)
{
	struct strvec words = STRVEC_INIT;

	add_line(EXPECT_ABSENT, WHAT_MEMBER, "map", "data");
	add_line(EXPECT_REQUIRES, WHAT_CONFIG, "NEW", NULL);
	add_allow(RESIDUE_MACRO, "x");
	expect_words(&step, &words);
	strvec_sort(&words);
	assert_int_equal(words.nr, 5);
	assert_string_equal(words.v[0], "CONFIG_NEW");
	assert_string_equal(words.v[1], "CONFIG_NEW_MODULE");
	assert_string_equal(words.v[2], "NEW");
	assert_string_equal(words.v[3], "data");
	assert_string_equal(words.v[4], "map");
	strvec_release(&words);
}

#define TEST(f) cmocka_unit_test_teardown(f, drop_lines)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(finds_members_by_type),
		TEST(finds_members_of_another_struct),
		TEST(finds_members_in_paths),
		TEST(finds_functions),
		TEST(finds_types),
		TEST(finds_words),
		TEST(finds_config_symbols),
		TEST(finds_matches),
		TEST(takes_allowances),
		TEST(sites_that_a_rule_left_alone),
		TEST(tells_what_holds),
		TEST(finds_words_of_reach),
		TEST(names_words_to_scan_for),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
