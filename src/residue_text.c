/* SPDX-License-Identifier: GPL-2.0-only */
/* Words in files that are not C: Kconfig, make, scripts, prose. */
#define _GNU_SOURCE
#include <string.h>

#include "residue_int.h"

static unsigned indentation(const char *line, const char *end)
{
	unsigned n = 0;

	for (; line < end && (*line == ' ' || *line == '\t'); line++)
		n = *line == '\t' ? (n + 8) / 8 * 8 : n + 1;
	return n;
}

/* Kconfig's help: lines that are indented further than the word "help". */
struct help {
	bool open, deeper;
	unsigned indent;
};

static bool in_help(struct help *h, const char *line, const char *end)
{
	unsigned n = indentation(line, end);
	const char *s = line;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (s == end)
		return h->open;
	if (h->open && !h->deeper) {
		/* the first line of the text sets its indentation */
		h->deeper = true;
		h->indent = n;
		if (n)
			return true;
	}
	if (h->open && n >= h->indent && n)
		return true;
	h->open = (end - s >= 4 && !memcmp(s, "help", 4) &&
		   (end - s == 4 || !is_word_char((unsigned char)s[4]))) ||
		  (end - s >= 10 && !memcmp(s, "---help---", 10));
	h->deeper = false;
	return false;
}

/* Where a comment begins: '#' outside of quotes. */
static const char *comment_start(const char *line, const char *end)
{
	char quote = 0;
	const char *s;

	for (s = line; s < end; s++) {
		if (*s == '\\' && s + 1 < end)
			s++;
		else if (quote)
			quote = *s == quote ? 0 : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		else if (*s == '#')
			return s;
	}
	return end;
}

/* Does @s stand in quotes?  What it says there is a text, not a symbol. */
static bool is_quoted(const char *line, const char *s)
{
	char quote = 0;

	for (; line < s; line++) {
		if (*line == '\\' && line + 1 < s)
			line++;
		else if (quote)
			quote = *line == quote ? 0 : quote;
		else if (*line == '"' || *line == '\'')
			quote = *line;
	}
	return quote != 0;
}

struct text_line {
	const char *start, *end;
	const char *prose;	/* from here on */
	unsigned nr;
	bool quotes;		/* what is quoted is prose, too */
};

static void line_words(const struct text_line *l, const char *word,
		       text_word_fn *fn, void *data)
{
	size_t n = strlen(word);
	const char *s = l->start;

	while (s + n <= l->end) {
		const char *hit = memmem(s, l->end - s, word, n);

		if (!hit)
			return;
		if ((hit == l->start || !is_word_char((unsigned char)hit[-1])) &&
		    (hit + n == l->end || !is_word_char((unsigned char)hit[n])))
			fn(l->nr, hit - l->start + 1, hit >= l->prose ||
			   (l->quotes && is_quoted(l->start, hit)), data);
		s = hit + n;
	}
}

void text_words(const char *path, const struct strbuf *text, const char *word,
		text_word_fn *fn, void *data)
{
	enum source_kind kind = source_kind(path);
	const char *line = text->buf, *end = text->buf + text->len;
	struct help help = { 0 };
	unsigned nr = 1;

	for (; line < end; nr++) {
		const char *eol = memchr(line, '\n', end - line);
		const char *prose;

		if (!eol)
			eol = end;
		prose = eol;
		if (kind == SOURCE_DOC)
			prose = line;
		else if (kind == SOURCE_KCONFIG)
			prose = in_help(&help, line, eol) ? line :
				comment_start(line, eol);
		else if (kind == SOURCE_MAKE || kind == SOURCE_SCRIPT)
			prose = comment_start(line, eol);
		line_words(&(struct text_line){ line, eol, prose, nr,
						kind == SOURCE_KCONFIG },
			   word, fn, data);
		line = eol < end ? eol + 1 : end;
	}
}
