/* SPDX-License-Identifier: GPL-2.0-only */
#include "unit.h"

#include "spatch.h"

/* The words, joined by blanks; "-" when every function is needed. */
static char *needed(const char *rule, const char *few)
{
	struct strvec preferred = STRVEC_INIT, words = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;

	strvec_split(&preferred, few);
	strvec_sort_uniq(&preferred);
	if (!spatch_needed_words(rule, strlen(rule), &preferred, &words))
		strbuf_addch(&out, '-');
	for (size_t i = 0; i < words.nr; i++)
		strbuf_addf(&out, "%s%s", i ? " " : "", words.v[i]);
	strvec_release(&preferred);
	strvec_release(&words);
	return strbuf_detach(&out, NULL);
}

static const struct {
	const char *rule, *words;
} rules[] = {
	/* what is there before counts, in any alternative */
	{ "@@\nexpression e;\n@@\n- gone(e)\n+ come(e)\n", "gone" },
	{ "@@\n@@\n(\n aaaaaa(1);\n|\n bbbbbb(2);\n)\n", "aaaaaa bbbbbb" },
	{ "@@\nexpression e;\n@@\n\\( aaaaaa(e) \\| bbbbbb \\)\n",
	  "aaaaaa bbbbbb" },
	{ "@@\nexpression e;\n@@\n(\n aaaaaa(e);\n|\n e = 1;\n)\n", "-" },
	{ "@@\nexpression e;\n@@\n(\n aaaaaa(e);\n&\n e(1);\n)\n", "aaaaaa" },
	{ "@@\nexpression e;\n@@\n(\n e(1);\n|\n e(2);\n)\n...\nbbbbbb();\n",
	  "bbbbbb" },
	/* a rule each */
	{ "@a@\n@@\n aaaaaa\n@b@\n@@\n bbbbbb\n", "aaaaaa bbbbbb" },
	{ "@a@\n@@\n aaaaaa\n@b@\nidentifier f;\n@@\n f()\n", "-" },
	/* one of several that all must be there: a preferred one, or one longer */
	{ "@@\n@@\n few(aaaaaa)\n", "few" },
	{ "@@\n@@\n f(aaaaaa)\n", "aaaaaa" },
	/* metavariables, and what they are bound to */
	{ "@@\nidentifier f = {aaa, bbb};\n@@\n f()\n", "aaa bbb" },
	{ "@@\nidentifier f = aaa;\n@@\n f()\n", "aaa" },
	{ "@@\nidentifier f != aaa;\n@@\n f()\n", "-" },
	{ "@@\nidentifier f =~ \"aaa\";\n@@\n f()\n", "-" },
	{ "@@\nidentifier f : script:ocaml() { of f };\n@@\n f()\n", "-" },
	{ "@@\nconstant C = {1, 2};\n@@\n C\n", "-" },
	{ "@@\nsymbol aaa;\ntypedef t;\n@@\n aaa = (t)e\n", "aaa" },
	{ "@@\nstruct aaa *P;\nexpression list[n] es;\n@@\n P->bbb(es)\n",
	  "bbb" },
	{ "@@\nidentifier a.aaaaaa;\n@@\n aaaaaa()\n", "-" },
	/* a place that a rule before has matched; one that it has not is none */
	{ "@a@\nposition p;\n@@\n aaaaaa@p\n@b@\nposition a.p;\nexpression e;\n@@\n e@p\n",
	  "aaaaaa" },
	{ "@a@\nposition p;\n@@\n aaaaaa@p\n@b@\nposition p != a.p;\nexpression e;\n@@\n e@p\n",
	  "-" },
	/* what need not be there */
	{ "@@\nexpression e;\n@@\n e = 1\n ... when != aaaaaa\n", "-" },
	{ "@@\nexpression e;\n@@\n e = 1\n ... when != f(e,\n  aaaaaa)\n",
	  "-" },
	{ "@@\nexpression e;\n@@\n e = 1\n ... when != \\( f(e) \\| aaaaaa \\)\n",
	  "-" },
	{ "@@\nexpression e;\n@@\n e = 1;\n<...\n- aaaaaa();\n...>\n", "-" },
	{ "@@\nexpression e;\n@@\n e = 1;\n<+...\n- aaaaaa();\n...+>\n", "aaaaaa" },
	{ "@@\nexpression e;\n@@\n e = 1;\n? aaaaaa();\n", "-" },
	{ "@@\nexpression e;\n@@\n e = 1;\n+ aaaaaa();\n", "-" },
	{ "@@\nexpression e;\n@@\n e = \"aaaaaa\"; // bbbbbb\n", "-" },
	/* what any function may hold, or isomorphisms add */
	{ "@@\nstatement S;\n@@\n if (unlikely(NULL)) S\n", "-" },
	/* directives: a function that holds one is always shown */
	{ "@@\n@@\n #include <linux/mm.h>\n@@\n@@\n aaaaaa\n", "aaaaaa" },
	{ "@@\nidentifier f;\n@@\n #include <linux/mm.h>\n\n f(...) { ... }\n",
	  "-" },
	{ "@@\nexpression e;\n@@\n(\n #include <linux/mm.h>\n|\n e = aaaaaa;\n)\n",
	  "-" },
	/* several things of the top level are matched one by one */
	{ "@@\nidentifier f;\n@@\n struct aaaaaa { ... };\n\n f(...) { ... }\n",
	  "-" },
	{ "@@\nidentifier f;\n@@\n int aaaaaa(void);\n f(...) { ... }\n", "-" },
	{ "@@\nidentifier f;\n@@\n int aaaaaa(void);\n f(...) { bbbbbb; }\n",
	  "aaaaaa bbbbbb" },
	{ "@@\ntype T, U;\n@@\n typedef struct { ... T aaaaaa; ... } U;\n",
	  "aaaaaa" },
	{ "@@\nexpression e;\nstatement S;\n@@\n e = aaaaaa;\n if (e) S\n",
	  "aaaaaa" },
	/* scripts match nothing, but one that reads files may look at all */
	{ "@a@\nposition p;\n@@\n aaaaaa@p\n@script:ocaml@\np << a.p;\n@@\nprint p\n",
	  "aaaaaa" },
	{ "@a@\nposition p;\n@@\n aaaaaa@p\n@script:ocaml@\np << a.p;\n@@\nopen_in p\n",
	  "-" },
	{ "@initialize:python@\n@@\nf = open(\"x\")\n@@\n@@\n aaaaaa\n", "-" },
	/* what is not understood */
	{ "@a extends b@\n@@\n aaaaaa\n", "-" },
	{ "@a using \"x.iso\"@\n@@\n aaaaaa\n", "-" },
	{ "@@\n@@\n(\n aaaaaa\n", "-" },
	{ "@@\nexpression e\n@@\n aaaaaa\n", "-" },
	{ "", "-" },
};

static void names_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		char *words = needed(rules[i].rule, "few");

		if (strcmp(words, rules[i].words))
			print_error("of rule %zu:\n%s", i, rules[i].rule);
		assert_string_equal(words, rules[i].words);
		free(words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
