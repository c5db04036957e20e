/* SPDX-License-Identifier: GPL-2.0-only */
/* Who defines a symbol, by the text alone. */
#include "unit.h"

#include <string.h>

#include "verify_symbols_priv.h"

static bool may(const char *text)
{
	return symbol_may_define(text, strlen(text), "give");
}

static void test_definitions(void **state)
{
	assert_true(may("int give(int a)\n{\n\treturn a;\n}\n"));
	assert_true(may("int\ngive (int a,\n      int b)\n{\n\treturn a + b;\n}\n"));
	assert_true(may("int give(int a /* :) */, int b)\n{\n\treturn a;\n}\n"));
	assert_true(may("int give(void) /* so */\n{\n\treturn 1;\n}\n"));
	assert_true(may("int give(void) __must_hold(lock)\n{\n\treturn 1;\n}\n"));
	assert_true(may("void (*give(int a))(int)\n{\n\treturn NULL;\n}\n"));
	assert_true(may("BPF_CALL_1(give, int, a)\n{\n\treturn a;\n}\n"));
	assert_true(may("asmlinkage TABLE_ENTRY(give, int a) {\n\treturn a;\n}\n"));
	assert_true(may("void (* give(int a))(int)\n{\n\treturn NULL;\n}\n"));
	assert_true(may("int other(void)\n{\n\treturn give(1);\n}\n"
			"int give(int a)\n{\n\treturn a;\n}\n"));
	assert_true(may("int give = 1;\n"));
	assert_true(may("struct table give[] = {\n};\n"));
	assert_true(may("DEFINE_MUTEX(give);\n"));
	assert_true(symbol_may_define("SYSCALL_DEFINE0(give)\n{\n\treturn 0;\n}\n",
				      strlen("SYSCALL_DEFINE0(give)\n{\n\treturn 0;\n}\n"),
				      "sys_give"));
}

static void test_uses(void **state)
{
	assert_false(may("int give(int a);\n"));
	assert_false(may("extern int give(int a);\nextern int give;\n"));
	assert_false(may("static int give(int a)\n{\n\treturn a;\n}\n"));
	assert_false(may("int f(void)\n{\n\treturn give(1);\n}\n"));
	assert_false(may("int f(void)\n{\n\tif (give(1)) {\n\t\tg();\n\t}\n\treturn 0;\n}\n"));
	assert_false(may("int f(void)\n{\n\tsay(\"give(a) {\");\n\treturn 0;\n}\n"));
	assert_false(may("int f(void)\n{\n\tgive(')');\n\tgive(\"a)\\\"{\");\n\treturn 0;\n}\n"));
	assert_false(may("struct ops o = {\n\t.give = give,\n};\n"));
	assert_false(may("int forgive(void)\n{\n\treturn 1;\n}\n"
			 "int give_it(void)\n{\n\treturn 1;\n}\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
