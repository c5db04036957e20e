/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "util.h"

/* What must fit at least: a few views with their headers. */
#define PROBE_SIZE (1u << 20)

static char *scratch;
static pid_t scratch_owner;
static atomic_ulong scratch_count;

static void remove_at_exit(void)
{
	/* a process that was forked leaves by exit() too */
	if (scratch && scratch_owner == getpid())
		scratch_remove();
}

/*
 * The name is drawn before the directory is made, so that the guard knows it
 * from the first moment.  64 random bits are nobody else's.
 */
static int make_directory(const char *parent)
{
	uint64_t bits;

	if (getrandom(&bits, sizeof(bits), 0) != sizeof(bits))
		return -1;
	scratch = xasprintf("%s/ratchet-%016llx", parent,
			    (unsigned long long)bits);
	child_guard_scratch(scratch);
	if (!mkdir(scratch, 0700))
		return 0;
	child_guard_scratch(NULL);
	free(scratch);
	scratch = NULL;
	return -1;
}

static int probe(struct strbuf *err)
{
	char *path = xasprintf("%s/probe", scratch);
	char *buf = xcalloc(1, PROBE_SIZE);
	int ret;

	ret = file_write(path, buf, PROBE_SIZE, 0600, err);
	unlink(path);
	free(path);
	free(buf);
	return ret;
}

int scratch_create(const char *parent, struct strbuf *err)
{
	struct strbuf why = STRBUF_INIT;
	static bool registered;
	const char *dir = parent;
	char *real = NULL;
	int ret = 0;

	if (scratch)
		BUG("scratch_create() called twice");
	if (!dir)
		dir = getenv("TMPDIR");
	if (!dir || !*dir)
		dir = "/tmp";
	/* absolute: the guard stands elsewhere, and links may change */
	real = realpath(dir, NULL);
	if (!real || make_directory(real) < 0) {
		ret = error_set(err, ERR_UNABLE,
				"cannot make a scratch directory in '%s': %s; set TMPDIR to choose another",
				dir, strerror(errno));
		goto out;
	}
	scratch_owner = getpid();
	if (probe(&why) < 0) {
		ret = error_set(err, ERR_UNABLE,
				"scratch directory in '%s': %s; set TMPDIR to choose another",
				dir, why.buf);
		scratch_remove();
		goto out;
	}
	if (!registered)
		atexit(remove_at_exit);
	registered = true;
out:
	strbuf_release(&why);
	free(real);
	return ret;
}

bool scratch_is_there(void)
{
	return scratch != NULL;
}

const char *scratch_path(void)
{
	if (!scratch)
		BUG("scratch_path() before scratch_create()");
	return scratch;
}

char *scratch_mkdir(const char *hint, struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT;
	size_t start, i;

	strbuf_addf(&path, "%s/", scratch_path());
	start = path.len;
	strbuf_addf(&path, "%.40s", hint);
	for (i = start; i < path.len; i++)
		if (!is_word_char(path.buf[i]) && path.buf[i] != '-')
			path.buf[i] = '-';
	strbuf_addf(&path, "-%lu", atomic_fetch_add(&scratch_count, 1) + 1);
	if (mkdir(path.buf, 0700) < 0) {
		error_set(err, ERR_UNABLE,
			  "cannot make directory '%s': %s; set TMPDIR to choose another place",
			  path.buf, strerror(errno));
		strbuf_release(&path);
		return NULL;
	}
	return strbuf_detach(&path, NULL);
}

void scratch_after_fork(void)
{
	atomic_fetch_add(&scratch_count, 1ul << 31);
}

void scratch_remove(void)
{
	int try;

	if (!scratch)
		return;
	/* a killed grandchild may still be in the middle of a write */
	for (try = 0; try < 20; try++) {
		if (!remove_tree(scratch, NULL))
			break;
		usleep(10000);
	}
	/* if it is still there, the guard tries again when we are gone */
	if (try < 20)
		child_guard_scratch(NULL);
	free(scratch);
	scratch = NULL;
}
