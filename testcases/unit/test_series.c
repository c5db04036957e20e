/* SPDX-License-Identifier: GPL-2.0-only */
#include "series.h"

#include "unit.h"

#include <limits.h>
#include <sys/stat.h>

#include "strbuf.h"

UNIT_DIR

static const char rule[] = "@@ expression e; @@\n- old(e)\n+ new(e)\n";

static unsigned series_count;
static char *dir;

static void put(const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct strbuf err = STRBUF_INIT;

	if (mkdirs_for(path, &err) ||
	    file_write(path, text, strlen(text), 0600, &err))
		fail_msg("%s", err.buf);
	free(path);
}

static void gone(const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	assert_int_equal(remove_tree(path, NULL), 0);
	free(path);
}

/* A good series of one step to start from. */
static void fresh(void)
{
	free(dir);
	dir = unit_path("series-%u", series_count++);
	put("series", "# the steps\n\n10-first # not a comment here\n");
	put("series", "# the steps\n\n  10-first\n");
	put("10-first/message", "area: do it\n\nThe reason.\n");
	put("10-first/10-rule.cocci", rule);
}

static struct series *load(void)
{
	struct strbuf err = STRBUF_INIT;
	struct series *s;

	if (series_load(&s, dir, NULL, &err))
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return s;
}

/*
 * It is refused, and the error names the place below the series; begins with
 * it if it has a line.
 */
static void refused(const char *place, const char *text)
{
	struct strbuf err = STRBUF_INIT;
	struct series *s = (struct series *)dir;
	char *want = xasprintf("%s/%s", dir, place);

	if (series_load(&s, dir, NULL, &err) != ERR_UNABLE)
		fail_msg("loaded in spite of %s: %s", place, text);
	assert_null(s);
	if (!(strchr(place, ':') ? starts_with(err.buf, want) :
				   strstr(err.buf, want) != NULL) ||
	    !strstr(err.buf, text))
		fail_msg("'%s' is not '%s...%s'", err.buf, want, text);
	assert_null(strchr(err.buf, '\n'));
	strbuf_release(&err);
	free(want);
}

static void a_series(void **state)
{
	struct series *s;

	fresh();
	put("series", "02-two\n10-first\nlone.cocci\n");
	put("02-two/message", "two\n");
	put("02-two/05-learn.collect.cocci", rule);
	put("02-two/20-b.cocci", rule);
	put("02-two/10-a.cocci", rule);
	put("02-two/.hidden", "x");
	put("02-two/10-a.cocci~", "x");
	put("02-two/found.cocci", rule);
	put("02-two/expect", "absent match found.cocci\n");
	put("lone.cocci", "/// area: a lone rule\n///\n/// Why it is.\n@@ @@\n- a\n");
	put("kernel.config", "CONFIG_X=y\n");
	put("kernel-more.config", "CONFIG_X=n\n# M=tools/x\n");
	s = load();
	assert_int_equal(s->nr_steps, 3);
	assert_int_equal(s->steps[0].number, 2);
	assert_int_equal(s->steps[1].number, 10);
	assert_int_equal(s->steps[2].number, 3);
	assert_int_equal(s->steps[0].nr_passes, 3);
	assert_string_equal(s->steps[0].passes[0].name,
			    "05-learn.collect.cocci");
	assert_int_equal(s->steps[0].passes[0].kind, PASS_COLLECT);
	assert_string_equal(s->steps[0].passes[1].name, "10-a.cocci");
	assert_int_equal(s->steps[0].passes[1].kind, PASS_COCCI);
	assert_string_equal(s->steps[0].passes[2].name, "20-b.cocci");
	assert_string_equal(s->steps[1].subject, "area: do it");
	assert_string_equal(s->steps[1].message,
			    "area: do it\n\nThe reason.\n");
	assert_string_equal(s->steps[2].subject, "area: a lone rule");
	assert_string_equal(s->steps[2].message,
			    "area: a lone rule\n\nWhy it is.\n");
	assert_int_equal(s->nr_configs, 2);
	assert_string_equal(s->configs[0].name, "kernel");
	assert_string_equal(s->configs[0].fragment.buf, "CONFIG_X=y\n");
	assert_int_equal(s->configs[0].modules.nr, 0);
	assert_string_equal(s->configs[1].name, "kernel-more");
	assert_string_equal(s->configs[1].fragment.buf,
			    "CONFIG_X=y\n\nCONFIG_X=n\n# M=tools/x\n");
	assert_int_equal(s->configs[1].modules.nr, 1);
	assert_string_equal(s->configs[1].modules.v[0], "tools/x");
	assert_int_equal(strlen(s->steps[0].hash), 40);
	assert_string_not_equal(s->steps[0].hash, s->steps[1].hash);
	series_free(s);
	series_free(NULL);
}

