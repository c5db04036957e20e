/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig_edit_code: a symbol that stood for two things becomes the one that the
 * code under it is about.  A directive is about what stands between its #if and
 * #endif, any other mention about the function around it.
 */
#include "kconfig_edit.h"

#include <stdlib.h>
#include <string.h>

#include "cppcond.h"
#include "csource.h"
#include "strvec.h"
#include "util.h"

/* "NEW of WORD..." */
struct choice {
	char *symbol;
	struct strvec words;	/* sorted */
};

struct splitter {
	const struct kconfig_text *t;
	char *word;		/* CONFIG_OLD */
	struct choice *choices;
	size_t nr;
	const struct kconfig_refuser *r;
	struct csource *cs;
	const struct c_token *tokens;
	size_t nr_tokens;
	struct cpp_text cpp;
};

/* "A of x y or B of z"; the pass saw to its form. */
static void read_choices(struct splitter *s, const char *text)
{
	struct strvec words = STRVEC_INIT;

	strvec_split(&words, text);
	s->choices = xcalloc(words.nr, sizeof(*s->choices));
	for (size_t i = 0; i < words.nr; i++) {
		if (!i || !strcmp(words.v[i], "or")) {
			i += i != 0;
			s->choices[s->nr].symbol = xstrdup(words.v[i++]);
			strvec_init(&s->choices[s->nr++].words);
		} else {
			strvec_insert_sorted(&s->choices[s->nr - 1].words,
					     words.v[i]);
		}
	}
	strvec_release(&words);
}

static void splitter_open(struct splitter *s,
			  const struct kconfig_statement *st)
{
	const struct strbuf *text = &s->t->text;

	s->word = xasprintf("CONFIG_%s", st->symbol);
	read_choices(s, st->cond);
	s->cs = csource_parse(text->buf, text->len);
	s->tokens = csource_tokens(s->cs, &s->nr_tokens);
	cpp_parse(&s->cpp, text->buf, text->len);
}

static void splitter_close(struct splitter *s)
{
	for (size_t i = 0; i < s->nr; i++) {
		free(s->choices[i].symbol);
		strvec_release(&s->choices[i].words);
	}
	free(s->choices);
	free(s->word);
	csource_free(s->cs);
	cpp_release(&s->cpp);
}

static bool opens(const struct cpp_line *l)
{
	return l->kind == CPP_IF || l->kind == CPP_IFDEF ||
	       l->kind == CPP_IFNDEF;
}

/* The conditional that the directive at @i is of: lines (first, last). */
static void find_group(const struct cpp_text *t, size_t i, unsigned *first,
		       unsigned *last)
{
	size_t from = i, to = i;
	int depth = opens(&t->v[i]) ? 0 : 1;

	while (from && depth) {
		from--;
		depth += t->v[from].kind == CPP_ENDIF;
		depth -= opens(&t->v[from]);
	}
	depth = t->v[i].kind == CPP_ENDIF ? 0 : 1;
	while (to + 1 < t->nr && depth) {
		to++;
		depth += opens(&t->v[to]);
		depth -= t->v[to].kind == CPP_ENDIF;
	}
	*first = t->v[from].number;
	*last = t->v[to].number;
}

static const struct cpp_line *line_at(const struct splitter *s, unsigned line)
{
	for (size_t i = 0; i < s->cpp.nr; i++) {
		const struct cpp_line *l = &s->cpp.v[i];

		if (line >= l->number && line < l->number + l->lines)
			return l;
	}
	return NULL;
}

static bool is_directive(const struct splitter *s, unsigned line)
{
	const struct cpp_line *l = line_at(s, line);
	const char *p = l ? s->t->text.buf + l->at : "";

	return p[strspn(p, " \t")] == '#';
}

/* A comment behind #else or #endif says what these are of. */
static bool is_prose(const struct splitter *s, const struct c_token *t)
{
	const struct cpp_line *l = line_at(s, t->line);

	return t->region == C_STRING ||
	       (t->region == C_COMMENT && (!l || l->kind == CPP_NONE));
}

/* Of which choices the lines speak; true: they are directives and no code. */
static bool spoken_of(const struct splitter *s, unsigned first, unsigned last,
		      bool *of)
{
	bool empty = true;

	for (size_t i = 0; i < s->nr_tokens; i++) {
		const struct c_token *t = &s->tokens[i];

		if (t->line < first || t->line > last ||
		    t->region == C_COMMENT || t->region == C_STRING)
			continue;
		for (size_t k = 0; k < s->nr; k++)
			of[k] |= strvec_has_sorted_n(&s->choices[k].words,
						     t->text, t->len);
		empty = empty && is_directive(s, t->line);
	}
	return empty;
}

