/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A quick look at the bytes: need a file be parsed at all?  Common members
 * ("data") stand in hundreds of files in reach, and nearly always behind a
 * name by which the struct is not reached.  What is not plain is parsed.
 */
#define _GNU_SOURCE
#include "reach.h"

#include <ctype.h>
#include <string.h>

#define FAR 2000	/* a group in parentheses that is longer is not plain */

static const char *skip_blanks_back(const char *start, const char *p)
{
	while (p > start && isspace((unsigned char)p[-1]))
		p--;
	return p;
}

static bool is_reached(const struct strvec *words, const char *s, size_t n)
{
	size_t lo = 0, hi = words->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strncmp(s, words->v[mid], n);

		if (!cmp && words->v[mid][n])
			cmp = -1;
		if (!cmp)
			return true;
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

/* Is one of the words in [p, end) one of @words? */
static bool has_reached(const struct strvec *words, const char *p,
			const char *end)
{
	while (p < end) {
		const char *s = p;

		while (p < end && is_word_char((unsigned char)*p))
			p++;
		if (p > s && is_reached(words, s, p - s))
			return true;
		if (p == s)
			p++;
	}
	return false;
}

/* The start of the group that ends before @p, NULL if that is not plain. */
static const char *group_start(const char *start, const char *p)
{
	const char *limit = p - start > FAR ? p - FAR : start;
	int depth = 0;

	while (p > limit) {
		char c = *--p;

		if (c == ')' || c == ']')
			depth++;
		else if (c == '(' || c == '[')
			depth--;
		else if (c == '"' || c == '\'' || c == '#' || c == '/')
			return NULL;	/* parentheses may be in it */
		if (!depth)
			return p;
	}
	return NULL;
}

/* May the expression that ends before @p be of the struct? */
static bool receiver_matters(const struct strvec *words, const char *start,
			     const char *p)
{
	const char *end = skip_blanks_back(start, p), *s = end;
	bool group = false;

	while (s > start && (s[-1] == ')' || s[-1] == ']')) {
		s = group_start(start, s);
		if (!s)
			return true;
		s = skip_blanks_back(start, s);
		group = true;
	}
	while (s > start && is_word_char((unsigned char)s[-1]))
		s--;
	if (s == end)
		return true;		/* a designator, a splice, a comment */
	return group ? has_reached(words, s, end) :
		       is_reached(words, s, end - s);
}

/* A designator of a name of reach: ".pgmap = {" may hold others. */
static bool has_reached_designator(const char *buf, size_t len,
				   const struct strvec *words)
{
	const char *p = buf, *end = buf + len;

	while ((p = memchr(p, '.', end - p))) {
		const char *s = ++p;

		while (p < end && is_word_char((unsigned char)*p))
			p++;
		if (p > s && is_reached(words, s, p - s) &&
		    (s - 1 == buf || isspace((unsigned char)s[-2]) ||
		     s[-2] == '{' || s[-2] == ','))
			return true;
	}
	return false;
}

static bool use_matters(const struct strvec *words, const struct strbuf *text,
			const char *hit, bool *designators)
{
	const char *start = text->buf, *p = skip_blanks_back(start, hit);
	const char *before;

	if (p > start && (p[-1] == '\\' || p[-1] == '/'))
		return true;		/* a splice or a comment before it */
	if (p - start >= 2 && p[-1] == '>' && p[-2] == '-')
		return receiver_matters(words, start, p - 2);
	if (p == start || p[-1] != '.')
		return false;
	before = skip_blanks_back(start, p - 1);
	if (before < p - 1 || before == start || before[-1] == '{' ||
	    before[-1] == ',') {
		*designators = true;
		return false;
	}
	return receiver_matters(words, start, p - 1);
}

bool member_matters(const struct strbuf *text, const char *member,
		    const struct strvec *words)
{
	const char *p = text->buf, *end = p + text->len, *hit;
	size_t n = strlen(member);
	bool designators = false;

	for (; (hit = memmem(p, end - p, member, n)); p = hit + n) {
		if ((hit > text->buf && is_word_char((unsigned char)hit[-1])) ||
		    (hit + n < end && is_word_char((unsigned char)hit[n])))
			continue;
		if (use_matters(words, text, hit, &designators))
			return true;
	}
	return designators &&
	       has_reached_designator(text->buf, text->len, words);
}
