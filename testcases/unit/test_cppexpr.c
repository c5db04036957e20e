/* SPDX-License-Identifier: GPL-2.0-only */
#include "cppexpr.h"

#include "unit.h"

#include <string.h>

#include "guard_priv.h"

/* A is 7, B() is not known, C is not defined; LINUX_VERSION_CODE is 5.2.0. */
static struct cpp_number defined(const char *name, size_t n, void *data)
{
	(void)data;
	if (n == 1 && (*name == 'A' || *name == 'C'))
		return cpp_number(*name == 'A');
	return (struct cpp_number) { 0 };
}

static struct cpp_number value(const char *name, size_t n, bool called,
			       int depth, void *data)
{
	(void)depth;
	(*(int *)data)++;
	if (n == 1 && *name == 'A' && !called)
		return cpp_number(7);
	if (n == 18 && !called)
		return cpp_number(KVERSION(5, 2, 0));
	return (struct cpp_number) { 0 };
}

static struct cpp_number eval(const char *text)
{
	int asked = 0;
	const struct cppexpr_names names = { defined, value, &asked };

	return cppexpr_eval(text, strlen(text), &names, 0);
}

static void is(const char *text, long long want)
{
	struct cpp_number v = eval(text);

	if (!v.known || v.n != want)
		fail_msg("'%s' is %lld (%d), not %lld", text, v.n, v.known, want);
}

static void is_open(const char *text)
{
	if (eval(text).known)
		fail_msg("'%s' is known", text);
}

static void test_numbers(void **state)
{
	(void)state;
	is("1 + 2 * 3 - 4 / 2", 5);
	is("(1 + 2) * 3 % 4", 1);
	is("1 << 4 | 3 & 2 ^ 1", 19);
	is("0x10UL >> 2 == 04", 1);
	is("-1 < 0 && ~0 == -1 && !0", 1);
	is("1 ? 2 : 3", 2);
	is("/* a */ 1 \\\n + 1 // b", 2);
	is_open("1 / 0");
	is_open("08");
	is_open("1.5");
	is_open("1 +");
	is_open("(1");
	is_open("1 1");
	is_open("");
	is_open("1 << 64");
}

static void test_names(void **state)
{
	(void)state;
	is("A", 7);
	is("defined(A) && !defined C", 1);
	is("KERNEL_VERSION(5, 3, 0) > LINUX_VERSION_CODE", 1);
	is("LINUX_VERSION_CODE >= KERNEL_VERSION(5,2,A)", 0);
	is("KERNEL_VERSION(4,9,300) == KERNEL_VERSION(4,9,255)", 1);
	is_open("B(1, (2))");
	is_open("defined(B)");
	is_open("defined(");
	is_open("KERNEL_VERSION(5, 3)");
	is_open("KERNEL_VERSION(5, B, 0)");
	/* what is open need not matter */
	is("B && 0", 0);
	is("1 || B", 1);
	is("B ? 3 : 3", 3);
	is_open("B || 0");
}

static void test_deep(void **state)
{
	char text[4096];

	(void)state;
	memset(text, '(', sizeof(text));
	assert_false(cppexpr_eval(text, sizeof(text),
				  &(struct cppexpr_names) { defined, value,
							    NULL }, 0).known);
}

static void test_constants(void **state)
{
	static const char text[] =
		"X > KERNEL_VERSION(5, 3, 0) || 4 < KERNEL_VERSION(B, 1, 1) "
		"&& a7 == 0x10 && MY_KERNEL_VERSION(1, 2, 3)";
	const char *p = text, *end = text + strlen(text);
	long long n;

	(void)state;
	assert_true(cppexpr_next_constant(&p, end, true, &n));
	assert_int_equal(n, KVERSION(5, 3, 0));
	assert_true(cppexpr_next_constant(&p, end, true, &n));
	assert_int_equal(n, 4);
	assert_true(cppexpr_next_constant(&p, end, true, &n));
	assert_int_equal(n, 16);
	p = text;
	assert_true(cppexpr_next_constant(&p, end, false, &n));
	assert_int_equal(n, KVERSION(5, 3, 0));
	assert_false(cppexpr_next_constant(&p, end, false, &n));
}

/* ---- macros of a driver ---- */

static void add(struct guard_scope *s, const char *name, const char *text)
{
	struct guard_macros *m = &s->macros;

	ALLOC_GROW(m->v, m->nr + 1, m->alloc);
	m->v[m->nr++] = (struct guard_macro) {
		.name = (char *)name, .value = (char *)text };
}

static void test_macros(void **state)
{
	const struct guard_options opt = { .version = KVERSION(5, 3, 0) };
	struct guard_scope s = { .opt = &opt };
	struct strbuf unknown = STRBUF_INIT;
	char names[26][3], texts[26][8];
	struct cpp_number v;

	(void)state;
	add(&s, "OLD", "(LINUX_VERSION_CODE < KERNEL_VERSION(5,3,0))");
	add(&s, "OLDER", "(OLD && !defined(RHEL_X))");
	v = guard_eval(&s, "OLDER || OLD", 12, &unknown);
	assert_true(v.known && !v.n);
	v = guard_eval(&s, "HAVE_IT && !OLD", 15, &unknown);
	assert_false(v.known);
	assert_string_equal(unknown.buf, "HAVE_IT");
	v = guard_eval(&s, "HAVE_IT && OLD", 14, &unknown);
	assert_true(v.known && !v.n);
	assert_string_equal(unknown.buf, "");
	/* itself, and one that doubles at each name */
	add(&s, "SELF", "(SELF + SELF)");
	assert_false(guard_eval(&s, "SELF", 4, NULL).known);
	for (int i = 0; i < 26; i++) {
		snprintf(names[i], sizeof(names[i]), "x%c", 'a' + i);
		snprintf(texts[i], sizeof(texts[i]), "x%c+x%c", 'b' + i, 'b' + i);
		add(&s, names[i], i < 25 ? texts[i] : "1");
	}
	assert_false(guard_eval(&s, "xa", 2, NULL).known);
	v = guard_eval(&s, "xx", 2, NULL);
	assert_true(v.known && v.n == 4);
	free(s.macros.v);
	strbuf_release(&unknown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_macros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
