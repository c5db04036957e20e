/* SPDX-License-Identifier: GPL-2.0-only */
/* strvec: a NULL-terminated array of strings that it owns, as git's. */
#ifndef STRVEC_H
#define STRVEC_H

#include <stddef.h>

#include "util.h"

struct strvec {
	char **v;	/* never NULL, v[nr] == NULL */
	size_t nr;
	size_t alloc;	/* 0: v is the shared empty array */
};

extern char *strvec_empty[];

#define STRVEC_INIT { .v = strvec_empty }

void strvec_init(struct strvec *sv);
void strvec_release(struct strvec *sv);		/* leaves it initialised */
void strvec_push(struct strvec *sv, const char *s);
void strvec_pushn(struct strvec *sv, const char *s, size_t n);
void strvec_pushf(struct strvec *sv, const char *fmt, ...) PRINTF(2, 3);
/* Push each of a NULL-terminated list of arguments. */
void strvec_pushl(struct strvec *sv, ...) __attribute__((sentinel));
void strvec_pushv(struct strvec *sv, const struct strvec *other);
/* The words of @s, parted by blanks; no quoting. */
void strvec_split(struct strvec *sv, const char *s);
/* bytewise sort; sort and drop repeated strings */
void strvec_sort(struct strvec *sv);
void strvec_sort_uniq(struct strvec *sv);
bool strvec_has(const struct strvec *sv, const char *s);	/* linear */
/* Add @s where it belongs, unless it is there; false: it was. */
bool strvec_insert_sorted(struct strvec *sv, const char *s);
bool strvec_has_sorted(const struct strvec *sv, const char *s);
/* The same for the @n bytes at @s. */
bool strvec_has_sorted_n(const struct strvec *sv, const char *s, size_t n);

#endif
