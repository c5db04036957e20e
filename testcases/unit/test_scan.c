/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * test_scan: whatever the work tree looks like, the scan gives what
 * "git grep TREE" gives.
 */
#include "scan.h"
#include "test_git.h"

static const char *const words[] = { "alpha", "beta_1", "_gamma", "Delta" };

static void word_list(struct strvec *list)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		strvec_push(list, words[i]);
}

static void tree_of(struct repo *r, const char *rev, struct oid *tree)
{
	struct strbuf err = STRBUF_INIT;
	struct commit_info info;
	struct oid id;

	if (repo_resolve(r, rev, &id, &err) ||
	    repo_commit_info(r, &id, &info, &err))
		fail_msg("%s", err.buf);
	*tree = info.tree;
	commit_info_release(&info);
	strbuf_release(&err);
}

/* Compare with git grep, whose list is sorted by path too. */
static void same_as_git(const char *dir, const char *rev, const struct scan *s)
{
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		struct strbuf got = STRBUF_INIT, want = STRBUF_INIT;
		struct strvec paths = STRVEC_INIT;

		assert_true(scan_knows(s, words[i]));
		scan_files(s, words[i], &paths);
		for (j = 0; j < paths.nr; j++)
			strbuf_addf(&got, "%s:%s\n", rev, paths.v[j]);
		sh_out(dir, &want, "git grep -lwz %s %s 2>/dev/null |"
		       "tr '\\000' '\\n'", words[i], rev);
		assert_string_equal(got.buf, want.buf);
		strbuf_release(&got);
		strbuf_release(&want);
		strvec_release(&paths);
	}
	assert_false(scan_knows(s, "nowhere"));
}

static void scan_ok(const char *dir, const char *rev,
		    const struct scan_options *opt, struct scan_stats *st)
{
	struct strbuf err = STRBUF_INIT;
	struct strvec list = STRVEC_INIT;
	struct repo *r = open_ok(dir);
	struct oid tree;
	struct scan *s;

	word_list(&list);
	tree_of(r, rev, &tree);
	if (scan_tree(&s, r, &tree, &list, opt, st, &err))
		fail_msg("%s", err.buf);
	same_as_git(dir, rev, s);
	scan_free(s);
	repo_free(r);
	strvec_release(&list);
	strbuf_release(&err);
}

/* ... with so many files from the work tree and from the object store. */
static void scan_reads(const char *dir, size_t worktree, size_t store)
{
	struct scan_options opt = { .threads = 2 };
	struct scan_stats st = { 0 };

	scan_ok(dir, "HEAD", &opt, &st);
	assert_int_equal(st.files, worktree + store);
	assert_int_equal(st.read_worktree, worktree);
	assert_int_equal(st.read_store, store);
	assert_int_equal(st.missing.nr, 0);
	assert_false(st.from_cache);
	scan_stats_release(&st);
}

/*
 * Seven files with words, old enough for git to trust their time; a link and a
 * submodule, which are no files.
 */
#define OLD "find . -name .git -prune -o -type f -print0 |"		\
	    "xargs -0 touch -d '2020-01-01 00:00:00.5';"
#define TREE								\
	"git init -q -b main; mkdir -p 'a b' d/e;"			\
	"echo 'int alpha;' >'a b/q\"uo\\te.c';"				\
	"echo 'xalpha alphax beta_1' >-dash; echo alpha_ >none;"	\
	"echo '(_gamma)' >\"$(printf 'new\\nline')\";"			\
	"printf '\\344alpha\\344' >\"$(printf 'l\\344tin')\";"		\
	"printf 'Delta' >d/e/f.c; printf 'a\\000beta_1\\000' >d/bin;"	\
	"chmod +x d/e/f.c; ln -s alpha d/link; mkdir sub;"		\
	"git init -q sub; git -C sub commit -q --allow-empty -m alpha;"	\
	OLD "git add . 2>/dev/null; git commit -qm base;"

static void reads_a_clean_work_tree(void **state)
{
	sh("clean", TREE);
	scan_reads("clean", 7, 0);
	sh("clean", "git pack-refs --all; git repack -qad");
	scan_reads("clean", 7, 0);
}

