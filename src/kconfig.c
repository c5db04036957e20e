/* SPDX-License-Identifier: GPL-2.0-only */
#include "kconfig.h"

#include <stdlib.h>
#include <string.h>

struct parser {
	struct kconfig *k;
	size_t at;		/* the next line */
	unsigned number;
	size_t entry;
	/* help text */
	bool help;
	unsigned help_indent;	/* of its first line; 0: not seen yet */
};

/* ---- the words of a line ---- */

struct cursor {
	const char *p, *end;
};

/* Blanks, and the end of a line that goes on. */
static void skip_blanks(struct cursor *c)
{
	while (c->p < c->end) {
		if (*c->p == ' ' || *c->p == '\t' || *c->p == '\r')
			c->p++;
		else if (*c->p == '\\' && c->p + 1 < c->end && c->p[1] == '\n')
			c->p += 2;
		else
			break;
	}
}

static size_t word_length(const struct cursor *c)
{
	const char *p = c->p;

	while (p < c->end && (is_word_char((unsigned char)*p) || *p == '-'))
		p++;
	return p - c->p;
}

static bool take_word(struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	skip_blanks(c);
	if (word_length(c) != n || memcmp(c->p, word, n))
		return false;
	c->p += n;
	skip_blanks(c);
	return true;
}

static bool at_macro(const struct cursor *c)
{
	return c->p + 1 < c->end && *c->p == '$' && c->p[1] == '(';
}

/* Past "$(...)". */
static bool skip_macro(struct cursor *c)
{
	int depth = 0;

	for (c->p++; c->p < c->end; ) {
		if (*c->p == '(')
			depth++;
		else if (*c->p == ')' && !--depth) {
			c->p++;
			return true;
		}
		c->p++;
	}
	return false;
}

/* Past a text in quotes; which may hold macros; false: it does not end. */
static bool skip_quoted(struct cursor *c)
{
	char quote = *c->p++;

	while (c->p < c->end && *c->p != quote) {
		if (at_macro(c)) {
			if (!skip_macro(c))
				return false;
			continue;
		}
		if (*c->p == '\\' && c->p + 1 < c->end)
			c->p++;
		c->p++;
	}
	if (c->p == c->end)
		return false;
	c->p++;
	return true;
}

/*
 * Where the operand ends: at a comment, or at the word "if" where @stop says
 * so, or with the line.  Blanks behind it do not count.
 */
static struct kc_span take_operand(const struct kconfig *k, struct cursor *c,
				   bool stop)
{
	struct kc_span s;
	const char *end;

	skip_blanks(c);
	s.at = c->p - k->buf;
	end = c->p;
	while (c->p < c->end) {
		size_t n = word_length(c);

		if (*c->p == '#')
			break;
		if (*c->p == '"' || *c->p == '\'') {
			if (!skip_quoted(c))
				break;
		} else if (at_macro(c)) {
			if (!skip_macro(c))
				break;
		} else if (stop && n == 2 && !memcmp(c->p, "if", 2)) {
			break;
		} else {
			c->p += n ? n : 1;
		}
		end = c->p;
		skip_blanks(c);
	}
	s.len = end - (k->buf + s.at);
	return s;
}

static bool at_end(struct cursor *c)
{
	skip_blanks(c);
	return c->p == c->end || *c->p == '#';
}

static bool is_expression(const struct kconfig *k, struct kc_span s)
{
	struct kexpr *e = kexpr_parse(k->buf + s.at, s.len);
	bool yes = e != NULL;

	kexpr_free(e);
	return yes;
}

static bool take_condition(const struct kconfig *k, struct cursor *c,
			   struct kc_span *cond)
{
	if (take_word(c, "if")) {
		*cond = take_operand(k, c, false);
		if (!is_expression(k, *cond))
			return false;
	}
	return at_end(c);
}

/* ---- lines ---- */

struct keyword {
	const char *word;
	enum kc_kind kind;
};

static const struct keyword openers[] = {
	{ "config", KC_CONFIG }, { "menuconfig", KC_MENUCONFIG },
	{ "choice", KC_CHOICE }, { "endchoice", KC_ENDCHOICE },
	{ "menu", KC_MENU }, { "endmenu", KC_ENDMENU },
	{ "if", KC_IF }, { "endif", KC_ENDIF },
	{ "comment", KC_COMMENT }, { "mainmenu", KC_MAINMENU },
	{ "source", KC_SOURCE }, { "rsource", KC_SOURCE },
	{ "osource", KC_SOURCE }, { "orsource", KC_SOURCE },
};

