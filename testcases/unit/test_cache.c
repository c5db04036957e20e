/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "unit.h"

UNIT_DIR

#define KEY "0123456789abcdef"

static void test_put_get(void **state)
{
	char *dir = unit_path("put/get");
	struct cache *c = cache_open(dir);
	struct strbuf out = STRBUF_INIT;
	size_t len;
	char *big;

	assert_false(cache_get(c, "spatch", KEY, &out));
	cache_put(c, "spatch", KEY, "a\0b\n", 4);
	strbuf_addstr(&out, "x");
	assert_true(cache_get(c, "spatch", KEY, &out));
	assert_int_equal(out.len, 5);
	assert_memory_equal(out.buf, "xa\0b\n", 6);
	/* kinds are apart */
	assert_false(cache_get(c, "scan", KEY, &out));
	assert_int_equal(out.len, 5);
	cache_put(c, "spatch", KEY, "new", 3);
	strbuf_reset(&out);
	assert_true(cache_get(c, "spatch", KEY, &out));
	assert_string_equal(out.buf, "new");
	/* every length around the checksum's words, and a large one */
	big = xmalloc(1 << 20);
	for (len = 0; len < 1 << 20; len++)
		big[len] = len * 7 + (len >> 9);
	for (len = 0; len < 20; len++) {
		cache_put(c, "n", KEY, big, len);
		strbuf_reset(&out);
		assert_true(cache_get(c, "n", KEY, &out));
		assert_int_equal(out.len, len);
		assert_memory_equal(out.buf, big, len);
	}
	cache_put(c, "n", KEY, big, 1 << 20);
	cache_free(c);
	c = cache_open(dir);
	strbuf_reset(&out);
	assert_true(cache_get(c, "n", KEY, &out));
	assert_int_equal(out.len, 1 << 20);
	assert_memory_equal(out.buf, big, 1 << 20);
	cache_free(c);
	free(dir);
	free(big);
	strbuf_release(&out);
}

static void test_none(void **state)
{
	struct cache *c = cache_none();
	struct strbuf out = STRBUF_INIT;

	cache_put(c, "spatch", KEY, "x", 1);
	assert_false(cache_get(c, "spatch", KEY, &out));
	cache_trim(c, 0);
	cache_free(c);
	cache_free(NULL);
}

/* Every single byte of the file, changed or cut off at, makes it no value. */
static void test_damaged(void **state)
{
	static const char value[] = "struct dev_pagemap *pgmap";
	char *dir = unit_path("damaged");
	char *path = unit_path("damaged/spatch/01/" KEY);
	char *other = unit_path("damaged/spatch/01/0123");
	struct cache *c = cache_open(dir);
	struct strbuf good = STRBUF_INIT, out = STRBUF_INIT;
	size_t i;

	cache_put(c, "spatch", KEY, value, strlen(value));
	assert_int_equal(file_read(path, &good, NULL), 0);
	for (i = 0; i < good.len; i++) {
		good.buf[i] ^= 0x20;
		assert_int_equal(file_write(path, good.buf, good.len, 0600,
					    NULL), 0);
		assert_false(cache_get(c, "spatch", KEY, &out));
		good.buf[i] ^= 0x20;
		assert_int_equal(file_write(path, good.buf, i, 0600, NULL), 0);
		assert_false(cache_get(c, "spatch", KEY, &out));
	}
	strbuf_addch(&good, 'x');
	assert_int_equal(file_write(path, good.buf, good.len, 0600, NULL), 0);
	assert_false(cache_get(c, "spatch", KEY, &out));
	strbuf_setlen(&good, good.len - 1);
	/* the value of another key */
	assert_int_equal(file_write(other, good.buf, good.len, 0600, NULL), 0);
	assert_false(cache_get(c, "spatch", "0123", &out));
	/* a link is not a value of ours */
	assert_int_equal(file_write(other, good.buf, good.len, 0600, NULL), 0);
	assert_int_equal(symlink(other, path), 0);
	assert_false(cache_get(c, "spatch", KEY, &out));
	assert_int_equal(out.len, 0);
	unlink(path);
	/* the good one is a value, and a new one takes a bad one's place */
	assert_int_equal(file_write(path, good.buf, good.len, 0600, NULL), 0);
	assert_true(cache_get(c, "spatch", KEY, &out));
	assert_string_equal(out.buf, value);
	assert_int_equal(file_write(path, "", 0, 0600, NULL), 0);
	cache_put(c, "spatch", KEY, "again", 5);
	strbuf_reset(&out);
	assert_true(cache_get(c, "spatch", KEY, &out));
	assert_string_equal(out.buf, "again");
	cache_free(c);
	free(dir);
	free(path);
	free(other);
	strbuf_release(&good);
	strbuf_release(&out);
}