static void sees_the_base_behind_changes(void **state)
{
	sh("dirty", TREE "echo 'int beta_1;' >'a b/q\"uo\\te.c';"
	   "rm ./-dash; echo alpha >untracked; echo alpha >staged;"
	   "git add staged");
	scan_reads("dirty", 5, 2);
}

/* Same size, same time: only ctime, the hash in the end, tells. */
static void sees_changes_of_the_same_size(void **state)
{
	sh("size", TREE "printf 'alpha' >d/e/f.c;"
	   "touch -d '2020-01-01 00:00:00.5' d/e/f.c");
	scan_reads("size", 6, 1);
}

static void trusts_touched_files_by_their_hash(void **state)
{
	sh("touch", TREE "touch d/e/f.c d/bin");
	scan_reads("touch", 7, 0);
}

/* Nothing but the age of the index gives this one away. */
static void doubts_racily_clean_files(void **state)
{
	sh("racy", TREE "git config core.trustctime false;"
	   "printf 'alpha' >d/e/f.c;"
	   "touch -d '2020-01-01 00:00:00.5' d/e/f.c .git/index");
	scan_reads("racy", 6, 1);
	/* and without that, git itself is misled: the test tests something */
	sh("racy", "touch -d '2020-01-01 00:00:02.5' .git/index;"
	   "git diff-files --quiet");
}

static void follows_no_links_and_waits_for_nobody(void **state)
{
	sh("kinds", TREE "rm d/e/f.c none d/bin;"
	   "ln -s '../../a b/q\"uo\\te.c' d/e/f.c; mkfifo none;"
	   "mkdir d/bin; echo alpha >d/bin/alpha;"
	   "mv 'a b' moved; mkdir other; echo Delta >'other/q\"uo\\te.c';"
	   "ln -s other 'a b'");
	scan_reads("kinds", 3, 4);
}

static void doubts_marked_entries(void **state)
{
	/* not even the time tells what git was told not to look at */
	sh("marks", TREE "git config core.trustctime false;"
	   "git update-index --assume-unchanged d/e/f.c;"
	   "git update-index --skip-worktree d/bin none;"
	   "printf 'alpha' >d/e/f.c; printf 'x_alpha_x' >d/bin;"
	   "rm none; touch -d '2020-01-01 00:00:00.5' d/e/f.c d/bin;"
	   "git rm -q --cached ./-dash; echo alpha >./-dash;"
	   "git add -N ./-dash");
	scan_reads("marks", 3, 4);
}

/* A filter that keeps the size, so that only the attribute tells. */
#define ROT "git config filter.rot.clean 'tr a-z b-za';"		\
	    "git config filter.rot.smudge 'tr b-za a-z';"

static void doubts_files_with_attributes(void **state)
{
	sh("attr", TREE ROT
	   "echo '*.rot filter=rot' >.gitattributes;"
	   "printf '/d/*.u16 -diff working-tree-encoding=UTF-16LE\\n"
	   "# *.c filter=rot\\n\\n*.[ch] diff=cpp\\nnone -text\\n' >>.gitattributes;"
	   "printf 'f text eol=crlf' >d/.gitattributes;"
	   "echo '$Id$ alpha' >'a b/i'; echo 'i ident' >'a b/.gitattributes';"
	   "echo zkogz >x.rot; printf 'a\\000l\\000p\\000h\\000a\\000' >d/w.u16;"
	   "printf 'alpha\\r\\n' >d/f; echo alpha >d/plain;"
	   OLD "git add . 2>/dev/null; git commit -qm attr;"
	   "rm 'a b/i'; git checkout -q .;"
	   "touch -d '2020-01-01 00:00:00.5' 'a b/i';"
	   "git add .");
	/* converted: x.rot, w.u16, f, i; the others and three attribute files */
	scan_reads("attr", 7 + 3 + 1, 4);
}

