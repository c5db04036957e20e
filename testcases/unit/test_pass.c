/* SPDX-License-Identifier: GPL-2.0-only */
/* test_pass: sites, candidates; passes with the real spatch and a cache. */
#include "test_git.h"

#include "pass.h"
#include "tempfile.h"

static unsigned sites(const char *a, const char *b)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	unsigned n;

	strbuf_addstr(&before, a);
	strbuf_addstr(&after, b);
	n = count_sites(&before, &after);
	strbuf_release(&before);
	strbuf_release(&after);
	return n;
}

static void sites_are_runs_of_lines(void **state)
{
	static const struct {
		const char *before, *after;
		unsigned want;
	} cases[] = {
		{ "", "", 0 },
		{ "one\ntwo\n", "one\ntwo\n", 0 },
		{ "", "one\n", 1 },
		{ "one\n", "", 1 },
		{ "one\n", "two\n", 1 },
		{ "one\n", "one", 1 },
		{ "aaaa\nbbbb\ncccc\n", "aaaa\nBBBB\ncccc\n", 1 },
		/* two neighbours are one run, two apart are two */
		{ "aaaa\nbbbb\ncccc\ndddd\n", "aaaa\nBBBB\nCCCC\ndddd\n", 1 },
		{ "aaaa\nbbbb\ncccc\ndddd\neeee\n",
		  "aaaa\nBBBB\ncccc\nDDDD\neeee\n", 2 },
		{ "aaaa\nbbbb\ncccc\n", "aaaa\ncccc\n", 1 },
		{ "aaaa\ncccc\n", "aaaa\nbbbb\ncccc\n", 1 },
		{ "aaaa\nbbbb\n", "0000\naaaa\nbbbb\n1111\n", 2 },
		{ "aaaa\nbbbb\ncccc\ndddd\n", "bbbb\ncccc\n", 2 },
		/* no newline at the end */
		{ "aaaa\nbbbb", "AAAA\nbbbb", 1 },
		{ "aaaa\r\nbbbb\r\n", "aaaa\nbbbb\n", 1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (sites(cases[i].before, cases[i].after) != cases[i].want)
			fail_msg("'%s' to '%s': %u", cases[i].before,
				 cases[i].after,
				 sites(cases[i].before, cases[i].after));
}

/* Many equal short lines between, as C has them. */
static void sites_between_braces(void **state)
{
	assert_int_equal(sites("int f(void)\n{\n\told(1);\n}\n\n"
			       "int g(void)\n{\n\told(2);\n}\n\n"
			       "int h(void)\n{\n\told(3);\n}\n",
			       "int f(void)\n{\n\tnew(1);\n}\n\n"
			       "int g(void)\n{\n\told(2);\n}\n\n"
			       "int h(void)\n{\n\tif (x) {\n\t\tnew(3);\n\t}\n}\n"),
			 2);
}

static void sites_of_many_lines(void **state)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	uint64_t start = now_us();

	for (int i = 0; i < 20000; i++) {
		strbuf_addf(&before, "line number %d\n", i);
		strbuf_addf(&after, i % 100 == 50 ? "changed %d\n" :
						    "line number %d\n", i);
	}
	assert_int_equal(count_sites(&before, &after), 200);
	/* nothing in common, and it must not take for ever */
	strbuf_reset(&after);
	for (int i = 0; i < 20000; i++)
		strbuf_addf(&after, "other %d\n", i);
	assert_int_equal(count_sites(&before, &after), 1);
	assert_true(now_us() - start < 10000000);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void concerns(void **state)
{
	static const struct {
		const char *text;
		bool want;
	} cases[] = {
		{ "a b", true }, { "b\na", true }, { "a", false },
		{ "b", false }, { "c", true }, { "xc", false }, { "", false },
		{ "a_b a", false }, { "(c)", true }, { "a,b", true },
	};
	struct strvec words = STRVEC_INIT;
	struct pass p;

	pass_init_text(&p, "t", "// Candidates: a&b c\n@@ @@\n- x\n", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (pass_concerns(&p, cases[i].text, strlen(cases[i].text)) !=
		    cases[i].want)
			fail_msg("'%s'", cases[i].text);
	pass_words(&p, &words);
	assert_int_equal(words.nr, 3);
	pass_release(&p);
	strvec_release(&words);
	/* a struct that is reached is no word of a text */
	pass_init_text(&p, "t", "// Candidates: a&@tag\n@@ @@\n- x\n", NULL);
	assert_true(pass_concerns(&p, "a", 1));
	assert_false(pass_concerns(&p, "tag", 3));
	pass_words(&p, &words);
	assert_true(strvec_has(&words, "tag"));
	pass_release(&p);
	strvec_release(&words);
}

/* ---- with a repository ---- */

static struct repo *repo;
static struct engine engine;

static struct snapshot *open_snapshot(void)
{
	struct scan_options opt = { .threads = 1 };
	struct strvec words = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT;
	struct snapshot *s;
	struct oid base;

	sh_oid("r", &base, "git rev-parse HEAD^{tree}");
	if (snapshot_of_tree(&s, repo, &base, &words, &opt, NULL, &err))
		fail_msg("%s", err.buf);
	return s;
}

static void candidates(const char *rule, const char *want)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf got = STRBUF_INIT, err = STRBUF_INIT;
	struct snapshot *s = open_snapshot();
	struct pass p;

	pass_init_text(&p, "rule.cocci", rule, NULL);
	if (pass_check(&engine, &p, &err))
		fail_msg("%s", err.buf);
	assert_int_equal(pass_candidates(&engine, &p, s, &paths, &err), 0);
	for (size_t i = 0; i < paths.nr; i++)
		strbuf_addf(&got, "%s%s", i ? " " : "", paths.v[i]);
	assert_string_equal(got.buf, want);
	pass_release(&p);
	snapshot_put(s);
	strvec_release(&paths);
	strbuf_release(&got);
	strbuf_release(&err);
}

#define RENAME "@@ expression e; @@\n- old(e)\n+ new(e)\n"

static void which_files(void **state)
{
	candidates(RENAME, "a.c b.h bad.c sub/c.c");
	candidates("// Candidates: old&extra\n" RENAME, "sub/c.c");
	candidates("// Candidates: old&extra thing\n" RENAME,
		   "plain.c sub/c.c");
	candidates("// Candidates: nowhere\n" RENAME, "");
	candidates("// Candidates: old&nowhere\n" RENAME, "");
	/* only where code can reach struct box */
	candidates("// Candidates: old&@box\n" RENAME, "sub/c.c");
}

static void rules_that_cannot_be(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct pass p;

	pass_init_text(&p, "s/x.cocci", "@@ @@\n- old(\n", NULL);
	assert_int_equal(pass_check(&engine, &p, &err), ERR_UNABLE);
	assert_true(starts_with(err.buf, "s/x.cocci:"));
	pass_release(&p);
	pass_init_text(&p, "s/x.cocci", "@@ expression a; @@\n- a = 1;\n",
		       NULL);
	assert_int_equal(pass_check(&engine, &p, &err), ERR_UNABLE);
	has_text(&err, "s/x.cocci:1: ");
	has_text(&err, "Candidates:");
	pass_release(&p);
	pass_init_text(&p, "s/x.cocci", "// Requires: 99.1\n" RENAME, NULL);
	assert_int_equal(pass_check(&engine, &p, &err), ERR_UNABLE);
	has_text(&err, "s/x.cocci: needs spatch 99.1");
	pass_release(&p);
	strbuf_release(&err);
}

static void run(struct pass *p, struct pass_result *out)
{
	struct snapshot *s = open_snapshot();
	struct strvec paths = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT;

	if (pass_check(&engine, p, &err) ||
	    pass_candidates(&engine, p, s, &paths, &err) ||
	    pass_run(&engine, p, s, s, NULL, &paths, out, &err))
		fail_msg("%s", err.buf);
	snapshot_put(s);
	strvec_release(&paths);
}

static void results_and_cache(void **state)
{
	struct pass_result first, again;
	struct pass p;

	pass_init_text(&p, "rule.cocci", RENAME, NULL);
	run(&p, &first);
	assert_int_equal(first.nr, 4);
	assert_string_equal(first.files[0].path, "a.c");
	assert_int_equal(first.files[0].outcome, SPATCH_CHANGED);
	assert_string_equal(first.files[0].content.buf,
			    "int f(void) { return new(1); }\n");
	assert_int_equal(first.files[0].sites, 1);
	assert_false(first.files[0].cached);
	assert_true(first.files[0].spatch_us > 0);
	assert_int_equal(first.files[1].outcome, SPATCH_UNCHANGED);
	engine.since = wall_clock_us();	/* as if it were another run */
	run(&p, &again);
	for (size_t i = 0; i < again.nr; i++) {
		assert_true(again.files[i].cached);
		assert_int_equal(again.files[i].outcome,
				 first.files[i].outcome);
		assert_int_equal(again.files[i].sites, first.files[i].sites);
		assert_int_equal(again.files[i].spatch_us,
				 first.files[i].spatch_us);
		assert_int_equal(strbuf_cmp(&again.files[i].content,
					    &first.files[i].content), 0);
	}
	pass_result_release(&again);
	/* another option is another result */
	strvec_push(&p.options, "--no-includes");
	run(&p, &again);
	assert_false(again.files[0].cached);
	pass_result_release(&again);
	pass_result_release(&first);
	pass_release(&p);
}

/* A named header that the tree lacks: an outcome for each file, no failure. */
static void header_that_is_missing(void **state)
{
	struct strvec headers = STRVEC_INIT;
	struct pass_result r;
	struct pass p;

	strvec_push(&headers, "include/none.h");
	pass_init_text(&p, "rule.cocci", RENAME, &headers);
	run(&p, &r);
	for (size_t i = 0; i < r.nr; i++) {
		assert_int_equal(r.files[i].outcome, SPATCH_NEEDS);
		has_text(&r.files[i].message, "include/none.h");
		assert_false(r.files[i].cached);
	}
	pass_result_release(&r);
	pass_release(&p);
	strvec_release(&headers);
}

static void reports_come_from_the_cache_too(void **state)
{
	struct pass_result first, again;
	struct pass p;

	pass_init_text(&p, "ask.cocci",
		       "// Candidates: extra\n@r@ expression e; @@\nold(e)\n"
		       "@script:ocaml@ e << r.e; @@\n"
		       "Printf.printf \"ratchet: set arg %s\\n\" e\n", NULL);
	run(&p, &first);
	engine.since = wall_clock_us();
	run(&p, &again);
	assert_int_equal(first.nr, 1);
	assert_int_equal(first.files[0].reports.nr, 2);
	assert_string_equal(first.files[0].reports.v[0], "set arg 3");
	assert_string_equal(first.files[0].reports.v[1], "set arg 4");
	assert_true(again.files[0].cached);
	assert_int_equal(again.files[0].reports.nr, 2);
	assert_string_equal(again.files[0].reports.v[1], "set arg 4");
	pass_result_release(&first);
	pass_result_release(&again);
	pass_release(&p);
}

static void parse_reports(void **state)
{
	struct parse_report r[3];
	struct strvec paths = STRVEC_INIT;
	struct snapshot *s = open_snapshot();
	struct strbuf err = STRBUF_INIT;

	strvec_pushl(&paths, "bad.c", "a.c", "b.h", NULL);
	for (int i = 0; i < 2; i++) {
		memset(r, 0, sizeof(r));
		if (pass_parse_reports(&engine, s, &paths, NULL, r, &err))
			fail_msg("%s", err.buf);
		assert_false(r[0].failed);
		assert_int_equal(r[0].nr, 1);
		assert_true(r[0].bad[0].first <= 3 && r[0].bad[0].last >= 4);
		assert_int_equal(r[1].nr, 0);
		assert_int_equal(r[2].nr, 0);
		for (int k = 0; k < 3; k++)
			parse_report_release(&r[k]);
	}
	snapshot_put(s);
	strvec_release(&paths);
	strbuf_release(&err);
}

/* Of functions that hold none of the words, nothing is said. */
static void parse_reports_of_some(void **state)
{
	static const struct {
		const char *word;
		size_t bad;
	} some[] = { { "old", 1 }, { "new", 0 }, { "h", 1 } };
	struct strvec paths = STRVEC_INIT;
	struct snapshot *s = open_snapshot();
	struct strbuf err = STRBUF_INIT;

	strvec_push(&paths, "bad.c");
	for (size_t i = 0; i < ARRAY_SIZE(some); i++) {
		struct strvec words = STRVEC_INIT;
		struct parse_report r = { 0 };

		strvec_push(&words, some[i].word);
		if (pass_parse_reports(&engine, s, &paths, &words, &r, &err))
			fail_msg("%s", err.buf);
		assert_int_equal(r.nr, some[i].bad);
		assert_true(!r.nr || r.bad[0].last >= 4);
		parse_report_release(&r);
		strvec_release(&words);
	}
	snapshot_put(s);
	strvec_release(&paths);
	strbuf_release(&err);
}

static int setup(void **state)
{
	struct strbuf err = STRBUF_INIT;

	test_git_begin();
	sh("r", "git init -q -b main; mkdir sub;"
	   "echo 'int f(void) { return old(1); }' >a.c;"
	   "echo '/* old */' >b.h; echo 'int thing;' >plain.c;"
	   "echo 'old(1)' >notes.txt; ln -s a.c link.c;"
	   "printf 'int h(void)\\n{\\n\\told = = 1;\\n\\told(9);\\n}\\n' >bad.c;"
	   "echo 'struct box { int i; }; struct holder { struct box *lid; };'"
	   " >box.h;"
	   "printf 'int extra(int lid)\\n{\\n\\told(3);\\n\\treturn old(4);\\n}\\n' >sub/c.c;"
	   "git add .; git commit -qm base");
	repo = open_ok("r");
	if (!engine_open(&engine, repo, 2, &err))
		return 0;
	print_error("%s\n", err.buf);
	return -1;
}

static int teardown(void **state)
{
	engine_close(&engine);
	repo_free(repo);
	test_git_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sites_are_runs_of_lines),
		cmocka_unit_test(sites_between_braces),
		cmocka_unit_test(sites_of_many_lines),
		cmocka_unit_test(concerns),
		cmocka_unit_test(which_files),
		cmocka_unit_test(rules_that_cannot_be),
		cmocka_unit_test(results_and_cache),
		cmocka_unit_test(header_that_is_missing),
		cmocka_unit_test(reports_come_from_the_cache_too),
		cmocka_unit_test(parse_reports),
		cmocka_unit_test(parse_reports_of_some),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
