// SPDX-License-Identifier: GPL-2.0-only
/* test_conform: records of runs, traces that may differ, stubs, functions. */
#include "unit.h"

#include "conform_priv.h"

static bool add(struct run_list *l, const char *text)
{
	return run_list_add(l, &conform_configs[0], text, strlen(text));
}

static void records(void **state)
{
	struct run_list l = { .texts = STRVEC_INIT };
	struct strvec trace = STRVEC_INIT;
	const struct run *r;

	assert_true(add(&l, "= life 14 0 \n> lock\n. 11 3\n~ W3\n; ok 2\n"
			    "= life 14 1 track\n! 13 it leaks\nE ERROR: bad\n; signal 11\n"
			    "# 2 1\n"));
	assert_int_equal(l.nr, 2);
	assert_int_equal(l.scenarios, 1);
	r = &l.v[0];
	assert_string_equal(r->scenario, "life");
	assert_string_equal(r->fault, "");
	assert_string_equal(r->end, "ok");
	assert_int_equal(r->nr, 3);
	assert_int_equal(r->v[1].clause, 11);
	assert_int_equal(r->v[1].count, 3);
	r = &l.v[1];
	assert_string_equal(r->fault, "track");
	assert_string_equal(r->end, "signal");
	assert_int_equal(r->v[0].clause, 13);
	assert_string_equal(r->v[0].text, "it leaks");
	run_trace(r, &trace);
	assert_int_equal(trace.nr, 2);
	assert_string_equal(trace.v[0], "! it leaks");
	assert_ptr_equal(run_list_find(&l, r), r);
	strvec_release(&trace);
	run_list_release(&l);
}

/* A harness that was cut off, or printed nonsense, is noticed. */
static void broken_records(void **state)
{
	static const char *const texts[] = {
		"", "= a 1 0 \n; ok 0\n", "= a 1 0 \n; ok 0\n# 2 1\n",
		"> before any run\n# 0 0\n", "= a\n# 1 1\n", "nonsense\n# 0 0\n",
		"= a 1 0 \nx\n# 1 1\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct run_list l = { .texts = STRVEC_INIT };

		assert_false(add(&l, texts[i]));
		run_list_release(&l);
	}
}

/* A clause that there is not becomes that of the scenario. */
static void odd_clause(void **state)
{
	struct run_list l = { .texts = STRVEC_INIT };

	assert_true(add(&l, "= a 7 0 \n! 99 what\n! -3 what\n; ok 0\n# 1 1\n"));
	assert_int_equal(l.v[0].v[0].clause, 7);
	assert_int_equal(l.v[0].v[1].clause, 7);
	run_list_release(&l);
}

static bool same(const char *scenario, const char *tree, const char *golden,
		 size_t *part)
{
	struct run_list a = { .texts = STRVEC_INIT };
	struct run_list b = { .texts = STRVEC_INIT };
	struct strvec x = STRVEC_INIT, y = STRVEC_INIT;
	char *one = xasprintf("= %s 1 0 \n%s; ok 0\n# 1 1\n", scenario, tree);
	char *two = xasprintf("= %s 1 0 \n%s; ok 0\n# 1 1\n", scenario, golden);
	bool equal;

	assert_true(add(&a, one) && add(&b, two));
	equal = trace_equal(&a.v[0], &b.v[0], &x, &y, part);
	strvec_release(&x);
	strvec_release(&y);
	run_list_release(&a);
	run_list_release(&b);
	free(one);
	free(two);
	return equal;
}

static void traces(void **state)
{
	size_t part = 0;

	assert_true(same("a", "> x\n> y\n", "> x\n> y\n", &part));
	assert_false(same("a", "> x\n> y\n", "> y\n> x\n", &part));
	assert_int_equal(part, 0);
	assert_false(same("a", "> x\n> y\n", "> x\n", &part));
	assert_int_equal(part, 1);
	assert_false(same("a", "> x\n", "> x\n> y\n", &part));
	/* what is no event does not count */
	assert_true(same("a", "> x\n. 3 7\n- 4 no\n", "> x\n", &part));
}

static void allowed_orders(void **state)
{
	size_t part = 0;

	assert_true(same("a", "> lock\n> unlock\n> kasan_undo A\n> z\n",
			 "> lock\n> kasan_undo A\n> unlock\n> z\n", &part));
	/* only of what was never mapped */
	assert_false(same("a", "> lock\n> unlock\n> kasan_remove A\n",
			  "> lock\n> kasan_remove A\n> unlock\n", &part));
	assert_true(same("a", "> clear Waiters\n> clear Active\n",
			 "> clear Active\n> clear Waiters\n", &part));
	/* not past what cannot be passed */
	assert_false(same("a", "> clear Waiters\n> page_free A\n> clear Active\n",
			  "> clear Active\n> page_free A\n> clear Waiters\n",
			  &part));
	assert_false(same("a", "> clear Active\n> page_free A\n",
			  "> page_free A\n> clear Active\n", &part));
	assert_true(same("a", "> uncharge\n> clear Waiters\n> clear Active\n",
			 "> clear Active\n> clear Waiters\n> uncharge\n",
			 &part));
}

