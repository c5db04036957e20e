// SPDX-License-Identifier: GPL-2.0-only
/* test_includes: which files see which by #include. */
#include "test_git.h"

#include "includes.h"

static struct repo *repo;
static struct oid base;

static struct snapshot *open_snapshot(void)
{
	struct scan_options opt = { .threads = 1 };
	struct strvec words = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT;
	struct snapshot *s;

	if (snapshot_of_tree(&s, repo, &base, &words, &opt, NULL, &err))
		fail_msg("%s", err.buf);
	return s;
}

static struct snapshot *derive(struct snapshot *parent, const char *path,
			       const char *text)
{
	struct file_change c = { .path = (char *)path, .content = STRBUF_INIT,
				 .mode = *text ? 0100644 : 0 };

	strbuf_addstr(&c.content, text);
	return snapshot_derive(parent, &c, 1);
}

static struct includes *open_includes(struct engine *e, struct snapshot *s)
{
	struct strbuf err = STRBUF_INIT;
	struct includes *x;

	memset(e, 0, sizeof(*e));
	e->repo = repo;
	e->jobs = 2;
	e->cache = cache_none();
	if (includes_open(&x, e, s, &err) || includes_set(x, s, s, &err))
		fail_msg("%s", err.buf);
	return x;
}

static bool sees(struct includes *x, const char *path, const char *header)
{
	struct file_set users = { 0 };
	bool yes;

	includes_users(x, header, &users);
	yes = file_set_has(&users, x, path);
	file_set_release(&users);
	return yes;
}

static const char sources[] =
	"put() { mkdir -p $(dirname $1); printf \"$2\" >$1; };"
	"put include/linux/deep.h '';"
	"put include/linux/mid.h '#include <linux/deep.h>\\n';"
	"put include/linux/loop.h '#include <linux/mid.h>\\n"
	"#include <linux/loop.h>\\n';"
	"put include/uapi/linux/user.h '';"
	"put include/asm-generic/gen.h '#include <linux/deep.h>\\n';"
	"put arch/x86/include/asm/mach.h '#include <linux/deep.h>\\n';"
	"put arch/odd/include/asm/pick.h '#include MACHINE\\n';"
	"put arch/odd/include/asm/one.h '';"
	"put arch/odd/a.c '#include <asm/pick.h>\\n';"
	"put d/by_loop.c '  #  include <linux/loop.h>\\n';"
	"put d/never.c '/* linux/mid.h */\\nint x;\\n';"
	"put d/asm.c '#include <asm/mach.h>\\n';"
	"put d/generic.c '#include <asm/gen.h>\\n';"
	"put d/uapi.c '#include <linux/user.h>\\n';"
	"put d/priv.h '#include \"../e/priv.h\"\\n';"
	"put e/priv.h '#include <linux/mid.h>\\n';"
	"put f/priv.h '';"
	"put d/quoted.c '#if 0\\n#include \"priv.h\"\\n#endif\\n';"
	"put f/quoted.c '#include \"priv.h\"\\n';"
	"put g/by_flag.c '#include \"sub/far.h\"\\n';"
	"put h/inc/sub/far.h '#include <linux/deep.h>\\n';"
	"put d/macro.c '#include WHAT\\n';"
	"put d/trace.c '#include TRACE_INCLUDE(FILE)\\n';"
	"put include/linux/kconfig.h '';"
	"put d/notes.txt '#include <linux/deep.h>\\n'";

static void resolving(void **state)
{
	struct engine e;
	struct snapshot *s = open_snapshot();
	struct includes *x = open_includes(&e, s);
	static const char deep[] = "include/linux/deep.h";

	assert_true(sees(x, deep, deep));
	assert_true(sees(x, "include/linux/mid.h", deep));
	assert_true(sees(x, "d/by_loop.c", deep));
	assert_false(sees(x, "d/never.c", deep));
	assert_true(sees(x, "d/asm.c", deep));
	assert_true(sees(x, "d/generic.c", deep));
	assert_true(sees(x, "d/uapi.c", "include/uapi/linux/user.h"));
	assert_false(sees(x, "d/uapi.c", deep));
	/* beside the file, and nowhere else if it is there */
	assert_true(sees(x, "d/quoted.c", "e/priv.h"));
	assert_true(sees(x, "d/quoted.c", deep));
	assert_true(sees(x, "f/quoted.c", "f/priv.h"));
	assert_false(sees(x, "f/quoted.c", deep));
	/* somebody says -I */
	assert_true(sees(x, "g/by_flag.c", deep));
	/* in doubt */
	assert_true(sees(x, "d/macro.c", deep));
	assert_false(sees(x, "d/trace.c", deep));
	assert_false(sees(x, "arch/odd/a.c", deep));
	assert_true(sees(x, "arch/odd/a.c", "arch/odd/include/asm/one.h"));
	/* on every compiler's command line */
	assert_true(sees(x, "d/never.c", "include/linux/kconfig.h"));
	/* not looked into */
	assert_true(sees(x, "d/notes.txt", deep));
	includes_free(x);
	snapshot_put(s);
	cache_free(e.cache);
}

