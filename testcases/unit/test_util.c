/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "util.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "strbuf.h"
#include "unit.h"

UNIT_DIR

static void test_words(void **state)
{
	assert_true(starts_with("pgmap->ops", "pgmap"));
	assert_true(starts_with("x", ""));
	assert_false(starts_with("pg", "pgmap"));
	assert_true(ends_with("a.cocci", ".cocci"));
	assert_false(ends_with("cocci", ".cocci"));
	assert_true(is_word_char('_'));
	assert_true(is_word_char('0'));
	assert_false(is_word_char(0xe4));
	assert_false(is_word_char('$'));
	assert_true(is_identifier("_a9", 3));
	assert_false(is_identifier("9a", 2));
	assert_false(is_identifier("", 0));
	assert_false(is_identifier("a-b", 3));
	assert_true(is_identifier("a-b", 1));
}

static void test_path_is_safe(void **state)
{
	static const char *const safe[] = {
		"a", "a/b", "-rf", " ", "a\nb", ".gitignore", "a/.github/b",
		"...", "..a", "a/b.git", ".config",
	};
	static const char *const unsafe[] = {
		"", "/", "/etc/passwd", "a//b", "a/", ".", "..", "./a", "a/.",
		"../a", "a/../b", "a/..", ".git", ".git/config", "a/.git",
		"a/.GIT/hooks/x", ".gIt",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(safe); i++)
		if (!path_is_safe(safe[i]))
			fail_msg("'%s' is safe", safe[i]);
	for (i = 0; i < ARRAY_SIZE(unsafe); i++)
		if (path_is_safe(unsafe[i]))
			fail_msg("'%s' is not safe", unsafe[i]);
}

