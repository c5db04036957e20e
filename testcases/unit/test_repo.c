/* SPDX-License-Identifier: GPL-2.0-only */
/* test_repo: the repository adapter, compared with the git program. */
#include "test_git.h"

static void refused(const char *dir, const char *text)
{
	char *path = xasprintf("%s/%s", test_dir, dir);
	struct strbuf err = STRBUF_INIT;
	struct repo *r;

	assert_int_equal(repo_open(&r, path, &err), ERR_UNABLE);
	assert_null(r);
	has_text(&err, text);
	if (strchr(err.buf, '\n'))
		fail_msg("more than one line: %s", err.buf);
	strbuf_release(&err);
	free(path);
}

static void refuses_what_it_cannot_work_with(void **state)
{
	sh("refuse", "mkdir plain; git init -q -b main src; cd src;"
	   "git config uploadpack.allowFilter true;"
	   "echo a >a; git add a; git commit -qm 1;"
	   "echo b >a; git commit -qam 2; cd ..;"
	   "git clone -q --depth 1 file://$PWD/src shallow;"
	   "git clone -q --filter=blob:none file://$PWD/src partial 2>&1;"
	   "git init -q --object-format=sha256 sha256;"
	   "git clone -q src newer; cd newer;"
	   "git config core.repositoryformatversion 7; cd ..;"
	   "git clone -q src reftable; cd reftable;"
	   "git config core.repositoryformatversion 1;"
	   "git config extensions.refstorage reftable; cd ..;"
	   "git clone -q src unknown; cd unknown;"
	   "git config core.repositoryformatversion 1;"
	   "git config extensions.fromTheFuture true");
	refused("refuse/plain", "is not in a git repository");
	refused("refuse/nowhere", "No such file or directory");
	refused("refuse/shallow", "git fetch --unshallow");
	refused("refuse/partial", "without --filter");
	refused("refuse/sha256", "only SHA-1");
	refused("refuse/reftable", "--ref-format=files");
	refused("refuse/newer", "version");
	refused("refuse/unknown", "fromthefuture");
}

static void refuses_another_users_repository(void **state)
{
	struct repo *r;

	if (geteuid())
		skip();
	sh("owner", "git init -q; chown -R 12345 .");
	refused("owner", "safe.directory");
	sh("owner", "git config --global --add safe.directory $PWD");
	r = open_ok("owner");
	repo_free(r);
}

static void finds_directories(void **state)
{
	struct strbuf want = STRBUF_INIT;
	struct repo *r;

	sh("dirs", "git init -q -b main main; cd main; mkdir -p a/b;"
	   "echo x >a/b/c; git add .; git commit -qm 1;"
	   "git worktree add -q ../linked; cd ..;"
	   "git clone -q --bare main bare.git");
	strbuf_addf(&want, "%s/dirs/main", test_dir);
	r = open_ok("dirs/main/a/b");
	assert_string_equal(repo_workdir(r), want.buf);
	strbuf_addstr(&want, "/.git");
	assert_string_equal(repo_common_dir(r), want.buf);
	repo_free(r);

	r = open_ok("dirs/linked");
	assert_string_equal(repo_common_dir(r), want.buf);
	strbuf_reset(&want);
	strbuf_addf(&want, "%s/dirs/linked", test_dir);
	assert_string_equal(repo_workdir(r), want.buf);
	repo_free(r);

	r = open_ok("dirs/bare.git");
	assert_null(repo_workdir(r));
	repo_free(r);
	strbuf_release(&want);
}

static void resolves_revisions(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct oid got, want;
	struct repo *r;

	sh("rev", "git init -q -b topic");
	r = open_ok("rev");
	assert_int_equal(repo_resolve(r, "HEAD", &got, &err), ERR_UNABLE);
	has_text(&err, "branch 'topic' has no commit yet");
	sh("rev", "echo a >a; git add a; git commit -qm 1; git tag -a -m t v1;"
	   "echo b >a; git commit -qam 2; git checkout -q --detach");
	sh_oid("rev", &want, "git rev-parse HEAD");
	assert_int_equal(repo_resolve(r, "HEAD", &got, &err), 0);
	assert_oid(&got, &want);
	sh_oid("rev", &want, "git rev-parse topic~1");
	assert_int_equal(repo_resolve(r, "v1", &got, &err), 0);
	assert_oid(&got, &want);
	assert_int_equal(repo_resolve(r, "topic~1", &got, &err), 0);
	assert_oid(&got, &want);
	assert_int_equal(repo_resolve(r, "nonsense", &got, &err), ERR_UNABLE);
	has_text(&err, "no revision 'nonsense'");
	assert_int_equal(repo_resolve(r, "--help", &got, &err), ERR_UNABLE);
	assert_int_equal(repo_resolve(r, "HEAD:a", &got, &err), ERR_UNABLE);
	has_text(&err, "does not name a commit");
	repo_free(r);
	strbuf_release(&err);
}

