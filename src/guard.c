/* SPDX-License-Identifier: GPL-2.0-only */
#include "guard.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cppcond.h"
#include "guard_priv.h"

/* Deeper includes, and deeper conditionals, are not looked into. */
#define MAX_INCLUDES 32

bool guard_parse_version(const char *s, long *version)
{
	unsigned v[3] = { 0 };
	int n = 0;

	if (!isdigit((unsigned char)*s))
		return false;
	if (sscanf(s, "%u.%u.%u%n", &v[0], &v[1], &v[2], &n) < 3 || s[n]) {
		n = 0;
		v[2] = 0;
		if (sscanf(s, "%u.%u%n", &v[0], &v[1], &n) < 2 || s[n])
			return false;
	}
	if (v[0] > 255 || v[1] > 255)
		return false;
	*version = KVERSION(v[0], v[1], v[2]);
	return true;
}

void guard_lines_release(struct guard_lines *l)
{
	for (size_t i = 0; i < l->nr; i++)
		free(l->v[i].unknown);
	free(l->v);
	memset(l, 0, sizeof(*l));
}

/* ---- macros ---- */

static struct guard_macro *set_macro(struct guard_scope *s, const char *name,
				     size_t n, const char *value,
				     size_t value_len, bool defined, bool open)
{
	struct guard_macro *m = guard_macro_find(s, name, n);

	if (!m) {
		ALLOC_GROW(s->macros.v, s->macros.nr + 1, s->macros.alloc);
		m = &s->macros.v[s->macros.nr++];
		m->name = xstrndup(name, n);
		m->value = NULL;
	}
	free(m->value);
	m->value = defined ? xstrndup(value, value_len) : NULL;
	m->open = open;
	m->neutral = m->called = false;
	return m;
}

static void take_symbols(struct guard_scope *s)
{
	const struct strvec *all = s->opt->symbols;

	for (size_t i = 0; all && i < all->nr; i++) {
		const char *name = all->v[i], *eq = strchr(name, '=');

		if (*name == '!')
			set_macro(s, name + 1, strlen(name + 1), "", 0, false,
				  false);
		else if (eq)
			set_macro(s, name, eq - name, eq + 1, strlen(eq + 1),
				  true, false);
		else
			set_macro(s, name, strlen(name), "1", 1, true, false);
	}
}

/* Was it said on the command line? */
static bool is_given(const struct guard_scope *s, const char *name, size_t n)
{
	const struct strvec *all = s->opt->symbols;

	for (size_t i = 0; all && i < all->nr; i++) {
		const char *given = all->v[i] + (*all->v[i] == '!');

		if (strcspn(given, "=") == n && !memcmp(given, name, n))
			return true;
	}
	return false;
}

struct directive {
	const char *word;	/* "define" */
	size_t word_len;
	const char *arg;	/* what follows, without blanks at both ends */
	size_t arg_len;
};

static bool take_directive(const struct cpp_text *t, const struct cpp_line *l,
			   struct directive *d)
{
	const char *p = t->buf + l->at, *end = p + l->len;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end || *p++ != '#')
		return false;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	d->word = p;
	while (p < end && is_word_char((unsigned char)*p))
		p++;
	d->word_len = p - d->word;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	d->arg = p;
	d->arg_len = end - p;
	return true;
}

static bool is_word(const struct directive *d, const char *word)
{
	return d->word_len == strlen(word) &&
	       !memcmp(d->word, word, d->word_len);
}

static size_t name_length(const struct directive *d)
{
	size_t n = 0;

	while (n < d->arg_len && is_word_char((unsigned char)d->arg[n]))
		n++;
	return n;
}

/* Behind the parentheses of "NAME() value"; NULL: there are parameters. */
static const char *behind_call(const char *value, size_t len)
{
	const char *p = value + 1, *end = value + len;

	while (p < end && isspace((unsigned char)*p))
		p++;
	return p < end && *p == ')' ? p + 1 : NULL;
}

