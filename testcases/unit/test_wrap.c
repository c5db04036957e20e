/* SPDX-License-Identifier: GPL-2.0-only */
#include "unit.h"

#include <string.h>

#include "wrap.h"

static void becomes(const char *before, const char *after, const char *want)
{
	struct strbuf b = STRBUF_INIT, a = STRBUF_INIT;

	strbuf_addstr(&b, before);
	strbuf_addstr(&a, after);
	wrap_long_lines(&b, &a);
	assert_string_equal(a.buf, want);
	/* and then it is as it should be */
	wrap_long_lines(&b, &a);
	assert_string_equal(a.buf, want);
	strbuf_release(&b);
	strbuf_release(&a);
}

static void stays(const char *text)
{
	becomes("", text, text);
}

static void test_condition(void **state)
{
	becomes("",
		"\t\t\tif (pgmap->ops && (pgmap->ops->kill || pgmap->ops->cleanup))\n"
		"\t\t\t\treturn 0;\n",
		"\t\t\tif (pgmap->ops &&\n"
		"\t\t\t    (pgmap->ops->kill || pgmap->ops->cleanup))\n"
		"\t\t\t\treturn 0;\n");
}

static void test_join(void **state)
{
	becomes("", "\treturn\n\tfalse;\n", "\treturn false;\n");
	becomes("", "\tx->y = \n\t\t  0;\n\tz();\n", "\tx->y = 0;\n\tz();\n");
	/* it was there, or there is no room, or nothing to take */
	becomes("\treturn\n", "\treturn\n\tfalse;\n", "\treturn\n\tfalse;\n");
	stays("\t\t\tthe_name_of_a_variable_that_is_long =\n"
	      "\t\t\t\tthe_name_of_a_function(with, arguments);\n");
	stays("\treturn\n");
	stays("struct s s =\n{\n};\n");
	stays("\treturn\n#ifdef A\n\tfalse;\n");
	stays("\treturn\n\t/* no */ false;\n");
	stays("#define RETURN \\\n\treturn\n");
	stays("/*\n x =\n y\n*/\n");
}

static void test_call(void **state)
{
	/* the last argument that fits, not the first */
	becomes("",
		"\t\tnumbers->first_of_them = compute_number(the_first_one, the_second, third);\n",
		"\t\tnumbers->first_of_them = compute_number(the_first_one,\n"
		"\t\t\t\t\t\t\tthe_second, third);\n");
	/* between the outer arguments, not in the call that is one of them */
	becomes("",
		"\tdev_register_the_region(device, compute_number(the_first, second), flags_of_it);\n",
		"\tdev_register_the_region(device, compute_number(the_first, second),\n"
		"\t\t\t\tflags_of_it);\n");
	becomes("",
		"static int register_the_regions(struct device_of_them *device, struct region *reg)\n{\n",
		"static int register_the_regions(struct device_of_them *device,\n"
		"\t\t\t\tstruct region *reg)\n{\n");
}

static void test_without_parentheses(void **state)
{
	becomes("",
		"\treturn the_first_condition_of_all_there_are && the_second_condition_of_all;\n",
		"\treturn the_first_condition_of_all_there_are &&\n"
		"\t\tthe_second_condition_of_all;\n");
	/* a choice between its two sides, not in one of them */
	becomes("",
		"\ta->pgmap.flags = valid ? a->pgmap.flags | PGMAP_ALTMAP_VALID : a->pgmap.flags;\n",
		"\ta->pgmap.flags = valid ? a->pgmap.flags | PGMAP_ALTMAP_VALID :\n"
		"\t\ta->pgmap.flags;\n");
	becomes("",
		"\tthe_left_side_of_an_assignment->with_a_member = the_right_side_that_is_as_long;\n",
		"\tthe_left_side_of_an_assignment->with_a_member =\n"
		"\t\tthe_right_side_that_is_as_long;\n");
}