static void reads_commits(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct commit_info info;
	struct oid id, tree, parent;
	struct repo *r;

	sh("info", "git init -q -b main; echo a >a; git add a;"
	   "GIT_COMMITTER_DATE='1562000000 -0330' git commit -q -m 'one' -m 'two';"
	   "git commit -q --allow-empty -m next");
	r = open_ok("info");
	sh_oid("info", &parent, "git rev-parse HEAD~1");
	sh_oid("info", &tree, "git rev-parse HEAD^{tree}");
	assert_int_equal(repo_commit_info(r, &parent, &info, &err), 0);
	assert_oid(&info.tree, &tree);
	assert_true(oid_is_null(&info.parent));
	assert_int_equal(info.parents, 0);
	assert_int_equal(info.time, 1562000000);
	assert_int_equal(info.offset, -210);
	assert_string_equal(info.message, "one\n\ntwo\n");
	commit_info_release(&info);
	sh_oid("info", &id, "git rev-parse HEAD");
	assert_int_equal(repo_commit_info(r, &id, &info, &err), 0);
	assert_oid(&info.parent, &parent);
	assert_int_equal(info.parents, 1);
	commit_info_release(&info);
	assert_int_equal(repo_commit_info(r, &tree, &info, &err), ERR_UNABLE);
	commit_info_release(&info);
	repo_free(r);
	strbuf_release(&err);
}

/* The script's commit-tree must give the name that we give. */
static void same_commit(struct repo *r, const struct commit_spec *spec,
			const char *env)
{
	char tree[OID_HEX + 1], parent[OID_HEX + 1];
	struct strbuf err = STRBUF_INIT;
	struct oid got, want;

	oid_hex(&spec->tree, tree);
	oid_hex(&spec->parent, parent);
	if (repo_commit_create(r, spec, &got, &err))
		fail_msg("%s", err.buf);
	sh_oid("commit", &want, "%s git commit-tree %s %s%s <msg "
	       "2>/dev/null", env, tree,
	       oid_is_null(&spec->parent) ? "" : "-p ",
	       oid_is_null(&spec->parent) ? "" : parent);
	assert_oid(&got, &want);
	strbuf_release(&err);
}

static void makes_the_commits_that_git_makes(void **state)
{
	static const char *const names[] = {
		"Plain", "  spaces  ", "Dot. ", "\"Q. Uoted\"", "A <B> C",
		"J\xc3\xb6rg", "latin \xf6", "new\nline",
	};
	static const char *const dates[] = {
		"1562000000 +0200", "@1562000000 -0800", "@1562000000 +0000",
		"2019-07-01T12:00:00+02:00", "2019-07-01 12:00:00 -0330",
		"2019-07-01T12:00:00Z", "Mon, 1 Jul 2019 12:00:00 +0530",
		"Mon Jul 1 12:00:00 2019 +0100", "2019-07-01T12:00:00",
		"1562000000", "@1562000000", "@15620 -0130",
	};
	struct commit_spec spec = { .message = "subject\n\nbody\n",
				    .time = 1562000000, .offset = 120 };
	const char *both = "GIT_AUTHOR_DATE='1562000000 +0200' "
			   "GIT_COMMITTER_DATE='1562000000 +0200'";
	struct repo *r;
	size_t i;

	sh("commit", "git init -q -b main; echo a >a; git add a;"
	   "git commit -qm 1; printf 'subject\\n\\nbody\\n' >msg");
	r = open_ok("commit");
	sh_oid("commit", &spec.tree, "git rev-parse HEAD^{tree}");
	same_commit(r, &spec, both);
	sh_oid("commit", &spec.parent, "git rev-parse HEAD");
	same_commit(r, &spec, both);
	spec.offset = -570;
	same_commit(r, &spec, "GIT_AUTHOR_DATE='1562000000 -0930' "
			      "GIT_COMMITTER_DATE='1562000000 -0930'");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		setenv("GIT_AUTHOR_NAME", names[i], 1);
		same_commit(r, &spec, "GIT_AUTHOR_DATE='1562000000 -0930' "
				      "GIT_COMMITTER_DATE='1562000000 -0930'");
	}
	setenv("GIT_AUTHOR_NAME", "A U Thor", 1);
	setenv("TZ", "Europe/Vienna", 1);
	for (i = 0; i < ARRAY_SIZE(dates); i++) {
		setenv("GIT_AUTHOR_DATE", dates[i], 1);
		setenv("GIT_COMMITTER_DATE", dates[i], 1);
		same_commit(r, &spec, "");
	}
	setenv("TZ", "UTC", 1);
	unsetenv("GIT_AUTHOR_DATE");
	unsetenv("GIT_COMMITTER_DATE");
	repo_free(r);
}