static void take_define(struct guard_scope *s, const struct directive *d,
			enum guard_state state, bool neutral)
{
	size_t n = name_length(d);
	const char *value = d->arg + n;
	size_t len = d->arg_len - n;
	bool is_function = len && *value == '(';
	const char *behind = is_function ? behind_call(value, len) : NULL;
	struct guard_macro *m;

	if (!n || state == GUARD_OUT || is_given(s, d->arg, n))
		return;
	if (behind) {
		len -= behind - value;
		value = behind;
	}
	while (len && isspace((unsigned char)*value)) {
		value++;
		len--;
	}
	m = set_macro(s, d->arg, n, value, len, true,
		      state == GUARD_MAYBE || (is_function && !behind));
	m->neutral = neutral && state == GUARD_MAYBE;
	m->called = behind;
}

/* ---- conditionals ---- */

struct level {
	enum guard_state outer, now;
	bool taken;		/* an arm before is compiled for sure */
	bool maybe;		/* ... perhaps */
	bool open;		/* a condition is not known */
	bool header;		/* "#ifndef X / #define X" */
	char *unknown;		/* of this arm */
	enum guard_arm arm;
	size_t *lines;		/* of its directives, in the result */
	size_t nr, alloc;
};

struct walk {
	struct guard_scope *scope;
	const struct cpp_text *t;
	struct guard_lines *out;	/* NULL: of an included file */
	struct level *levels;
	size_t nr, alloc;
};

static void arm(struct level *l, struct cpp_number v, struct strbuf *unknown)
{
	enum guard_state state;

	free(l->unknown);
	l->unknown = NULL;
	if (l->taken || (v.known && !v.n))
		l->arm = GUARD_NEVER;
	else
		l->arm = v.known && !l->maybe ? GUARD_ALWAYS : GUARD_OPEN;
	if (l->outer == GUARD_OUT || l->arm == GUARD_NEVER) {
		state = GUARD_OUT;
	} else if (v.known) {
		state = l->maybe ? GUARD_MAYBE : l->outer;
		l->taken = true;
	} else {
		state = GUARD_MAYBE;
		l->maybe = true;
	}
	if (!v.known && !l->taken)
		l->open = true;
	if (unknown->len)
		l->unknown = xstrdup(unknown->buf);
	l->now = state;
}

/* "#ifndef X" with "#define X" behind it: X was not defined by anybody. */
static bool is_header_guard(const struct walk *w, size_t i,
			    const struct directive *d)
{
	const struct cpp_line *l = &w->t->v[i];
	struct directive next;
	size_t n = name_length(d);

	for (l++; l < w->t->v + w->t->nr && l->blank; l++)
		;
	return l < w->t->v + w->t->nr && take_directive(w->t, l, &next) &&
	       is_word(&next, "define") && name_length(&next) == n &&
	       !memcmp(next.arg, d->arg, n);
}

static struct cpp_number condition(struct walk *w, size_t i,
				    const struct directive *d,
				    struct strbuf *unknown, bool *header)
{
	const struct cpp_line *l = &w->t->v[i];
	struct cpp_number v = { true, 1 };
	size_t n = name_length(d);

	*header = false;
	if (l->kind == CPP_ELSE)
		return v;
	if (l->kind == CPP_IF || l->kind == CPP_ELIF)
		return guard_eval(w->scope, w->t->buf + l->cond, l->cond_len,
				  unknown);
	*header = l->kind == CPP_IFNDEF && is_header_guard(w, i, d);
	if (*header && !guard_macro_find(w->scope, d->arg, n))
		return v;
	*header = false;
	v = guard_defined(w->scope, d->arg, n);
	if (!v.known) {
		/* asked again for the name that is open */
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "defined(%.*s)", (int)n, d->arg);
		guard_eval(w->scope, text.buf, text.len, unknown);
		strbuf_release(&text);
	}
	if (l->kind == CPP_IFNDEF)
		v.n = !v.n;
	return v;
}

static enum guard_state state_now(const struct walk *w)
{
	return w->nr ? w->levels[w->nr - 1].now : GUARD_IN;
}

