/* SPDX-License-Identifier: GPL-2.0-only */
#include "strvec.h"

#include "unit.h"

/* All strings, with a comma between. */
static char *joined(const struct strvec *sv)
{
	char *s = xstrdup("");
	size_t i;

	assert_null(sv->v[sv->nr]);
	for (i = 0; i < sv->nr; i++) {
		char *t = xasprintf("%s%s%s", s, i ? "," : "", sv->v[i]);

		free(s);
		s = t;
	}
	return s;
}

static void assert_joined(const struct strvec *sv, const char *want)
{
	char *s = joined(sv);

	assert_string_equal(s, want);
	free(s);
}

static void test_push(void **state)
{
	struct strvec sv = STRVEC_INIT;
	int i;

	assert_joined(&sv, "");
	strvec_push(&sv, "a");
	strvec_pushn(&sv, "bcd", 2);
	strvec_pushf(&sv, "%d", 7);
	strvec_pushl(&sv, "x", "y", NULL);
	strvec_pushv(&sv, &sv);
	assert_joined(&sv, "a,bc,7,x,y,a,bc,7,x,y");
	for (i = 0; i < 1000; i++)
		strvec_pushf(&sv, "%d", i);
	assert_int_equal(sv.nr, 1010);
	assert_string_equal(sv.v[1009], "999");
	assert_null(sv.v[1010]);
	strvec_release(&sv);
	assert_joined(&sv, "");
	assert_null(strvec_empty[0]);
}

static void test_split(void **state)
{
	struct strvec sv = STRVEC_INIT;

	strvec_split(&sv, "");
	strvec_split(&sv, " \t\n");
	assert_int_equal(sv.nr, 0);
	strvec_split(&sv, "  --opt  \"a b\"\tc\n");
	assert_joined(&sv, "--opt,\"a,b\",c");
	strvec_release(&sv);
}

static void test_sort(void **state)
{
	struct strvec sv = STRVEC_INIT;

	strvec_sort(&sv);
	strvec_sort_uniq(&sv);
	assert_false(strvec_has_sorted(&sv, "a"));
	assert_false(strvec_has(&sv, "a"));
	strvec_pushl(&sv, "b", "\303\244", "B", "a", "b", "a", "b", NULL);
	assert_true(strvec_has(&sv, "B"));
	strvec_sort(&sv);
	assert_joined(&sv, "B,a,a,b,b,b,\303\244");
	strvec_sort_uniq(&sv);
	assert_joined(&sv, "B,a,b,\303\244");
	assert_true(strvec_has_sorted(&sv, "a"));
	assert_true(strvec_has_sorted(&sv, "\303\244"));
	assert_false(strvec_has_sorted(&sv, "A"));
	assert_false(strvec_has_sorted(&sv, ""));
	strvec_release(&sv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_sort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
