/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * util: what every module needs and no library gives: error codes, allocation
 * that cannot fail, whole-file reads and writes.
 */
#ifndef UTIL_H
#define UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct strbuf;

/*
 * Functions return 0 or one of these.  The text for the user goes into the
 * function's 'struct strbuf *err', once, where the error happened: lower case,
 * no full stop, the subject in single quotes, and what the user can do.
 */
enum {
	ERR_FAILED = -1,	/* the answer is no: a step or a check failed */
	ERR_UNABLE = -2,	/* could not run: bad input, missing tool, no space */
	ERR_NOT_FOUND = -3,	/* the named thing is not there */
	ERR_EXISTS = -4,	/* the named thing is there and is something else */
	ERR_INTERRUPTED = -5,	/* SIGINT, SIGTERM or SIGHUP came */
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* A broken invariant of our own: prints file and line, aborts. */
#define BUG(...) bug_fl(__FILE__, __LINE__, __VA_ARGS__)
void bug_fl(const char *file, int line, const char *fmt, ...)
	__attribute__((noreturn)) PRINTF(3, 4);
/* "ratchet: fatal: ..." on stderr, exit 2.  For out of memory and main only. */
void die(const char *fmt, ...) __attribute__((noreturn)) PRINTF(1, 2);

/* Allocation; out of memory dies.  Free with free(). */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) PRINTF(1, 2);

/* Room for one more: ALLOC_GROW(a, nr + 1, alloc) */
#define ALLOC_GROW(p, n, alloc)						\
	do {								\
		if ((size_t)(n) > (alloc)) {				\
			(alloc) = (alloc) * 3 / 2 + 16;			\
			if ((alloc) < (size_t)(n))			\
				(alloc) = (n);				\
			(p) = xrealloc((p), (alloc) * sizeof(*(p)));	\
		}							\
	} while (0)

bool starts_with(const char *s, const char *prefix);
bool ends_with(const char *s, const char *suffix);
/* A character of a C identifier. */
bool is_word_char(unsigned char c);
/* Is the text [s, s+n) a C identifier? */
bool is_identifier(const char *s, size_t n);
/* The name of a Kconfig symbol: an identifier, or such as 64BIT and 8139TOO. */
bool is_config_name(const char *s, size_t n);

/*
 * A path as git has them in a tree: relative, no empty, "." or ".." part, no
 * ".git" part in any case.  Everything that is written below a directory of
 * ours passes this test first.
 */
bool path_is_safe(const char *path);

/* Append the whole file to @out; never follows a link at its last part. */
int file_read(const char *path, struct strbuf *out, struct strbuf *err);
/* Write @path in place of whatever is there, by rename; mode & 0777. */
int file_write(const char *path, const void *buf, size_t len, mode_t mode,
	       struct strbuf *err);
/* mkdir -p of the whole path.  mkdirs_for() makes the parents of a file. */
int mkdirs(const char *path, struct strbuf *err);
int mkdirs_for(const char *path, struct strbuf *err);
/* rm -rf, follows no links; a missing @path is fine. */
int remove_tree(const char *path, struct strbuf *err);

/* Monotonic clock, in microseconds. */
uint64_t now_us(void);
/* Processor time that this process and its children have used. */
uint64_t cpu_us(void);
/* Since 1970, in microseconds; it may jump. */
int64_t wall_clock_us(void);
/* Number of processors this process may use, at least 1. */
int online_cpus(void);

#endif
