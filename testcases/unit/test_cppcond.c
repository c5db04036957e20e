/* SPDX-License-Identifier: GPL-2.0-only */
#include "cppcond.h"

#include "unit.h"

#include <unistd.h>

#include "kerneldoc.h"
#include "tempfile.h"
#include "unifdef.h"

UNIT_DIR

static void resolves(const char *line, enum cpp_value value,
		     enum cpp_result want, const char *rest)
{
	struct strbuf out = STRBUF_INIT;
	struct cpp_text t;
	enum cpp_result r;

	cpp_parse(&t, line, strlen(line));
	assert_int_equal(t.nr, 1);
	r = cpp_resolve(&t, &t.v[0], "CONFIG_X", value, &out);
	if (r != want || strcmp(out.buf, rest))
		fail_msg("'%s' became %d '%s', not %d '%s'", line, r, out.buf,
			 want, rest);
	cpp_release(&t);
	strbuf_release(&out);
}

static void conditions(void **state)
{
	resolves("#ifdef CONFIG_X", CPP_NO, CPP_FALSE, "");
	resolves("#ifndef CONFIG_X", CPP_NO, CPP_TRUE, "");
	resolves("# ifdef CONFIG_XX", CPP_NO, CPP_SAME, "");
	resolves("#if defined CONFIG_X", CPP_YES, CPP_TRUE, "");
	resolves("#if IS_MODULE(CONFIG_X)", CPP_YES, CPP_FALSE, "");
	resolves("#if defined(CONFIG_X) || defined(CONFIG_X_MODULE)", CPP_NO,
		 CPP_FALSE, "");
	resolves("#if defined(CONFIG_X) || defined(CONFIG_X_MODULE)", CPP_YES,
		 CPP_TRUE, "");
	resolves("#if IS_ENABLED(CONFIG_A) ||  IS_ENABLED( CONFIG_X )", CPP_NO,
		 CPP_REST, "IS_ENABLED(CONFIG_A)");
	resolves("#elif !IS_BUILTIN(CONFIG_X) && (A + 1) > B(2, 3)", CPP_NO,
		 CPP_REST, "(A + 1) > B(2, 3)");
	resolves("#if (defined(CONFIG_X) || A) && !(B && C)", CPP_NO, CPP_REST,
		 "A && !(B && C)");
	resolves("#if A && \\\n\t(B || IS_REACHABLE(CONFIG_X))", CPP_NO,
		 CPP_REST, "A && \\\n\tB");
	resolves("#if CONFIG_X && A /* CONFIG_X */", CPP_NO, CPP_FALSE, "");
	resolves("#if CONFIG_X > 3", CPP_NO, CPP_STRANGE, "");
	resolves("#if CONFIG_X ? A : B", CPP_NO, CPP_STRANGE, "");
	resolves("#define A defined(CONFIG_X)", CPP_NO, CPP_SAME, "");
}

static void implies(const char *line, enum cpp_value holds,
		    enum cpp_value fails)
{
	enum cpp_value a, b;
	struct cpp_text t;

	cpp_parse(&t, line, strlen(line));
	cpp_implies(&t, &t.v[0], "CONFIG_X", &a, &b);
	assert_int_equal(a, holds);
	assert_int_equal(b, fails);
	cpp_release(&t);
}

static void implications(void **state)
{
	implies("#ifdef CONFIG_X", CPP_YES, CPP_NO);
	implies("#ifndef CONFIG_X", CPP_NO, CPP_YES);
	implies("#if A && IS_ENABLED(CONFIG_X)", CPP_YES, CPP_UNKNOWN);
	implies("#if A || IS_ENABLED(CONFIG_X)", CPP_UNKNOWN, CPP_NO);
	implies("#if A || !IS_ENABLED(CONFIG_X)", CPP_UNKNOWN, CPP_YES);
	implies("#if A", CPP_UNKNOWN, CPP_UNKNOWN);
}

static void lines(void **state)
{
	static const char text[] =
		"/*\n#if A\n*/\n"
		"char c = '\"'; // /*\n"
		"#if B && \\\n\tC /* why\n#else */\n"
		"\n"
		"#endif\n";
	struct cpp_text t;

	cpp_parse(&t, text, strlen(text));
	assert_int_equal(t.nr, 8);
	assert_int_equal(t.v[1].kind, CPP_NONE);
	assert_int_equal(t.v[4].kind, CPP_IF);
	assert_int_equal(t.v[4].lines, 2);
	assert_memory_equal(text + t.v[4].cond, "B && \\\n\tC", 9);
	assert_int_equal(t.v[5].kind, CPP_NONE);
	assert_int_equal(t.v[5].number, 7);
	assert_true(t.v[6].blank);
	assert_int_equal(t.v[7].kind, CPP_ENDIF);
	cpp_release(&t);
}

