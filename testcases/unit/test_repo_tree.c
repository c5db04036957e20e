/* SPDX-License-Identifier: GPL-2.0-only */
/* test_repo_tree: trees and blobs, compared with the git program. */
#include <pthread.h>

#include "test_git.h"

#define ODD_NAMES						\
	"git init -q -b main; mkdir -p 'a b' d/e;"		\
	"echo 1 >'a b/q\"uo\\te'; echo 2 >-dash; echo 3 >a;"	\
	"echo 4 >\"$(printf 'new\\nline')\"; echo 5 >a.c;"	\
	"echo 6 >\"$(printf 'l\\344tin')\"; echo 7 >d/e/f;"	\
	"chmod +x d/e/f; ln -s nowhere d/link; mkdir sub;"	\
	"git init -q sub; git -C sub commit -q --allow-empty -m s;"	\
	"git add . 2>/dev/null; git commit -qm odd;"

static int print_file(const char *path, const struct oid *oid, unsigned mode,
		      void *data)
{
	char hex[OID_HEX + 1];

	oid_hex(oid, hex);
	strbuf_addf(data, "%06o %s %s\t%s", mode,
		    mode == 0160000 ? "commit" : "blob", hex, path);
	strbuf_addch(data, '\0');
	return 0;
}

static int stop_at_once(const char *path, const struct oid *oid, unsigned mode,
			void *data)
{
	(*(int *)data)++;
	return 42;
}

static void walks_trees(void **state)
{
	struct strbuf got = STRBUF_INIT, want = STRBUF_INIT, err = STRBUF_INIT;
	struct oid tree, oid, blob;
	unsigned mode;
	int calls = 0;
	struct repo *r;

	sh("walk", ODD_NAMES);
	r = open_ok("walk");
	sh_oid("walk", &tree, "git rev-parse HEAD^{tree}");
	assert_int_equal(repo_tree_walk(r, &tree, print_file, &got, &err), 0);
	sh_out("walk", &want, "git ls-tree -r -z HEAD");
	assert_int_equal(got.len, want.len);
	assert_memory_equal(got.buf, want.buf, want.len);
	assert_int_equal(repo_tree_walk(r, &tree, stop_at_once, &calls, &err),
			 42);
	assert_int_equal(calls, 1);

	assert_int_equal(repo_tree_lookup(r, &tree, "d/e/f", &oid, &mode, &err),
			 0);
	sh_oid("walk", &blob, "git rev-parse HEAD:d/e/f");
	assert_oid(&oid, &blob);
	assert_int_equal(mode, 0100755);
	assert_int_equal(repo_tree_lookup(r, &tree, "d/link", NULL, &mode,
					  &err), 0);
	assert_int_equal(mode, 0120000);
	assert_int_equal(repo_tree_lookup(r, &tree, "d/e", &oid, &mode, &err),
			 ERR_NOT_FOUND);
	assert_int_equal(repo_tree_lookup(r, &tree, "a/x", &oid, &mode, &err),
			 ERR_NOT_FOUND);
	assert_int_equal(err.len, 0);
	repo_free(r);
	strbuf_release(&got);
	strbuf_release(&want);
	strbuf_release(&err);
}