static void clear_ident(void)
{
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_COMMITTER_NAME");
	unsetenv("GIT_COMMITTER_EMAIL");
}

static void restore_ident(void)
{
	setenv("GIT_AUTHOR_NAME", "A U Thor", 1);
	setenv("GIT_AUTHOR_EMAIL", "author@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "C O Mitter", 1);
	setenv("GIT_COMMITTER_EMAIL", "committer@example.com", 1);
}

static void signoff_is(struct repo *r, const char *want)
{
	struct strbuf got = STRBUF_INIT, err = STRBUF_INIT;

	assert_int_equal(repo_signoff(r, &got, &err), 0);
	assert_string_equal(got.buf, want);
	strbuf_release(&got);
	strbuf_release(&err);
}

static void ident_refused(struct repo *r, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(repo_ident_check(r, &err), ERR_UNABLE);
	has_text(&err, text);
	strbuf_release(&err);
}

static void finds_the_users_identity(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct repo *r;

	sh("ident", "git init -q -b main");
	r = open_ok("ident");
	signoff_is(r, "C O Mitter <committer@example.com>");
	clear_ident();
	ident_refused(r, "user.name");
	sh("ident", "git config user.name 'U Ser'");
	ident_refused(r, "user.email");
	setenv("EMAIL", "email@example.com", 1);
	signoff_is(r, "U Ser <email@example.com>");
	sh("ident", "git config user.email user@example.com");
	signoff_is(r, "U Ser <user@example.com>");
	sh("ident", "git config committer.email own@example.com");
	signoff_is(r, "U Ser <own@example.com>");
	setenv("GIT_COMMITTER_NAME", "E Nv", 1);
	signoff_is(r, "E Nv <own@example.com>");
	assert_int_equal(repo_ident_check(r, &err), 0);
	setenv("GIT_COMMITTER_NAME", " <> ", 1);
	ident_refused(r, "is empty");
	restore_ident();
	setenv("GIT_AUTHOR_DATE", "next tuesday", 1);
	ident_refused(r, "GIT_AUTHOR_DATE 'next tuesday'");
	unsetenv("GIT_AUTHOR_DATE");
	unsetenv("EMAIL");
	repo_free(r);
	strbuf_release(&err);
}

static void moves_refs_by_compare_and_swap(void **state)
{
	const char *name = "refs/heads/new";
	struct strbuf err = STRBUF_INIT;
	struct oid one, two, got;
	struct repo *r;

	sh("ref", "git init -q -b main; git commit -q --allow-empty -m 1;"
	   "git commit -q --allow-empty -m 2; git symbolic-ref refs/heads/link refs/heads/main");
	r = open_ok("ref");
	sh_oid("ref", &one, "git rev-parse HEAD~1");
	sh_oid("ref", &two, "git rev-parse HEAD");
	assert_int_equal(repo_ref_read(r, name, &got, &err), ERR_NOT_FOUND);
	assert_int_equal(err.len, 0);
	/* what is not there cannot be what it was */
	assert_int_equal(repo_ref_update(r, name, &two, &one, "x", &err),
			 ERR_EXISTS);
	assert_int_equal(repo_ref_read(r, name, &got, &err), ERR_NOT_FOUND);
	assert_int_equal(repo_ref_update(r, name, &one, NULL, "x", &err), 0);
	assert_int_equal(repo_ref_read(r, name, &got, &err), 0);
	assert_oid(&got, &one);
	assert_int_equal(repo_ref_update(r, name, &two, NULL, "x", &err),
			 ERR_EXISTS);
	assert_int_equal(repo_ref_update(r, name, &two, &two, "x", &err),
			 ERR_EXISTS);
	assert_int_equal(repo_ref_update(r, name, &two, &one, "moved", &err), 0);
	sh_oid("ref", &got, "git rev-parse new");
	assert_oid(&got, &two);
	sh("ref", "git reflog show new | grep -q moved;"
	   "git fsck --strict --no-dangling 2>&1");
	/* the branch behind a symbolic one stays */
	assert_int_equal(repo_ref_update(r, "refs/heads/link", &one, &two, "x",
					 &err), ERR_EXISTS);
	sh("ref", "touch .git/refs/heads/new.lock");
	assert_int_equal(repo_ref_update(r, name, &one, &two, "x", &err),
			 ERR_UNABLE);
	has_text(&err, ".lock");
	sh("ref", "rm .git/refs/heads/new.lock; git pack-refs --all");
	assert_int_equal(repo_ref_update(r, name, &one, &two, "x", &err), 0);
	assert_int_equal(repo_ref_delete(r, name, &err), 0);
	assert_int_equal(repo_ref_delete(r, name, &err), ERR_NOT_FOUND);
	assert_int_equal(repo_ref_read(r, name, &got, &err), ERR_NOT_FOUND);
	repo_free(r);
	strbuf_release(&err);
}

static void checks_names_of_refs(void **state)
{
	assert_true(repo_ref_name_valid("refs/heads/ratchet/a-b"));
	assert_false(repo_ref_name_valid("refs/heads/a..b"));
	assert_false(repo_ref_name_valid("refs/heads/a b"));
	assert_false(repo_ref_name_valid("refs/heads/x.lock"));
	assert_false(repo_ref_name_valid("refs/heads/../../x"));
	assert_false(repo_ref_name_valid("HEAD"));
	assert_false(repo_ref_name_valid(""));
}

static void reads_settings(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct repo *r;
	int64_t n = 0;

	sh("config", "git init -q -b main; git commit -q --allow-empty -m 1;"
	   "git config ratchet.spatchMemory 2g; git config ratchet.word hi;"
	   "git config ratchet.n 1; git config ratchet.bad seven;"
	   "git config extensions.worktreeConfig true;"
	   "git config core.repositoryformatversion 1;"
	   "git worktree add -q ../config-linked;"
	   "git -C ../config-linked config --worktree ratchet.n 2");
	r = open_ok("config");
	assert_int_equal(repo_config_string(r, "ratchet.word", &text), 0);
	assert_string_equal(text.buf, "hi");
	assert_int_equal(repo_config_int(r, "ratchet.spatchmemory", &n, NULL), 0);
	assert_true(n == (int64_t)2 << 30);
	assert_int_equal(repo_config_int(r, "ratchet.n", &n, NULL), 0);
	assert_int_equal(n, 1);
	assert_int_equal(repo_config_int(r, "ratchet.none", &n, NULL), ERR_NOT_FOUND);
	assert_int_equal(repo_config_int(r, "ratchet.bad", &n, NULL), ERR_UNABLE);
	assert_int_equal(repo_config_string(r, "ratchet.none", &text),
			 ERR_NOT_FOUND);
	repo_free(r);
	r = open_ok("config-linked");
	assert_int_equal(repo_config_int(r, "ratchet.n", &n, NULL), 0);
	assert_int_equal(n, 2);
	repo_free(r);
	strbuf_release(&text);
}

static void leaves_index_and_worktree_alone(void **state)
{
	const char *state_of = "sha1sum .git/index .git/HEAD f; stat -c %Y.%i "
			       ".git/index f; git for-each-ref; ls -a";
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct strbuf err = STRBUF_INIT;
	struct commit_spec spec = { .message = "x\n", .time = 1 };
	struct tree_change change = { .path = "f", .mode = 0100644 };
	struct repo_index *x;
	struct repo *r;
	struct oid id;

	sh("alone", "git init -q -b main; echo 1 >f; git add f;"
	   "git commit -qm 1; echo dirty >>f");
	sh_out("alone", &before, "%s", state_of);
	r = open_ok("alone");
	assert_int_equal(repo_resolve(r, "HEAD", &spec.parent, &err), 0);
	sh_oid("alone", &spec.tree, "git rev-parse HEAD^{tree}");
	x = repo_index_load(r);
	assert_int_equal(repo_index_nr(x), 1);
	repo_index_free(x);
	assert_int_equal(repo_blob_write(r, "2", 1, &change.oid, &err), 0);
	assert_int_equal(repo_tree_update(r, &spec.tree, &change, 1, &id, &err),
			 0);
	spec.tree = id;
	assert_int_equal(repo_commit_create(r, &spec, &id, &err), 0);
	sh_out("alone", &after, "%s", state_of);
	assert_string_equal(before.buf, after.buf);
	repo_free(r);
	strbuf_release(&before);
	strbuf_release(&after);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_it_cannot_work_with),
		cmocka_unit_test(refuses_another_users_repository),
		cmocka_unit_test(finds_directories),
		cmocka_unit_test(resolves_revisions),
		cmocka_unit_test(reads_commits),
		cmocka_unit_test(makes_the_commits_that_git_makes),
		cmocka_unit_test(finds_the_users_identity),
		cmocka_unit_test(moves_refs_by_compare_and_swap),
		cmocka_unit_test(checks_names_of_refs),
		cmocka_unit_test(reads_settings),
		cmocka_unit_test(leaves_index_and_worktree_alone),
	};
	int ret;

	test_git_begin();
	ret = cmocka_run_group_tests(tests, NULL, NULL);
	test_git_end();
	return ret;
}