static const struct keyword properties[] = {
	{ "bool", KC_TYPE }, { "boolean", KC_TYPE }, { "tristate", KC_TYPE },
	{ "int", KC_TYPE }, { "hex", KC_TYPE }, { "string", KC_TYPE },
	{ "def_bool", KC_DEF_TYPE }, { "def_tristate", KC_DEF_TYPE },
	{ "prompt", KC_PROMPT }, { "depends", KC_DEPENDS },
	{ "select", KC_SELECT }, { "imply", KC_IMPLY },
	{ "default", KC_DEFAULT }, { "range", KC_RANGE },
	{ "visible", KC_VISIBLE }, { "option", KC_OPTION },
	{ "optional", KC_OPTION }, { "modules", KC_OPTION },
	{ "help", KC_HELP }, { "---help---", KC_HELP },
};

static enum kc_kind keyword_of(struct cursor *c, const struct keyword *table,
			       size_t nr)
{
	size_t n = word_length(c);

	for (size_t i = 0; i < nr; i++)
		if (strlen(table[i].word) == n &&
		    !memcmp(table[i].word, c->p, n)) {
			c->p += n;
			skip_blanks(c);
			return table[i].kind;
		}
	return KC_UNKNOWN;
}

/* "NAME = ...", "NAME := ...", "NAME += ...", or "$(...)" alone. */
static bool is_macro_line(struct cursor c)
{
	if (c.p < c.end && *c.p == '$')
		return true;
	c.p += word_length(&c);
	skip_blanks(&c);
	if (c.p < c.end && (*c.p == ':' || *c.p == '+'))
		c.p++;
	return c.p < c.end && *c.p == '=';
}

/* A block keyword's operands; false: they are not what they must be. */
static bool take_opener(const struct kconfig *k, struct kc_line *l,
			struct cursor *c)
{
	switch (l->kind) {
	case KC_CONFIG:
	case KC_MENUCONFIG:
		l->arg = take_operand(k, c, false);
		return l->arg.len && at_end(c) &&
		       !memchr(k->buf + l->arg.at, ' ', l->arg.len);
	case KC_IF:
		l->arg = take_operand(k, c, false);
		return is_expression(k, l->arg) && at_end(c);
	case KC_CHOICE:
		l->arg = take_operand(k, c, false);
		return at_end(c);
	case KC_ENDCHOICE:
	case KC_ENDMENU:
	case KC_ENDIF:
		return at_end(c);
	default:
		l->arg = take_operand(k, c, false);
		return l->arg.len && at_end(c);
	}
}

static bool take_property(const struct kconfig *k, struct kc_line *l,
			  struct cursor *c)
{
	switch (l->kind) {
	case KC_HELP:
		return at_end(c);
	case KC_DEPENDS:
		if (!take_word(c, "on"))
			return false;
		l->arg = take_operand(k, c, false);
		return is_expression(k, l->arg) && at_end(c);
	case KC_VISIBLE:
		if (!take_word(c, "if"))
			return false;
		l->arg = take_operand(k, c, false);
		return is_expression(k, l->arg) && at_end(c);
	case KC_OPTION:
		l->arg = take_operand(k, c, false);
		return at_end(c);
	case KC_TYPE:
		l->arg = take_operand(k, c, true);
		return take_condition(k, c, &l->cond);
	case KC_DEF_TYPE:
	case KC_DEFAULT:
		l->arg = take_operand(k, c, true);
		return is_expression(k, l->arg) &&
		       take_condition(k, c, &l->cond);
	default:
		l->arg = take_operand(k, c, true);
		return l->arg.len && take_condition(k, c, &l->cond);
	}
}

/* What an entry's property may belong to. */
static bool opens_entry(enum kc_kind kind)
{
	return kind == KC_CONFIG || kind == KC_MENUCONFIG ||
	       kind == KC_CHOICE || kind == KC_MENU || kind == KC_COMMENT;
}

static void classify(struct parser *ps, struct kc_line *l)
{
	struct kconfig *k = ps->k;
	struct cursor c = { k->buf + l->all.at, k->buf + l->all.at + l->all.len };

	while (c.end > c.p && (c.end[-1] == '\n' || c.end[-1] == '\r'))
		c.end--;
	skip_blanks(&c);
	l->entry = ps->entry;
	if (c.p == c.end) {
		l->kind = KC_BLANK;
		return;
	}
	if (*c.p == '#') {
		l->kind = KC_HASH;
		return;
	}
	if (is_macro_line(c)) {
		l->kind = KC_MACRO;
		l->entry = ps->entry = KC_NONE;
		return;
	}
	l->kind = keyword_of(&c, openers, ARRAY_SIZE(openers));
	if (l->kind != KC_UNKNOWN) {
		ps->entry = opens_entry(l->kind) ? k->nr : KC_NONE;
		l->entry = ps->entry;
		if (!take_opener(k, l, &c))
			l->kind = KC_UNKNOWN;
		return;
	}
	l->kind = keyword_of(&c, properties, ARRAY_SIZE(properties));
	if (l->kind == KC_UNKNOWN)
		return;
	if (ps->entry == KC_NONE || !take_property(k, l, &c)) {
		l->kind = KC_UNKNOWN;
		return;
	}
	if (l->kind == KC_HELP) {
		ps->help = true;
		ps->help_indent = 0;
	}
}