static void compares_trees(void **state)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT, err = STRBUF_INIT;
	struct strvec paths = STRVEC_INIT;
	struct oid a, b;
	struct repo *r;
	size_t i;

	sh("diff", ODD_NAMES "mkdir -p same/deep gone/x; echo 1 >same/deep/f;"
	   "echo 1 >gone/x/1; echo 1 >gone/x/2; echo s >swap; mkdir fold;"
	   "echo 1 >fold/in; git add .; git commit -qm a;"
	   "rm -r gone fold swap; echo f >fold; mkdir swap; echo 1 >swap/1;"
	   "echo 1 >swap.c; chmod -x d/e/f; echo 9 >-dash; rm d/link;"
	   "echo now a file >d/link; git -C sub commit -q --allow-empty -m t;"
	   "git add -A .; git commit -qm b");
	r = open_ok("diff");
	sh_oid("diff", &a, "git rev-parse HEAD~1^{tree}");
	sh_oid("diff", &b, "git rev-parse HEAD^{tree}");
	assert_int_equal(repo_tree_diff(r, &a, &b, &paths, &err), 0);
	sh_out("diff", &want, "git diff-tree -r -z --name-only --no-renames %s",
	       "HEAD~1 HEAD | LC_ALL=C sort -z");
	for (i = 0; i < paths.nr; i++)
		strbuf_add(&got, paths.v[i], strlen(paths.v[i]) + 1);
	assert_int_equal(got.len, want.len);
	assert_memory_equal(got.buf, want.buf, want.len);
	assert_true(paths.nr > 8);
	strvec_release(&paths);
	assert_int_equal(repo_tree_diff(r, &a, &a, &paths, &err), 0);
	assert_int_equal(paths.nr, 0);
	strvec_release(&paths);
	repo_free(r);
	strbuf_release(&want);
	strbuf_release(&got);
	strbuf_release(&err);
}

/* One change of @tree, checked against git's own index. */
struct edit {
	const char *path;
	unsigned mode;
};

static void same_tree(struct repo *r, const char *dir, const struct oid *base,
		      const struct edit *edits, size_t n)
{
	struct tree_change *changes = xcalloc(n, sizeof(*changes));
	struct strbuf script = STRBUF_INIT, err = STRBUF_INIT;
	char hex[OID_HEX + 1];
	struct oid got, want;
	size_t i;

	oid_hex(base, hex);
	strbuf_addf(&script, "export GIT_INDEX_FILE=$PWD/.git/other;"
		    "rm -f $GIT_INDEX_FILE; git read-tree %s;", hex);
	/* git wants room made first */
	for (i = 0; i < n; i++)
		if (!edits[i].mode)
			strbuf_addf(&script, "git update-index "
				    "--force-remove -- '%s';", edits[i].path);
	for (i = 0; i < n; i++) {
		changes[i].path = edits[i].path;
		changes[i].mode = edits[i].mode;
		if (!edits[i].mode)
			continue;
		assert_int_equal(repo_blob_write(r, edits[i].path,
						 strlen(edits[i].path),
						 &changes[i].oid, &err), 0);
		oid_hex(&changes[i].oid, hex);
		strbuf_addf(&script, "git update-index --add "
			    "--cacheinfo '%o,%s,%s';", edits[i].mode, hex,
			    edits[i].path);
	}
	strbuf_addstr(&script, "git write-tree --missing-ok");
	if (repo_tree_update(r, base, changes, n, &got, &err))
		fail_msg("%s", err.buf);
	sh_oid(dir, &want, "%s", script.buf);
	assert_oid(&got, &want);
	free(changes);
	strbuf_release(&script);
	strbuf_release(&err);
}

#define SAME_TREE(r, dir, base, ...)					\
	do {								\
		const struct edit list[] = { __VA_ARGS__ };		\
		same_tree(r, dir, base, list, ARRAY_SIZE(list));	\
	} while (0)