static void attributes_elsewhere_count(void **state)
{
	sh("attr2", TREE ROT "echo 'zkogz' >d/e/x;"
	   "echo 'x filter=rot' >.git/info/attributes;"
	   OLD "git add . 2>/dev/null; git commit -qm attr");
	scan_reads("attr2", 7, 1);
	sh("attr3", TREE ROT "echo 'zkogz' >d/e/x; mkdir -p $HOME/.config/git;"
	   "echo 'd/e/x filter=rot' >$HOME/.config/git/attributes;"
	   OLD "git add . 2>/dev/null; git commit -qm attr");
	scan_reads("attr3", 7, 1);
	sh("attr3", "rm $HOME/.config/git/attributes");
	/* untracked, and by a macro */
	sh("attr4", TREE ROT "echo 'zkogz' >d/e/x;"
	   "echo '[attr]turn filter=rot' >.gitattributes;"
	   "echo 'x turn' >d/e/.gitattributes;" OLD
	   "git add d/e/x 2>/dev/null; git commit -qm attr");
	scan_reads("attr4", 7, 1);
	/* only in the index and the tree, and quoted */
	sh("attr5", TREE ROT "echo 'zkogz' >'d/e/x y';"
	   "printf '\"x y\" filter=rot\\n' >d/e/.gitattributes;" OLD
	   "git add . 2>/dev/null; git commit -qm attr; rm d/e/.gitattributes");
	scan_reads("attr5", 7, 2);
	sh("autocrlf", TREE "git config core.autocrlf true;"
	   "printf 'alpha\\r\\n' >win;"
	   OLD "git add . 2>/dev/null; git commit -qm crlf");
	scan_reads("autocrlf", 7, 1);
}

static void scans_without_a_usable_index(void **state)
{
	sh("bare", TREE "git clone -q --bare . ../bare.git");
	scan_reads("bare.git", 0, 7);
	sh("split", TREE "git update-index --split-index; echo alpha >none");
	scan_reads("split", 0, 7);
	sh("sparse", TREE "git sparse-checkout init --cone --sparse-index;"
	   "git sparse-checkout set d/e");
	scan_reads("sparse", 0, 7);
	sh("v4", TREE "git update-index --index-version 4; echo alpha >none");
	scan_reads("v4", 6, 1);
	sh("noindex", TREE "rm .git/index");
	scan_reads("noindex", 0, 7);
	sh("main", TREE "git worktree add -q ../linked; echo alpha >none");
	scan_reads("main", 6, 1);
	sh("linked", "echo beta_1 >./-dash");
	scan_reads("linked", 6, 1);
}

static void scans_another_revision(void **state)
{
	struct scan_options opt = { .no_worktree = true };
	struct scan_stats st = { 0 };

	sh("other", TREE "echo Delta >none; git rm -q ./-dash; mkdir dd;"
	   "echo alpha >dd/new; git add none dd; git commit -qm next");
	scan_ok("other", "HEAD", &opt, &st);
	assert_int_equal(st.read_store, 7);
	assert_int_equal(st.read_worktree, 0);
	opt.no_worktree = false;
	scan_ok("other", "HEAD~1", &opt, &st);
	assert_int_equal(st.read_store, 2);
	assert_int_equal(st.read_worktree, 5);
	scan_stats_release(&st);
}

/* Take the blob of a file away, to "lost" in the same directory. */
#define LOSE(file) "x=$(git rev-parse 'HEAD:" file "');"		\
	"mv .git/objects/$(echo $x | cut -c1-2)/$(echo $x | cut -c3-) lost;"
#define FIND(file) "x=$(git rev-parse 'HEAD:" file "');"		\
	"mv lost .git/objects/$(echo $x | cut -c1-2)/$(echo $x | cut -c3-);"

static void names_missing_blobs(void **state)
{
	struct scan_options opt = { .cache = NULL };
	struct scan_stats st = { 0 };
	char *dir = xasprintf("%s/cache-missing", test_dir);

	/* the work tree may have what the object store lacks */
	sh("missing", TREE LOSE("none"));
	scan_reads("missing", 7, 0);
	sh("missing", FIND("none") LOSE("d/e/f.c") "rm d/e/f.c");
	opt.cache = cache_open(dir);
	scan_ok("missing", "HEAD", &opt, &st);
	assert_int_equal(st.files, 7);
	assert_int_equal(st.read_worktree, 6);
	assert_int_equal(st.missing.nr, 1);
	assert_string_equal(st.missing.v[0], "d/e/f.c");
	scan_ok("missing", "HEAD", &opt, &st);
	assert_true(st.from_cache);
	assert_int_equal(st.missing.nr, 1);
	/* it comes back: what was cached must not hide what it holds */
	sh("missing", FIND("d/e/f.c"));
	scan_ok("missing", "HEAD", &opt, &st);
	assert_int_equal(st.read_store, 1);
	assert_int_equal(st.missing.nr, 0);
	assert_false(st.from_cache);
	scan_ok("missing", "HEAD", &opt, &st);
	assert_true(st.from_cache);
	scan_stats_release(&st);
	cache_free(opt.cache);
	free(dir);
}

