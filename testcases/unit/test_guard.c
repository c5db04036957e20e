/* SPDX-License-Identifier: GPL-2.0-only */
#include "guard_drop.h"

#include "unit.h"

#include <string.h>

#include "cppexpr.h"

#define TARGET KVERSION(5, 3, 0)

static const char *path_asked;

static bool no_include(const char *from, const char *name, bool quoted,
		       struct strbuf *path, struct strbuf *text, void *data)
{
	(void)name, (void)quoted, (void)data;
	path_asked = from;
	if (strcmp(name, "compat.h"))
		return false;
	strbuf_addstr(path, "compat.h");
	strbuf_addstr(text, "#if LINUX_VERSION_CODE >= KERNEL_VERSION(5,3,0)\n"
			    "#define HAVE_OPS\n#endif\n");
	return true;
}

static void walk(const struct strbuf *text, long version,
		 const struct strvec *own, struct guard_lines *out)
{
	struct guard_options opt = {
		.version = version, .own = own, .include = no_include,
	};

	guard_walk("a.c", text, &opt, out);
}

static void names(const struct strbuf *text, struct strvec *own)
{
	guard_own_names(text, own);
	strvec_push(own, "HAVE_OPS");
	strvec_sort_uniq(own);
}

/* What is left of the text from 5.3 on; NULL: all of it. */
static char *dropped(const char *s)
{
	static const long versions[] = {
		KVERSION(4, 4, 0), TARGET - 1, TARGET, KVERSION(5, 8, 0),
	};
	struct guard_walks old = { 0 }, now = { 0 };
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
	struct strvec own = STRVEC_INIT;
	bool any;

	strbuf_addstr(&text, s);
	names(&text, &own);
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		struct guard_walks *w = versions[i] < TARGET ? &old : &now;

		ALLOC_GROW(w->v, w->nr + 1, w->alloc);
		walk(&text, versions[i], &own, &w->v[w->nr++]);
	}
	any = guard_drop(&text, &old, &now, &out);
	assert_int_equal(any, strcmp(out.buf, s) != 0);
	guard_walks_release(&old);
	guard_walks_release(&now);
	strvec_release(&own);
	strbuf_release(&text);
	return strbuf_detach(&out, NULL);
}

static void becomes(const char *s, const char *want)
{
	char *have = dropped(s);

	assert_string_equal(have, want);
	free(have);
}

static void stays(const char *s)
{
	becomes(s, s);
}

#define VERSION(op, a, b) \
	"LINUX_VERSION_CODE " op " KERNEL_VERSION(" #a ", " #b ", 0)"
#define NEW VERSION(">=", 5, 3)
#define OLD VERSION("<", 5, 3)
#define LATER VERSION(">=", 5, 8)

static void test_one_arm_stays(void **state)
{
	(void)state;
	becomes("a;\n#if " NEW "\nb;\n#endif\nc;\n", "a;\nb;\nc;\n");
	becomes("a;\n#if " OLD "\nb;\n#else\nB;\n#endif\nc;\n", "a;\nB;\nc;\n");
	becomes("#if " VERSION(">=", 4, 16) "\nb;\n#elif " VERSION(">=", 4, 5)
		"\nx;\n#else\ny;\n#endif\n", "b;\n");
	becomes("#if " VERSION("<", 4, 16) "\nx;\n#endif\n", "");
}

static void test_some_arms_stay(void **state)
{
	(void)state;
	becomes("#if " OLD "\na;\n#elif " LATER "\nb;\n#else\nc;\n#endif\n",
		"#if " LATER "\nb;\n#else\nc;\n#endif\n");
	becomes("#if " LATER "\nb;\n#elif " OLD "\na;\n#else\nc;\n#endif\n",
		"#if " LATER "\nb;\n#else\nc;\n#endif\n");
	becomes("#ifdef CONFIG_X\na;\n#elif " OLD "\nb;\n#endif\n",
		"#ifdef CONFIG_X\na;\n#endif\n");
	/* both parts of the condition are needed */
	becomes("#if " OLD " && defined(CONFIG_X)\na;\n#else\nb;\n#endif\n",
		"b;\n");
	stays("#if " NEW " && defined(CONFIG_X)\na;\n#else\nb;\n#endif\n");
}

