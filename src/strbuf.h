/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * strbuf: a growing string, as git's.  buf is always NUL-terminated and never
 * NULL, so it can be printed at once; the bytes may hold NULs.
 */
#ifndef STRBUF_H
#define STRBUF_H

#include <stdarg.h>
#include <stddef.h>

#include "util.h"

struct strbuf {
	size_t alloc;	/* 0: buf is the shared empty string */
	size_t len;
	char *buf;
};

extern char strbuf_slopbuf[1];

#define STRBUF_INIT { .buf = strbuf_slopbuf }

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);		/* leaves it initialised */
/* The string becomes the caller's (free()); sb is empty again. */
char *strbuf_detach(struct strbuf *sb, size_t *len);
void strbuf_swap(struct strbuf *a, struct strbuf *b);

void strbuf_grow(struct strbuf *sb, size_t extra);
void strbuf_setlen(struct strbuf *sb, size_t len);
#define strbuf_reset(sb) strbuf_setlen(sb, 0)

void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_addstr(struct strbuf *sb, const char *s);
void strbuf_addch(struct strbuf *sb, int c);
void strbuf_addbuf(struct strbuf *sb, const struct strbuf *other);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) PRINTF(2, 3);
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap) PRINTF(2, 0);
/* Replace [pos, pos+len) by data. */
void strbuf_splice(struct strbuf *sb, size_t pos, size_t len,
		   const void *data, size_t dlen);
void strbuf_rtrim(struct strbuf *sb);
/*
 * Append @s as one printable word for messages: control characters, and what
 * a terminal would act on, as \ooo; everything else as it is.
 */
void strbuf_add_printable(struct strbuf *sb, const char *s, size_t len);
int strbuf_cmp(const struct strbuf *a, const struct strbuf *b);

/*
 * Set an error text: drops what was there, so that the innermost and most
 * exact message is set by whoever calls this last.  Returns @code.  @err may
 * be NULL.
 */
int error_set(struct strbuf *err, int code, const char *fmt, ...) PRINTF(3, 4);

#endif
