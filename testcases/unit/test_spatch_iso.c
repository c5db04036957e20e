/* SPDX-License-Identifier: GPL-2.0-only */
#include "spatch_bench.h"

#include "tempfile.h"

UNIT_DIR

static struct spatch real;

static void needless(const char *rule, struct strvec *names)
{
	spatch_needless_isos(rule, strlen(rule), NULL, names);
	strvec_sort_uniq(names);
}

static bool is_off(const char *rule, const char *iso)
{
	struct strvec names = STRVEC_INIT;
	bool off;

	needless(rule, &names);
	off = strvec_has_sorted(&names, iso);
	strvec_release(&names);
	return off;
}

/*
 * A rule and code that it matches only by this isomorphism: it must be on, and
 * spatch must match.
 */
static const struct {
	const char *iso, *rule, *code;
} needed[] = {
	{ "drop_cast", "@@\ntype T;\nexpression e;\n@@\n- f((T)e)\n+ g(e)\n",
	  "f(a);" },
	{ "add_int1", "@@\nidentifier i;\n@@\n- unsigned i;\n+ long i;\n",
	  "unsigned int i;" },
	{ "not_ptr1", "@@\nexpression *p;\n@@\n- f(!p)\n+ g(p)\n",
	  "f(p == NULL);" },
	{ "commeq", "@@\nexpression e;\n@@\n- f(e == 7)\n+ g(e)\n",
	  "f(7 == a);" },
	{ "commneq", "@@\nexpression e;\n@@\n- f(e != 7)\n+ g(e)\n",
	  "f(7 != a);" },
	{ "is_zero", "@@\nexpression e;\n@@\n- f(e == 0)\n+ g(e)\n",
	  "f(!a);" },
	{ "is_null", "@@\nexpression e;\n@@\n- f(e == NULL)\n+ g(e)\n",
	  "f(!a);" },
	{ "isnt_null1", "@@\nexpression e;\n@@\nif (\n- e != NULL\n+ g(e)\n ) f(e);\n",
	  "if (a) f(a);" },
	{ "not_ptr2", "@@\nexpression *p;\n@@\nif (\n- p\n+ g(p)\n ) f(p);\n",
	  "if (p != NULL) f(p);" },
	{ "bitor_comm", "@@\n@@\n- f(A | B)\n+ g()\n", "f(B | A);" },
	{ "bitand_comm", "@@\n@@\n- f(A & B)\n+ g()\n", "f(B & A);" },
	{ "plus_comm", "@@\n@@\n- f(A + B)\n+ g()\n", "f(B + A);" },
	{ "mult_comm", "@@\n@@\n- f(A * B)\n+ g()\n", "f(B * A);" },
	{ "plus_assoc", "@@\n@@\n- f((A + B) + C)\n+ g()\n",
	  "f(A + B + C);" },
	{ "minus_assoc", "@@\n@@\n- f((A - B) - C)\n+ g()\n",
	  "f(A - B - C);" },
	{ "div_assoc", "@@\n@@\n- f((A / B) / C)\n+ g()\n",
	  "f(A / B / C);" },
	{ "gtr_lss", "@@\n@@\n- f(A < B)\n+ g()\n", "f(B > A);" },
	{ "gtr_lss_eq", "@@\n@@\n- f(A <= B)\n+ g()\n", "f(B >= A);" },
	{ "inc", "@@\nidentifier i;\n@@\n- i++;\n+ f(i);\n", "a += 1;" },
	{ "for_inc", "@@\nidentifier i;\nexpression a, b;\nstatement S;\n@@\n- for (a; b; i++) S\n+ f(i);\n",
	  "for (a = 0; a < b; ++a) f(a);" },
	{ "unlikely", "@@\nexpression e;\n@@\n- f(unlikely(e))\n+ g(e)\n",
	  "f(likely(a));" },
	{ "paren", "@@\nexpression e;\n@@\n- f((e))\n+ g(e)\n", "f(a);" },
	{ "neg_if", "@@\nexpression e;\n@@\n- if (e) f(1); else f(2);\n+ g(e);\n",
	  "if (!a) f(2); else f(1);" },
	{ "drop_else", "@@\nexpression e;\nstatement S;\n@@\n- if (e) f(1); else S\n+ g(e);\n",
	  "if (a) f(1);" },
	{ "neg_if_exp", "@@\nexpression e;\n@@\n- f(e ? A : B)\n+ g(e)\n",
	  "f(!a ? B : A);" },
	{ "decl_init", "@@\nidentifier i;\n@@\nstruct s i;\n+ f(i);\n",
	  "struct s i = { 1 };" },
	{ "static_decl_init", "@@\nidentifier i;\n@@\nstatic struct s i;\n+ f(i);\n",
	  "static struct s i = { 1 };" },
	{ "braces4", "@@\nexpression e;\n@@\nif (e) {\n- f(e);\n+ g(e);\n }\n",
	  "if (a) f(a);" },
	{ "braces4", "@@\niterator name each;\nexpression e;\n@@\neach(e) {\n- f(e);\n+ g(e);\n }\n",
	  "each(a) f(a);" },
	{ "braces4", "@@\nexpression e;\n@@\n t(...)\n {\n ...\nif (e) {\n- f(e);\n+ g(e);\n }\n }\n",
	  "if (a) f(a);" },
	{ "decl_init", "@@\nidentifier i;\ntype T;\n@@\n T *i;\n+ f(i);\n",
	  "int *i = 0;" },
	{ "decl_init", "@@\nidentifier i;\n@@\n unsigned i;\n+ f(i);\n",
	  "unsigned i = 0;" },
	{ "paren", "@@\nexpression e;\n@@\n- return (e);\n+ return g(e);\n",
	  "return a;" },
	{ "isnt_null1", "@@\nexpression e;\n@@\n f(e);\n... when != e != NULL\n- h(e);\n+ g(e);\n",
	  "f(a); h(a);" },
	{ "ret", "@@\n@@\n- return ...;\n+ g();\n", "return;" },
	{ "fld_to_ptr", "@@\nstruct s v;\n@@\n- f(v.x)\n+ g()\n", "f(p->x);" },
	{ "sizeof_type_expr", "@@\ntype T;\n@@\n- f(sizeof(T))\n+ g()\n",
	  "f(sizeof v);" },
};