static void changes_trees(void **state)
{
	struct oid base;
	struct repo *r;

	sh("tree", ODD_NAMES "mkdir -p one/two/three;"
	   "echo 1 >one/two/three/f; echo 1 >top; git add .;"
	   "git commit -qm a");
	r = open_ok("tree");
	sh_oid("tree", &base, "git rev-parse HEAD^{tree}");
	SAME_TREE(r, "tree", &base, { "top", 0100644 });
	SAME_TREE(r, "tree", &base, { "d/e/f", 0100644 }, { "d/new", 0100755 });
	/* new directories, directories that become empty and vanish */
	SAME_TREE(r, "tree", &base, { "x/y/z/1", 0100644 },
		  { "x/y/2", 0100644 }, { "x/3", 0120000 });
	SAME_TREE(r, "tree", &base, { "one/two/three/f", 0 });
	SAME_TREE(r, "tree", &base, { "one/two/three/f", 0 },
		  { "one/two/g", 0100644 });
	/* a file becomes a directory, a directory a file */
	SAME_TREE(r, "tree", &base, { "a", 0 }, { "a/b", 0100644 },
		  { "a.c", 0100644 }, { "a/c/d", 0100644 });
	SAME_TREE(r, "tree", &base, { "one/two/three/f", 0 },
		  { "one/two", 0100644 });
	/* order of names, and odd ones */
	SAME_TREE(r, "tree", &base, { "d.x", 0100644 }, { "d-x", 0100644 },
		  { "d0", 0100644 }, { "d/e.c", 0100644 }, { "d/e0", 0100644 });
	SAME_TREE(r, "tree", &base, { "-dash", 0 }, { "-dash2", 0100644 },
		  { "sp ace/new\nline", 0100644 }, { "l\xe4t\"in", 0100644 });
	/* what is not there needs no taking away */
	SAME_TREE(r, "tree", &base, { "never/was", 0 }, { "a/never", 0 });
	SAME_TREE(r, "tree", &base, { "d", 0 });
	sh("tree", "git fsck --strict --no-dangling 2>&1; git diff --quiet HEAD");
	repo_free(r);
}

static void empties_a_tree(void **state)
{
	struct tree_change gone = { .path = "a/b" };
	struct strbuf err = STRBUF_INIT;
	struct oid base, got, want;
	struct repo *r;

	sh("empty", "git init -q; mkdir a; echo 1 >a/b; git add .;"
	   "git commit -qm 1");
	r = open_ok("empty");
	sh_oid("empty", &base, "git rev-parse HEAD^{tree}");
	assert_int_equal(repo_tree_update(r, &base, &gone, 1, &got, &err), 0);
	oid_parse("4b825dc642cb6eb9a060e54bf8d69288fbee4904", &want);
	assert_oid(&got, &want);
	repo_free(r);
	strbuf_release(&err);
}

static void refuse_change(struct repo *r, const struct oid *base,
			  const char *path, const struct oid *oid,
			  const char *text)
{
	struct tree_change change = { .path = path, .oid = *oid,
				      .mode = 0100644 };
	struct strbuf err = STRBUF_INIT;
	struct oid out;

	assert_int_equal(repo_tree_update(r, base, &change, 1, &out, &err),
			 ERR_UNABLE);
	has_text(&err, text);
	strbuf_release(&err);
}

static void refuses_bad_changes(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct oid base, blob, none;
	struct repo *r;

	sh("bad", "git init -q; mkdir d; echo 1 >d/f; echo 1 >f; git add .;"
	   "git commit -qm 1");
	r = open_ok("bad");
	sh_oid("bad", &base, "git rev-parse HEAD^{tree}");
	assert_int_equal(repo_blob_write(r, "x", 1, &blob, &err), 0);
	memset(none.id, 7, sizeof(none.id));
	refuse_change(r, &base, "x", &none, "missing");
	refuse_change(r, &base, "../x", &blob, "may hold");
	refuse_change(r, &base, ".git/config", &blob, "may hold");
	refuse_change(r, &base, "a//b", &blob, "may hold");
	refuse_change(r, &base, "/x", &blob, "may hold");
	refuse_change(r, &base, "d", &blob, "is a directory");
	refuse_change(r, &base, "f/x", &blob, "is not a directory");
	repo_free(r);
	strbuf_release(&err);
}

static void carries_missing_blobs(void **state)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	struct oid base, gone;
	struct repo *r;

	sh("miss", "git init -q; mkdir d; echo lost >d/f; echo 1 >d/g;"
	   "git add .; git commit -qm 1; git repack -qad;"
	   "git unpack-objects -q </dev/null 2>/dev/null || :;"
	   "mv .git/objects/pack pack; for p in pack/*.pack; do"
	   "  git unpack-objects -q <$p; done; rm -rf pack");
	sh_oid("miss", &gone, "git rev-parse HEAD:d/f");
	sh("miss", "x=$(git rev-parse HEAD:d/f);"
	   "rm -f .git/objects/$(echo $x | cut -c1-2)/$(echo $x | cut -c3-)");
	r = open_ok("miss");
	assert_int_equal(repo_blob_read(r, &gone, &text, &err), ERR_NOT_FOUND);
	has_text(&err, "is missing from the object store");
	assert_int_equal(text.len, 0);
	sh_oid("miss", &base, "git rev-parse HEAD^{tree}");
	SAME_TREE(r, "miss", &base, { "d/g", 0100644 }, { "new", 0100644 });
	repo_free(r);
	strbuf_release(&text);
	strbuf_release(&err);
}