/* 100 kB of one letter: a mixture of two writers' values would show. */
static int write_and_read(const char *dir, char letter)
{
	struct cache *c = cache_open(dir);
	struct strbuf out = STRBUF_INIT;
	char *value = xmalloc(100000);
	int i, k, ret = 0;

	memset(value, letter, 100000);
	for (i = 0; i < 100 && !ret; i++) {
		cache_put(c, "spatch", KEY, value, 100000);
		strbuf_reset(&out);
		/* somebody has always put one, nobody ever a bad one */
		if (!cache_get(c, "spatch", KEY, &out) || out.len != 100000)
			ret = 1;
		for (k = 1; k < 100000 && !ret; k++)
			if (out.buf[k] != out.buf[0])
				ret = 2;
	}
	cache_free(c);
	strbuf_release(&out);
	free(value);
	return ret;
}

static void test_side_by_side(void **state)
{
	char *dir = unit_path("side");
	pid_t pid[4];
	int i, status;

	for (i = 0; i < 4; i++) {
		pid[i] = fork();
		assert_true(pid[i] >= 0);
		if (!pid[i])
			_exit(write_and_read(dir, 'a' + i));
	}
	for (i = 0; i < 4; i++) {
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
	}
	free(dir);
}

static void test_not_writable(void **state)
{
	struct strbuf out = STRBUF_INIT;
	char *file = unit_path("a-file"), *below = unit_path("a-file/cache");
	struct cache *c;

	/* root writes through permissions, but not below a plain file */
	assert_int_equal(file_write(file, "x", 1, 0600, NULL), 0);
	c = cache_open(below);
	cache_put(c, "spatch", KEY, "x", 1);
	assert_false(cache_get(c, "spatch", KEY, &out));
	cache_trim(c, 0);
	cache_free(c);
	assert_int_equal(file_read(file, &out, NULL), 0);
	assert_string_equal(out.buf, "x");
	free(file);
	free(below);
	strbuf_release(&out);
}

static void set_age(const char *path, time_t age)
{
	struct timespec ts[2] = { { .tv_sec = time(NULL) - age } };

	ts[1] = ts[0];
	assert_int_equal(utimensat(AT_FDCWD, path, ts, 0), 0);
}

static void test_trim(void **state)
{
	char *dir = unit_path("trim"), *a = unit_path("trim/spatch/aa/aaa");
	char *b = unit_path("trim/spatch/bb/bbb");
	char *s = unit_path("trim/scan/cc/ccc");
	char *old_tmp = unit_path("trim/scan/cc/.ratchet-tmp-old");
	char *new_tmp = unit_path("trim/scan/cc/.ratchet-tmp-new");
	struct cache *c = cache_open(dir);
	struct strbuf out = STRBUF_INIT;
	char value[1000];
	struct stat st;

	memset(value, 'v', sizeof(value));
	cache_put(c, "spatch", "aaa", value, sizeof(value));
	cache_put(c, "spatch", "bbb", value, sizeof(value));
	cache_put(c, "scan", "ccc", value, sizeof(value));
	set_age(a, 5 * 86400);
	set_age(b, 4 * 86400);
	set_age(s, 3 * 86400);
	assert_int_equal(file_write(old_tmp, "x", 1, 0600, NULL), 0);
	assert_int_equal(file_write(new_tmp, "x", 1, 0600, NULL), 0);
	set_age(old_tmp, 2 * 3600);
	cache_trim(c, 100000);
	assert_int_equal(stat(a, &st), 0);
	assert_int_equal(stat(old_tmp, &st), -1);
	assert_int_equal(stat(new_tmp, &st), 0);
	/* reading one makes it young */
	assert_true(cache_get(c, "spatch", "aaa", &out));
	assert_int_equal(stat(a, &st), 0);
	assert_true(st.st_mtime > time(NULL) - 3600);
	cache_trim(c, 2500);
	assert_int_equal(stat(b, &st), -1);
	assert_int_equal(stat(a, &st), 0);
	assert_int_equal(stat(s, &st), 0);
	cache_trim(c, 1500);
	assert_int_equal(stat(s, &st), -1);
	assert_int_equal(stat(a, &st), 0);
	/* one that was used today is left as it is */
	set_age(a, 7200);
	strbuf_reset(&out);
	assert_true(cache_get(c, "spatch", "aaa", &out));
	assert_int_equal(stat(a, &st), 0);
	assert_true(st.st_mtime <= time(NULL) - 7200);
	cache_trim(c, 0);
	assert_int_equal(stat(a, &st), -1);
	cache_free(c);
	free(dir);
	free(a);
	free(b);
	free(s);
	free(old_tmp);
	free(new_tmp);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_put_get),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_side_by_side),
		cmocka_unit_test(test_not_writable),
		cmocka_unit_test(test_trim),
	};

	return cmocka_run_group_tests(tests, unit_setup, unit_teardown);
}