static void what_is_needed_stays(void **state)
{
	assert_true(real.known_isos);
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		struct strbuf code = STRBUF_INIT;
		struct bench b;

		if (is_off(needed[i].rule, needed[i].iso))
			fail_msg("%s is off for:\n%s", needed[i].iso,
				 needed[i].rule);
		strbuf_addf(&code, "struct s { int x; };\nvoid t(int a, int b, int *p1, struct s *p, struct s v)\n{\n\t%s\n}\n",
			    needed[i].code);
		bench_init(&b, &real, needed[i].rule);
		bench_file(&b, "a.c", code.buf);
		bench_run(&b, "a.c");
		/* others are off in this very run */
		assert_true(strvec_has(&b.run.child.argv, "--disable-iso"));
		assert_true(strvec_has(&b.run.child.argv, "bsd_branch_pred"));
		assert_false(strvec_has(&b.run.child.argv, needed[i].iso));
		if (b.run.outcome != SPATCH_CHANGED)
			fail_msg("by %s this is not matched: %s",
				 needed[i].iso, b.run.child.err.buf);
		bench_release(&b);
		strbuf_release(&code);
	}
}

/* Without this nothing would be won. */
static void a_plain_rule_needs_few(void **state)
{
	static const char rule[] =
		"// a && b, if (x) else\n"
		"@r@\nexpression e; /* == */\nstruct s *p, v = {1};\nposition q != {a.q};\n@@\n"
		" f(...)\n {\n... when != f(x)\n- old(e, \"!= 0\")\n+ new(e)\n ...\n }\n\n"
		"@@\n@@\n struct s {\n ...\n };\n\n@@\nidentifier x;\n@@\n struct s x = { 1 };\n\n"
		"@script:ocaml@\ne << r.e;\n@@\nif e != \"0\" then () else f (1 + 2)\n";
	static const char *const off[] = {
		"is_null", "isnt_zero", "not_ptr2", "drop_else", "neg_if",
		"plus_comm", "paren", "drop_cast", "braces0", "ret",
		"fld_to_ptr", "inc", "braces4", "mult_comm", "decl_init",
		"not_int2",
	};
	struct strvec names = STRVEC_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(off); i++)
		if (!is_off(rule, off[i]))
			fail_msg("%s is on", off[i]);
	needless(rule, &names);
	/* all that are known */
	assert_true(names.nr > 40);
	strvec_release(&names);
}

/* Where a script ends is told by the heads alone. */
static void rules_after_scripts(void **state)
{
	static const char *const rules[] = {
		"@r@\nexpression e;\n@@\nf(e)\n\n@script:ocaml@\ne << r.e;\n@@\nlet x = [1]\n@ [2] in ()\n\n@@\nexpression e;\n@@\n- g(e == 0)\n+ h(e)\n",
		"@initialize:ocaml@\n@@\nlet x = 1\n\n@@\nexpression e;\n@@\n- g(e == 0)\n+ h(e)\n",
		"@ script:ocaml @ e << r.e; @@\nlet x = 1\n@@\nexpression e;\n@@\n- g(e == 0)\n+ h(e)\n",
		"@finalize:ocaml@ @@\nlet x = 1\n@r2@\nexpression e;\n@@\n- g(e == 0)\n+ h(e)\n",
		"@@ expression e; @@\n- g(e == 0)\n+ h(e)\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (is_off(rules[i], "is_zero"))
			fail_msg("is_zero is off for:\n%s", rules[i]);
}

static void rules_with_isomorphisms_of_their_own(void **state)
{
	static const char rule[] = "@@\n@@\n- f(1)\n+ g(1)\n";
	static const char own[] = "@r using \"my.iso\"@\n@@\n- f(1)\n+ g(1)\n";
	struct strvec names = STRVEC_INIT, options = STRVEC_INIT;

	needless(own, &names);
	assert_int_equal(names.nr, 0);
	strvec_push(&options, "--iso-file");
	spatch_needless_isos(rule, strlen(rule), &options, &names);
	assert_int_equal(names.nr, 0);
	strvec_release(&options);
	needless(rule, &names);
	assert_true(names.nr > 0);
	strvec_release(&names);
}

static int setup(void **state)
{
	struct strbuf err = STRBUF_INIT;
	int ret = unit_setup(state);

	if (!ret)
		ret = spatch_probe(&real, unit_dir, &err) ||
		      scratch_create(unit_dir, &err) ||
		      spatch_probe_isos(&real, unit_dir, &err);
	if (ret)
		print_error("%s\n", err.buf);
	strbuf_release(&err);
	return ret;
}

static int teardown(void **state)
{
	spatch_release(&real);
	scratch_remove();
	return unit_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_needed_stays),
		cmocka_unit_test(a_plain_rule_needs_few),
		cmocka_unit_test(rules_after_scripts),
		cmocka_unit_test(rules_with_isomorphisms_of_their_own),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