static void note_line(struct level *l, const struct walk *w,
		      const struct cpp_line *line)
{
	for (unsigned k = 0; w->out && k < line->lines; k++) {
		ALLOC_GROW(l->lines, l->nr + 1, l->alloc);
		l->lines[l->nr++] = line->number - 1 + k;
		if (line->kind != CPP_ENDIF)
			w->out->v[line->number - 1 + k].arm = l->arm;
	}
}

static void end_level(struct walk *w)
{
	struct level *l = &w->levels[--w->nr];

	for (size_t i = 0; w->out && i < l->nr; i++)
		w->out->v[l->lines[i]].resolved = !l->open && !l->header;
	free(l->lines);
	free(l->unknown);
}

static void conditional(struct walk *w, size_t i, const struct directive *d)
{
	const struct cpp_line *line = &w->t->v[i];
	struct strbuf unknown = STRBUF_INIT;
	struct cpp_number v;
	struct level *l;
	bool header;

	switch (line->kind) {
	case CPP_IF:
	case CPP_IFDEF:
	case CPP_IFNDEF:
		v = condition(w, i, d, &unknown, &header);
		ALLOC_GROW(w->levels, w->nr + 1, w->alloc);
		l = &w->levels[w->nr];
		memset(l, 0, sizeof(*l));
		l->outer = state_now(w);
		l->header = header;
		w->nr++;
		arm(l, v, &unknown);
		note_line(l, w, line);
		break;
	case CPP_ELIF:
	case CPP_ELSE:
		if (!w->nr)
			break;
		l = &w->levels[w->nr - 1];
		v = condition(w, i, d, &unknown, &header);
		if (line->kind == CPP_ELSE && l->unknown)
			strbuf_addstr(&unknown, l->unknown);
		arm(l, v, &unknown);
		note_line(l, w, line);
		break;
	case CPP_ENDIF:
		if (w->nr) {
			note_line(&w->levels[w->nr - 1], w, line);
			end_level(w);
		}
		break;
	case CPP_NONE:
		break;
	}
	strbuf_release(&unknown);
}

static void walk_file(struct guard_scope *s, const char *path,
		      const char *buf, size_t len, struct guard_lines *out,
		      enum guard_state outer);

static void take_include(struct walk *w, const char *path,
			 const struct directive *d)
{
	struct strbuf where = STRBUF_INIT, text = STRBUF_INIT;
	char close = d->arg_len && *d->arg == '<' ? '>' : '"';
	const char *end = d->arg_len > 1 ?
			  memchr(d->arg + 1, close, d->arg_len - 1) : NULL;
	char *name;

	if (!end || !w->scope->opt->include || state_now(w) == GUARD_OUT ||
	    w->scope->visited.nr > MAX_INCLUDES)
		return;
	name = xstrndup(d->arg + 1, end - d->arg - 1);
	if (w->scope->opt->include(path, name, close == '"', &where, &text,
				   w->scope->opt->data) &&
	    !strvec_has(&w->scope->visited, where.buf)) {
		strvec_push(&w->scope->visited, where.buf);
		walk_file(w->scope, where.buf, text.buf, text.len, NULL,
			  state_now(w));
	}
	free(name);
	strbuf_release(&where);
	strbuf_release(&text);
}

/* Does nothing but the configuration decide about where we are? */
static bool is_neutral(const struct walk *w)
{
	for (size_t i = 0; i < w->nr; i++)
		if (w->levels[i].unknown)
			return false;
	return true;
}

static void other_directive(struct walk *w, const char *path,
			    const struct directive *d)
{
	enum guard_state state = state_now(w);

	if (is_word(d, "define")) {
		take_define(w->scope, d, state, is_neutral(w));
	} else if (is_word(d, "undef")) {
		if (state != GUARD_OUT && !is_given(w->scope, d->arg,
						    name_length(d)))
			set_macro(w->scope, d->arg, name_length(d), "", 0,
				  false, state == GUARD_MAYBE)->neutral =
				state == GUARD_MAYBE && is_neutral(w);
	} else if (is_word(d, "include")) {
		take_include(w, path, d);
	}
}

