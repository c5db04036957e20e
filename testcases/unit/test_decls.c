/* SPDX-License-Identifier: GPL-2.0-only */
/* decls: what differs between two texts, and what that means. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "decls.h"

/* @a with its hunks, all of them. */
static void apply(const char *a, const char *b, struct strbuf *out)
{
	size_t nr, line = 1;
	struct text_hunk *h = text_hunks(a, b, &nr);

	for (size_t i = 0; i < nr; i++) {
		for (; line < h[i].a_first; line++) {
			strbuf_add(out, a, strcspn(a, "\n") + 1);
			a += strcspn(a, "\n") + 1;
		}
		for (unsigned k = 0; k < h[i].a_lines; k++, line++) {
			a += strcspn(a, "\n");
			a += *a == '\n';
		}
		strbuf_add(out, b + h[i].b_at, h[i].b_len);
	}
	strbuf_addstr(out, a);
	free(h);
}

static void random_text(struct strbuf *out, unsigned *seed)
{
	static const char *const lines[] = {
		"", "a", "b", "\tc", "/* d */", "e ", "{", "}", "b",
	};
	unsigned n = rand_r(seed) % 12;

	while (n--)
		strbuf_addf(out, "%s\n",
			    lines[rand_r(seed) % ARRAY_SIZE(lines)]);
}

static void test_hunks(void **state)
{
	unsigned seed = 1;

	for (int i = 0; i < 3000; i++) {
		struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
		struct strbuf out = STRBUF_INIT;

		random_text(&a, &seed);
		random_text(&b, &seed);
		apply(a.buf, b.buf, &out);
		assert_string_equal(out.buf, b.buf);
		strbuf_release(&a);
		strbuf_release(&b);
		strbuf_release(&out);
	}
}

static void test_places(void **state)
{
	size_t nr;
	struct text_hunk *h = text_hunks("a\nb\nc\nd\n", "a\nx\ny\nc\n", &nr);

	assert_int_equal(nr, 2);
	assert_int_equal(h[0].a_first, 2);
	assert_int_equal(h[0].a_lines, 1);
	assert_int_equal(h[0].b_first, 2);
	assert_int_equal(h[0].b_lines, 2);
	assert_int_equal(h[1].a_first, 4);
	assert_int_equal(h[1].b_lines, 0);
	assert_int_equal(h[1].b_first, 5);
	free(h);
}

/* Comments and blank lines take no part. */
static void test_map(void **state)
{
	size_t n;
	unsigned *to = lines_map("a\n\nb\nc\nd\n", "/* x */\na\nb\n\nq\nd\n",
				 &n);

	assert_int_equal(n, 5);
	assert_int_equal(to[1], 2);
	assert_int_equal(to[2], 0);
	assert_int_equal(to[3], 3);
	assert_int_equal(to[4], 0);
	assert_int_equal(to[5], 6);
	free(to);
}

static void test_layouts(void **state)
{
	static const char a[] = "struct s {\n\tint x;\n\tunion {\n\t\tint y;\n"
				"\t};\n};\nstruct t {\n\tint z;\n};\n";
	static const char b[] = "struct s {\n\tint x;\n\tunion {\n\t\tlong y;\n"
				"\t};\n};\nstruct u {\n\tint z;\n};\n";
	struct header_change c;

	header_compare(a, strlen(a), b, strlen(b), &c);
	/* t has gone and u come: neither has changed */
	assert_int_equal(c.layouts.nr, 1);
	assert_string_equal(c.layouts.v[0], "s");
	header_change_release(&c);
}

static bool has(const struct decl_list *l, const char *name)
{
	for (size_t i = 0; i < l->nr; i++)
		if (!strcmp(l->v[i].name, name))
			return true;
	return false;
}

/* Those behind one that comes have another value; those before have not. */
static void test_enumerators(void **state)
{
	static const char a[] = "enum e {\n\tONE,\n\tTWO,\n\tFOUR,\n};\nint f(void);\n";
	static const char b[] = "enum e {\n\tONE,\n\tTWO,\n\tTHREE,\n\tFOUR,\n};\n"
				"int f(void);\n";
	struct header_change c;

	header_compare(a, strlen(a), b, strlen(b), &c);
	assert_true(has(&c.added, "THREE"));
	assert_true(has(&c.added, "FOUR"));
	assert_false(has(&c.added, "ONE"));
	assert_false(has(&c.added, "f"));
	header_change_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hunks),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_enumerators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