/* The first two that are spoken of, or NULL. */
static void take_spoken(const struct splitter *s, const bool *of,
			const struct choice *found[2])
{
	size_t nr = 0;

	for (size_t k = 0; k < s->nr && nr < 2; k++)
		if (of[k])
			found[nr++] = &s->choices[k];
}

/* The choice for a mention on @line; NULL: none, or it was refused. */
static const struct choice *choose(const struct splitter *s, unsigned line)
{
	const struct c_function *f = csource_function_at(s->cs, line);
	const struct cpp_line *l = line_at(s, line);
	unsigned first = f ? f->first_line : line;
	unsigned last = f ? f->last_line : line;
	bool *of = xcalloc(s->nr, sizeof(*of)), directive = false, empty;
	const struct choice *found[2] = { NULL, NULL };

	if (l && l->kind != CPP_NONE) {
		find_group(&s->cpp, l - s->cpp.v, &first, &last);
		directive = true;
	}
	empty = spoken_of(s, first, last, of);
	take_spoken(s, of, found);
	/* an #error alone is about the file */
	if (!found[0] && empty && directive) {
		spoken_of(s, 1, -1U, of);
		take_spoken(s, of, found);
	}
	free(of);
	if (found[1]) {
		char *why = xasprintf("%s stands for CONFIG_%s and for CONFIG_%s here: part what each of them is for",
				      s->word, found[0]->symbol,
				      found[1]->symbol);

		s->r->fn(s->t->origin[line - 1], 0, why, s->r->data);
		free(why);
		return NULL;
	}
	return found[0];
}

static bool is_mention(const struct splitter *s, const struct c_token *t)
{
	size_t n = strlen(s->word);

	return t->len >= n && !memcmp(t->text, s->word, n) &&
	       (t->len == n || (t->len == n + strlen("_MODULE") &&
				!memcmp(t->text + n, "_MODULE", t->len - n)));
}

/* What the innermost of the conditionals around the line became, or NULL. */
static const char *name_around(const struct splitter *s, unsigned line,
			       const char *const *names)
{
	const char *found = NULL;

	for (size_t i = 0; i < s->cpp.nr && s->cpp.v[i].number < line; i++) {
		unsigned first, last;

		if (!opens(&s->cpp.v[i]))
			continue;
		find_group(&s->cpp, i, &first, &last);
		if (last >= line && names[first])
			found = names[first];
	}
	return found;
}

/*
 * What each line that names the symbol names instead; borrowed.  Prose does as
 * the code around it, or as all of the file's, where that does one thing.
 */
static const char **choose_all(const struct splitter *s)
{
	const char **names = xcalloc(s->t->nr + 2, sizeof(*names));
	const char *all = NULL;
	bool differ = false;

	for (size_t i = 0; i < s->nr_tokens; i++) {
		const struct c_token *t = &s->tokens[i];
		const struct choice *c;

		if (!is_mention(s, t) || is_prose(s, t))
			continue;
		c = choose(s, t->line);
		differ |= !c || (all && strcmp(all, c->symbol));
		all = c ? c->symbol : NULL;
		names[t->line] = all;
	}
	for (size_t i = 0; i < s->nr_tokens; i++) {
		const struct c_token *t = &s->tokens[i];

		if (!is_mention(s, t) || names[t->line])
			continue;
		names[t->line] = name_around(s, t->line, names);
		if (!names[t->line] && is_prose(s, t) && !differ)
			names[t->line] = all;
	}
	return names;
}

void kconfig_edit_split(struct kconfig_text *t,
			const struct kconfig_statement *st,
			const struct kconfig_refuser *r)
{
	const char *end = t->text.buf + t->text.len;
	struct splitter s = { .t = t, .r = r };
	struct strbuf out = STRBUF_INIT;
	const char **names;
	unsigned line = 1;

	splitter_open(&s, st);
	names = choose_all(&s);
	for (const char *p = t->text.buf; p < end; line++) {
		const char *eol = memchr(p, '\n', end - p);
		struct strbuf one = STRBUF_INIT;

		eol = eol ? eol + 1 : end;
		strbuf_add(&one, p, eol - p);
		if (names[line])
			kconfig_replace_symbol(&one, st->symbol, names[line]);
		strbuf_add(&out, one.buf, one.len);
		strbuf_release(&one);
		p = eol;
	}
	free(names);
	splitter_close(&s);
	strbuf_swap(&out, &t->text);
	strbuf_release(&out);
}
