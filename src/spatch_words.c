/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which words a function must hold for a semantic patch to match in it.  Each
 * rule, and in a rule each alternative, names something: an identifier, or a
 * metavariable that stands for one of a list.  spatch matches function by
 * function, so one that holds none of these words need not be shown to it.
 *
 * Where anything is not understood, or an alternative names nothing, or a
 * script reads files, the answer is that every function is needed.
 */
#define _GNU_SOURCE	/* memmem */
#include "spatch_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct rules {
	struct metavars vars;		/* of the rule at hand */
	const struct strvec *preferred;	/* sorted */
	bool failed;
};

/* ---- metavariables ---- */

static void add_var(struct rules *r, const char *name, size_t len)
{
	struct metavar *v;

	ALLOC_GROW(r->vars.v, r->vars.nr + 1, r->vars.alloc);
	v = &r->vars.v[r->vars.nr++];
	memset(v, 0, sizeof(*v));
	strvec_init(&v->words);
	v->name = xstrndup(name, len);
}

static void forget_vars(struct rules *r)
{
	while (r->vars.nr) {
		struct metavar *v = &r->vars.v[--r->vars.nr];

		free(v->name);
		strvec_release(&v->words);
	}
}

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && isspace((unsigned char)*p))
		p++;
	return p;
}

/* "= {a, b}" or "= a" of an identifier; anything else is no list. */
static void take_list(struct metavar *v, const char *p, const char *end)
{
	bool braces;

	p = skip_blanks(p, end);
	braces = p < end && *p == '{';
	p += braces;
	v->listed = true;
	while (p < end) {
		const char *start;

		p = skip_blanks(p, end);
		start = p;
		while (p < end && is_word_char(*p))
			p++;
		if (p == start || isdigit((unsigned char)*start))
			break;
		strvec_pushn(&v->words, start, p - start);
		p = skip_blanks(p, end);
		if (p == end || *p != ',')
			break;
		p++;
	}
	p = skip_blanks(p + (braces && p < end && *p == '}'), end);
	if (p != end || !v->words.nr)
		v->listed = false;
}

/* The length of what stands before a constraint. */
static size_t item_head(const char *p, size_t len)
{
	int depth = 0;

	for (size_t i = 0; i < len; i++) {
		depth += p[i] == '[';
		depth -= p[i] == ']';
		if (!depth && strchr("=!:~", p[i]))
			return i;
	}
	return len;
}

/* One of "KIND a, r.b = {x}": the name is the last word of its head. */
static void take_item(struct rules *r, const char *p, size_t len, bool ident,
		      bool position)
{
	size_t head = item_head(p, len), end = head, start;
	struct metavar *v;

	while (end && isspace((unsigned char)p[end - 1]))
		end--;
	start = end;
	while (start && is_word_char(p[start - 1]))
		start--;
	if (start == end || memchr(p, '(', head) || memchr(p, '"', head)) {
		r->failed = true;
		return;
	}
	add_var(r, p + start, end - start);
	v = &r->vars.v[r->vars.nr - 1];
	v->at_position = position && start && p[start - 1] == '.';
	if (ident && head < len && p[head] == '=' && head + 1 < len &&
	    p[head + 1] != '~')
		take_list(v, p + head + 1, p + len);
}

static bool begins_with(const char *p, const char *end, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(end - p) > n && !memcmp(p, what, n);
}

static bool begins_with_word(const char *p, const char *end, const char *word)
{
	return begins_with(p, end, word) && !is_word_char(p[strlen(word)]);
}

/* Up to its ';': "KIND a, b = {..}". */
static void take_declaration(struct rules *r, const char *p, const char *end)
{
	static const char *const literals[] = {
		"symbol", "typedef", "declarer name", "iterator name",
		"attribute name",
	};
	bool ident = begins_with_word(p, end, "identifier");
	bool position = begins_with_word(p, end, "position");
	int depth = 0;

	for (size_t i = 0; i < ARRAY_SIZE(literals); i++)
		if (begins_with_word(p, end, literals[i]))
			return;
	for (const char *q = p; p < end; q++) {
		if (q == end || (*q == ',' && !depth)) {
			take_item(r, p, q - p, ident, position);
			p = q + 1;
			continue;
		}
		depth += *q == '{' || *q == '(' || *q == '[';
		depth -= *q == '}' || *q == ')' || *q == ']';
	}
	r->failed = r->failed || depth;
}