static void say_lines(struct walk *w, const struct cpp_line *l,
		      enum guard_state state)
{

	for (unsigned k = 0; k < l->lines; k++) {
		struct guard_line *g = &w->out->v[l->number - 1 + k];

		g->state = state;
		/* the innermost symbol that is not of Kconfig */
		for (size_t i = w->nr; state == GUARD_MAYBE && i-- > 0 &&
				       !g->unknown; )
			if (w->levels[i].unknown)
				g->unknown = xstrdup(w->levels[i].unknown);
	}
}

static void walk_file(struct guard_scope *s, const char *path,
		      const char *buf, size_t len, struct guard_lines *out,
		      enum guard_state outer)
{
	struct cpp_text t;
	struct walk w = { .scope = s, .t = &t, .out = out };

	cpp_parse(&t, buf, len);
	if (out && t.nr) {
		const struct cpp_line *last = &t.v[t.nr - 1];

		out->nr = last->number + last->lines - 1;
		out->v = xcalloc(out->nr + 1, sizeof(*out->v));
	}
	if (outer == GUARD_MAYBE) {
		ALLOC_GROW(w.levels, w.nr + 1, w.alloc);
		memset(&w.levels[0], 0, sizeof(w.levels[0]));
		w.levels[0].now = outer;
		w.nr = 1;
	}
	for (size_t i = 0; i < t.nr; i++) {
		struct directive d;
		bool is = !t.v[i].blank && take_directive(&t, &t.v[i], &d);

		/* a directive belongs to what is around its conditional */
		if (is && t.v[i].kind == CPP_NONE)
			other_directive(&w, path, &d);
		if (out && t.v[i].kind == CPP_NONE)
			say_lines(&w, &t.v[i], state_now(&w));
		if (out && t.v[i].kind != CPP_NONE)
			say_lines(&w, &t.v[i],
				  t.v[i].kind == CPP_IF ||
				  t.v[i].kind == CPP_IFDEF ||
				  t.v[i].kind == CPP_IFNDEF || !w.nr ?
				  state_now(&w) :
				  w.levels[w.nr - 1].outer);
		if (is && t.v[i].kind != CPP_NONE)
			conditional(&w, i, &d);
	}
	while (w.nr)
		end_level(&w);
	free(w.levels);
	cpp_release(&t);
}

void guard_walk(const char *path, const struct strbuf *text,
		const struct guard_options *opt, struct guard_lines *out)
{
	struct guard_scope s = { .opt = opt, .visited = STRVEC_INIT };

	memset(out, 0, sizeof(*out));
	take_symbols(&s);
	strvec_push(&s.visited, path);
	walk_file(&s, path, text->buf, text->len, out, GUARD_IN);
	for (size_t i = 0; i < s.macros.nr; i++) {
		free(s.macros.v[i].name);
		free(s.macros.v[i].value);
	}
	free(s.macros.v);
	strvec_release(&s.visited);
}

/* ---- what files say of versions ---- */

void guard_own_names(const struct strbuf *text, struct strvec *names)
{
	struct cpp_text t;

	cpp_parse(&t, text->buf, text->len);
	for (size_t i = 0; i < t.nr; i++) {
		struct directive d;

		if (!t.v[i].blank && take_directive(&t, &t.v[i], &d) &&
		    is_word(&d, "define") && name_length(&d))
			strvec_pushn(names, d.arg, name_length(&d));
	}
	cpp_release(&t);
}

void guard_find_versions(const struct strbuf *text, struct guard_versions *out)
{
	const char *p = text->buf, *end = text->buf + text->len;
	long long v;

	while (cppexpr_next_constant(&p, end, false, &v)) {
		size_t lo = 0;

		while (lo < out->nr && out->v[lo] < v)
			lo++;
		if (lo < out->nr && out->v[lo] == v)
			continue;
		ALLOC_GROW(out->v, out->nr + 1, out->alloc);
		memmove(out->v + lo + 1, out->v + lo,
			(out->nr - lo) * sizeof(*out->v));
		out->v[lo] = v;
		out->nr++;
	}
}
