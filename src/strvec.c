/* SPDX-License-Identifier: GPL-2.0-only */
#include "strvec.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "strbuf.h"

char *strvec_empty[] = { NULL };

void strvec_init(struct strvec *sv)
{
	sv->v = strvec_empty;
	sv->nr = 0;
	sv->alloc = 0;
}

void strvec_release(struct strvec *sv)
{
	size_t i;

	for (i = 0; i < sv->nr; i++)
		free(sv->v[i]);
	if (sv->alloc)
		free(sv->v);
	strvec_init(sv);
}

static void push_owned(struct strvec *sv, char *s)
{
	if (!sv->alloc)
		sv->v = NULL;
	ALLOC_GROW(sv->v, sv->nr + 2, sv->alloc);
	sv->v[sv->nr++] = s;
	sv->v[sv->nr] = NULL;
}

void strvec_push(struct strvec *sv, const char *s)
{
	push_owned(sv, xstrdup(s));
}

void strvec_pushn(struct strvec *sv, const char *s, size_t n)
{
	push_owned(sv, xstrndup(s, n));
}

void strvec_pushf(struct strvec *sv, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	push_owned(sv, strbuf_detach(&text, NULL));
}

void strvec_pushl(struct strvec *sv, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, sv);
	while ((s = va_arg(ap, const char *)))
		strvec_push(sv, s);
	va_end(ap);
}

void strvec_pushv(struct strvec *sv, const struct strvec *other)
{
	size_t i, nr = other->nr;

	/* the count is taken first, since @other may be @sv */
	for (i = 0; i < nr; i++)
		strvec_push(sv, other->v[i]);
}

void strvec_split(struct strvec *sv, const char *s)
{
	static const char blanks[] = " \t\r\n\v\f";

	for (;;) {
		size_t n;

		s += strspn(s, blanks);
		n = strcspn(s, blanks);
		if (!n)
			return;
		strvec_pushn(sv, s, n);
		s += n;
	}
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strvec_sort(struct strvec *sv)
{
	if (sv->nr)
		qsort(sv->v, sv->nr, sizeof(*sv->v), compare);
}

static bool is_sorted_uniq(const struct strvec *sv)
{
	for (size_t i = 1; i < sv->nr; i++)
		if (strcmp(sv->v[i - 1], sv->v[i]) >= 0)
			return false;
	return true;
}

void strvec_sort_uniq(struct strvec *sv)
{
	size_t i, to = 0;

	/* what is made of sorted lists often is */
	if (!sv->nr || is_sorted_uniq(sv))
		return;
	strvec_sort(sv);
	for (i = 0; i < sv->nr; i++) {
		if (to && !strcmp(sv->v[to - 1], sv->v[i]))
			free(sv->v[i]);
		else
			sv->v[to++] = sv->v[i];
	}
	sv->nr = to;
	sv->v[to] = NULL;
}

bool strvec_has(const struct strvec *sv, const char *s)
{
	size_t i;

	for (i = 0; i < sv->nr; i++)
		if (!strcmp(sv->v[i], s))
			return true;
	return false;
}

bool strvec_insert_sorted(struct strvec *sv, const char *s)
{
	size_t lo = 0, hi = sv->nr;
	char *own;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strcmp(s, sv->v[mid]);

		if (!cmp)
			return false;
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	own = xstrdup(s);
	push_owned(sv, own);
	memmove(sv->v + lo + 1, sv->v + lo,
		(sv->nr - 1 - lo) * sizeof(*sv->v));
	sv->v[lo] = own;
	return true;
}

bool strvec_has_sorted(const struct strvec *sv, const char *s)
{
	return sv->nr && bsearch(&s, sv->v, sv->nr, sizeof(*sv->v), compare);
}

bool strvec_has_sorted_n(const struct strvec *sv, const char *s, size_t n)
{
	size_t low = 0, high = sv->nr;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int cmp = strncmp(sv->v[mid], s, n);

		if (!cmp && !sv->v[mid][n])
			return true;
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}