static void take_declarations(struct rules *r, const char *p, const char *end)
{
	const char *start = NULL;
	int depth = 0;

	while (p < end && !r->failed) {
		if ((size_t)(end - p) > 1 && !memcmp(p, "//", 2)) {
			const char *nl = memchr(p, '\n', end - p);

			p = nl ? nl : end;
			continue;
		}
		if (!start && !isspace((unsigned char)*p))
			start = p;
		depth += *p == '{';
		depth -= *p == '}';
		if (*p == ';' && !depth && start) {
			take_declaration(r, start, p);
			start = NULL;
		}
		p++;
	}
	r->failed = r->failed || start || depth;
}

/* ---- rules ---- */

static const char *line_after(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', end - p);

	return nl ? nl + 1 : end;
}

/* The next line that begins with '@'. */
static const char *next_at(const char *p, const char *end)
{
	while (p < end && *p != '@')
		p = line_after(p, end);
	return p;
}

/* "script:..", "initialize:..", "finalize:..": nothing is matched. */
static bool head_is_script(const char *p, const char *end)
{
	p = skip_blanks(p, end);
	return begins_with_word(p, end, "script") ||
	       begins_with_word(p, end, "initialize") ||
	       begins_with_word(p, end, "finalize");
}

/*
 * May a script read the file by itself?  Then it looks at what no rule matches.
 * (One that is given to another program counts as well.)
 */
static bool reads_files(const char *p, const char *end)
{
	static const char *const words[] = {
		"open_in", "open(", "open (", "In_channel", "Unix.", "Scanf.",
		"Sys.command", "fileinput", "linecache", "subprocess",
		"pathlib", "system",
	};
	bool word = false;

	for (; p < end; p++) {
		for (size_t i = 0; !word && i < ARRAY_SIZE(words); i++)
			if (begins_with(p, end, words[i]))
				return true;
		word = is_word_char(*p);
	}
	return false;
}

/* One rule: its head has ended at @decls. */
static bool take_rule(struct rules *r, const char *decls, const char *end,
		      const char **after, struct strvec *words)
{
	const char *close = memmem(decls, end - decls, "@@", 2);

	if (!close)
		return false;
	forget_vars(r);
	take_declarations(r, decls, close);
	*after = next_at(line_after(close + 2, end), end);
	return !r->failed && spatch_body_words(&r->vars, r->preferred,
					       close + 2, *after, words);
}

static bool take_rules(struct rules *r, const char *p, const char *end,
		       struct strvec *words)
{
	for (p = next_at(p, end); p < end; ) {
		const char *head = p + 1;
		const char *close = memchr(head, '@', end - head);

		if (!close)
			return false;
		if (head_is_script(head, close)) {
			/* its variables end with "@@" */
			const char *at = memmem(close + 1, end - close - 1,
						"@@", 2);

			if (!at)
				return false;
			p = next_at(line_after(at, end), end);
			if (reads_files(close, p))
				return false;
			continue;
		}
		if (memmem(head, close - head, "extends", 7) ||
		    memmem(head, close - head, "using", 5))
			return false;
		if (!take_rule(r, close + 1, end, &p, words))
			return false;
	}
	return true;
}

bool spatch_needed_words(const char *rule, size_t len,
			 const struct strvec *preferred, struct strvec *words)
{
	struct rules r = { .preferred = preferred };
	bool ok = take_rules(&r, rule, rule + len, words) && words->nr;

	forget_vars(&r);
	free(r.vars.v);
	strvec_sort_uniq(words);
	if (!ok)
		strvec_release(words);
	return ok;
}
