/* SPDX-License-Identifier: GPL-2.0-only */
#include "unit.h"

#include "excerpt.h"

static const char source[] =
	"#include <linux/mm.h>\n"
	"struct s { int wanted; };\n"
	"static int first(int a)\n"
	"{\n"
	"\treturn a;\n"
	"}\n"
	"\n"
	"int second(struct s *s) { return s->wanted; }\n"
	"int third(void)\n"
	"{\n"
	"#ifdef X\n"
	"\treturn 1;\n"
	"#endif\n"
	"\treturn 2;\n"
	"}\n"
	"int table[] = { 1, 2 };\n"
	"int wanted(int b)\n"
	"{\n"
	"\treturn b;\n"
	"}\n"
	"int last(void)\n"
	"{\n"
	"}\n";

static void set(struct strbuf *text, const char *s)
{
	strbuf_reset(text);
	strbuf_addstr(text, s);
}

static void make(struct excerpt *e, struct strbuf *whole, const char *text,
		 const char *word)
{
	struct strvec words = STRVEC_INIT;

	*e = (struct excerpt)EXCERPT_INIT;
	set(whole, text);
	strvec_push(&words, word);
	excerpt_make(e, whole, &words);
	strvec_release(&words);
}

/* Functions that hold the word stay, in name or body; so does all else. */
static void leaves_out(void **state)
{
	struct strbuf whole = STRBUF_INIT;
	struct excerpt e;

	(void)state;
	make(&e, &whole, source, "wanted");
	assert_int_equal(e.nr, 2);
	assert_string_equal(e.text.buf,
			    "#include <linux/mm.h>\n"
			    "struct s { int wanted; };\n"
			    "static int first(int a)\n"
			    "{/*ratchet-0:0*/\n"
			    "\n"
			    "}\n"
			    "\n"
			    "int second(struct s *s) { return s->wanted; }\n"
			    "int third(void)\n"
			    "{\n"
			    "#ifdef X\n"
			    "\treturn 1;\n"
			    "#endif\n"
			    "\treturn 2;\n"
			    "}\n"
			    "int table[] = { 1, 2 };\n"
			    "int wanted(int b)\n"
			    "{\n"
			    "\treturn b;\n"
			    "}\n"
			    "int last(void)\n"
			    "{/*ratchet-0:1*/\n"
			    "}\n");
	excerpt_release(&e);
	strbuf_release(&whole);
}

static bool restore(const struct excerpt *e, const struct strbuf *whole,
		    const char *text, struct strbuf *out, unsigned *line)
{
	struct strbuf t = STRBUF_INIT;
	bool ok;

	set(&t, text);
	strbuf_reset(out);
	ok = excerpt_restore(e, whole, &t, out, line);
	strbuf_release(&t);
	return ok;
}

/* What comes back is the whole, with what was changed in between. */
static void comes_back(void **state)
{
	struct strbuf whole = STRBUF_INIT, out = STRBUF_INIT;
	struct excerpt e;
	unsigned line;

	(void)state;
	make(&e, &whole, source, "wanted");
	assert_true(restore(&e, &whole, e.text.buf, &out, &line));
	assert_string_equal(out.buf, source);
	assert_true(restore(&e, &whole,
			    "new;\nstatic int first(int a)\n{/*ratchet-0:0*/\n\n}\n"
			    "int last(void)\n{/*ratchet-0:1*/\n}\nend;\n",
			    &out, &line));
	assert_string_equal(out.buf,
			    "new;\nstatic int first(int a)\n{\n\treturn a;\n}\n"
			    "int last(void)\n{\n}\nend;\n");
	excerpt_release(&e);
	strbuf_release(&whole);
	strbuf_release(&out);
}

/* A mark that is gone, moved, doubled or changed is told with its line. */
static void is_missed(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} bad[] = {
		{ "", 3 },
		{ "{/*ratchet-0:0*/\n\n}\n", 21 },
		{ "{/*ratchet-0:1*/\n}\n{/*ratchet-0:0*/\n\n}\n", 3 },
		{ "{/*ratchet-0:0*/\n}\n{/*ratchet-0:1*/\n}\n", 3 },
		{ "f(/*ratchet-0:0*/\n\n}\n{/*ratchet-0:1*/\n}\n", 3 },
		{ "{/*ratchet-0:0*/\n\n}\n{/*ratchet-0:1*/\n}\n{/*ratchet-0:1*/\n}\n",
		  21 },
	};
	struct strbuf whole = STRBUF_INIT, out = STRBUF_INIT;
	struct excerpt e;
	unsigned line;

	(void)state;
	make(&e, &whole, source, "wanted");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_false(restore(&e, &whole, bad[i].text, &out, &line));
		assert_int_equal(line, bad[i].line);
	}
	excerpt_release(&e);
	strbuf_release(&whole);
	strbuf_release(&out);
}

/* The mark is one that the file does not have; words in comments count. */
static void odd_texts(void **state)
{
	struct strbuf whole = STRBUF_INIT, out = STRBUF_INIT;
	struct excerpt e;
	unsigned line;

	(void)state;
	make(&e, &whole, "/*ratchet-0:0*/\nint f(void)\n{\n}\n", "word");
	assert_string_equal(e.text.buf, "/*ratchet-0:0*/\nint f(void)\n{/*ratchet-1:0*/\n}\n");
	assert_true(restore(&e, &whole, e.text.buf, &out, &line));
	assert_string_equal(out.buf, whole.buf);
	excerpt_release(&e);
	make(&e, &whole, "int f(void)\n{\n\t/* a word */\n}\n", "word");
	assert_int_equal(e.nr, 0);
	excerpt_release(&e);
	/* braces that do not come out even are no bodies to leave out */
	make(&e, &whole, "#ifdef A\nint f(int a)\n{\n#else\nint f(void)\n{\n#endif\n\tg();\n}\n", "word");
	assert_int_equal(e.nr, 0);
	excerpt_release(&e);
	make(&e, &whole, "", "word");
	assert_int_equal(e.text.len, 0);
	excerpt_release(&e);
	strbuf_release(&whole);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_out),
		cmocka_unit_test(comes_back),
		cmocka_unit_test(is_missed),
		cmocka_unit_test(odd_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