/* Every byte and every name of a step decides its hash; nothing else does. */
static void hashes(void **state)
{
	char was[41];
	struct series *s;

	fresh();
	s = load();
	strcpy(was, s->steps[0].hash);
	series_free(s);
	put("series", "10-first\n# more\n");
	put("kernel.config", "CONFIG_X=y\n");
	s = load();
	assert_string_equal(s->steps[0].hash, was);
	series_free(s);
	put("10-first/message", "area: do it\n\nThe reasons.\n");
	s = load();
	assert_string_not_equal(s->steps[0].hash, was);
	series_free(s);
	put("10-first/message", "area: do it\n\nThe reason.\n");
	gone("10-first/10-rule.cocci");
	put("10-first/11-rule.cocci", rule);
	s = load();
	assert_string_not_equal(s->steps[0].hash, was);
	series_free(s);
}

static void bad_series_files(void **state)
{
	fresh();
	put("series", "");
	refused("series:1", "no step");
	put("series", "# nothing\n\n");
	refused("series:1", "no step");
	put("series", "\n# x\n../x\n");
	refused("series:3", "'../x'");
	put("series", "10-first\n/etc\n");
	refused("series:2", "'/etc'");
	put("series", "a/b\n");
	refused("series:1", "'a/b'");
	put("series", "..\n");
	refused("series:1", "'..'");
	put("series", "10-first\n10-first\n");
	refused("series:2", "'10-first'");
	put("series", "10-first\n10-second\n");
	refused("series:2", "number");
	put("series", "11-nowhere\n");
	refused("series:1", "11-nowhere");
	put("series", "readme.txt\n");
	put("readme.txt", "x");
	refused("series:1", "readme.txt");
}

static void links_are_not_followed(void **state)
{
	char *from, *to;

	fresh();
	put("elsewhere/message", "m\n");
	put("elsewhere/1.cocci", rule);
	to = xasprintf("%s/elsewhere", dir);
	from = xasprintf("%s/20-link", dir);
	assert_int_equal(symlink(to, from), 0);
	put("series", "20-link\n");
	refused("series:1", "20-link");
	free(from);
	free(to);

	/* the file of a step */
	put("series", "10-first\n");
	gone("10-first/10-rule.cocci");
	to = xasprintf("%s/elsewhere/1.cocci", dir);
	from = xasprintf("%s/10-first/10-rule.cocci", dir);
	assert_int_equal(symlink(to, from), 0);
	refused("10-first/10-rule.cocci", "");
	free(from);
	free(to);
	gone("10-first/10-rule.cocci");
	put("10-first/10-rule.cocci", rule);
	gone("10-first/message");
	to = xasprintf("%s/elsewhere/message", dir);
	from = xasprintf("%s/10-first/message", dir);
	assert_int_equal(symlink(to, from), 0);
	refused("10-first/message", "");
	free(from);
	free(to);
}

static void bad_messages(void **state)
{
	char subject[100];

	fresh();
	gone("10-first/message");
	refused("10-first/message", "no message");
	put("10-first/message", "");
	refused("10-first/message:1", "subject");
	put("10-first/message", "\nlate\n");
	refused("10-first/message:1", "subject");
	put("10-first/message", "one\ntwo\n");
	refused("10-first/message:2", "blank");
	memset(subject, 'x', 76);
	subject[76] = '\0';
	put("10-first/message", subject);
	refused("10-first/message:1", "76");
	subject[75] = '\0';
	put("10-first/message", subject);
	series_free(load());
	/* columns, not bytes */
	put("10-first/message",
	    "\303\274\303\274\303\274\303\274\303\274\303\274\303\274\303\274"
	    "\303\274\303\274\303\274\303\274\303\274\303\274\303\274\303\274"
	    "\303\274\303\274\303\274\303\274\303\274\303\274\303\274\303\274"
	    "\303\274\303\274\303\274\303\274\303\274\303\274\303\274\303\274"
	    "\303\274\303\274\303\274\303\274\303\274\303\274\303\274\303\274\n");
	series_free(load());
	gone("10-first");
	put("lone.cocci", rule);
	put("series", "lone.cocci\n");
	refused("lone.cocci", "'///'");
}