struct reader {
	struct repo *r;
	const struct oid *oids;
	size_t nr, from;
	bool ok;
};

static void *read_blobs(void *data)
{
	struct reader *reader = data;
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT;
	size_t i, k;

	reader->ok = true;
	for (i = 0; i < 4 * reader->nr && reader->ok; i++) {
		k = (i * 7 + reader->from) % reader->nr;
		strbuf_reset(&text);
		strbuf_reset(&want);
		strbuf_addf(&want, "line %zu\n", k + 1);
		if (repo_blob_read(reader->r, &reader->oids[k], &text, NULL) ||
		    text.len < want.len ||
		    strcmp(text.buf + text.len - want.len, want.buf))
			reader->ok = false;
	}
	strbuf_release(&text);
	strbuf_release(&want);
	return NULL;
}

/* Packed with deltas, so that reading one blob reads others. */
static void reads_blobs_from_many_threads(void **state)
{
	enum { FILES = 200, THREADS = 4 };
	struct reader reader[THREADS];
	pthread_t thread[THREADS];
	struct strbuf list = STRBUF_INIT;
	struct oid oids[FILES];
	struct repo *r;
	size_t i;

	sh("threads", "git init -q; seq 2000 >base;"
	   "for i in $(seq %d); do { cat base; echo line $i; } >f$i; done;"
	   "rm base; git add .; git commit -qm 1; git repack -qadf", FILES);
	sh_out("threads", &list,
	       "for i in $(seq %d); do echo HEAD:f$i; done |"
	       "git cat-file --batch-check='%%(objectname)'", FILES);
	assert_int_equal(list.len, FILES * (OID_HEX + 1));
	for (i = 0; i < FILES; i++)
		oid_parse(list.buf + i * (OID_HEX + 1), &oids[i]);
	r = open_ok("threads");
	for (i = 0; i < THREADS; i++) {
		reader[i] = (struct reader){ r, oids, FILES, i * 50, false };
		assert_int_equal(pthread_create(&thread[i], NULL, read_blobs,
						&reader[i]), 0);
	}
	for (i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		assert_true(reader[i].ok);
	}
	repo_free(r);
	strbuf_release(&list);
}

static void names_blobs(void **state)
{
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	struct oid got, want;
	struct repo *r;

	oid_of_blob("", 0, &got);
	oid_parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", &want);
	assert_oid(&got, &want);
	sh("blob", "git init -q");
	r = open_ok("blob");
	assert_int_equal(repo_blob_write(r, "a\0b\r\n", 5, &got, &err), 0);
	sh_oid("blob", &want, "printf 'a\\0b\\r\\n' | git hash-object --stdin");
	assert_oid(&got, &want);
	oid_of_blob("a\0b\r\n", 5, &want);
	assert_oid(&got, &want);
	strbuf_addstr(&text, "before ");
	assert_int_equal(repo_blob_read(r, &got, &text, &err), 0);
	assert_int_equal(text.len, 12);
	assert_memory_equal(text.buf, "before a\0b\r\n", 12);
	repo_free(r);
	strbuf_release(&err);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_trees),
		cmocka_unit_test(compares_trees),
		cmocka_unit_test(changes_trees),
		cmocka_unit_test(empties_a_tree),
		cmocka_unit_test(refuses_bad_changes),
		cmocka_unit_test(carries_missing_blobs),
		cmocka_unit_test(reads_blobs_from_many_threads),
		cmocka_unit_test(names_blobs),
	};
	int ret;

	test_git_begin();
	ret = cmocka_run_group_tests(tests, NULL, NULL);
	test_git_end();
	return ret;
}
