/* SPDX-License-Identifier: GPL-2.0-only */
#include "worktree.h"

#include "test_git.h"

#include <sys/stat.h>

static struct repo *repo;
static struct oid one, two, bad;

/* A tree with a ".." in it, which git itself would not make. */
static void make_bad(void)
{
	struct strbuf tree = STRBUF_INIT;
	char *path = xasprintf("%s/r.tree", test_dir);
	struct oid blob;

	sh_oid("r", &blob, "git rev-parse HEAD:same");
	strbuf_addf(&tree, "100644 ..%c", 0);
	strbuf_add(&tree, blob.id, sizeof(blob.id));
	assert_int_equal(file_write(path, tree.buf, tree.len, 0644, NULL), 0);
	sh_oid("r", &bad, "git hash-object --literally -w -t tree ../r.tree");
	strbuf_release(&tree);
	free(path);
}

/*
 * Two trees in which most things turn into other things, the second again
 * with a link that leads out, and a file "below" it.
 */
static int setup(void **state)
{
	test_git_begin();
	sh("r", "git init -q\n"
	   "mkdir -p a/deep/er dir; echo 1 >a/deep/er/file; echo x >dir/f\n"
	   "echo same >same; echo go >run; chmod +x run; ln -s same link\n"
	   "printf 'crlf\\r\\n\\351\\n' >'odd \"name'; echo l >turns\n"
	   "git add -A; git commit -qm one");
	sh_oid("r", &one, "git rev-parse HEAD^{tree}");
	sh("r", "rm -rf a dir run link turns; ln -s same dir; echo f >a\n"
	   "echo go >run; mkdir link turns; echo in >link/f; echo in >turns/f\n"
	   "git add -A; git commit -qm two");
	sh_oid("r", &two, "git rev-parse HEAD^{tree}");
	make_bad();
	repo = open_ok("r");
	return 0;
}

static int teardown(void **state)
{
	repo_free(repo);
	test_git_end();
	return 0;
}

static struct worktree *open_tree(const char *dir)
{
	char *path = xasprintf("%s/%s", test_dir, dir);
	struct strbuf err = STRBUF_INIT;
	struct worktree *w = NULL;

	if (worktree_open(&w, repo, path, &err))
		fail_msg("%s", err.buf);
	free(path);
	strbuf_release(&err);
	return w;
}

static void move_ok(struct worktree *w, const struct oid *tree)
{
	struct strbuf err = STRBUF_INIT;

	if (worktree_move(w, tree, &err))
		fail_msg("%s", err.buf);
	strbuf_release(&err);
}

/* git itself says whether DIR/tree is @tree: names, modes and bytes. */
static void check_is(const char *dir, const struct oid *tree)
{
	struct oid is;

	sh_oid("r", &is, "export GIT_INDEX_FILE=%s/idx\n"
	       "rm -f $GIT_INDEX_FILE\n"
	       "git --work-tree=%s/%s/tree add -A; git write-tree", test_dir,
	       test_dir, dir);
	assert_oid(&is, tree);
}

static void test_moves(void **state)
{
	struct worktree *w = open_tree("w1");

	move_ok(w, &one);
	assert_int_equal(worktree_written(w), 7);
	check_is("w1", &one);
	move_ok(w, &two);
	check_is("w1", &two);
	assert_in_range(worktree_written(w), 1, 6);
	move_ok(w, &one);
	check_is("w1", &one);
	move_ok(w, &one);
	assert_int_equal(worktree_written(w), 0);
	worktree_close(w);
	w = open_tree("w1");
	move_ok(w, &two);
	check_is("w1", &two);
	worktree_close(w);
}

static void test_lock(void **state)
{
	struct worktree *w = open_tree("w2"), *second = NULL;
	char *path = xasprintf("%s/w2", test_dir);
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(worktree_open(&second, repo, path, &err), ERR_UNABLE);
	has_text(&err, "in use by another run");
	worktree_close(w);
	w = open_tree("w2");
	worktree_close(w);
	strbuf_release(&err);
	free(path);
}

/* As a killed run leaves it: some files of the one tree, some of the other. */
static void test_interrupted(void **state)
{
	char a[OID_HEX + 1], b[OID_HEX + 1];
	struct worktree *w = open_tree("w3");

	move_ok(w, &one);
	worktree_close(w);
	oid_hex(&one, a);
	oid_hex(&two, b);
	sh("w3", "printf 'ratchet tree 1\\nmoving %s %s\\nstamp 5\\n' >state\n"
	   "rm -rf tree/link; mkdir tree/link; : >tree/link/f", a, b);
	w = open_tree("w3");
	move_ok(w, &one);
	worktree_close(w);
	check_is("w3", &one);
	/* killed in the first fill, with strays: everything is compared */
	sh("w3", "printf 'ratchet tree 1\\nmoving %040d %s\\nstamp 5\\n' "
	   ">state\n"
	   "echo stray >tree/a/stray; echo wrong >tree/same", 0, a);
	w = open_tree("w3");
	move_ok(w, &one);
	assert_int_equal(worktree_written(w), 1);
	worktree_close(w);
	check_is("w3", &one);
}

/* Two moves within one tick of the clock must not look equal. */
static void test_stamps(void **state)
{
	struct worktree *w = open_tree("w4");
	struct stat a, b;
	char *path = xasprintf("%s/w4/tree/run", test_dir);

	move_ok(w, &one);
	assert_int_equal(stat(path, &a), 0);
	move_ok(w, &two);
	assert_int_equal(stat(path, &b), 0);
	assert_true(b.st_mtim.tv_sec > a.st_mtim.tv_sec ||
		    (b.st_mtim.tv_sec == a.st_mtim.tv_sec &&
		     b.st_mtim.tv_nsec > a.st_mtim.tv_nsec));
	worktree_close(w);
	free(path);
}

/* A link that leads out of the tree is replaced, never followed. */
static void test_link_out(void **state)
{
	struct worktree *w = open_tree("w5");
	struct strbuf out = STRBUF_INIT;

	move_ok(w, &two);
	sh("out", ": >keep");
	sh("w5", "rm -rf tree/a; ln -s %s/out tree/a", test_dir);
	move_ok(w, &one);
	check_is("w5", &one);
	sh_out("out", &out, "ls");
	assert_string_equal(out.buf, "keep\n");
	strbuf_release(&out);
	worktree_close(w);
}

static void test_unsafe(void **state)
{
	struct worktree *w = open_tree("w6");
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(worktree_move(w, &bad, &err), ERR_UNABLE);
	assert_true(err.len > 0);
	/* and the tree is usable afterwards */
	move_ok(w, &one);
	check_is("w6", &one);
	worktree_close(w);
	strbuf_release(&err);
}

static void test_missing_blob(void **state)
{
	struct worktree *w = open_tree("w7");
	struct oid tree;

	sh_oid("r", &tree, "id=$(printf 1234567890%%.0s 1 2 3 4)\n"
	       "printf \"100644 blob $id\\tgone\\n\" | git mktree --missing");
	move_ok(w, &tree);
	assert_int_equal(worktree_missing(w)->nr, 1);
	assert_string_equal(worktree_missing(w)->v[0], "gone");
	worktree_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_interrupted),
		cmocka_unit_test(test_stamps),
		cmocka_unit_test(test_link_out),
		cmocka_unit_test(test_unsafe),
		cmocka_unit_test(test_missing_blob),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