static void beside(void **state)
{
	struct engine e;
	struct snapshot *s = open_snapshot();
	struct includes *x = open_includes(&e, s);
	struct file_set users = { 0 }, near = { 0 };

	includes_users(x, "e/priv.h", &users);
	includes_beside(x, &users, &near);
	assert_true(file_set_has(&near, x, "d/priv.h"));
	assert_true(file_set_has(&near, x, "include/linux/mid.h"));
	assert_false(file_set_has(&near, x, "f/priv.h"));
	assert_false(file_set_has(&near, x, "arch/x86/include/asm/mach.h"));
	file_set_release(&users);
	file_set_release(&near);
	includes_free(x);
	snapshot_put(s);
	cache_free(e.cache);
}

static void two_snapshots(void **state)
{
	struct engine e;
	struct snapshot *s = open_snapshot();
	struct includes *x = open_includes(&e, s);
	struct snapshot *more = derive(s, "d/never.c",
				       "#include <linux/new.h>\n");
	struct snapshot *both = derive(more, "include/linux/new.h",
				       "#include <linux/deep.h>\n");
	struct snapshot *less = derive(both, "d/by_loop.c", "int y;\n");

	assert_int_equal(includes_set(x, s, both, NULL), 0);
	assert_true(sees(x, "d/never.c", "include/linux/new.h"));
	assert_true(sees(x, "d/never.c", "include/linux/deep.h"));
	/* what one of the two includes */
	assert_int_equal(includes_set(x, both, less, NULL), 0);
	assert_true(sees(x, "d/by_loop.c", "include/linux/deep.h"));
	assert_int_equal(includes_set(x, less, less, NULL), 0);
	assert_false(sees(x, "d/by_loop.c", "include/linux/deep.h"));
	assert_int_equal(includes_set(x, s, s, NULL), 0);
	assert_true(sees(x, "d/by_loop.c", "include/linux/deep.h"));
	assert_false(sees(x, "d/never.c", "include/linux/deep.h"));
	snapshot_put(less);
	snapshot_put(both);
	snapshot_put(more);
	includes_free(x);
	snapshot_put(s);
	cache_free(e.cache);
}

/* From the cache, for the same tree and for the next. */
static void kept(void **state)
{
	struct strbuf err = STRBUF_INIT, dir = STRBUF_INIT;
	struct snapshot *s = open_snapshot(), *more, *next;
	struct engine e = { .repo = repo, .jobs = 1 };
	struct includes *x;

	strbuf_addf(&dir, "%s/cache", test_dir);
	e.cache = cache_open(dir.buf);
	more = derive(s, "d/never.c", "#include <linux/deep.h>\n");
	next = derive(more, "d/by_loop.c", "");
	for (int i = 0; i < 4; i++) {
		struct snapshot *now = i == 2 ? next : s;

		if (includes_open(&x, &e, now, &err) ||
		    includes_set(x, now, now, &err))
			fail_msg("%s", err.buf);
		assert_int_equal(sees(x, "d/never.c", "include/linux/deep.h"),
				 now == next);
		/* a file that is not there is not known */
		assert_true(sees(x, "d/by_loop.c", "include/linux/deep.h"));
		assert_int_equal(sees(x, "d/by_loop.c", "f/priv.h"),
				 now == next);
		includes_free(x);
	}
	cache_free(e.cache);
	strbuf_release(&dir);
	snapshot_put(next);
	snapshot_put(more);
	snapshot_put(s);
}

static int setup(void **state)
{
	test_git_begin();
	sh("r", "git init -q -b main");
	sh("r", "%s; git add -A; git commit -qm base", sources);
	repo = open_ok("r");
	sh_oid("r", &base, "git rev-parse HEAD^{tree}");
	return 0;
}

static int teardown(void **state)
{
	repo_free(repo);
	test_git_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolving),
		cmocka_unit_test(beside),
		cmocka_unit_test(two_snapshots),
		cmocka_unit_test(kept),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
