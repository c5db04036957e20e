/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "util.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "strbuf.h"

void bug_fl(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "ratchet: BUG: %s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

void die(const char *fmt, ...)
{
	va_list ap;

	fputs("ratchet: fatal: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

static void *checked(void *p)
{
	if (!p)
		die("out of memory");
	return p;
}

/* malloc(0) may be NULL: ask for a byte at least. */
void *xmalloc(size_t n)
{
	return checked(malloc(n ? n : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return n && size ? checked(calloc(n, size)) : checked(calloc(1, 1));
}

void *xrealloc(void *p, size_t n)
{
	return checked(realloc(p, n ? n : 1));
}

char *xstrdup(const char *s)
{
	return checked(strdup(s));
}

char *xstrndup(const char *s, size_t n)
{
	return checked(strndup(s, n));
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		die("out of memory");
	va_end(ap);
	return s;
}

bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && !memcmp(s + n - m, suffix, m);
}

bool is_word_char(unsigned char c)
{
	/* not isalnum(): no locale has a say in what C is */
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

bool is_identifier(const char *s, size_t n)
{
	size_t i;

	if (!n || (s[0] >= '0' && s[0] <= '9'))
		return false;
	for (i = 0; i < n; i++)
		if (!is_word_char(s[i]))
			return false;
	return true;
}

bool is_config_name(const char *s, size_t n)
{
	bool number = true;

	for (size_t i = 0; i < n; i++) {
		if (!is_word_char(s[i]))
			return false;
		number &= s[i] >= '0' && s[i] <= '9';
	}
	return !number;
}

bool path_is_safe(const char *path)
{
	for (;;) {
		size_t n = strcspn(path, "/");

		if (!n || (n == 1 && path[0] == '.') ||
		    (n == 2 && !memcmp(path, "..", 2)) ||
		    (n == 4 && !strncasecmp(path, ".git", 4)))
			return false;
		if (!path[n])
			return true;
		path += n + 1;
	}
}

int file_read(const char *path, struct strbuf *out, struct strbuf *err)
{
	size_t old = out->len;
	struct stat st;
	int fd, ret;

	/* O_NONBLOCK: opening a fifo must not wait for its writer */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0) {
		ret = errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND :
							    ERR_UNABLE;
		return error_set(err, ret, "cannot read '%s': %s", path,
				 errno == ELOOP ? "it is a symbolic link" :
						  strerror(errno));
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return error_set(err, ERR_UNABLE,
				 "cannot read '%s': not a regular file", path);
	}
	strbuf_grow(out, st.st_size + 1);
	for (;;) {
		ssize_t n;

		/* a full buffer is grown, as the file may have grown */
		if (out->len + 1 >= out->alloc)
			strbuf_grow(out, 8192);
		n = read(fd, out->buf + out->len, out->alloc - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			ret = error_set(err, ERR_UNABLE, "cannot read '%s': %s",
					path, strerror(errno));
			strbuf_setlen(out, old);
			break;
		}
		strbuf_setlen(out, out->len + n);
		if (!n) {
			ret = 0;
			break;
		}
	}
	close(fd);
	return ret;
}

static int write_all(int fd, const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= n;
	}
	return 0;
}

int file_write(const char *path, const void *buf, size_t len, mode_t mode,
	       struct strbuf *err)
{
	const char *slash = strrchr(path, '/');
	char *tmp;
	int fd, ret = 0;

	/*
	 * The temporary name does not build on the file's: that may be as long
	 * as a name can be.
	 */
	tmp = xasprintf("%.*s.ratchet-tmp-XXXXXX",
			slash ? (int)(slash + 1 - path) : 0, path);
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0) {
		ret = error_set(err, ERR_UNABLE, "cannot write '%s': %s", path,
				strerror(errno));
		goto out;
	}
	if (write_all(fd, buf, len) < 0 || fchmod(fd, mode & 0777) < 0) {
		ret = error_set(err, ERR_UNABLE, "cannot write '%s': %s", path,
				strerror(errno));
		close(fd);
	} else if (close(fd) < 0 || rename(tmp, path) < 0) {
		ret = error_set(err, ERR_UNABLE, "cannot write '%s': %s", path,
				strerror(errno));
	}
	if (ret)
		unlink(tmp);
out:
	free(tmp);
	return ret;
}

static int mkdir_parents(char *path)
{
	struct stat st;
	char *slash;
	int ret;

	if (!mkdir(path, 0777))
		return 0;
	if (errno == EEXIST) {
		if (!stat(path, &st) && S_ISDIR(st.st_mode))
			return 0;
		errno = ENOTDIR;
		return -1;
	}
	if (errno != ENOENT)
		return -1;
	slash = strrchr(path, '/');
	while (slash > path && slash[-1] == '/')
		slash--;
	if (!slash || slash == path)
		return -1;
	*slash = '\0';
	ret = mkdir_parents(path);
	*slash = '/';
	if (ret < 0)
		return ret;
	/* somebody else may have made it meanwhile */
	return !mkdir(path, 0777) || errno == EEXIST ? 0 : -1;
}

int mkdirs(const char *path, struct strbuf *err)
{
	char *p = xstrdup(path);
	size_t n = strlen(p);
	int ret = 0;

	while (n > 1 && p[n - 1] == '/')
		p[--n] = '\0';
	if (mkdir_parents(p) < 0)
		ret = error_set(err, ERR_UNABLE,
				"cannot make directory '%s': %s", path,
				strerror(errno));
	free(p);
	return ret;
}

int mkdirs_for(const char *path, struct strbuf *err)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int ret;

	if (!slash || slash == path)
		return 0;
	dir = xstrndup(path, slash - path);
	ret = mkdirs(dir, err);
	free(dir);
	return ret;
}

/*
 * Deeper than this, a directory is first moved up to the top, so that a tree
 * of any depth is removed with a bounded number of open files.
 */
#define REMOVE_DEPTH 64

struct remover {
	int top;		/* fd of the directory being emptied */
	unsigned long moved;	/* makes names for those moved up */
	bool again;		/* moved up: empty the top again */
};

static int empty_dir(struct remover *rm, int fd, int depth);

static int move_up(struct remover *rm, int at, const char *name)
{
	char to[64];

	snprintf(to, sizeof(to), ".ratchet-rm-%ld-%lu", (long)getpid(),
		 rm->moved++);
	rm->again = true;
	return renameat(at, name, rm->top, to);
}

static int remove_at(struct remover *rm, int at, const char *name, int depth)
{
	int fd, ret;

	if (!unlinkat(at, name, 0) || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	if (!unlinkat(at, name, AT_REMOVEDIR))
		return 0;
	if (depth >= REMOVE_DEPTH)
		return move_up(rm, at, name);
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == EACCES) {
		/* ours, but not readable */
		fchmodat(at, name, 0700, AT_SYMLINK_NOFOLLOW);
		fd = openat(at, name,
			    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	}
	if (fd < 0)
		return -1;
	ret = empty_dir(rm, fd, depth + 1);
	if (ret < 0)
		return ret;
	return unlinkat(at, name, AT_REMOVEDIR);
}

/* Takes @fd over. */
static int empty_dir(struct remover *rm, int fd, int depth)
{
	struct dirent *d;
	int ret = 0, saved = 0;
	struct stat st;
	DIR *dir;

	if (!fstat(fd, &st) && (st.st_mode & 0700) != 0700)
		fchmod(fd, 0700);
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -1;
	}
	if (rm->top < 0)
		rm->top = dirfd(dir);
	do {
		rm->again = rm->again && dirfd(dir) != rm->top;
		rewinddir(dir);
		while ((d = readdir(dir))) {
			if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
				continue;
			/* go on after a failure: the rest can still go */
			if (remove_at(rm, dirfd(dir), d->d_name, depth) < 0) {
				saved = errno;
				ret = -1;
			}
		}
	} while (!ret && rm->again && dirfd(dir) == rm->top);
	closedir(dir);
	errno = saved;
	return ret;
}

int remove_tree(const char *path, struct strbuf *err)
{
	struct remover rm = { .top = -1 };
	int fd;

	if (!path[strspn(path, "/.")])
		BUG("remove_tree() of '%s'", path);
	if (!unlink(path) || errno == ENOENT || errno == ENOTDIR)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		goto failed;
	if (!rmdir(path))
		return 0;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == EACCES) {
		fchmodat(AT_FDCWD, path, 0700, AT_SYMLINK_NOFOLLOW);
		fd = open(path,
			  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	}
	if (fd < 0 || empty_dir(&rm, fd, 0) < 0)
		goto failed;
	if (!rmdir(path) || errno == ENOENT)
		return 0;
failed:
	return error_set(err, ERR_UNABLE, "cannot remove '%s': %s", path,
			 strerror(errno));
}

int64_t wall_clock_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static uint64_t used_us(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return (uint64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 +
	       u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

uint64_t cpu_us(void)
{
	return used_us(RUSAGE_SELF) + used_us(RUSAGE_CHILDREN);
}

int online_cpus(void)
{
	cpu_set_t set;
	long n;

	if (!sched_getaffinity(0, sizeof(set), &set)) {
		n = CPU_COUNT(&set);
	} else {
		/* more processors than a cpu_set_t holds */
		n = sysconf(_SC_NPROCESSORS_ONLN);
	}
	return n < 1 ? 1 : n;
}
