/* SPDX-License-Identifier: GPL-2.0-only */
#include "facts.h"

#include "unit.h"

static void names(const struct facts *f, const char *set, const char *path,
		  const char *statics, const char *want)
{
	struct strvec st = STRVEC_INIT, out = STRVEC_INIT;
	struct strbuf got = STRBUF_INIT;

	strvec_split(&st, statics);
	strvec_sort_uniq(&st);
	facts_names(f, set, path, &st, &out);
	for (size_t i = 0; i < out.nr; i++)
		strbuf_addf(&got, "%s%s", i ? " " : "", out.v[i]);
	assert_string_equal(got.buf, want);
	strvec_release(&st);
	strvec_release(&out);
	strbuf_release(&got);
}

static void a_name_reaches_where_it_means_the_same(void **state)
{
	struct facts f = FACTS_INIT;

	/* learnt in a.c: one it defines itself, one it only names */
	facts_add(&f, "kill", "local_kill", "a.c", true);
	facts_add(&f, "kill", "shared_kill", "a.c", false);
	facts_add(&f, "free", "shared_free", "a.c", false);
	names(&f, "kill", "a.c", "", "local_kill shared_kill");
	names(&f, "kill", "a.c", "local_kill", "local_kill shared_kill");
	names(&f, "kill", "b.c", "", "shared_kill");
	/* a static function of that name is another one */
	names(&f, "kill", "b.c", "shared_kill x", "");
	names(&f, "free", "b.c", "", "shared_free");
	names(&f, "cleanup", "a.c", "", "");
	names(&f, "kil", "a.c", "", "");
	facts_release(&f);
}

static void same_fact_once(void **state)
{
	struct facts f = FACTS_INIT;

	facts_add(&f, "kill", "k", "b.c", false);
	facts_add(&f, "kill", "k", "b.c", false);
	assert_int_equal(f.nr, 1);
	facts_add(&f, "kill", "k", "a.c", false);
	facts_add(&f, "kill", "j", "a.c", false);
	assert_int_equal(f.nr, 3);
	names(&f, "kill", "c.c", "", "j k");
	facts_release(&f);
	assert_int_equal(f.nr, 0);
	assert_null(f.v);
}

static void wanted(void **state)
{
	struct strvec sets = STRVEC_INIT;

	assert_true(facts_wanted("identifier f = {ratchet_kill};"));
	assert_true(facts_wanted("ratchet_x"));
	assert_true(facts_wanted("xratchet_a ratchet_a"));
	assert_false(facts_wanted(""));
	assert_false(facts_wanted("ratchet_"));
	assert_false(facts_wanted("ratchet_ kill ratchet: x"));
	assert_false(facts_wanted("my_ratchet_kill Ratchet_kill"));
	facts_sets("identifier f = {ratchet_kill}, g = {ratchet_free}; ratchet_kill my_ratchet_x ratchet_",
		   &sets);
	assert_int_equal(sets.nr, 2);
	assert_string_equal(sets.v[0], "free");
	assert_string_equal(sets.v[1], "kill");
	strvec_release(&sets);
}

static void fill(const struct facts *f, const char *rule, const char *path,
		 const char *want)
{
	struct strvec statics = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;

	facts_fill(f, rule, strlen(rule), path, &statics, &out);
	assert_string_equal(out.buf, want);
	strbuf_release(&out);
}

static void rules_are_filled(void **state)
{
	struct facts f = FACTS_INIT;

	facts_add(&f, "kill", "k2", "a.c", true);
	facts_add(&f, "kill", "k1", "a.c", true);
	facts_add(&f, "kill_all", "ka", "a.c", true);
	fill(&f, "identifier f = {ratchet_kill};\n", "a.c",
	     "identifier f = {k1, k2};\n");
	fill(&f, "{ratchet_kill_all}{ratchet_kill}x", "a.c", "{ka}{k1, k2}x");
	/* an empty set stays a name that no code has */
	fill(&f, "{ratchet_kill}", "b.c", "{ratchet_kill}");
	fill(&f, "{ratchet_nothing}", "a.c", "{ratchet_nothing}");
	/* not a whole word, not a set */
	fill(&f, "my_ratchet_kill ratchet_ x", "a.c",
	     "my_ratchet_kill ratchet_ x");
	fill(&f, "", "a.c", "");
	fill(&f, "no set", "a.c", "no set");
	facts_release(&f);
}

static void bytes_after_a_nul_are_kept(void **state)
{
	struct strvec statics = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;
	struct facts f = FACTS_INIT;

	facts_fill(&f, "a\0ratchet_b", 11, "x.c", &statics, &out);
	assert_int_equal(out.len, 11);
	assert_memory_equal(out.buf, "a\0ratchet_b", 11);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_reaches_where_it_means_the_same),
		cmocka_unit_test(same_fact_once),
		cmocka_unit_test(wanted),
		cmocka_unit_test(rules_are_filled),
		cmocka_unit_test(bytes_after_a_nul_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
