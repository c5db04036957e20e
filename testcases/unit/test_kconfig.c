/* SPDX-License-Identifier: GPL-2.0-only */
#include "kconfig_edit.h"

#include "unit.h"

#include <dirent.h>
#include <sys/stat.h>

/* ---- reading ---- */

static void check_text(const char *name, const struct strbuf *text,
		       size_t *files)
{
	struct strbuf back = STRBUF_INIT;
	struct kconfig k;

	kconfig_parse(&k, text->buf, text->len);
	for (size_t i = 0; i < k.nr; i++) {
		const struct kc_line *l = &k.lines[i];

		if (l->kind == KC_UNKNOWN)
			fail_msg("%s:%u: not understood: %.*s", name, l->number,
				 (int)l->all.len, text->buf + l->all.at);
		strbuf_add(&back, text->buf + l->all.at, l->all.len);
	}
	if (strbuf_cmp(text, &back))
		fail_msg("%s is not printed as it was read", name);
	(*files)++;
	kconfig_release(&k);
	strbuf_release(&back);
}

static void check_tree(const char *dir, size_t *files)
{
	struct dirent *d;
	DIR *open = opendir(dir);

	assert_non_null(open);
	while ((d = readdir(open))) {
		char *path = xasprintf("%s/%s", dir, d->d_name);
		struct strbuf text = STRBUF_INIT;
		struct stat st;

		assert_int_equal(lstat(path, &st), 0);
		if (S_ISDIR(st.st_mode) && *d->d_name != '.') {
			check_tree(path, files);
		} else if (S_ISREG(st.st_mode) &&
			   starts_with(d->d_name, "Kconfig")) {
			assert_int_equal(file_read(path, &text, NULL), 0);
			check_text(path, &text, files);
		}
		strbuf_release(&text);
		free(path);
	}
	closedir(open);
}

static void every_file_of_mini(void **state)
{
	size_t files = 0;

	check_tree("kernel-fixtures/mini", &files);
	assert_true(files >= 10);
}

/* LINUX: a checked out tree, for instance by "git worktree". */
static void every_file_of_linux(void **state)
{
	const char *linux_tree = getenv("LINUX");
	size_t files = 0;

	if (!linux_tree || !*linux_tree)
		skip();
	check_tree(linux_tree, &files);
	assert_true(files >= 1000);
}

static enum kc_kind kind_at(const char *text, unsigned number)
{
	enum kc_kind kind = KC_UNKNOWN;
	struct kconfig k;

	kconfig_parse(&k, text, strlen(text));
	for (size_t i = 0; i < k.nr; i++)
		if (k.lines[i].number == number)
			kind = k.lines[i].kind;
	kconfig_release(&k);
	return kind;
}

static void lines(void **state)
{
	static const char help[] =
		"config A\n"
		"\tbool\n"
		"\thelp\n"
		"\n"
		"\t  config is a word here\n"
		"\n"
		"\t  select B\n"
		"\tselect C\n"
		"config D\n";

	assert_int_equal(kind_at(help, 5), KC_HELPTEXT);
	assert_int_equal(kind_at(help, 6), KC_HELPTEXT);
	assert_int_equal(kind_at(help, 7), KC_HELPTEXT);
	assert_int_equal(kind_at(help, 8), KC_SELECT);
	assert_int_equal(kind_at(help, 9), KC_CONFIG);
	assert_int_equal(kind_at("config A\n\tdepends on B && \\\n\t\tC\n\tbool\n",
				 4), KC_TYPE);
	assert_int_equal(kind_at("x := $(shell,echo \"a b\")\n", 1), KC_MACRO);
	assert_int_equal(kind_at("$(error-if,y,\"no\")\n", 1), KC_MACRO);
	assert_int_equal(kind_at("config A\n\tdef_bool $(cc-option,-a -b) if B=\"x\" # c\n",
				 2), KC_DEF_TYPE);
	assert_int_equal(kind_at("config A\n\tdefault \"$(f,\"a\" \"b\")\" if C\n",
				 2), KC_DEFAULT);
	assert_int_equal(kind_at("menu \"if you like\"\n\tvisible if A\n", 2),
			 KC_VISIBLE);
	/* what is no statement, or not a whole one */
	assert_int_equal(kind_at("config A\n\tdepends A\n", 2), KC_UNKNOWN);
	assert_int_equal(kind_at("config A\n\tdepends on A &&\n", 2),
			 KC_UNKNOWN);
	assert_int_equal(kind_at("config A\n\tdepends on (A\n", 2),
			 KC_UNKNOWN);
	assert_int_equal(kind_at("\tselect A\n", 1), KC_UNKNOWN);
	assert_int_equal(kind_at("config\n", 1), KC_UNKNOWN);
	assert_int_equal(kind_at("congif A\n", 1), KC_UNKNOWN);
}