static size_t line_end(const struct kconfig *k, size_t at)
{
	const char *nl = memchr(k->buf + at, '\n', k->len - at);

	return nl ? (size_t)(nl - k->buf) + 1 : k->len;
}

/* Is [at, end) a line of the help text at hand? */
static bool is_help_text(struct parser *ps, size_t at, size_t end)
{
	const char *p = ps->k->buf + at, *stop = ps->k->buf + end;
	unsigned indent = 0;

	for (; p < stop && (*p == ' ' || *p == '\t'); p++)
		indent = *p == '\t' ? (indent & ~7u) + 8 : indent + 1;
	if (p == stop || *p == '\n' || *p == '\r')
		return true;
	if (!indent || indent < ps->help_indent)
		return false;
	if (!ps->help_indent)
		ps->help_indent = indent;
	return true;
}

static bool is_comment(const struct kconfig *k, size_t at, size_t end)
{
	while (at < end && (k->buf[at] == ' ' || k->buf[at] == '\t'))
		at++;
	return at < end && k->buf[at] == '#';
}

/* Does the line that ends at @end go on in the next one? */
static bool goes_on(const struct kconfig *k, size_t at, size_t end)
{
	if (end == k->len || end - at < 2)
		return false;
	end -= 1;
	if (end > at && k->buf[end - 1] == '\r')
		end--;
	return end > at && k->buf[end - 1] == '\\';
}

static void next_line(struct parser *ps)
{
	struct kconfig *k = ps->k;
	size_t end = line_end(k, ps->at);
	struct kc_line *l;
	unsigned lines = 1;

	ALLOC_GROW(k->lines, k->nr + 1, k->alloc);
	l = &k->lines[k->nr];
	memset(l, 0, sizeof(*l));
	l->number = ps->number;
	l->entry = ps->entry;
	if (ps->help && is_help_text(ps, ps->at, end)) {
		l->kind = KC_HELPTEXT;
		l->all = (struct kc_span){ ps->at, end - ps->at };
	} else {
		ps->help = false;
		while (!is_comment(k, ps->at, end) && goes_on(k, ps->at, end)) {
			end = line_end(k, end);
			lines++;
		}
		l->all = (struct kc_span){ ps->at, end - ps->at };
		classify(ps, l);
	}
	k->nr++;
	ps->at = end;
	ps->number += lines;
}

/* Blank lines behind a help text are not part of it. */
static void trim_help(struct kconfig *k)
{
	bool text = false;

	for (size_t i = k->nr; i-- > 0; ) {
		struct kc_line *l = &k->lines[i];
		const char *p = k->buf + l->all.at;

		if (l->kind != KC_HELPTEXT) {
			text = false;
			continue;
		}
		while (p < k->buf + l->all.at + l->all.len &&
		       strchr(" \t\r\n", *p))
			p++;
		if (p == k->buf + l->all.at + l->all.len && !text)
			l->kind = KC_BLANK;
		else
			text = true;
	}
}

void kconfig_parse(struct kconfig *k, const char *buf, size_t len)
{
	struct parser ps = { .k = k, .number = 1, .entry = KC_NONE };

	memset(k, 0, sizeof(*k));
	k->buf = buf;
	k->len = len;
	while (ps.at < len)
		next_line(&ps);
	trim_help(k);
}

void kconfig_release(struct kconfig *k)
{
	free(k->lines);
	memset(k, 0, sizeof(*k));
}

bool kc_span_is(const struct kconfig *k, struct kc_span s, const char *text)
{
	return s.len == strlen(text) && !memcmp(k->buf + s.at, text, s.len);
}

bool kc_text_opens(const struct strbuf *text, const char *symbol)
{
	const char *line = text->buf;

	while (line && *line) {
		size_t n;

		line += strspn(line, " \t");
		if (starts_with(line, "menu"))
			line += 4;
		if (starts_with(line, "config") &&
		    (n = strspn(line + 6, " \t")) > 0) {
			line += 6 + n;
			n = strlen(symbol);
			if (!strncmp(line, symbol, n) &&
			    !is_word_char((unsigned char)line[n]))
				return true;
		}
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return false;
}

bool kc_opens(const struct kconfig *k, size_t i, const char *symbol)
{
	const struct kc_line *l = &k->lines[i];

	return (l->kind == KC_CONFIG || l->kind == KC_MENUCONFIG) &&
	       kc_span_is(k, l->arg, symbol);
}

bool kc_is_of(const struct kconfig *k, size_t i, const char *symbol)
{
	size_t entry = k->lines[i].entry;

	return entry != KC_NONE && kc_opens(k, entry, symbol);
}

size_t kc_entry_end(const struct kconfig *k, size_t i)
{
	size_t end = i + 1;

	for (size_t n = end; n < k->nr && k->lines[n].entry == i; n++)
		if (k->lines[n].kind != KC_BLANK && k->lines[n].kind != KC_HASH)
			end = n + 1;
	return end;
}
