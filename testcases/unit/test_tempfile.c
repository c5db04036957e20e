/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "tempfile.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit.h"

UNIT_DIR

static void test_life(void **state)
{
	struct strbuf err = STRBUF_INIT;
	char *a, *b, *strange, *path, *file;
	struct stat st;

	assert_int_equal(scratch_create(unit_dir, &err), 0);
	path = xstrdup(scratch_path());
	assert_true(starts_with(path, unit_dir));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	/* the probe is gone, nothing but . and .. is there */
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);

	a = scratch_mkdir("view", &err);
	b = scratch_mkdir("view", &err);
	strange = scratch_mkdir("../../x y/\n", &err);
	assert_non_null(a);
	assert_non_null(b);
	assert_non_null(strange);
	assert_string_not_equal(a, b);
	assert_int_equal(stat(a, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_true(starts_with(strange, path));
	assert_null(strchr(strange + strlen(path) + 1, '/'));
	assert_null(strchr(strange, '\n'));
	file = xasprintf("%s/file", a);
	assert_int_equal(file_write(file, "x", 1, 0400, &err), 0);

	scratch_remove();
	assert_int_equal(stat(path, &st), -1);
	scratch_remove();
	assert_int_equal(scratch_create(unit_dir, &err), 0);
	assert_string_not_equal(scratch_path(), path);
	scratch_remove();
	free(a);
	free(b);
	free(strange);
	free(path);
	free(file);
	strbuf_release(&err);
}

static void test_parent_from_environment(void **state)
{
	char *link = unit_path("link"), *real = unit_path("real");
	struct strbuf err = STRBUF_INIT;
	char *old = getenv("TMPDIR");

	old = old ? xstrdup(old) : NULL;
	assert_int_equal(mkdirs(real, &err), 0);
	assert_int_equal(symlink("real", link), 0);
	setenv("TMPDIR", link, 1);
	assert_int_equal(scratch_create(NULL, &err), 0);
	/* a later change of the link does not lead us astray */
	assert_true(starts_with(scratch_path(), real));
	scratch_remove();
	unsetenv("TMPDIR");
	assert_int_equal(scratch_create(NULL, &err), 0);
	assert_true(starts_with(scratch_path(), "/tmp/"));
	scratch_remove();
	if (old)
		setenv("TMPDIR", old, 1);
	free(old);
	free(link);
	free(real);
}

static void test_cannot(void **state)
{
	char *missing = unit_path("missing"), *file = unit_path("file"), *want;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(scratch_create(missing, &err), ERR_UNABLE);
	want = xasprintf("cannot make a scratch directory in '%s': "
			 "No such file or directory; "
			 "set TMPDIR to choose another", missing);
	assert_string_equal(err.buf, want);
	assert_int_equal(file_write(file, "x", 1, 0600, NULL), 0);
	assert_int_equal(scratch_create(file, &err), ERR_UNABLE);
	assert_non_null(strstr(err.buf, "Not a directory"));
	free(missing);
	free(file);
	free(want);
	strbuf_release(&err);
}

/*
 * A full file system: a small tmpfs in a mount name space of our own.  77
 * says that this machine does not let us have one.
 */
static int try_full(void)
{
	struct strbuf err = STRBUF_INIT;

	if (geteuid() || unshare(CLONE_NEWNS) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", unit_dir, "tmpfs", 0, "size=64k") < 0)
		return 77;
	if (scratch_create(unit_dir, &err) != ERR_UNABLE)
		return 1;
	if (!strstr(err.buf, "No space left on device") ||
	    !strstr(err.buf, "TMPDIR") || !strstr(err.buf, unit_dir))
		return 2;
	/* nothing stays open or in the way */
	if (umount(unit_dir) < 0)
		return 3;
	strbuf_release(&err);
	return 0;
}

static void test_full(void **state)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (!pid)
		_exit(try_full());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* exit() removes it, but not that of a process that was merely forked. */
static void test_exit(void **state)
{
	char *dir = unit_path("exit");
	struct stat st;
	pid_t pid;
	int status;

	assert_int_equal(mkdirs(dir, NULL), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		if (scratch_create(dir, NULL) < 0)
			_exit(9);
		free(dir);
		pid = fork();
		if (!pid)
			exit(0);
		if (waitpid(pid, &status, 0) != pid || status ||
		    stat(scratch_path(), &st) < 0)
			_exit(8);
		exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	/* empty again */
	assert_int_equal(rmdir(dir), 0);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_parent_from_environment),
		cmocka_unit_test(test_cannot),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_exit),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