/* ---- expressions ---- */

static void resolves(const char *expr, enum kexpr_mode mode,
		     enum kexpr_result want, const char *text)
{
	struct strbuf out = STRBUF_INIT;
	struct kexpr *e = kexpr_parse(expr, strlen(expr));
	enum kexpr_result r;

	assert_non_null(e);
	r = kexpr_resolve(e, "X", mode, &out);
	if (r != want || strcmp(out.buf, text))
		fail_msg("'%s' became %d '%s', not %d '%s'", expr, r, out.buf,
			 want, text);
	kexpr_free(e);
	strbuf_release(&out);
}

static void as_n(void **state)
{
	resolves("A && B", KEXPR_AS_N, KEXPR_SAME, "");
	resolves("X", KEXPR_AS_N, KEXPR_N, "");
	resolves("!X", KEXPR_AS_N, KEXPR_Y, "");
	resolves("X || A", KEXPR_AS_N, KEXPR_CHANGED, "A");
	resolves("A || X", KEXPR_AS_N, KEXPR_CHANGED, "A");
	resolves("A && X", KEXPR_AS_N, KEXPR_N, "");
	resolves("A && !X", KEXPR_AS_N, KEXPR_CHANGED, "A");
	resolves("(A || X) && B", KEXPR_AS_N, KEXPR_CHANGED, "A && B");
	resolves("(A || B || X) && C", KEXPR_AS_N, KEXPR_CHANGED,
		 "(A || B) && C");
	resolves("A  ||  X  || B", KEXPR_AS_N, KEXPR_CHANGED, "A  || B");
	resolves("A && B || C && X", KEXPR_AS_N, KEXPR_CHANGED, "A && B");
	resolves("!(X || A=m)", KEXPR_AS_N, KEXPR_CHANGED, "!A=m");
	resolves("A && X=n", KEXPR_AS_N, KEXPR_CHANGED, "A");
	resolves("A && X!=n", KEXPR_AS_N, KEXPR_N, "");
	resolves("A && X=B", KEXPR_AS_N, KEXPR_ODD, "");
	resolves("A && \"X\"", KEXPR_AS_N, KEXPR_SAME, "");
	resolves("AX && X_A || XX", KEXPR_AS_N, KEXPR_SAME, "");
	resolves("A && \\\n\t(B || X)", KEXPR_AS_N, KEXPR_CHANGED,
		 "A && \\\n\tB");
}

static void as_y_and_dropped(void **state)
{
	resolves("X", KEXPR_AS_Y, KEXPR_Y, "");
	resolves("X && A", KEXPR_AS_Y, KEXPR_CHANGED, "A");
	resolves("X || A", KEXPR_AS_Y, KEXPR_Y, "");
	resolves("!X", KEXPR_AS_Y, KEXPR_N, "");
	resolves("X=y && A", KEXPR_AS_Y, KEXPR_CHANGED, "A");
	resolves("X", KEXPR_DROP, KEXPR_EMPTY, "");
	resolves("X && A", KEXPR_DROP, KEXPR_CHANGED, "A");
	resolves("X || A", KEXPR_DROP, KEXPR_CHANGED, "A");
	resolves("!X && A", KEXPR_DROP, KEXPR_CHANGED, "A");
	resolves("(X || X=m) && !X", KEXPR_DROP, KEXPR_EMPTY, "");
}

