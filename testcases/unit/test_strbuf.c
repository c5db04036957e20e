/* SPDX-License-Identifier: GPL-2.0-only */
#include "strbuf.h"

#include "unit.h"

static void test_empty(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *s;

	assert_string_equal(sb.buf, "");
	strbuf_reset(&sb);
	strbuf_add(&sb, "", 0);
	assert_ptr_equal(sb.buf, strbuf_slopbuf);
	s = strbuf_detach(&sb, NULL);
	assert_string_equal(s, "");
	free(s);
	strbuf_release(&sb);
	strbuf_release(&sb);
	assert_int_equal(strbuf_slopbuf[0], 0);
}

static void test_add(void **state)
{
	struct strbuf sb = STRBUF_INIT, other = STRBUF_INIT;
	size_t len;
	char *s;
	int i;

	strbuf_addstr(&sb, "ab");
	strbuf_addch(&sb, 'c');
	strbuf_add(&sb, "d\0e", 3);
	assert_int_equal(sb.len, 6);
	assert_memory_equal(sb.buf, "abcd\0e", 7);
	strbuf_addbuf(&sb, &sb);
	assert_int_equal(sb.len, 12);
	assert_memory_equal(sb.buf, "abcd\0eabcd\0e", 13);
	strbuf_addstr(&other, "x");
	strbuf_swap(&sb, &other);
	assert_string_equal(sb.buf, "x");
	for (i = 0; i < 10000; i++)
		strbuf_addch(&sb, 'y');
	assert_int_equal(sb.len, 10001);
	assert_int_equal(strlen(sb.buf), 10001);
	s = strbuf_detach(&other, &len);
	assert_int_equal(len, 12);
	assert_int_equal(other.len, 0);
	assert_string_equal(other.buf, "");
	free(s);
	strbuf_release(&sb);
}

static void test_format(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char want[3001];

	strbuf_addf(&sb, "%d-%s", 42, "x");
	assert_string_equal(sb.buf, "42-x");
	memset(want, 'z', 3000);
	want[3000] = '\0';
	strbuf_reset(&sb);
	/* longer than what is allocated, and around its very end */
	strbuf_addf(&sb, "%s", want);
	assert_string_equal(sb.buf, want);
	while (sb.len + 3 < sb.alloc)
		strbuf_addch(&sb, 'q');
	strbuf_addf(&sb, "%s", "ab");
	assert_string_equal(sb.buf + sb.len - 2, "ab");
	strbuf_addf(&sb, "%s", "c");
	assert_string_equal(sb.buf + sb.len - 3, "abc");
	strbuf_release(&sb);
}

static void test_splice(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_splice(&sb, 0, 0, "hello world", 11);
	strbuf_splice(&sb, 0, 5, "bye", 3);
	assert_string_equal(sb.buf, "bye world");
	strbuf_splice(&sb, 4, 5, "everybody", 9);
	assert_string_equal(sb.buf, "bye everybody");
	strbuf_splice(&sb, 3, 10, NULL, 0);
	assert_string_equal(sb.buf, "bye");
	strbuf_splice(&sb, 3, 0, "!", 1);
	assert_string_equal(sb.buf, "bye!");
	strbuf_release(&sb);
}

static void test_rtrim_cmp(void **state)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	strbuf_rtrim(&a);
	assert_int_equal(strbuf_cmp(&a, &b), 0);
	strbuf_addstr(&a, " x \t\r\n");
	strbuf_rtrim(&a);
	assert_string_equal(a.buf, " x");
	strbuf_add(&b, " x\0", 3);
	strbuf_rtrim(&b);
	assert_int_equal(b.len, 3);
	assert_true(strbuf_cmp(&a, &b) < 0);
	assert_true(strbuf_cmp(&b, &a) > 0);
	strbuf_reset(&b);
	strbuf_addstr(&b, " \377");
	assert_true(strbuf_cmp(&a, &b) < 0);
	strbuf_release(&a);
	strbuf_release(&b);
}

static void test_printable(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "plain name.c", "plain name.c" },
		{ "a\nb\tc\033[31m", "a\\012b\\011c\\033[31m" },
		{ "\177", "\\177" },
		{ "gr\303\274n \342\202\254 \360\237\220\247",
		  "gr\303\274n \342\202\254 \360\237\220\247" },
		/* latin-1 is not UTF-8 */
		{ "gr\374n", "gr\\374n" },
		/* a C1 control, as UTF-8 and raw */
		{ "\302\233K", "\\302\\233K" },
		{ "\233K", "\\233K" },
		/* right-to-left override */
		{ "\342\200\256c.x", "\\342\\200\\256c.x" },
		/* over-long, surrogate, too high, cut short */
		{ "\300\257", "\\300\\257" },
		{ "\340\200\257", "\\340\\200\\257" },
		{ "\355\240\200", "\\355\\240\\200" },
		{ "\364\220\200\200", "\\364\\220\\200\\200" },
		{ "\342\202", "\\342\\202" },
	};
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		strbuf_reset(&sb);
		strbuf_add_printable(&sb, cases[i].in, strlen(cases[i].in));
		assert_string_equal(sb.buf, cases[i].out);
	}
	strbuf_reset(&sb);
	strbuf_add_printable(&sb, "a\0b", 3);
	assert_string_equal(sb.buf, "a\\000b");
	strbuf_release(&sb);
}

static void test_error_set(void **state)
{
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(error_set(NULL, -3, "x"), -3);
	assert_int_equal(error_set(&err, -1, "no %s", "space"), -1);
	assert_string_equal(err.buf, "no space");
	assert_int_equal(error_set(&err, -2, "cannot: %s", err.buf), -2);
	assert_string_equal(err.buf, "cannot: no space");
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_splice),
		cmocka_unit_test(test_rtrim_cmp),
		cmocka_unit_test(test_printable),
		cmocka_unit_test(test_error_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
