/* SPDX-License-Identifier: GPL-2.0-only */
/* test_snapshot: snapshots, and the views made of them. */
#include "test_git.h"

#include "snapshot.h"
#include "view.h"

static struct repo *repo;
static struct oid base;

static struct snapshot *open_snapshot(const char *word)
{
	struct scan_options opt = { .threads = 2 };
	struct strvec words = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT;
	struct snapshot *s;

	if (word)
		strvec_push(&words, word);
	if (snapshot_of_tree(&s, repo, &base, &words, &opt, NULL, &err))
		fail_msg("%s", err.buf);
	strvec_release(&words);
	return s;
}

static struct snapshot *derive(struct snapshot *parent, const char *path,
			       const char *text, unsigned mode)
{
	struct file_change c = {
		.path = (char *)path, .content = STRBUF_INIT, .mode = mode,
	};

	strbuf_addstr(&c.content, text);
	return snapshot_derive(parent, &c, 1);
}

static void holds(const struct snapshot *s, const char *path, const char *want)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	int ret = snapshot_read(s, path, &out, &err);

	if (want) {
		assert_int_equal(ret, 0);
		assert_string_equal(out.buf, want);
	} else {
		assert_int_equal(ret, ERR_NOT_FOUND);
		has_text(&err, path);
	}
	strbuf_release(&out);
	strbuf_release(&err);
}

static void joined(const struct strvec *v, const char *want)
{
	struct strbuf got = STRBUF_INIT;

	for (size_t i = 0; i < v->nr; i++)
		strbuf_addf(&got, "%s%s", i ? " " : "", v->v[i]);
	assert_string_equal(got.buf, want);
	strbuf_release(&got);
}

static void finds(struct snapshot *s, const char *word, const char *want)
{
	struct strvec paths = STRVEC_INIT;

	assert_int_equal(snapshot_grep(s, word, &paths, NULL), 0);
	joined(&paths, want);
	strvec_release(&paths);
}

static void reading(void **state)
{
	struct snapshot *s = open_snapshot("apple");
	unsigned mode;
	struct oid oid;

	holds(s, "a.c", "apple\n");
	holds(s, "dir/b.c", "banana apple\n");
	holds(s, "none.c", NULL);
	holds(s, "dir", NULL);
	holds(s, "dir/none.c", NULL);
	assert_int_equal(snapshot_stat(s, "run.sh", &oid, &mode), 0);
	assert_int_equal(mode, 0100755);
	assert_int_equal(snapshot_stat(s, "link", &oid, &mode), 0);
	assert_int_equal(mode, 0120000);
	assert_int_equal(snapshot_stat(s, "none.c", &oid, &mode),
			 ERR_NOT_FOUND);
	assert_int_equal(snapshot_stat(s, "a.c", &oid, NULL), 0);
	assert_ptr_equal(snapshot_repo(s), repo);
	snapshot_put(s);
	snapshot_put(NULL);
}

static void searching(void **state)
{
	struct snapshot *s = open_snapshot("apple"), *t, *u;

	finds(s, "apple", "a.c dir/b.c");
	/* a word that was not announced: another scan */
	finds(s, "banana", "dir/b.c");
	finds(s, "nowhere", "");
	finds(s, "app", "");
	t = derive(s, "a.c", "cherry\n", 0100644);
	finds(t, "apple", "dir/b.c");
	finds(t, "cherry", "a.c");
	u = derive(t, "dir/b.c", "", 0);
	finds(u, "apple", "");
	finds(u, "banana", "");
	/* the parents do not change */
	finds(t, "banana", "dir/b.c");
	finds(s, "apple", "a.c dir/b.c");
	snapshot_put(u);
	snapshot_put(t);
	snapshot_put(s);
}

static void deriving(void **state)
{
	struct snapshot *s = open_snapshot(NULL), *t, *u, *v;
	struct strvec changed = STRVEC_INIT;
	struct oid oid;

	t = derive(s, "new/x.c", "new\n", 0100644);
	u = derive(t, "a.c", "", 0);
	v = derive(u, "new/x.c", "newer\n", 0100755);
	/* the middle ones may go first */
	snapshot_put(u);
	snapshot_put(t);
	holds(v, "new/x.c", "newer\n");
	holds(v, "a.c", NULL);
	assert_int_equal(snapshot_stat(v, "a.c", &oid, NULL), ERR_NOT_FOUND);
	holds(s, "a.c", "apple\n");
	holds(s, "new/x.c", NULL);
	snapshot_changed(v, &changed);
	joined(&changed, "a.c new/x.c");
	strvec_release(&changed);
	snapshot_changed(s, &changed);
	assert_int_equal(changed.nr, 0);
	snapshot_get(v);
	snapshot_put(v);
	holds(v, "new/x.c", "newer\n");
	snapshot_put(v);
	snapshot_put(s);
	strvec_release(&changed);
}