static void keeps_results(void **state)
{
	struct scan_options opt = { .threads = 2 };
	struct scan_stats st = { 0 };
	char *dir = xasprintf("%s/cache-keep", test_dir);

	opt.cache = cache_open(dir);
	sh("keep", TREE);
	scan_ok("keep", "HEAD", &opt, &st);
	assert_false(st.from_cache);
	assert_int_equal(st.read_worktree, 7);
	scan_ok("keep", "HEAD", &opt, &st);
	assert_true(st.from_cache);
	assert_int_equal(st.files, 7);
	assert_int_equal(st.read_worktree + st.read_store, 0);

	/* changed, gone, new, no longer a file, a file now */
	sh("keep", "echo '_gamma alpha' >none; git rm -q ./-dash; mkdir z;"
	   "echo Delta >z/z; rm d/e/f.c; mkdir d/e/f.c; echo alpha >d/e/f.c/g;"
	   "rm d/link; echo beta_1 >d/link; git add -A . 2>/dev/null;"
	   "git commit -qm next");
	scan_ok("keep", "HEAD", &opt, &st);
	assert_int_equal(st.files, 8);
	assert_int_equal(st.read_worktree, 0);
	assert_int_equal(st.read_store, 4);
	assert_false(st.from_cache);
	scan_ok("keep", "HEAD", &opt, &st);
	assert_true(st.from_cache);
	scan_ok("keep", "HEAD~1", &opt, &st);
	assert_true(st.from_cache);
	assert_int_equal(st.files, 7);

	/* a tree that differs in modes and in what is no file */
	sh("keep", "git checkout -q HEAD~1; git submodule -q deinit sub || :;"
	   "chmod -x d/e/f.c; git rm -qf --cached sub; git add d/e/f.c;"
	   "git commit -qm modes");
	scan_ok("keep", "HEAD", &opt, &st);
	assert_int_equal(st.files, 7);
	scan_stats_release(&st);
	cache_free(opt.cache);
	free(dir);
}

/* A cache of another repository: the tree it speaks of is not here. */
static void survives_a_foreign_cache(void **state)
{
	struct scan_options opt = { .threads = 1 };
	struct scan_stats st = { 0 };
	char *dir = xasprintf("%s/cache-foreign", test_dir);

	opt.cache = cache_open(dir);
	sh("one", TREE "echo alpha >more; git add more; git commit -qm more");
	sh("two", TREE "echo beta_1 >own; git add own; git commit -qm own");
	scan_ok("one", "HEAD", &opt, &st);
	scan_ok("two", "HEAD", &opt, &st);
	assert_int_equal(st.read_worktree, 8);
	scan_stats_release(&st);
	cache_free(opt.cache);
	free(dir);
}