static void bad_passes(void **state)
{
	fresh();
	put("10-first/20-x.sed", "s/a/b/\n");
	refused("10-first/20-x.sed:1", "unknown kind of pass");
	gone("10-first/20-x.sed");
	put("10-first/20-late.collect.cocci", rule);
	refused("10-first/20-late.collect.cocci", "before");
	gone("10-first/10-rule.cocci");
	refused("10-first", "no pass");
	gone("10-first/20-late.collect.cocci");
	refused("10-first", "no pass");
	put("10-first/10-x.cocci/y", "");
	refused("10-first/10-x.cocci", "");
}

static void bad_headers(void **state)
{
	static const struct {
		const char *line, *text;
	} cases[] = {
		{ "// Options: -o", "'-o'" },
		{ "// Options: --in-place", "'--in-place'" },
		{ "// Options: -in_place", "'-in_place'" },
		{ "// Options: --opt-c=x", "'--opt-c=x'" },
		{ "// Options: --no-includes other.c", "'other.c'" },
		{ "// Options: --parse-c x", "'--parse-c'" },
		{ "// Options: --no-includes -o x", "'-o'" },
		{ "// Options: --dir .", "'--dir'" },
		{ "// Options: -j 4", "'-j'" },
		{ "// Options: --timeout 4", "'--timeout'" },
		{ "// Options: --include", "needs a value" },
		{ "// Options: -D", "needs a value" },
		{ "// Options: --include ../x.h", "'../x.h'" },
		{ "// Options: --include /etc/passwd", "'/etc/passwd'" },
		{ "// Options: --include .git/config", "'.git/config'" },
		{ "// Candidates:", "no words" },
		{ "// Candidates: a&", "'a&'" },
		{ "// Candidates: a-b", "'a-b'" },
		{ "// Candidates: ok &b", "'&b'" },
		{ "// Candidates: @tag", "'@tag'" },
		{ "// Candidates: a @tag&@other", "'@tag&@other'" },
		{ "// Candidates: a&@", "'a&@'" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = xasprintf("// a rule\n%s\n%s", cases[i].line,
				       rule);

		fresh();
		put("10-first/10-rule.cocci", text);
		refused("10-first/10-rule.cocci:2", cases[i].text);
		free(text);
	}
}

static void headers_of_a_rule(void **state)
{
	struct series *s;
	const struct pass *p;

	fresh();
	put("10-first/10-rule.cocci",
	    "// Options: --no-includes --include include/linux/mm.h\n"
	    "// Options: --include-headers-for-types -D extra --include a.h\n"
	    "// Requires: 1.1.0\n"
	    "// Candidates: a&b c\n"
	    "virtual patch, context\nvirtual org\n"
	    "@script:python@ @@\nx\n@initialize:ocaml@ @@\n"
	    "@script:ocaml@ @@\ny\n");
	s = load();
	p = &s->steps[0].passes[0];
	assert_int_equal(p->options.nr, 1);
	assert_string_equal(p->options.v[0], "--no-includes");
	assert_int_equal(p->headers.nr, 2);
	assert_string_equal(p->headers.v[0], "include/linux/mm.h");
	assert_string_equal(p->headers.v[1], "a.h");
	assert_int_equal(p->defines.nr, 2);
	assert_true(strvec_has(&p->defines, "extra"));
	assert_true(strvec_has(&p->defines, "patch"));
	assert_int_equal(p->nr_candidates, 2);
	assert_int_equal(p->candidates[0].words.nr, 2);
	assert_int_equal(p->words_line, 4);
	assert_int_equal(p->requires.nr, 3);
	assert_true(strvec_has(&p->requires, "OCaml"));
	assert_true(strvec_has(&p->requires, "Python"));
	series_free(s);
}

/* Scripts that only initialise need a compiler as well. */
static void any_script_needs_its_language(void **state)
{
	static const char *const lines[] = {
		"@initialize:ocaml@ @@", "@finalize:ocaml@ @@",
		"@script:ocaml r@ @@", "@r@ expression e : script:ocaml() { true }; @@",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct series *s;

		fresh();
		put("10-first/10-rule.cocci", lines[i]);
		s = load();
		if (!strvec_has(&s->steps[0].passes[0].requires, "OCaml"))
			fail_msg("%s", lines[i]);
		series_free(s);
	}
}

static void bad_expects(void **state)
{
	static const struct {
		const char *line, *text;
	} cases[] = {
		{ "gone word x", "'gone'" },
		{ "absent", "expected 'absent" },
		{ "absent word", "expected 'absent" },
		{ "absent thing x", "'thing'" },
		{ "absent word a-b", "'a-b'" },
		{ "absent word x on a.c", "'on'" },
		{ "absent word x in", "'in'" },
		{ "absent word x in ../a.c", "'../a.c'" },
		{ "absent word x in /a.c", "'/a.c'" },
		{ "absent member s", "STRUCT.FIELD" },
		{ "absent member s.", "STRUCT.FIELD" },
		{ "absent member s.f.g", "STRUCT.FIELD" },
		{ "absent match x.c", "'x.c'" },
		{ "absent match ../x.cocci", "'../x.cocci'" },
		{ "sites", "expected 'sites" },
		{ "sites x", "expected 'sites" },
		{ "sites 1..x", "expected 'sites" },
		{ "sites 5..3", "'5..3'" },
		{ "sites 1 2", "expected 'sites" },
		{ "sites -1", "expected 'sites" },
		{ "sites 99999999999", "expected 'sites" },
		{ "allow comment in a.c", "expected 'allow" },
		{ "allow nothing in a.c because x", "'nothing'" },
		{ "allow unexplained in a.c because x", "unexplained" },
		{ "allow comment in ../a.c because x", "'../a.c'" },
		{ "allow comment on a.c because x", "expected 'allow" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = xasprintf("# comment\n\n%s\n", cases[i].line);

		fresh();
		put("10-first/expect", text);
		refused("10-first/expect:3", cases[i].text);
		free(text);
	}
	fresh();
	put("10-first/expect", "absent match missing.cocci\n");
	refused("10-first/missing.cocci", "");
}

static void expects(void **state)
{
	struct strvec in = STRVEC_INIT;
	const struct expect *x;
	struct series *s;

	fresh();
	put("10-first/expect",
	    "absent word a\npresent function f in mm drivers/x.c lib/\n"
	    "requires type t\nabsent member s.f\nabsent config X\n"
	    "sites 2..7\nsites 3..\nsites 4\n"
	    "allow comment in a/b.c because it is  history\n"
	    "same code in mm lib/\nsame code in fs\n");
	s = load();
	x = s->steps[0].expects;
	assert_int_equal(s->steps[0].nr_expects, 11);
	assert_int_equal(x[0].kind, EXPECT_ABSENT);
	assert_int_equal(x[0].what, WHAT_WORD);
	assert_int_equal(x[0].line, 1);
	assert_true(expect_path_matches(&x[0], "anything"));
	assert_true(expect_path_matches(&x[1], "mm/hmm.c"));
	assert_true(expect_path_matches(&x[1], "drivers/x.c"));
	assert_true(expect_path_matches(&x[1], "lib/a/b.c"));
	assert_false(expect_path_matches(&x[1], "mmx/hmm.c"));
	assert_false(expect_path_matches(&x[1], "drivers/x.ch"));
	assert_false(expect_path_matches(&x[1], "m"));
	assert_string_equal(x[3].name, "s");
	assert_string_equal(x[3].member, "f");
	assert_int_equal(x[5].min, 2);
	assert_int_equal(x[5].max, 7);
	assert_int_equal(x[6].min, 3);
	assert_int_equal(x[6].max, UINT_MAX);
	assert_int_equal(x[7].min, 4);
	assert_int_equal(x[7].max, 4);
	assert_int_equal(x[8].cls, RESIDUE_COMMENT);
	assert_true(step_same_code(&s->steps[0], &in));
	assert_int_equal(in.nr, 3);
	assert_string_equal(in.v[1], "lib");
	strvec_release(&in);
	assert_string_equal(x[8].text, "it is  history");
	series_free(s);
}

static void bad_promises(void **state)
{
	struct strvec in = STRVEC_INIT;
	struct series *s;

	fresh();
	put("10-first/expect", "same\n");
	refused("10-first/expect:1", "same code");
	put("10-first/expect", "same type x\n");
	refused("10-first/expect:1", "same code");
	put("10-first/expect", "same code of mm\n");
	refused("10-first/expect:1", "in PATH");
	put("10-first/expect", "absent word a\n");
	s = load();
	assert_false(step_same_code(&s->steps[0], &in));
	series_free(s);
	/* in no place is in all */
	put("10-first/expect", "same code in mm\nsame code\n");
	s = load();
	assert_true(step_same_code(&s->steps[0], &in));
	assert_int_equal(in.nr, 0);
	series_free(s);
}

static void rules_are_texts(void **state)
{
	char *path;

	fresh();
	path = xasprintf("%s/10-first/10-rule.cocci", dir);
	assert_int_equal(file_write(path, "@@ @@\n- a\0b\n", 12, 0600, NULL),
			 0);
	refused("10-first/10-rule.cocci:1", "not a text");
	free(path);
}

static void by_name(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct strvec names = STRVEC_INIT;
	char *path, *data;
	struct series *s;

	fresh();
	data = unit_path("data");
	path = xasprintf("%s/nothing::%s", unit_dir, unit_dir);
	setenv("RATCHET_SERIES_PATH", path, 1);
	assert_int_equal(series_load(&s, strrchr(dir, '/') + 1, data, &err), 0);
	assert_string_equal(s->name, strrchr(dir, '/') + 1);
	series_free(s);
	series_list(data, &names);
	assert_true(names.nr > 0);
	assert_int_equal(series_load(&s, "no-such", data, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "unknown series 'no-such'"));
	/* a name is no way out of the search path */
	assert_int_equal(series_load(&s, "..", data, &err), ERR_UNABLE);
	assert_int_equal(series_load(&s, ".", data, &err), ERR_UNABLE);
	assert_int_equal(series_load(&s, "", data, &err), ERR_UNABLE);
	assert_int_equal(series_load(&s, "./no-such", data, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "'./no-such' is not a series"));
	unsetenv("RATCHET_SERIES_PATH");
	assert_int_equal(series_load(&s, strrchr(dir, '/') + 1, data, &err),
			 ERR_UNABLE);
	strvec_release(&names);
	strbuf_release(&err);
	free(path);
	free(data);
}

static void lone_rules(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct series *s;
	char *path;

	fresh();
	put("odd.cocci",
	    "/// Use new() in place of old()\n//# a comment\n///\n"
	    "/// Since it is new.\n// Confidence: High\n// Options: --no-includes\n"
	    "virtual patch\nvirtual context\n@depends on patch@ @@\n- a\n");
	path = xasprintf("%s/odd.cocci", dir);
	assert_int_equal(series_load_rule(&s, path, &err), 0);
	assert_string_equal(s->name, "odd");
	assert_int_equal(s->nr_steps, 1);
	assert_string_equal(s->steps[0].subject, "Use new() in place of old()");
	assert_true(strvec_has(&s->steps[0].passes[0].defines, "patch"));
	series_free(s);
	free(path);
	path = xasprintf("%s/series", dir);
	assert_int_equal(series_load_rule(&s, path, &err), ERR_UNABLE);
	assert_null(s);
	free(path);
	path = xasprintf("%s/none.cocci", dir);
	assert_int_equal(series_load_rule(&s, path, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "none.cocci"));
	free(path);
	path = xasprintf("%s/10-first/10-rule.cocci", dir);
	assert_int_equal(series_load_rule(&s, path, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "'///'"));
	free(path);
	strbuf_release(&err);
}

static int teardown(void **state)
{
	free(dir);
	return unit_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series),
		cmocka_unit_test(hashes),
		cmocka_unit_test(bad_series_files),
		cmocka_unit_test(links_are_not_followed),
		cmocka_unit_test(bad_messages),
		cmocka_unit_test(bad_passes),
		cmocka_unit_test(bad_headers),
		cmocka_unit_test(headers_of_a_rule),
		cmocka_unit_test(any_script_needs_its_language),
		cmocka_unit_test(bad_expects),
		cmocka_unit_test(expects),
		cmocka_unit_test(bad_promises),
		cmocka_unit_test(rules_are_texts),
		cmocka_unit_test(by_name),
		cmocka_unit_test(lone_rules),
	};

	return cmocka_run_group_tests(tests, unit_setup, teardown);
}