static void test_file_round_trip(void **state)
{
	struct strbuf sb = STRBUF_INIT, err = STRBUF_INIT;
	char *path = unit_path("round");
	char *big = xmalloc(300000);
	struct stat st;

	memset(big, 'b', 300000);
	assert_int_equal(file_write(path, "a\0b", 3, 0640, &err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	strbuf_addstr(&sb, "before ");
	assert_int_equal(file_read(path, &sb, &err), 0);
	assert_int_equal(sb.len, 10);
	assert_memory_equal(sb.buf, "before a\0b", 11);
	assert_int_equal(file_write(path, big, 300000, 0600, &err), 0);
	strbuf_reset(&sb);
	assert_int_equal(file_read(path, &sb, &err), 0);
	assert_int_equal(sb.len, 300000);
	assert_memory_equal(sb.buf, big, 300000);
	assert_int_equal(file_write(path, NULL, 0, 0600, &err), 0);
	strbuf_reset(&sb);
	assert_int_equal(file_read(path, &sb, &err), 0);
	assert_int_equal(sb.len, 0);
	assert_int_equal(err.len, 0);
	free(big);
	free(path);
	strbuf_release(&sb);
}

static void test_file_read_refuses(void **state)
{
	struct strbuf sb = STRBUF_INIT, err = STRBUF_INIT;
	char *path = unit_path("missing"), *text;

	assert_int_equal(file_read(path, &sb, &err), ERR_NOT_FOUND);
	text = xasprintf("cannot read '%s': No such file or directory", path);
	assert_string_equal(err.buf, text);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(file_read(path, &sb, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "symbolic link"));
	unlink(path);
	/* would wait for ever if it were opened as usual */
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(file_read(path, &sb, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "not a regular file"));
	assert_int_equal(file_read(unit_dir, &sb, &err), ERR_UNABLE);
	assert_int_equal(sb.len, 0);
	/* sizes in /proc are 0 */
	assert_int_equal(file_read("/proc/self/status", &sb, &err), 0);
	assert_non_null(strstr(sb.buf, "Pid:"));
	free(text);
	free(path);
	strbuf_release(&sb);
	strbuf_release(&err);
}

static void test_file_write_replaces_link(void **state)
{
	struct strbuf sb = STRBUF_INIT, err = STRBUF_INIT;
	char *target = unit_path("target"), *link = unit_path("link");
	struct stat st;

	assert_int_equal(file_write(target, "old", 3, 0600, &err), 0);
	assert_int_equal(symlink(target, link), 0);
	assert_int_equal(file_write(link, "new", 3, 0600, &err), 0);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(file_read(target, &sb, &err), 0);
	assert_string_equal(sb.buf, "old");
	strbuf_reset(&sb);
	assert_int_equal(file_read(link, &sb, &err), 0);
	assert_string_equal(sb.buf, "new");
	strbuf_release(&sb);
	free(target);
	free(link);
}

static void test_file_write_fails_clean(void **state)
{
	char *dir = unit_path("clean"), *sub = unit_path("clean/sub");
	char *deep = unit_path("clean/none/file"), *rest;
	struct strbuf err = STRBUF_INIT;
	char name[256];

	assert_int_equal(mkdirs(sub, &err), 0);
	/* a directory is not replaced, and no temporary file stays */
	assert_int_equal(file_write(sub, "x", 1, 0600, &err), ERR_UNABLE);
	assert_int_equal(file_write(deep, "x", 1, 0600, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, deep));
	assert_int_equal(rmdir(sub), 0);
	assert_int_equal(rmdir(dir), 0);
	/* the longest name that there can be */
	memset(name, 'n', 255);
	name[255] = '\0';
	rest = unit_path("%s", name);
	assert_int_equal(file_write(rest, "x", 1, 0600, &err), 0);
	assert_int_equal(unlink(rest), 0);
	free(dir);
	free(sub);
	free(deep);
	free(rest);
	strbuf_release(&err);
}

static void test_mkdirs(void **state)
{
	char *deep = unit_path("m/a/b//c/"), *file = unit_path("m/file");
	char *below = unit_path("m/file/x/y"), *in = unit_path("m/n/o/file");
	char *in_dir = unit_path("m/n/o"), *link = unit_path("m/link");
	char *through = unit_path("m/link/new");
	struct strbuf err = STRBUF_INIT;
	struct stat st;

	assert_int_equal(mkdirs(deep, &err), 0);
	assert_int_equal(mkdirs(deep, &err), 0);
	assert_int_equal(stat(deep, &st), 0);
	assert_int_equal(file_write(file, "x", 1, 0600, &err), 0);
	assert_int_equal(mkdirs(file, &err), ERR_UNABLE);
	assert_int_equal(mkdirs(below, &err), ERR_UNABLE);
	assert_int_equal(mkdirs("", &err), ERR_UNABLE);
	assert_int_equal(mkdirs("/", &err), 0);
	assert_int_equal(mkdirs_for(in, &err), 0);
	assert_int_equal(stat(in_dir, &st), 0);
	assert_int_equal(stat(in, &st), -1);
	assert_int_equal(mkdirs_for("plain", &err), 0);
	assert_int_equal(symlink(in_dir, link), 0);
	assert_int_equal(mkdirs(through, &err), 0);
	free(deep);
	free(file);
	free(below);
	free(in);
	free(in_dir);
	free(link);
	free(through);
	strbuf_release(&err);
}

static void test_remove_tree(void **state)
{
	char *top = unit_path("rm"), *kept = unit_path("kept");
	char *kept_file = unit_path("kept/file"), *sub = unit_path("rm/sub");
	char *link = unit_path("rm/sub/link"), *loop = unit_path("rm/loop");
	struct strbuf err = STRBUF_INIT;
	struct stat st;

	assert_int_equal(mkdirs(sub, &err), 0);
	assert_int_equal(mkdirs(kept, &err), 0);
	assert_int_equal(file_write(kept_file, "x", 1, 0600, &err), 0);
	assert_int_equal(symlink(kept, link), 0);
	assert_int_equal(symlink("loop", loop), 0);
	assert_int_equal(chmod(sub, 0), 0);
	assert_int_equal(remove_tree(top, &err), 0);
	assert_int_equal(lstat(top, &st), -1);
	assert_int_equal(stat(kept_file, &st), 0);
	assert_int_equal(remove_tree(top, &err), 0);
	/* a link itself goes, what it names stays */
	assert_int_equal(symlink(kept, top), 0);
	assert_int_equal(remove_tree(top, &err), 0);
	assert_int_equal(lstat(top, &st), -1);
	assert_int_equal(stat(kept_file, &st), 0);
	assert_int_equal(remove_tree(kept_file, &err), 0);
	assert_int_equal(stat(kept_file, &st), -1);
	assert_int_equal(remove_tree("/proc/version", &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "cannot remove '/proc/version'"));
	free(top);
	free(kept);
	free(kept_file);
	free(sub);
	free(link);
	free(loop);
	strbuf_release(&err);
}

/* Deeper than PATH_MAX and than the number of files one may have open. */
static void test_remove_deep_tree(void **state)
{
	char *top = unit_path("deep");
	int fd, i, levels = 3000;
	struct stat st;

	assert_int_equal(mkdir(top, 0700), 0);
	fd = open(top, O_RDONLY | O_DIRECTORY);
	for (i = 0; i < levels; i++) {
		int next;

		assert_int_equal(mkdirat(fd, "d", 0700), 0);
		next = openat(fd, "f", O_CREAT | O_WRONLY, 0600);
		close(next);
		next = openat(fd, "d", O_RDONLY | O_DIRECTORY);
		assert_true(next >= 0);
		close(fd);
		fd = next;
	}
	close(fd);
	assert_int_equal(remove_tree(top, NULL), 0);
	assert_int_equal(lstat(top, &st), -1);
	free(top);
}

static void test_machine(void **state)
{
	uint64_t before = now_us();

	usleep(2000);
	assert_in_range(now_us() - before, 2000, 5000000);
	assert_true(online_cpus() >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_path_is_safe),
		cmocka_unit_test(test_file_round_trip),
		cmocka_unit_test(test_file_read_refuses),
		cmocka_unit_test(test_file_write_replaces_link),
		cmocka_unit_test(test_file_write_fails_clean),
		cmocka_unit_test(test_mkdirs),
		cmocka_unit_test(test_remove_tree),
		cmocka_unit_test(test_remove_deep_tree),
		cmocka_unit_test(test_machine),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
