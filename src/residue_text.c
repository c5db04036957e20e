/* SPDX-License-Identifier: GPL-2.0-only */
/* Words in files that are not C: Kconfig, make, scripts, prose. */
#define _GNU_SOURCE
#include <string.h>

#include "residue_int.h"

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool ends_with_any(const char *s, const char *const *suffixes)
{
	for (; *suffixes; suffixes++)
		if (ends_with(s, *suffixes))
			return true;
	return false;
}

static bool begins_with_any(const char *s, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (starts_with(s, *prefixes))
			return true;
	return false;
}

enum source_kind source_kind(const char *path)
{
	static const char *const c[] = {
		".c", ".h", ".S", ".s", ".dts", ".dtsi", ".lds", ".l", ".y",
		".cocci", ".inc", NULL
	};
	static const char *const script[] = {
		".sh", ".py", ".pl", ".pm", ".awk", ".tc", ".rb", NULL
	};
	static const char *const doc[] = {
		".rst", ".txt", ".md", ".tex", ".svg", ".dot", ".html", NULL
	};
	static const char *const prose[] = {
		"README", "ChangeLog", "Changelog", "CHANGES", "CREDITS",
		"MAINTAINERS", "COPYING", "TODO", ".mailmap", "LICENSE", NULL
	};
	const char *base = base_name(path);

	if (starts_with(base, "Kconfig"))
		return SOURCE_KCONFIG;
	if (starts_with(base, "Makefile") || starts_with(base, "Kbuild") ||
	    ends_with(base, ".mk") || ends_with(base, ".include"))
		return SOURCE_MAKE;
	if (ends_with(base, "defconfig") || ends_with(base, ".config") ||
	    strstr(path, "/configs/"))
		return SOURCE_CONFIG;
	if (ends_with_any(base, c))
		return SOURCE_C;
	if (ends_with_any(base, script))
		return SOURCE_SCRIPT;
	if (ends_with_any(base, doc) || begins_with_any(base, prose) ||
	    starts_with(path, "Documentation/") || starts_with(path, "notes/"))
		return SOURCE_DOC;
	return SOURCE_OTHER;
}

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

static void line_words(const char *line, const char *end, unsigned nr,
		       const char *prose, const char *word, text_word_fn *fn,
		       void *data)
{
	size_t n = strlen(word);
	const char *s = line;

	while (s + n <= end) {
		const char *hit = memmem(s, end - s, word, n);

		if (!hit)
			return;
		if ((hit == line || !is_word_char((unsigned char)hit[-1])) &&
		    (hit + n == end || !is_word_char((unsigned char)hit[n])))
			fn(nr, hit - line + 1, hit >= prose, data);
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
		line_words(line, eol, nr, prose, word, fn, data);
		line = eol < end ? eol + 1 : end;
	}
}