static void short_key(void **state)
{
	size_t part = 0;

	assert_true(same("a", "> [map A]\n> devm_add_action no data fails\n"
			 "> returns\n",
			 "> [map A]\n> managed key on\n"
			 "> devm_add_action no data fails\n"
			 "> managed key off\n> returns\n", &part));
	/* not where it was had */
	assert_false(same("a", "> [map A]\n> devm_add_action no data\n",
			  "> [map A]\n> managed key on\n"
			  "> devm_add_action no data\n> managed key off\n",
			  &part));
	/* nor over two calls */
	assert_false(same("a", "> [map A]\n> devm_add_action no data fails\n> [map B]\n",
			  "> [map A]\n> managed key on\n"
			  "> devm_add_action no data fails\n> [map B]\n"
			  "> managed key off\n", &part));
}

static void unused_count(void **state)
{
	static const char killed[] = "> [map A]\n> percpu_ref_kill A.internal\n"
		"> wait A\n> percpu_ref_exit A.internal\n";
	static const char exited[] = "> [map A]\n> percpu_ref_exit A.internal\n";
	char *one = xasprintf("%s@ refused\n", killed);
	char *two = xasprintf("%s@ refused\n", exited);
	size_t part = 0;

	assert_true(same("a", two, one, &part));
	assert_true(same("a", one, two, &part));
	/* of a map that was not turned down it matters */
	assert_false(same("a", exited, killed, &part));
	free(one);
	free(two);
}

static void weaknesses(void **state)
{
	size_t part = 0;

	/* W2: what should not be there is left out */
	assert_true(same("a", "> x\n> kasan_undo A\n~ W2\n> y\n", "> x\n> y\n",
			 &part));
	assert_false(same("a", "> x\n> kasan_undo A\n> y\n", "> x\n> y\n",
			  &part));
	/* W4: what comes behind is another story, what stands before is not */
	assert_true(same("a", "> x\n~ W4\n> other\n", "> x\n> y\n", &part));
	assert_false(same("a", "> other\n~ W4\n", "> x\n> y\n", &part));
	assert_true(same("a", "> x\n~ W1\n", "> y\n", &part));
}

/* Only there: sections as they are, or as the owner named them. */
static void shapes(void **state)
{
	size_t part = 0;

	assert_true(same("unaligned-a", "> add_pages 0x0+0x4000 node 1\n",
			 "> add_pages A node 1\n", &part));
	assert_false(same("life", "> add_pages 0x0+0x4000 node 1\n",
			  "> add_pages A node 1\n", &part));
	assert_false(same("unaligned-a", "> add_pages 0x0+0x4000 node 1\n",
			  "> add_pages A node 2\n", &part));
}

static struct strbuf text_of(const char *s)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, s);
	return sb;
}

static bool there(const char *name)
{
	char *path = unit_path("stubs/%s", name);
	bool yes = !access(path, R_OK);

	free(path);
	return yes;
}

static void stubs(void **state)
{
	struct strbuf text = text_of("#include <linux/mm.h>\n"
				     " # include \"internal.h\"\n"
				     "#include <linux/memremap.h>\n"
				     "#include MACRO\n#include <never\n"
				     "#includes <not.h>\nint x;");
	char *dir = unit_path("stubs");

	assert_int_equal(conform_stubs(&text, "core", dir, NULL), 0);
	assert_true(there("linux/mm.h"));
	assert_true(there("internal.h"));
	assert_false(there("linux/memremap.h"));
	assert_false(there("not.h"));
	strbuf_release(&text);
	free(dir);
}

/* What would name a file of this machine is refused. */
static void unsafe_stubs(void **state)
{
	static const char *const names[] = { "/etc/passwd", "../../x.h",
					     "a/../b.h", "" };
	char *dir = unit_path("stubs");

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;

		strbuf_addf(&text, "#include \"%s\"\n", names[i]);
		assert_int_equal(conform_stubs(&text, "core", dir, &err),
				 ERR_UNABLE);
		assert_non_null(strstr(err.buf, "'core' includes '"));
		strbuf_release(&text);
		strbuf_release(&err);
	}
	free(dir);
}

static void functions(void **state)
{
	struct strbuf text = text_of("int a(void)\n{\n\treturn word;\n}\n\n"
				     "int b(void)\n{\n\treturn 1;\n}\n"
				     "int word;\n"
				     "static int c(int word)\n{\n\treturn 2;\n}\n");
	struct strbuf out = STRBUF_INIT;

	functions_with(&text, "word", &out);
	assert_non_null(strstr(out.buf, "int a(void)"));
	assert_null(strstr(out.buf, "int b(void)"));
	assert_null(strstr(out.buf, "int word;"));
	assert_non_null(strstr(out.buf, "static int c(int word)"));
	strbuf_release(&text);
	strbuf_release(&out);
}

static void names(void **state)
{
	assert_string_equal(conform_row_name(7), "7");
	assert_string_equal(conform_row_name(CONFORM_TRACE), "trace");
	assert_string_equal(conform_row_name(CONFORM_PUT), "put");
	for (int row = 1; row < CONFORM_ROWS; row++)
		assert_non_null(conform_row_title(row));
	for (int w = 0; w < WEAKNESSES; w++)
		assert_non_null(weakness_title(w));
}

UNIT_DIR

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(broken_records),
		cmocka_unit_test(odd_clause),
		cmocka_unit_test(traces),
		cmocka_unit_test(allowed_orders),
		cmocka_unit_test(short_key),
		cmocka_unit_test(unused_count),
		cmocka_unit_test(weaknesses),
		cmocka_unit_test(shapes),
		cmocka_unit_test(stubs),
		cmocka_unit_test(unsafe_stubs),
		cmocka_unit_test(functions),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
