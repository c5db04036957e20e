/* SPDX-License-Identifier: GPL-2.0-only */
#include "wrap.h"

#include <string.h>

#include "util.h"

#define TAB 8
#define MAX_DEPTH 32

/* ---- columns ---- */

static unsigned column_after(unsigned column, char ch)
{
	return ch == '\t' ? (column / TAB + 1) * TAB : column + 1;
}

static unsigned columns(const char *p, size_t len)
{
	unsigned column = 0;

	for (size_t i = 0; i < len; i++)
		column = column_after(column, p[i]);
	return column;
}

static void add_indent(struct strbuf *out, unsigned column)
{
	for (unsigned i = 0; i < column / TAB; i++)
		strbuf_addch(out, '\t');
	for (unsigned i = 0; i < column % TAB; i++)
		strbuf_addch(out, ' ');
}

/* ---- where a line can be broken ---- */

struct place {
	size_t at;		/* of the first byte of the next line */
	unsigned indent;	/* of the next line, in columns */
	unsigned cost;
};

/* The length of the operator at @p behind which a line may end, and its cost. */
static size_t operator_at(const char *p, size_t left, unsigned *cost)
{
	static const struct {
		const char *text;
		unsigned cost;
	} ops[] = {
		{ "&&", 1 }, { "||", 1 }, { ",", 0 }, { ";", 0 }, { "| ", 2 },
		{ "+ ", 2 }, { "- ", 2 }, { "? ", 1 }, { ": ", 1 }, { "= ", 6 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++) {
		size_t n = strlen(ops[i].text);

		if (left <= n || memcmp(p, ops[i].text, n))
			continue;
		/* with a blank on both sides, but for what ends a part */
		if (*p != ',' && *p != ';' &&
		    (p[-1] != ' ' || p[n - (p[n - 1] == ' ')] != ' '))
			continue;
		*cost = ops[i].cost;
		return n - (p[n - 1] == ' ');
	}
	return 0;
}

/* Past a string or character constant. */
static size_t skip_quoted(const char *p, size_t i, size_t len)
{
	char quote = p[i++];

	while (i < len && p[i] != quote)
		i += p[i] == '\\' ? 2 : 1;
	return i < len ? i + 1 : len;
}

/* Does the line close what an earlier one has opened? */
static bool goes_on(const char *p, size_t len)
{
	int depth = 0;

	for (size_t i = 0; i < len && depth >= 0; ) {
		if (p[i] == '"' || p[i] == '\'') {
			i = skip_quoted(p, i, len);
			continue;
		}
		depth += strchr("([{", p[i]) != NULL;
		depth -= strchr(")]}", p[i]) != NULL;
		i++;
	}
	return depth < 0;
}

/*
 * The cheapest place at which the first part fits: of those at the least depth
 * the last.  @most: columns that the part may have.
 */
static bool find_place(const char *p, size_t len, unsigned most,
		       struct place *best)
{
	unsigned open[MAX_DEPTH], depth = 0, column = 0, indent;
	size_t start = 0;
	bool found = false;

	while (start < len && (p[start] == ' ' || p[start] == '\t'))
		start++;
	column = columns(p, start);
	indent = goes_on(p, len) ? column : column + TAB;
	for (size_t i = start; i < len; ) {
		unsigned cost;
		size_t n;

		if (p[i] == '"' || p[i] == '\'') {
			size_t end = skip_quoted(p, i, len);

			for (; i < end; i++)
				column = column_after(column, p[i]);
			continue;
		}
		if (strchr("([{", p[i])) {
			if (depth == MAX_DEPTH)
				return false;
			open[depth++] = column + 1;
		} else if (strchr(")]}", p[i])) {
			if (!depth)
				return found;	/* of a line that began this one */
			depth--;
		}
		n = i > start ? operator_at(p + i, len - i, &cost) : 0;
		if (n && column + n > most)
			break;
		if (n && i + n < len && p[i + n] == ' ' &&
		    (!found || cost + 3 * depth <= best->cost)) {
			best->at = i + n + 1;
			best->cost = cost + 3 * depth;
			best->indent = depth ? open[depth - 1] : indent;
			found = true;
		}
		column = column_after(column, p[i++]);
	}
	return found;
}

/* @p, without the line's end, to @out; broken where that helps. */
static void wrap_line(const char *p, size_t len, struct strbuf *out)
{
	struct strbuf rest = STRBUF_INIT;
	struct place place = { 0 };

	if (columns(p, len) <= WRAP_COLUMNS ||
	    !find_place(p, len, WRAP_COLUMNS, &place)) {
		strbuf_add(out, p, len);
		return;
	}
	add_indent(&rest, place.indent);
	strbuf_add(&rest, p + place.at, len - place.at);
	/* no narrower than before: it would only look broken */
	if (columns(rest.buf, rest.len) >= columns(p, len)) {
		strbuf_add(out, p, len);
	} else {
		strbuf_add(out, p, place.at - 1);
		strbuf_addch(out, '\n');
		wrap_line(rest.buf, rest.len, out);
	}
	strbuf_release(&rest);
}

/* ---- which lines are code that a pass wrote ---- */

/* What a line begins in. */
enum inside { IN_CODE, IN_COMMENT, IN_DIRECTIVE };

/* Is there a comment in the line, or does it go on in the next one? */
static bool read_line(const char *p, size_t len, enum inside *state)
{
	bool plain = *state == IN_CODE;
	size_t i = 0;

	if (plain) {
		while (i < len && (p[i] == ' ' || p[i] == '\t'))
			i++;
		if (i < len && p[i] == '#') {
			*state = IN_DIRECTIVE;
			plain = false;
		}
	}
	while (i < len) {
		if (*state == IN_COMMENT) {
			if (i + 1 < len && p[i] == '*' && p[i + 1] == '/') {
				*state = IN_CODE;
				i++;
			}
			i++;
		} else if (i + 1 < len && p[i] == '/' && p[i + 1] == '/') {
			plain = false;
			break;
		} else if (i + 1 < len && p[i] == '/' && p[i + 1] == '*') {
			*state = IN_COMMENT;
			plain = false;
			i += 2;
		} else if (p[i] == '"' || p[i] == '\'') {
			i = skip_quoted(p, i, len);
		} else {
			i++;
		}
	}
	if (len && p[len - 1] == '\\')
		return false;
	if (*state == IN_DIRECTIVE)
		*state = IN_CODE;
	return plain;
}

static bool has_line(const struct strbuf *text, const char *p, size_t len)
{
	const char *at = text->buf, *end = text->buf + text->len;

	while (at < end) {
		const char *nl = memchr(at, '\n', end - at);
		size_t n = (nl ? nl : end) - at;

		if (n == len && !memcmp(at, p, len))
			return true;
		at += n + 1;
	}
	return false;
}

static size_t without_blanks(const char *p, size_t len)
{
	while (len && (p[len - 1] == ' ' || p[len - 1] == '\t'))
		len--;
	return len;
}

static bool is_untidy(const char *p, size_t len)
{
	return len && p[len - 1] != '\r' &&
	       (columns(p, len) > WRAP_COLUMNS || without_blanks(p, len) < len);
}

/* A line whose statement goes on below for no other reason than what was there. */
static bool is_open(const char *p, size_t len)
{
	size_t at = 0;

	len = without_blanks(p, len);
	while (at < len && (p[at] == ' ' || p[at] == '\t'))
		at++;
	return (len - at == 6 && !memcmp(p + at, "return", 6)) ||
	       (len > at + 2 && !memcmp(p + len - 2, " =", 2));
}

/*
 * The line [p, p+len) and the next one, of @left bytes, as one line of @out, if
 * there is room for both.  Returns how many bytes of the next were taken.
 */
static size_t join(const char *p, size_t len, const char *next, size_t left,
		   struct strbuf *out)
{
	const char *nl = memchr(next, '\n', left);
	size_t n = nl ? (size_t)(nl - next) : left, skip = 0;
	enum inside state = IN_CODE;
	struct strbuf line = STRBUF_INIT;
	size_t taken = 0;

	while (skip < n && (next[skip] == ' ' || next[skip] == '\t'))
		skip++;
	strbuf_add(&line, p, without_blanks(p, len));
	strbuf_addch(&line, ' ');
	strbuf_add(&line, next + skip, n - skip);
	/* a brace in a line of its own is how its author writes */
	if (skip < n && next[skip] != '{' && read_line(next, n, &state) &&
	    columns(line.buf, line.len) <= WRAP_COLUMNS) {
		strbuf_addbuf(out, &line);
		taken = n;
	}
	strbuf_release(&line);
	return taken;
}

void wrap_long_lines(const struct strbuf *before, struct strbuf *after)
{
	const char *p = after->buf, *end = after->buf + after->len;
	struct strbuf out = STRBUF_INIT;
	enum inside state = IN_CODE;

	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t len = (nl ? nl : end) - p;

		/* each line has to be read for the state behind it */
		bool plain = read_line(p, len, &state);
		bool ours = plain && (is_open(p, len) || is_untidy(p, len)) &&
			    !has_line(before, p, len);
		size_t taken = ours && nl && is_open(p, len) ?
			       join(p, len, nl + 1, end - nl - 1, &out) : 0;

		if (taken) {
			p = nl + 1;
			len = taken;
			nl = memchr(p, '\n', end - p);
		} else if (!ours || !is_untidy(p, len))
			strbuf_add(&out, p, len);
		else
			wrap_line(p, without_blanks(p, len), &out);
		if (nl)
			strbuf_addch(&out, '\n');
		p += len + 1;
	}
	strbuf_swap(after, &out);
	strbuf_release(&out);
}