static void writing(void **state)
{
	struct snapshot *s = open_snapshot(NULL), *t, *u;
	struct strbuf out = STRBUF_INIT;
	struct oid tree, again;
	char hex[OID_HEX + 1];

	assert_int_equal(snapshot_write(s, &tree, NULL), 0);
	assert_oid(&tree, &base);
	t = derive(s, "run.sh", "#!/bin/sh\necho\n", 0100755);
	u = derive(t, "dir/b.c", "", 0);
	assert_int_equal(snapshot_write(u, &tree, NULL), 0);
	assert_int_equal(snapshot_write(u, &again, NULL), 0);
	assert_oid(&again, &tree);
	oid_hex(&tree, hex);
	sh_out("r", &out, "git diff-tree -r --name-status %s^{tree} %s", "HEAD",
	       hex);
	assert_string_equal(out.buf, "D\tdir/b.c\nM\trun.sh\n");
	strbuf_reset(&out);
	sh_out("r", &out, "git ls-tree %s | cut -c1-6 | tr '\\n' ' '", hex);
	/* a.c, cr.c, link, odd, run.sh, sub; an empty directory is gone */
	assert_string_equal(out.buf,
			    "100644 100644 120000 040000 100755 160000 ");
	snapshot_put(u);
	snapshot_put(t);
	snapshot_put(s);
	strbuf_release(&out);
}

static void blob_that_is_missing(void **state)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct scan_options opt = { .threads = 1, .no_worktree = true };
	struct strvec words = STRVEC_INIT;
	struct repo *r;
	struct snapshot *s, *t;
	struct oid tree, written;

	sh("gone", "git init -q; echo here >a.c; echo lost >b.c; git add .;"
	   "git commit -qm 1; o=$(git rev-parse HEAD:b.c);"
	   "rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)");
	r = open_ok("gone");
	sh_oid("gone", &tree, "git rev-parse HEAD^{tree}");
	strvec_push(&words, "here");
	assert_int_equal(snapshot_of_tree(&s, r, &tree, &words, &opt, NULL,
					  &err), 0);
	finds(s, "here", "a.c");
	assert_int_equal(snapshot_read(s, "b.c", &out, &err), ERR_UNABLE);
	has_text(&err, "b.c");
	/* and does no harm where nobody needs it */
	t = derive(s, "a.c", "there\n", 0100644);
	assert_int_equal(snapshot_write(t, &written, &err), 0);
	snapshot_put(t);
	snapshot_put(s);
	repo_free(r);
	strvec_release(&words);
	strbuf_release(&out);
	strbuf_release(&err);
}

/* ---- views ---- */

static void include_paths(void **state)
{
	static const struct {
		const char *from, *name, *want;
	} cases[] = {
		{ "a.c", "x.h", "x.h" },
		{ "d/a.c", "x.h", "d/x.h" },
		{ "d/a.c", "e/x.h", "d/e/x.h" },
		{ "d/a.c", "../x.h", "x.h" },
		{ "d/e/a.c", "../../f/x.h", "f/x.h" },
		{ "d/e/a.c", "../f/../x.h", "d/x.h" },
		{ "d/a.c", "./x.h", "d/x.h" },
		{ "d/a.c", ".//x.h", "d/x.h" },
		{ "d/a.c", "..x.h", "d/..x.h" },
		{ "a.c", "../x.h", NULL },
		{ "d/a.c", "../../x.h", NULL },
		{ "d/a.c", "..", NULL },
		{ "d/a.c", "", "d" },
		{ "d/a.c", ".git/config", NULL },
		{ "d/a.c", "../.GIT/config", NULL },
		/* an absolute name is none of the tree's */
		{ "d/a.c", "/etc/passwd", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;
		bool ok = include_path(cases[i].from, cases[i].name,
				       strlen(cases[i].name), &out);

		if (ok != (cases[i].want != NULL) ||
		    (ok && strcmp(out.buf, cases[i].want)))
			fail_msg("%s in %s: %d '%s'", cases[i].name,
				 cases[i].from, ok, out.buf);
		strbuf_release(&out);
	}
}

static void listed(const struct view *v, const char *want)
{
	struct strvec paths = STRVEC_INIT;

	for (size_t i = 0; i < v->nr; i++)
		strvec_push(&paths, v->files[i].path);
	joined(&paths, want);
	strvec_release(&paths);
}

static void quoted_includes(void **state)
{
	struct snapshot *s = open_snapshot(NULL), *t;
	struct strvec headers = STRVEC_INIT;
	struct strbuf err = STRBUF_INIT;
	struct view v;

	t = derive(s, "odd/t.c",
		   "#include \"one.h\"\n  #  include\t\"../dir/b.c\"\n"
		   "#include <linux/sys.h>\n#include \"none.h\"\n"
		   "#include \"cut.h\n#included \"x\"\n"
		   "#include \"../link\"\n#include \"../../out.h\"", 0100644);
	strvec_push(&headers, "a.c");
	assert_int_equal(view_list(&v, t, s, "odd/t.c", &headers, NULL,
				   &err), 0);
	/* one.h has two.h, which has one.h again; links are not followed */
	listed(&v, "odd/t.c odd/one.h dir/b.c odd/two.h a.c");
	view_release(&v);
	assert_int_equal(view_list(&v, t, s, "odd/t.c", NULL,
				   NULL, &err), 0);
	listed(&v, "odd/t.c odd/one.h dir/b.c odd/two.h");
	view_release(&v);
	/* @types lacks the candidate: it comes from @snap alone */
	assert_int_equal(view_list(&v, s, s, "odd/t.c", NULL,
				   NULL, &err),
			 ERR_NOT_FOUND);
	has_text(&err, "odd/t.c");
	view_release(&v);
	strvec_release(&headers);
	strbuf_release(&err);
	snapshot_put(t);
	snapshot_put(s);
}

/* A named header that is not there is an outcome, not a guess. */
static void named_headers(void **state)
{
	static const char *const bad[] = { "include/none.h", "link", "dir" };
	struct snapshot *s = open_snapshot(NULL);
	struct view v;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct strvec headers = STRVEC_INIT;
		struct strbuf err = STRBUF_INIT;

		strvec_push(&headers, "a.c");
		strvec_push(&headers, bad[i]);
		assert_int_equal(view_list(&v, s, s, "cr.c", &headers, NULL,
				   &err),
				 ERR_NOT_FOUND);
		has_text(&err, bad[i]);
		view_release(&v);
		strvec_release(&headers);
		strbuf_release(&err);
	}
	snapshot_put(s);
}