static void knows_words(void **state)
{
	static const struct {
		const char *text, *word;
		bool want;
	} cases[] = {
		{ "alpha", "alpha", true }, { "", "alpha", false },
		{ "xalpha", "alpha", false }, { "alpha_", "alpha", false },
		{ "alpha9 alpha", "alpha", true },
		{ "alphalpha", "alpha", false },
		{ "alphalpha.alpha", "alpha", true },
		{ "p->alpha=1", "alpha", true }, { "alph", "alpha", false },
		{ "\xe4" "alpha\xe4", "alpha", true }, { "aa a", "a", true },
		{ "aaa", "a", false }, { "#alpha##b", "alpha", true },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (text_has_word(cases[i].text, strlen(cases[i].text),
				  cases[i].word) != cases[i].want)
			fail_msg("'%s' in '%s'", cases[i].word, cases[i].text);
	assert_true(text_has_word("a\0b", 3, "b"));
	assert_false(text_has_word("a\0bc", 3, "bc"));
}

/*
 * More words than one word_bits holds, some the beginning of others, in files
 * of all sizes, at every distance from the ends; each word of each file is
 * looked up by text_has_word() as well.
 */
static void finds_many_words(void **state)
{
	enum { WORDS = 150, FILES = 12 };
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	struct strvec list = STRVEC_INIT;
	struct scan_options opt = { .threads = 3 };
	struct oid tree;
	struct repo *r;
	struct scan *s;
	size_t i, j, k, hits = 0;

	for (i = 0; i < WORDS; i++)
		strvec_pushf(&list, "w%zu", i);
	strvec_push(&list, "w7");
	sh("many", "git init -q; for i in $(seq 0 %d); do"
	   "  { [ $i -lt 10 ] || head -c ${i}00000 /dev/zero;"
	   "    seq $i $((i + 3)) 140 | sed 's/^/ w/';"
	   "    printf \"xw$i w${i}x w$i\"; } >f$i; done;"
	   "git add .; git commit -qm 1", FILES - 1);
	r = open_ok("many");
	tree_of(r, "HEAD", &tree);
	for (k = 0; k < 2; k++) {
		opt.no_worktree = k;
		if (scan_tree(&s, r, &tree, &list, &opt, NULL, &err))
			fail_msg("%s", err.buf);
		for (i = 0; i < FILES; i++) {
			char *path = xasprintf("%s/many/f%zu", test_dir, i);
			char *name = xasprintf("f%zu", i);

			strbuf_reset(&text);
			assert_int_equal(file_read(path, &text, &err), 0);
			for (j = 0; j < WORDS; j++) {
				struct strvec files = STRVEC_INIT;
				bool want = text_has_word(text.buf, text.len,
							  list.v[j]);

				scan_files(s, list.v[j], &files);
				assert_int_equal(strvec_has(&files, name),
						 want);
				hits += want;
				strvec_release(&files);
			}
			free(path);
			free(name);
		}
		scan_free(s);
	}
	assert_true(hits > 400);
	repo_free(r);
	strvec_release(&list);
	strbuf_release(&text);
	strbuf_release(&err);
}

static void reads_big_files(void **state)
{
	sh("big", TREE "{ head -c 5000000 /dev/zero | tr '\\000' x;"
	   "echo ' alpha'; } >big; { seq 60000; echo Delta; } >mid; : >empty;"
	   OLD "git add big mid empty; git commit -qm big");
	scan_reads("big", 10, 0);
	sh("big", "rm big mid empty");
	scan_reads("big", 7, 3);
}

/* Of text at each place of a block: all its words, and hardly any other. */
static void lists_words(void **state)
{
	struct word_lister *l = word_lister_new();
	struct cache *none = cache_none();
	struct scan_words *w = scan_words_open(none);
	struct strvec listed = STRVEC_INIT, others = STRVEC_INIT;
	struct strvec digits = STRVEC_INIT;
	struct scan_query q;
	struct strbuf text = STRBUF_INIT;
	struct oid oid = { { 1 } };
	unsigned char *filter;
	size_t wrong = 0;
	uint32_t size;
	bool may_have;

	for (unsigned i = 0; i < 2000; i++) {
		/* between the words each character that is of none, and numbers */
		char between = (char)(i % 256);
		char *word = xasprintf("%.*s_%u", (int)(i % 19),
				       "abcdefghijKLMNOPQRSTUVWXYZ" + i % 7, i);

		strbuf_addf(&text, "%s%c", word,
			    is_word_char(between) ? '\n' : between);
		if (i % 5 == 0)
			strbuf_addf(&text, "0x%s ", word);
		strvec_push(&listed, word);
		word[0] = '_';
		strvec_pushf(&others, "_%s", word);
		free(word);
	}
	for (size_t cut = 0; cut < 70; cut++) {
		oid.id[1] = cut;
		filter = word_lister_run(l, text.buf + cut, text.len - cut, &size);
		scan_query_init(&q, w, &listed);
		scan_words_add(w, &oid, filter, size);
		scan_query_release(&q);
		/* those that the cut may have met are not asked for */
		for (size_t i = 30; i < listed.nr; i++) {
			struct strvec one = { &listed.v[i], 1, 1 };

			scan_query_init(&q, w, &one);
			assert_true(scan_query_knows(&q, &oid, &may_have));
			assert_true(may_have);
			scan_query_release(&q);
		}
		for (size_t i = 0; i < others.nr; i++) {
			struct strvec one = { &others.v[i], 1, 1 };

			scan_query_init(&q, w, &one);
			scan_query_knows(&q, &oid, &may_have);
			wrong += may_have;
			scan_query_release(&q);
		}
	}
	assert_in_range(wrong, 0, 70 * others.nr / 100);

	/* not taken down, so nobody knows */
	strvec_push(&digits, "64BIT");
	scan_query_init(&q, w, &digits);
	assert_true(scan_query_knows(&q, &oid, &may_have));
	assert_true(may_have);
	scan_query_release(&q);
	strvec_release(&digits);
	scan_words_close(w);
	cache_free(none);
	word_lister_free(l);
	strvec_release(&listed);
	strvec_release(&others);
	strbuf_release(&text);
}

/* Files whose words are known are read only if they may have one of those. */
static void reads_what_may_have_words(void **state)
{
	char *dir = xasprintf("%s/cache-words", test_dir);
	struct cache *cache = cache_open(dir);
	struct scan_options opt = { .threads = 2, .no_worktree = true };
	struct scan_stats st = { 0 };

	sh("words", TREE);
	opt.words = scan_words_open(cache);
	scan_ok("words", "HEAD", &opt, &st);
	assert_int_equal(st.read_store, st.files);
	scan_ok("words", "HEAD", &opt, &st);
	/* none, the link and the submodule have no word */
	assert_int_equal(st.read_store, st.files - 1);
	scan_words_close(opt.words);

	/* the next run knows, too; a file that is new is read */
	opt.words = scan_words_open(cache);
	sh("words", "echo 'int Delta;' >new; echo 'Deltas 1Delta' >new2;"
	   "git add new new2; git commit -qm more");
	scan_ok("words", "HEAD", &opt, &st);
	assert_int_equal(st.read_store, st.files - 1);
	scan_ok("words", "HEAD", &opt, &st);
	assert_int_equal(st.read_store, st.files - 2);
	scan_words_close(opt.words);
	scan_stats_release(&st);
	cache_free(cache);
	free(dir);
}

static void scans_for_nothing(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct strvec list = STRVEC_INIT;
	struct scan_options opt = { .threads = 1 };
	struct scan_stats st = { 0 };
	struct oid tree;
	struct repo *r;
	struct scan *s;

	sh("nothing", TREE);
	r = open_ok("nothing");
	tree_of(r, "HEAD", &tree);
	assert_int_equal(scan_tree(&s, r, &tree, &list, &opt, &st, &err), 0);
	assert_false(scan_knows(s, "alpha"));
	assert_int_equal(st.files, 7);
	scan_free(s);
	memset(tree.id, 3, sizeof(tree.id));
	assert_int_equal(scan_tree(&s, r, &tree, &list, &opt, &st, &err),
			 ERR_UNABLE);
	has_text(&err, "cannot read tree");
	scan_stats_release(&st);
	repo_free(r);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_clean_work_tree),
		cmocka_unit_test(sees_the_base_behind_changes),
		cmocka_unit_test(sees_changes_of_the_same_size),
		cmocka_unit_test(trusts_touched_files_by_their_hash),
		cmocka_unit_test(doubts_racily_clean_files),
		cmocka_unit_test(follows_no_links_and_waits_for_nobody),
		cmocka_unit_test(doubts_marked_entries),
		cmocka_unit_test(doubts_files_with_attributes),
		cmocka_unit_test(attributes_elsewhere_count),
		cmocka_unit_test(scans_without_a_usable_index),
		cmocka_unit_test(scans_another_revision),
		cmocka_unit_test(names_missing_blobs),
		cmocka_unit_test(keeps_results),
		cmocka_unit_test(survives_a_foreign_cache),
		cmocka_unit_test(knows_words),
		cmocka_unit_test(finds_many_words),
		cmocka_unit_test(reads_big_files),
		cmocka_unit_test(scans_for_nothing),
		cmocka_unit_test(lists_words),
		cmocka_unit_test(reads_what_may_have_words),
	};
	int ret;

	test_git_begin();
	ret = cmocka_run_group_tests(tests, NULL, NULL);
	test_git_end();
	return ret;
}
