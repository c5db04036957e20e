// SPDX-License-Identifier: GPL-2.0-only
/* test_exports: EXPORT_SYMBOL lines, and licenses. */
#include "unit.h"

#include "exports.h"

static enum export_kind of(const char *text, const char *name)
{
	return export_of(text, strlen(text), name);
}

static void kinds(void **state)
{
	static const char text[] =
		"EXPORT_SYMBOL(a);\n"
		"EXPORT_SYMBOL_GPL( b );\n"
		"EXPORT_UNUSED_SYMBOL(c);\n"
		"EXPORT_SYMBOL_NS_GPL(d, SPACE);\n"
		"/* EXPORT_SYMBOL(e); */\n"
		"#if 0\nEXPORT_SYMBOL(f);\n#endif\n"
		"const char *s = \"EXPORT_SYMBOL(g)\";\n"
		"EXPORT_SYMBOL_GPL(h);\n"
		"EXPORT_SYMBOL(h);\n"
		"EXPORT_OTHER(i);\n";
	static const enum export_kind want[] = {
		EXPORT_ALL, EXPORT_GPL, EXPORT_ALL, EXPORT_GPL, EXPORT_NONE,
		EXPORT_NONE, EXPORT_NONE, EXPORT_ALL, EXPORT_NONE,
	};

	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		char name[2] = { (char)('a' + i), 0 };

		assert_int_equal(of(text, name), want[i]);
	}
	/* a name that is another's beginning or end */
	assert_int_equal(of("EXPORT_SYMBOL(long_name);", "name"), EXPORT_NONE);
	assert_int_equal(of("EXPORT_SYMBOL(long_name);", "long"), EXPORT_NONE);
	assert_int_equal(of("EXPORT_SYMBOL", "x"), EXPORT_NONE);
	assert_int_equal(of("", "x"), EXPORT_NONE);
}

static void lists(void **state)
{
	static const char text[] = "EXPORT_SYMBOL_GPL(one);\n"
				   "EXPORT_SYMBOL(two);\n";
	struct strvec all = STRVEC_INIT;

	exports_of(text, strlen(text), &all);
	assert_int_equal(all.nr, 2);
	assert_string_equal(all.v[0], "EXPORT_SYMBOL_GPL one");
	assert_string_equal(all.v[1], "EXPORT_SYMBOL two");
	strvec_release(&all);
}

static void licenses(void **state)
{
	assert_true(license_is_gpl("MODULE_LICENSE(\"GPL\");"));
	assert_true(license_is_gpl("MODULE_LICENSE(\"GPL v2\");"));
	assert_true(license_is_gpl("MODULE_LICENSE( \"Dual MIT/GPL\" );"));
	assert_true(license_is_gpl("int x;"));
	assert_true(license_is_gpl("MODULE_LICENSE(LICENSE);\n"));
	assert_false(license_is_gpl("MODULE_LICENSE(\"Proprietary\");"));
	assert_false(license_is_gpl("MODULE_LICENSE(\"BSD\");"));
	assert_false(license_is_gpl("MODULE_LICENSE(\"\");"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(lists),
		cmocka_unit_test(licenses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