/* Types are those from before the step. */
static void types_of_before(void **state)
{
	struct snapshot *s = open_snapshot(NULL), *t;
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT, err = STRBUF_INIT;
	struct strbuf path = STRBUF_INIT;
	char *dir = xasprintf("%s/view", test_dir);
	struct file_change c[2] = {
		{ (char *)"odd/one.h", STRBUF_INIT, 0100644 },
		{ (char *)"odd/use.c", STRBUF_INIT, 0100644 },
	};
	struct view v;

	strbuf_addstr(&c[0].content, "after\n");
	strbuf_addstr(&c[1].content, "#include \"one.h\"\nchanged\n");
	t = snapshot_derive(s, c, 2);
	assert_int_equal(view_list(&v, t, s, "odd/use.c", NULL,
				   NULL, &err), 0);
	assert_int_equal(mkdirs(dir, NULL), 0);
	assert_int_equal(view_write(&v, dir, &err), 0);
	strbuf_addf(&path, "%s/odd/use.c", dir);
	assert_int_equal(file_read(path.buf, &text, NULL), 0);
	assert_string_equal(text.buf, "#include \"one.h\"\nchanged\n");
	strbuf_reset(&path);
	strbuf_reset(&text);
	strbuf_addf(&path, "%s/odd/one.h", dir);
	assert_int_equal(file_read(path.buf, &text, NULL), 0);
	assert_string_equal(text.buf, "#include \"two.h\"\n");
	/* and a description tells each byte of it apart */
	strbuf_reset(&text);
	view_describe(&v, &text);
	sh_out("r", &want, "printf '#include \"one.h\"\\nchanged\\n' |"
	       "git hash-object --stdin | sed 's:$: odd/use.c:';"
	       "for f in odd/one.h odd/two.h; do echo $(git rev-parse HEAD:$f) $f; done");
	assert_string_equal(text.buf, want.buf);
	view_release(&v);
	assert_int_equal(remove_tree(dir, NULL), 0);
	snapshot_put(t);
	snapshot_put(s);
	strbuf_release(&text);
	strbuf_release(&want);
	strbuf_release(&path);
	strbuf_release(&err);
	free(dir);
}

static void bytes_of_files(void **state)
{
	struct snapshot *s = open_snapshot(NULL);
	struct strbuf out = STRBUF_INIT;

	assert_int_equal(snapshot_read(s, "cr.c", &out, NULL), 0);
	assert_int_equal(out.len, 12);
	assert_memory_equal(out.buf, "a\r\n\374\0b\r\n\n\n\nx", 12);
	strbuf_release(&out);
	snapshot_put(s);
}

static int setup(void **state)
{
	test_git_begin();
	sh("r", "git init -q -b main; mkdir dir odd; echo apple >a.c;"
	   "echo banana apple >dir/b.c; echo pineapple >dir/c.txt;"
	   "printf 'a\\r\\n\\374\\0b\\r\\n\\n\\n\\nx' >cr.c;"
	   "echo '#!/bin/sh' >run.sh; chmod +x run.sh; ln -s a.c link;"
	   "echo '#include \"two.h\"' >odd/one.h;"
	   "echo '#include \"one.h\"' >odd/two.h; git add .;"
	   "git rm -q --cached dir/c.txt;"
	   "git update-index --add --cacheinfo 160000,%s,sub;"
	   "git commit -qm base", "1234567890123456789012345678901234567890");
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
		cmocka_unit_test(reading),
		cmocka_unit_test(searching),
		cmocka_unit_test(deriving),
		cmocka_unit_test(writing),
		cmocka_unit_test(blob_that_is_missing),
		cmocka_unit_test(include_paths),
		cmocka_unit_test(quoted_includes),
		cmocka_unit_test(named_headers),
		cmocka_unit_test(types_of_before),
		cmocka_unit_test(bytes_of_files),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