/* Three lines of one. */
static void test_again(void **state)
{
	becomes("",
		"\t\t\tassign_this(the_first_argument, the_second_argument, the_third_argument, the_fourth_one);\n",
		"\t\t\tassign_this(the_first_argument, the_second_argument,\n"
		"\t\t\t\t    the_third_argument, the_fourth_one);\n");
	becomes("",
		"\t\t\t\t\tif (first_condition_here && second_condition_here && third_condition)\n",
		"\t\t\t\t\tif (first_condition_here &&\n"
		"\t\t\t\t\t    second_condition_here &&\n"
		"\t\t\t\t\t    third_condition)\n");
}

static void test_what_stays(void **state)
{
	/* exactly 80 columns */
	stays("\tcompute_number(the_first_argument, the_second_argument, the_third_argu);\n");
	/* macros, and what goes on behind them */
	stays("#define COMPUTE(a, b) compute_number(the_first_argument, the_second_argument, a, b)\n");
	stays("#define COMPUTE(a, b) \\\n\tcompute_number(the_first_argument, the_second_argument, the_third_one, a, b) \\\n\t+ 1\n");
	/* comments, also of several lines */
	stays("/* compute_number(the_first_argument, the_second_argument, the_third_argument, a, b) */\n");
	stays("/*\n * compute_number(the_first_argument, the_second_argument, the_third_argument, a, b)\n */\n");
	stays("\tcompute_number(the_first_argument, the_second_argument, the_third); /* why, when */\n");
	stays("\tcompute_number(the_first_argument, the_second_argument, the_third); // why, when\n");
	/* strings: no place in them, and none that helps */
	stays("\tpr_err(\"a message, that is so long, that it does not fit in eighty columns, at all\");\n");
	stays("\tcase 'a': pr(\"a message, that is so long, that it does not fit in eighty columns\");\n");
	/* nothing to break at */
	stays("\ta_name_that_is_so_long_that_it_does_not_fit_in_eighty_columns_whatever_one_does();\n");
	/* lines that end as in DOS */
	stays("\tcompute_number(the_first_argument, the_second_argument, the_third_argument, a);\r\n");
}

static void test_trailing_blanks(void **state)
{
	becomes("int a;\n\t\nint b; \n", "int a;\n\t\nint b; \n",
		"int a;\n\t\nint b; \n");
	becomes("int a;\n", "int a;\n\t\t\nint b; \n", "int a;\n\nint b;\n");
	stays("/*\n * text \n */\n");
}

/* What was too long before is not ours. */
static void test_not_ours(void **state)
{
	static const char line[] =
		"\tcompute_number(the_first_argument, the_second_argument, the_third_argument, a);\n";

	becomes(line, line, line);
	becomes("x;\n\tcompute_number(the_first_argument, the_second_argument, the_third_argument, a);\n",
		"\tcompute_number(the_first_argument, the_second_argument, the_third_argument, a);\ny;\n",
		"\tcompute_number(the_first_argument, the_second_argument, the_third_argument, a);\ny;\n");
}

/* A comma in a string is no place; the one behind it is. */
static void test_string(void **state)
{
	becomes("",
		"\tdev_err(&pdev->dev, \"cannot map, for a reason: %d, that is it\", the_error_code);\n",
		"\tdev_err(&pdev->dev, \"cannot map, for a reason: %d, that is it\",\n"
		"\t\tthe_error_code);\n");
}

/* After a comment of several lines code is code again. */
static void test_after_comment(void **state)
{
	becomes("",
		"/*\n * text\n */ \n\tcompute_number(the_first_argument, the_second_argument, the_third_argument, a);\n",
		"/*\n * text\n */ \n\tcompute_number(the_first_argument, the_second_argument,\n"
		"\t\t       the_third_argument, a);\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_condition),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_without_parentheses),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_what_stays),
		cmocka_unit_test(test_trailing_blanks),
		cmocka_unit_test(test_not_ours),
		cmocka_unit_test(test_string),
		cmocka_unit_test(test_after_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