/* ---- descriptions ---- */

static void orphans(void **state)
{
	static const char before[] =
		"/**\n"
		" * struct a - of two\n"
		" * @x: the first,\n"
		" *	which takes two lines\n"
		" * @y: the second\n"
		" *\n"
		" * Of @x much can be said.\n"
		" */\n"
		"struct a {\n"
		"#ifdef CONFIG_X\n"
		"	int x;\n"
		"#endif\n"
		"	int y;\n"
		"};\n"
		"\n"
		"/**\n"
		" * struct b - another\n"
		" * @x: stays\n"
		" */\n"
		"struct b {\n"
		"	int x;\n"
		"};\n";
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, want = STRBUF_INIT;
	const char *part;

	strbuf_addstr(&a, before);
	strbuf_addstr(&b, before);
	part = strstr(b.buf, "#ifdef");
	strbuf_splice(&b, part - b.buf, strlen("#ifdef CONFIG_X\n\tint x;\n#endif\n"),
		      "", 0);
	strbuf_addbuf(&want, &b);
	part = strstr(want.buf, " * @x: the first");
	strbuf_splice(&want, part - want.buf, strstr(part, " * @y") - part, "",
		      0);
	kerneldoc_drop_orphans(&a, &b);
	assert_string_equal(b.buf, want.buf);
	/* what was never a member is not ours */
	kerneldoc_drop_orphans(&b, &b);
	assert_string_equal(b.buf, want.buf);
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&want);
}

/* ---- the program ---- */

static enum unifdef_outcome run(const char *in, struct strbuf *out,
				struct strbuf *why)
{
	struct strbuf text = STRBUF_INIT;
	enum unifdef_outcome o;

	strbuf_addstr(&text, in);
	strbuf_reset(out);
	strbuf_reset(why);
	o = unifdef_run(unit_dir, "KNOWN", &text, out, why);
	strbuf_release(&text);
	return o;
}

/* A program of that name which does something else. */
static void fake(const char *name, const char *script)
{
	char *path = unit_path("%s/unifdef", name);
	char *dir = unit_path("%s", name);

	assert_int_equal(mkdirs_for(path, NULL), 0);
	assert_int_equal(file_write(path, script, strlen(script), 0700, NULL),
			 0);
	setenv("PATH", dir, 1);
	free(path);
	free(dir);
}

static void program(void **state)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;
	char *old = xstrdup(getenv("PATH")), *path;

	assert_int_equal(run("a\n#if !defined(KNOWN)\nb\n#else\nc\n#endif\nd\n",
			     &out, &why), UNIFDEF_OK);
	assert_string_equal(out.buf, "a\n\n\n\nc\n\nd\n");
	assert_int_equal(run("a\n", &out, &why), UNIFDEF_OK);
	assert_string_equal(out.buf, "a\n");
	assert_int_equal(run("#if A\n#if KNOWN\n", &out, &why),
			 UNIFDEF_FAILED);
	assert_non_null(strstr(why.buf, "status 2"));

	fake("odd", "#!/bin/sh\necho something\nexit 1\n");
	assert_int_equal(run("a\n", &out, &why), UNIFDEF_ODD);
	fake("same", "#!/bin/sh\necho a\nexit 1\n");
	assert_int_equal(run("a\n", &out, &why), UNIFDEF_ODD);
	fake("killed", "#!/bin/sh\nkill -9 $$\n");
	assert_int_equal(run("a\n", &out, &why), UNIFDEF_FAILED);
	path = unit_path("nothing");
	setenv("PATH", path, 1);
	assert_int_equal(run("a\n", &out, &why), UNIFDEF_MISSING);
	assert_non_null(strstr(why.buf, "no program unifdef"));
	setenv("PATH", old, 1);
	free(old);
	free(path);
	strbuf_release(&out);
	strbuf_release(&why);
}

static int setup(void **state)
{
	return unit_setup(state) || scratch_create(unit_dir, NULL);
}

static int teardown(void **state)
{
	scratch_remove();
	return unit_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions),
		cmocka_unit_test(implications),
		cmocka_unit_test(lines),
		cmocka_unit_test(orphans),
		cmocka_unit_test(program),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