static void when_n(void **state)
{
	static const char *const table[][2] = {
		{ "A", "A=n" }, { "!A", "A=y" }, { "A=m", "!A=m" },
		{ "A && B", "(A=n || B=n)" },
		{ "A && (B || !C)", "(A=n || (B=n && C=y))" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct kexpr *e = kexpr_parse(table[i][0],
					      strlen(table[i][0]));
		struct strbuf out = STRBUF_INIT;

		kexpr_is_n(e, &out);
		assert_string_equal(out.buf, table[i][1]);
		kexpr_free(e);
		strbuf_release(&out);
	}
}

/* ---- statements ---- */

static void note_refusal(unsigned line, unsigned col, const char *why,
			 void *data)
{
	struct strbuf *said = data;

	strbuf_addf(said, "%u: %s\n", line, why);
}

typedef void edit_fn(struct kconfig_text *t,
		     const struct kconfig_statement *st,
		     const struct kconfig_refuser *r);

static void edit(edit_fn *fn, struct kconfig_statement st, const char *before,
		 const char *after, const char *refusal)
{
	struct strbuf text = STRBUF_INIT, said = STRBUF_INIT;
	struct kconfig_refuser r = { note_refusal, &said };
	struct kconfig_text t;

	strbuf_addstr(&text, before);
	for (int twice = 0; twice < 2; twice++) {
		kconfig_text_init(&t, &text);
		fn(&t, &st, &r);
		if (refusal) {
			if (!strstr(said.buf, refusal))
				fail_msg("'%s' is not in '%s'", refusal,
					 said.buf);
		} else {
			assert_string_equal(said.buf, "");
			assert_string_equal(t.text.buf, after);
		}
		/* the second time on its own result */
		strbuf_reset(&text);
		strbuf_addbuf(&text, &t.text);
		kconfig_text_release(&t);
		if (refusal)
			break;
	}
	strbuf_release(&text);
	strbuf_release(&said);
}

static void on_kconfig(enum kconfig_what what, const char *symbol,
		       const char *term, const char *before, const char *after)
{
	struct kconfig_statement st = {
		.what = what, .symbol = (char *)symbol, .term = (char *)term,
	};

	edit(kconfig_edit, st, before, after, NULL);
}

static void removing(enum kexpr_mode mode, const char *before,
		     const char *after, const char *refusal)
{
	struct kconfig_statement st = {
		.what = KCONFIG_REMOVE, .symbol = (char *)"X", .mode = mode,
	};

	edit(kconfig_edit, st, before, after, refusal);
}

static void remove_entries(void **state)
{
	removing(KEXPR_AS_N,
		 "config A\n\tbool\n\n# about X\nconfig X\n\tbool \"x\"\n"
		 "\thelp\n\t  Text.\n\n\t  More.\n\nconfig B\n\tbool\n",
		 "config A\n\tbool\n\nconfig B\n\tbool\n", NULL);
	removing(KEXPR_AS_N, "# SPDX-License-Identifier: GPL-2.0\nconfig X\n\tbool\n\nconfig B\n",
		 "# SPDX-License-Identifier: GPL-2.0\nconfig B\n", NULL);
	removing(KEXPR_AS_N, "config A\n\tbool\n\nconfig X\n\tbool\n",
		 "config A\n\tbool\n", NULL);
	removing(KEXPR_AS_N, "config XX\n\tbool\n\thelp\n\t  X is not here.\n",
		 "config XX\n\tbool\n\thelp\n\t  X is not here.\n", NULL);
}

static void remove_mentions(void **state)
{
	removing(KEXPR_AS_N,
		 "config A\n\tbool\n\tdepends on B || X # why\n"
		 "\tselect X\n\tselect C if X\n\timply X if B\n"
		 "\tdefault y if B && X\n\tdefault X\n",
		 "config A\n\tbool\n\tdepends on B # why\n", NULL);
	removing(KEXPR_AS_N, "config A\n\tdef_bool X\n",
		 "config A\n\tdef_bool n\n", NULL);
	removing(KEXPR_AS_N, "config A\n\tbool\n\tdefault X if B\n\tdefault y\n",
		 "config A\n\tbool\n\tdefault n if B\n\tdefault y\n", NULL);
	removing(KEXPR_AS_N, "comment \"no\"\n\tdepends on X && A\n\nconfig A\n",
		 "config A\n", NULL);
	removing(KEXPR_AS_N, "config A\n\tbool\n\tdepends on X\n", NULL,
		 "3: without X this can never be");
	removing(KEXPR_AS_N, "config A\n\tbool \"a\" if X\n", NULL,
		 "2: without X this is never asked for");
	removing(KEXPR_AS_N, "if X\nconfig A\n\tbool\nendif\n", NULL,
		 "1: without X this can never be");
	removing(KEXPR_AS_N, "config A\n\tint\n\trange X 3\n", NULL,
		 "3: a range has X as a bound");
	removing(KEXPR_AS_N, "config A\n\tbool\n\tdepends on X = B\n", NULL,
		 "3: what a comparison with X comes to");
}

static void remove_what_holds(void **state)
{
	removing(KEXPR_AS_Y, "config A\n\tbool \"a\" if X\n\tdepends on X\n"
		 "\tselect B if X && C\n\tselect D if X\n",
		 "config A\n\tbool \"a\"\n\tselect B if C\n\tselect D\n",
		 NULL);
	removing(KEXPR_DROP, "if X\n\nconfig A\n\tbool\n\tdepends on X || B\n\nendif\n",
		 "config A\n\tbool\n\tdepends on B\n", NULL);
}

static void rename_and_merge(void **state)
{
	on_kconfig(KCONFIG_RENAME, "X", "Y",
		   "config X\n\tbool \"X of X\" if X\n\thelp\n\t  X\n\nconfig A\n"
		   "\tdepends on X && XX\n\tdefault \"X\"\n",
		   "config Y\n\tbool \"X of X\" if Y\n\thelp\n\t  X\n\nconfig A\n"
		   "\tdepends on Y && XX\n\tdefault \"X\"\n");
	on_kconfig(KCONFIG_MERGE, "X", "Y",
		   "config X\n\tbool\n\nconfig A\n\tbool\n\tdepends on X && B\n"
		   "\tdepends on Y\n\tselect Y\n\tselect X\n",
		   "config A\n\tbool\n\tdepends on Y && B\n\tselect Y\n");
	on_kconfig(KCONFIG_MERGE, "X", "Y",
		   "config A\n\tbool\n\tdepends on X\n\tdepends on Z\n",
		   "config A\n\tbool\n\tdepends on Y\n\tdepends on Z\n");
	/* what is there twice by then, as deep as it stands */
	on_kconfig(KCONFIG_MERGE, "X", "Y",
		   "config A\n\tbool\n\tdepends on X || Y\n\n"
		   "config B\n\tbool\n\tdepends on Z && (X || Y)\n\n"
		   "config C\n\tbool\n\tdepends on Z || (X && Y)\n\n"
		   "config D\n\tbool\n\tdepends on !(X || Y || Z)\n"
		   "\tselect E if X || Y\n\n"
		   "config F\n\tbool\n\tdepends on (X || Z) && (Y || Z)\n",
		   "config A\n\tbool\n\tdepends on Y\n\n"
		   "config B\n\tbool\n\tdepends on Z && Y\n\n"
		   "config C\n\tbool\n\tdepends on Z || Y\n\n"
		   "config D\n\tbool\n\tdepends on !(Y || Z)\n"
		   "\tselect E if Y\n\n"
		   "config F\n\tbool\n\tdepends on (Y || Z)\n");
	edit(kconfig_edit, (struct kconfig_statement) {
	     .what = KCONFIG_MERGE, .symbol = (char *)"X",
	     .term = (char *)"Y" },
	     "config Y\n\tbool\n\tdepends on X || B\n", NULL,
	     "3: Y would depend on itself here");
	edit(kconfig_edit, (struct kconfig_statement) {
	     .what = KCONFIG_RENAME, .symbol = (char *)"X",
	     .term = (char *)"Y" }, "config Y\n\tbool\n\nconfig X\n\tbool\n", NULL,
	     "1: Y is there already");
}

static void dependencies(void **state)
{
	on_kconfig(KCONFIG_DROP_DEPENDS, "A", "X",
		   "config A\n\tbool\n\tdepends on X\n\tdepends on (X) && B\n\n"
		   "config B\n\tdepends on X\n",
		   "config A\n\tbool\n\tdepends on B\n\n"
		   "config B\n\tdepends on X\n");
	on_kconfig(KCONFIG_ADD_DEPENDS, "A", "M",
		   "config A\n    bool \"a\"\n    select S\n",
		   "config A\n    bool \"a\"\n    depends on M\n    select S\n");
	on_kconfig(KCONFIG_ADD_DEPENDS, "A", "M",
		   "config A\n\tbool\n\tdepends on B\n\tdepends on Z\n",
		   "config A\n\tbool\n\tdepends on B\n\tdepends on M\n\tdepends on Z\n");
	on_kconfig(KCONFIG_ADD_DEPENDS, "A", "M",
		   "config A\n\tbool\n\tdepends on Z\n\tdepends on B\n",
		   "config A\n\tbool\n\tdepends on Z\n\tdepends on B\n\tdepends on M\n");
	on_kconfig(KCONFIG_ADD_DEPENDS, "A", "M && N",
		   "config A\n\tbool\n\tdepends on N && B\n\tdepends on M\n",
		   "config A\n\tbool\n\tdepends on N && B\n\tdepends on M\n");
	/* an entry that only adds to a symbol is left alone */
	on_kconfig(KCONFIG_ADD_DEPENDS, "A", "M", "config A\n\tselect B\n",
		   "config A\n\tselect B\n");
	edit(kconfig_edit, (struct kconfig_statement) {
	     .what = KCONFIG_DROP_DEPENDS, .symbol = (char *)"A",
	     .term = (char *)"X" },
	     "config A\n\tbool\n\tdepends on X || B\n", NULL,
	     "3: X is not a term of its own here");
}

static void selects(void **state)
{
	on_kconfig(KCONFIG_DROP_SELECT, "A", "X",
		   "config A\n\tselect X if B\n\tselect XX\n",
		   "config A\n\tselect XX\n");
	on_kconfig(KCONFIG_ADD_SELECT, "A", "X",
		   "config A\n\ttristate\n\tdepends on B\n\tdefault n\n",
		   "config A\n\ttristate\n\tdepends on B\n\tselect X\n\tdefault n\n");
	on_kconfig(KCONFIG_ADD_SELECT, "A", "X",
		   "config A\n\ttristate\n\tselect X if B\n",
		   "config A\n\ttristate\n\tselect X\n");
	edit(kconfig_edit, (struct kconfig_statement) {
	     .what = KCONFIG_REPLACE_SELECT, .symbol = (char *)"A",
	     .term = (char *)"X", .cond = (char *)"B C" },
	     "config A\n\tbool\n\tselect X\n\tselect C\n",
	     "config A\n\tbool\n\tselect C\n\tselect B\n", NULL);
	on_kconfig(KCONFIG_SELECT_TO_DEPENDS, "X", NULL,
		   "config A\n\tbool\n\tselect X\n\nconfig B\n\tbool\n"
		   "\tselect X if C && !D\n",
		   "config A\n\tbool\n\tdepends on X\n\nconfig B\n\tbool\n"
		   "\tdepends on X || (C=n || D=y)\n");
	on_kconfig(KCONFIG_SELECT_TO_DEPENDS, "X", NULL,
		   "config A\r\n\tbool\r\n\tdepends on X\r\n\tselect X\r\n",
		   "config A\r\n\tbool\r\n\tdepends on X\r\n");
}

/* ---- other files ---- */

static void make_files(void **state)
{
	struct kconfig_statement st = {
		.what = KCONFIG_REMOVE, .symbol = (char *)"X",
	};

	edit(kconfig_edit_make, st,
	     "obj-y += a.o\nobj-$(CONFIG_X) += x.o \\\n\ty.o\n"
	     "obj-$(CONFIG_XX) += z.o # CONFIG_X\n",
	     "obj-y += a.o\nobj-$(CONFIG_XX) += z.o # CONFIG_X\n", NULL);
	edit(kconfig_edit_make, st,
	     "ifdef CONFIG_X\na += 1\nifdef CONFIG_B\na += 2\nendif\nelse\na += 3\nendif\n"
	     "ifndef CONFIG_X\nb += 1\nendif\n",
	     "a += 3\nb += 1\n", NULL);
	edit(kconfig_edit_make, st, "a := $(if $(CONFIG_X),b)\n", NULL,
	     "1: what is made under CONFIG_X");
	edit(kconfig_edit_make, st,
	     "ifdef CONFIG_X\na += 1\nelse ifdef CONFIG_B\na += 2\nendif\n",
	     NULL, "1: what is made under CONFIG_X");
	st.mode = KEXPR_DROP;
	edit(kconfig_edit_make, st, "obj-$(CONFIG_X) += x.o\n", NULL,
	     "1: what is made under CONFIG_X");
	st.what = KCONFIG_MERGE;
	st.term = (char *)"Y";
	edit(kconfig_edit_make, st, "obj-$(CONFIG_X) += x.o\n",
	     "obj-$(CONFIG_Y) += x.o\n", NULL);
}

static void config_edit(struct kconfig_text *t,
			const struct kconfig_statement *st,
			const struct kconfig_refuser *r)
{
	kconfig_edit_config(t, st);
}

static void words_edit(struct kconfig_text *t,
		       const struct kconfig_statement *st,
		       const struct kconfig_refuser *r)
{
	kconfig_edit_words(t, st);
}

static void other_files(void **state)
{
	struct kconfig_statement st = {
		.what = KCONFIG_REMOVE, .symbol = (char *)"X",
	};

	edit(config_edit, st,
	     "CONFIG_A=y\n# CONFIG_X is not set\nCONFIG_X=y\nCONFIG_XX=y\n",
	     "CONFIG_A=y\nCONFIG_XX=y\n", NULL);
	st.what = KCONFIG_RENAME;
	st.term = (char *)"Y";
	edit(config_edit, st, "CONFIG_X=m\n", "CONFIG_Y=m\n", NULL);
	edit(words_edit, st,
	     "#if IS_ENABLED(CONFIG_X) || defined(CONFIG_X_MODULE)\n"
	     "#ifdef CONFIG_XX /* CONFIG_X */\n",
	     "#if IS_ENABLED(CONFIG_Y) || defined(CONFIG_Y_MODULE)\n"
	     "#ifdef CONFIG_XX /* CONFIG_Y */\n", NULL);
}

/* A refusal names the line that the file had before all statements. */
static void lines_of_refusals(void **state)
{
	static const char text[] =
		"config X\n\tbool\n\nconfig A\n\tbool\n\tdepends on Y\n";
	struct strbuf from = STRBUF_INIT, said = STRBUF_INIT;
	struct kconfig_refuser r = { note_refusal, &said };
	struct kconfig_statement st = {
		.what = KCONFIG_REMOVE, .symbol = (char *)"X",
	};
	struct kconfig_text t;

	strbuf_addstr(&from, text);
	kconfig_text_init(&t, &from);
	kconfig_edit(&t, &st, &r);
	assert_string_equal(t.text.buf, "config A\n\tbool\n\tdepends on Y\n");
	st.symbol = (char *)"Y";
	kconfig_edit(&t, &st, &r);
	assert_true(starts_with(said.buf, "6: without Y"));
	kconfig_text_release(&t);
	strbuf_release(&from);
	strbuf_release(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_file_of_mini),
		cmocka_unit_test(every_file_of_linux),
		cmocka_unit_test(lines),
		cmocka_unit_test(as_n),
		cmocka_unit_test(as_y_and_dropped),
		cmocka_unit_test(when_n),
		cmocka_unit_test(remove_entries),
		cmocka_unit_test(remove_mentions),
		cmocka_unit_test(remove_what_holds),
		cmocka_unit_test(rename_and_merge),
		cmocka_unit_test(dependencies),
		cmocka_unit_test(selects),
		cmocka_unit_test(make_files),
		cmocka_unit_test(other_files),
		cmocka_unit_test(lines_of_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