static void test_what_is_not_about_versions(void **state)
{
	(void)state;
	stays("#if 0\na;\n#endif\n");
	stays("#ifndef A_H\n#define A_H\na;\n#endif\n");
	stays("#ifdef CONFIG_X\na;\n#else\nb;\n#endif\n");
	stays("#if " LATER "\na;\n#else\nb;\n#endif\n");
	becomes("#if " NEW "\n#if 0\na;\n#endif\nb;\n#endif\n",
		"#if 0\na;\n#endif\nb;\n");
}

static void test_nested_and_macros(void **state)
{
	(void)state;
	becomes("#ifdef CONFIG_X\n#if " OLD "\na;\n#else\nb;\n#endif\n#endif\n",
		"#ifdef CONFIG_X\nb;\n#endif\n");
	becomes("#if " OLD "\n#ifdef CONFIG_X\na;\n#endif\n#else\nb;\n#endif\n",
		"b;\n");
	becomes("#if " NEW "\n#define HAS 1\n#endif\n#ifdef HAS\na;\n#else\nb;\n#endif\n",
		"#define HAS 1\na;\n");
	becomes("#include \"compat.h\"\n#ifdef HAVE_OPS\na;\n#else\nb;\n#endif\n",
		"#include \"compat.h\"\na;\n");
	assert_string_equal(path_asked, "a.c");
}

/* The first name that neither the text nor the configuration decides; or "". */
static void undecided(const char *s, const char *want)
{
	struct guard_lines lines;
	struct strbuf text = STRBUF_INIT;
	struct strvec own = STRVEC_INIT;
	const char *have = "";
	bool maybe = false;

	strbuf_addstr(&text, s);
	names(&text, &own);
	walk(&text, TARGET, &own, &lines);
	for (size_t i = lines.nr; i-- > 0; ) {
		maybe |= lines.v[i].state == GUARD_MAYBE;
		if (lines.v[i].unknown)
			have = lines.v[i].unknown;
	}
	assert_true(maybe);
	assert_string_equal(have, want);
	guard_lines_release(&lines);
	strvec_release(&own);
	strbuf_release(&text);
}

static void test_what_is_open(void **state)
{
	(void)state;
	undecided("#ifdef CONFIG_X\na;\n#endif\n", "");
	undecided("#if HAVE_X\na;\n#endif\n", "HAVE_X");
	/* macros that the configuration decides, also by way of others */
	undecided("#define WANT defined(CONFIG_X)\n#if WANT\na;\n#endif\n", "");
	undecided("#define WANT() (defined(CONFIG_X) && " NEW ")\n"
		  "#if WANT()\na;\n#endif\n", "");
	undecided("#ifdef CONFIG_X\n#define WANT 1\n#else\n#define WANT 0\n#endif\n"
		  "#if WANT\na;\n#endif\n", "");
	undecided("#ifdef HAVE_X\n#define WANT 1\n#endif\n"
		  "#if defined(WANT) && defined(CONFIG_Y)\na;\n#endif\n", "HAVE_X");
	undecided("#define WANT() (defined(CONFIG_X) && HAVE_X)\n"
		  "#if WANT()\na;\n#endif\n", "HAVE_X");
	undecided("#define WANT(x) 1\n#if WANT(1)\na;\n#endif\n", "WANT");
	becomes("#define IS_NEW() (" NEW ")\n#if IS_NEW()\na;\n#else\nb;\n#endif\n",
		"#define IS_NEW() (" NEW ")\na;\n");
}

static void test_layout(void **state)
{
	(void)state;
	becomes("a;\n\n#if " OLD "\nb;\n#endif\n\nc;\n", "a;\n\nc;\n");
	becomes("a;\r\n\r\n#if " OLD "\r\nb;\r\n#endif\r\n\r\nc;\r\n",
		"a;\r\n\r\nc;\r\n");
	becomes("{\n}\n#if " NEW "\nint x;\n#endif\n", "{\n}\n\nint x;\n");
	becomes("#if " OLD "\nb;\n#endif\n\nc;\n", "c;\n");
	/* two that were there before */
	becomes("a;\n\n\nb;\n#if " OLD "\nc;\n#endif\n", "a;\n\n\nb;\n");
	/* a condition over two lines, and one that never ends */
	becomes("#if " OLD " || \\\n    0\na;\n#endif\nb;\n", "b;\n");
	stays("#if " OLD "\na;\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_arm_stays),
		cmocka_unit_test(test_some_arms_stay),
		cmocka_unit_test(test_what_is_not_about_versions),
		cmocka_unit_test(test_nested_and_macros),
		cmocka_unit_test(test_what_is_open),
		cmocka_unit_test(test_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
