/* SPDX-License-Identifier: GPL-2.0-only */
#include "kbuild.h"

#include <ctype.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild_priv.h"

/*
 * Why has a symbol not the value that was wanted?  A look through the Kconfig
 * files of the tree, line by line: it explains, it decides nothing.
 */

static const char symbol_is_gone[] = "no Kconfig file of the tree defines it";

bool kbuild_unmet_is_gone(const char *unmet)
{
	return strstr(unmet, symbol_is_gone) != NULL;
}

/* An expression that must hold, and where it stands. */
struct condition {
	char *expr;
	unsigned line;
};

struct definition {
	char *path;
	unsigned line;
	bool prompt;
	struct condition *needs;
	size_t nr_needs, alloc_needs;
	unsigned choice;		/* line of the choice it is in, or 0 */
	struct strvec siblings;		/* other members of that choice */
};

struct subject {
	const struct wanted *wanted;
	struct definition **defs;
	size_t nr_defs, alloc_defs;
	struct strvec selected_by;	/* "SYMBOL<TAB>FILE:LINE" */
};

struct kconfig_why {
	struct subject *v;
	size_t nr;
};

/* An open "if", "menu" or "choice", with the conditions it adds. */
struct block {
	char kind;		/* 'i', 'm', 'c' */
	unsigned line;
	struct condition *needs;
	size_t nr_needs, alloc_needs;
	struct strvec members;	/* of a choice */
	size_t inside;		/* definitions of ours made in it */
};

struct scanner {
	struct kconfig_why *w;
	const char *path;
	struct block *blocks;
	size_t nr, alloc;
	struct definition *def;	/* the entry we are in, if it is a subject */
	struct block *owner;	/* or the menu or choice whose lines follow */
	char *symbol;		/* name of the entry we are in */
	int help;		/* indentation of the help text, 0: none, -1: first line */
	/* our definitions of this file, for the choice's members */
	struct definition **made;
	size_t nr_made, alloc_made;
};

static void conditions_add(struct condition **v, size_t *nr, size_t *alloc,
			   const char *expr, unsigned line)
{
	struct condition *c = *v;

	ALLOC_GROW(c, *nr + 1, *alloc);
	c[*nr].expr = xstrdup(expr);
	c[(*nr)++].line = line;
	*v = c;
}

static void conditions_free(struct condition *v, size_t nr)
{
	while (nr)
		free(v[--nr].expr);
	free(v);
}

struct kconfig_why *kconfig_why_new(const struct wanted_list *unmet)
{
	struct kconfig_why *w = xcalloc(1, sizeof(*w));
	size_t i;

	w->v = xcalloc(unmet->nr + 1, sizeof(*w->v));
	w->nr = unmet->nr;
	for (i = 0; i < w->nr; i++) {
		w->v[i].wanted = &unmet->v[i];
		strvec_init(&w->v[i].selected_by);
	}
	return w;
}

void kconfig_why_free(struct kconfig_why *w)
{
	size_t i, j;

	for (i = 0; i < w->nr; i++) {
		struct subject *s = &w->v[i];

		for (j = 0; j < s->nr_defs; j++) {
			free(s->defs[j]->path);
			conditions_free(s->defs[j]->needs, s->defs[j]->nr_needs);
			strvec_release(&s->defs[j]->siblings);
			free(s->defs[j]);
		}
		free(s->defs);
		strvec_release(&s->selected_by);
	}
	free(w->v);
	free(w);
}

static struct subject *subject_of(struct kconfig_why *w, const char *symbol)
{
	size_t i;

	for (i = 0; i < w->nr; i++)
		if (!strcmp(w->v[i].wanted->symbol, symbol))
			return &w->v[i];
	return NULL;
}

static void block_open(struct scanner *sc, char kind, const char *expr,
		       unsigned line)
{
	struct block *b;

	ALLOC_GROW(sc->blocks, sc->nr + 1, sc->alloc);
	b = &sc->blocks[sc->nr++];
	memset(b, 0, sizeof(*b));
	b->kind = kind;
	b->line = line;
	b->inside = sc->nr_made;
	strvec_init(&b->members);
	if (expr)
		conditions_add(&b->needs, &b->nr_needs, &b->alloc_needs, expr,
			       line);
	sc->owner = kind == 'i' ? NULL : b;
	sc->def = NULL;
}

static void block_close(struct scanner *sc)
{
	struct block *b;
	size_t i;

	sc->owner = NULL;
	sc->def = NULL;
	if (!sc->nr)
		return;
	b = &sc->blocks[--sc->nr];
	for (i = b->inside; b->kind == 'c' && i < sc->nr_made; i++) {
		sc->made[i]->choice = b->line;
		strvec_pushv(&sc->made[i]->siblings, &b->members);
	}
	conditions_free(b->needs, b->nr_needs);
	strvec_release(&b->members);
}

static void entry_open(struct scanner *sc, const char *symbol, unsigned line)
{
	struct subject *s = subject_of(sc->w, symbol);
	struct definition *d;
	size_t i, j;

	free(sc->symbol);
	sc->symbol = xstrdup(symbol);
	sc->owner = NULL;
	sc->def = NULL;
	for (i = 0; i < sc->nr; i++)
		if (sc->blocks[i].kind == 'c')
			strvec_push(&sc->blocks[i].members, symbol);
	if (!s)
		return;
	d = xcalloc(1, sizeof(*d));
	d->path = xstrdup(sc->path);
	d->line = line;
	strvec_init(&d->siblings);
	for (i = 0; i < sc->nr; i++)
		for (j = 0; j < sc->blocks[i].nr_needs; j++)
			conditions_add(&d->needs, &d->nr_needs,
				       &d->alloc_needs,
				       sc->blocks[i].needs[j].expr,
				       sc->blocks[i].needs[j].line);
	ALLOC_GROW(s->defs, s->nr_defs + 1, s->alloc_defs);
	s->defs[s->nr_defs++] = d;
	ALLOC_GROW(sc->made, sc->nr_made + 1, sc->alloc_made);
	sc->made[sc->nr_made++] = d;
	sc->def = d;
}

static char *first_word(const char *s)
{
	return xstrndup(s, strcspn(s, " \t#"));
}

static bool is_keyword(const char *s, const char *word, const char **rest)
{
	size_t n = strlen(word);

	if (strncmp(s, word, n) || (s[n] && !isspace((unsigned char)s[n])))
		return false;
	*rest = s + n + strspn(s + n, " \t");
	return true;
}

static void attribute(struct scanner *sc, const char *s, unsigned line)
{
	static const char *const types[] = { "bool", "tristate", "string",
					     "hex", "int", "prompt",
					     "def_bool", "def_tristate" };
	struct subject *sel;
	const char *rest;
	size_t i;

	if (is_keyword(s, "depends", &rest) && starts_with(rest, "on ")) {
		rest += 3;
		if (sc->def)
			conditions_add(&sc->def->needs, &sc->def->nr_needs,
				       &sc->def->alloc_needs, rest, line);
		else if (sc->owner)
			conditions_add(&sc->owner->needs, &sc->owner->nr_needs,
				       &sc->owner->alloc_needs, rest, line);
	} else if (is_keyword(s, "select", &rest)) {
		char *name = first_word(rest);

		sel = subject_of(sc->w, name);
		free(name);
		if (sel && sc->symbol)
			strvec_pushf(&sel->selected_by, "%s\t%s:%u", sc->symbol,
				     sc->path, line);
	} else if (sc->def) {
		for (i = 0; i < ARRAY_SIZE(types); i++)
			if (is_keyword(s, types[i], &rest) &&
			    (*rest == '"' || *rest == '\''))
				sc->def->prompt = true;
	}
}

static int indentation(const char *s)
{
	int n = 0;

	for (; *s == ' ' || *s == '\t'; s++)
		n = *s == '\t' ? (n | 7) + 1 : n + 1;
	return n;
}

static void scan_line(struct scanner *sc, const char *raw, unsigned line)
{
	const char *s = raw + strspn(raw, " \t"), *rest;
	char *name;

	if (!*s)
		return;
	if (sc->help) {
		if (sc->help < 0 && indentation(raw))
			sc->help = indentation(raw);
		if (sc->help > 0 && indentation(raw) >= sc->help)
			return;
		sc->help = 0;
	}
	if (*s == '#')
		return;
	if (is_keyword(s, "help", &rest) || is_keyword(s, "---help---", &rest)) {
		sc->help = -1;
	} else if (is_keyword(s, "config", &rest) ||
		   is_keyword(s, "menuconfig", &rest)) {
		name = first_word(rest);
		entry_open(sc, name, line);
		free(name);
	} else if (is_keyword(s, "if", &rest)) {
		block_open(sc, 'i', rest, line);
	} else if (is_keyword(s, "menu", &rest)) {
		block_open(sc, 'm', NULL, line);
	} else if (is_keyword(s, "choice", &rest)) {
		block_open(sc, 'c', NULL, line);
	} else if (is_keyword(s, "endif", &rest) ||
		   is_keyword(s, "endmenu", &rest) ||
		   is_keyword(s, "endchoice", &rest)) {
		block_close(sc);
	} else if (is_keyword(s, "comment", &rest) ||
		   is_keyword(s, "source", &rest)) {
		sc->def = NULL;
		sc->owner = NULL;
	} else {
		attribute(sc, s, line);
	}
}

void kconfig_why_scan(struct kconfig_why *w, const char *path,
		      const char *text)
{
	struct scanner sc = { .w = w, .path = path };
	struct strbuf line = STRBUF_INIT;
	unsigned nr = 0, first = 0;
	const char *s, *nl;

	for (s = text; *s; s = *nl ? nl + 1 : nl) {
		nl = s + strcspn(s, "\n");
		nr++;
		if (!line.len)
			first = nr;
		else
			s += strspn(s, " \t");
		strbuf_add(&line, s, nl > s ? nl - s : 0);
		strbuf_rtrim(&line);
		if (line.len && line.buf[line.len - 1] == '\\') {
			strbuf_setlen(&line, line.len - 1);
			strbuf_rtrim(&line);
			strbuf_addch(&line, ' ');
			continue;
		}
		scan_line(&sc, line.buf, first);
		strbuf_reset(&line);
	}
	while (sc.nr)
		block_close(&sc);
	free(sc.blocks);
	free(sc.made);
	free(sc.symbol);
	strbuf_release(&line);
}

/* Expressions: 0 n, 1 m, 2 y; names that are n are collected. */
struct eval {
	const char *s;
	const char *config;
	struct strvec off;
};

static int eval_or(struct eval *e);

static char *eval_word(struct eval *e)
{
	const char *s;
	size_t n;

	e->s += strspn(e->s, " \t");
	s = e->s;
	if (*s == '"' || *s == '\'') {
		n = strcspn(s + 1, *s == '"' ? "\"" : "'");
		e->s = s + 1 + n + (s[1 + n] != '\0');
		return xstrndup(s + 1, n);
	}
	for (n = 0; is_word_char(s[n]) || s[n] == '-' || s[n] == '.'; n++)
		;
	e->s += n;
	if (!n && *e->s)
		e->s++;		/* $(...) and what else we do not know */
	return xstrndup(s, n);
}

static char *word_value(struct eval *e, const char *word)
{
	size_t n;
	char *v;

	if (!strcmp(word, "y") || !strcmp(word, "m") || !strcmp(word, "n") ||
	    isdigit((unsigned char)*word))
		return xstrdup(word);
	v = config_value(e->config, word);
	n = strlen(v);
	if (n >= 2 && *v == '"' && v[n - 1] == '"') {
		v[n - 1] = '\0';
		memmove(v, v + 1, n - 1);
	}
	return v;
}

static int eval_atom(struct eval *e)
{
	char *a, *b = NULL, *va, *vb;
	bool negative;
	int ret;

	e->s += strspn(e->s, " \t");
	if (*e->s == '!' && e->s[1] != '=') {
		size_t off = e->off.nr;

		e->s++;
		ret = 2 - eval_atom(e);
		while (e->off.nr > off)		/* being n was right */
			free(e->off.v[--e->off.nr]);
		e->off.v[e->off.nr] = NULL;
		return ret;
	}
	if (*e->s == '(') {
		e->s++;
		ret = eval_or(e);
		e->s += strspn(e->s, " \t");
		e->s += *e->s == ')';
		return ret;
	}
	a = eval_word(e);
	va = word_value(e, a);
	e->s += strspn(e->s, " \t");
	negative = starts_with(e->s, "!=");
	if (negative || *e->s == '=') {
		e->s += 1 + negative;
		b = eval_word(e);
		vb = word_value(e, b);
		/* a name that is no symbol stands for itself */
		ret = !strcmp(va, vb) || !strcmp(va, b) ? 2 : 0;
		ret = negative ? 2 - ret : ret;
		free(vb);
	} else {
		ret = !strcmp(va, "y") ? 2 : !strcmp(va, "m");
	}
	if (!ret && *a && !strvec_has(&e->off, a))
		strvec_push(&e->off, a);
	free(a);
	free(b);
	free(va);
	return ret;
}

static int eval_and(struct eval *e)
{
	int ret = eval_atom(e), r;

	for (;;) {
		e->s += strspn(e->s, " \t");
		if (!starts_with(e->s, "&&"))
			return ret;
		e->s += 2;
		r = eval_atom(e);
		ret = r < ret ? r : ret;
	}
}

static int eval_or(struct eval *e)
{
	int ret = eval_and(e), r;

	for (;;) {
		e->s += strspn(e->s, " \t");
		if (!starts_with(e->s, "||"))
			return ret;
		e->s += 2;
		r = eval_and(e);
		ret = r > ret ? r : ret;
	}
}

static bool is_on(const char *config, const char *symbol)
{
	char *v = config_value(config, symbol);
	bool on = strcmp(v, "n") != 0;

	free(v);
	return on;
}

static void say(struct strbuf *out, size_t *said, const char *fmt, ...)
	PRINTF(3, 4);

static void say(struct strbuf *out, size_t *said, const char *fmt, ...)
{
	va_list ap;

	if ((*said)++)
		strbuf_addstr(out, "; ");
	va_start(ap, fmt);
	strbuf_vaddf(out, fmt, ap);
	va_end(ap);
}

static void say_choice(const struct definition *d, const char *config,
		       const char *symbol, struct strbuf *out, size_t *said)
{
	struct strbuf others = STRBUF_INIT;
	size_t i;

	for (i = 0; i < d->siblings.nr; i++) {
		const char *s = d->siblings.v[i];

		if (strcmp(s, symbol))
			strbuf_addf(&others, "%s%s%s", others.len ? ", " : "", s,
				    is_on(config, s) ? " (now y)" : "");
	}
	say(out, said, "member of the choice at %s:%u, with %s", d->path,
	    d->choice, others.buf);
	strbuf_release(&others);
}

/* It should be on: which conditions do not hold? */
static void why_off(const struct definition *d, const char *config,
		    const struct wanted *wanted, struct strbuf *out,
		    size_t *said)
{
	size_t i, j, before = *said;

	for (i = 0; i < d->nr_needs; i++) {
		struct eval e = { .s = d->needs[i].expr, .config = config };
		int v;

		strvec_init(&e.off);
		v = eval_or(&e);
		if (v < 2 && (v == 0 || !strcmp(wanted->value, "y"))) {
			say(out, said, "depends on %s at %s:%u",
			    d->needs[i].expr, d->path, d->needs[i].line);
			for (j = 0; j < e.off.nr; j++)
				strbuf_addf(out, "%s%s", j ? ", " : ", of which ",
					    e.off.v[j]);
			if (e.off.nr)
				strbuf_addf(out, " %s n",
					    e.off.nr > 1 ? "are" : "is");
			else
				strbuf_addstr(out, ", which is m");
		}
		strvec_release(&e.off);
	}
	if (*said == before && d->choice)
		say_choice(d, config, wanted->symbol, out, said);
	else if (*said == before && !d->prompt)
		say(out, said, "defined at %s:%u without a prompt: only "
		    "'select' and 'default' lines set it", d->path, d->line);
}

void kconfig_why_text(const struct kconfig_why *w, size_t i,
		      const char *config, struct strbuf *out)
{
	const struct subject *s = &w->v[i];
	size_t j, said = 0;

	if (!s->nr_defs) {
		strbuf_addstr(out, symbol_is_gone);
		return;
	}
	for (j = 0; j < s->selected_by.nr; j++) {
		const char *by = s->selected_by.v[j];
		char *name = xstrndup(by, strcspn(by, "\t"));

		if (!strcmp(s->wanted->value, "n") && is_on(config, name))
			say(out, &said, "selected by %s at %s", name,
			    by + strlen(name) + 1);
		free(name);
	}
	for (j = 0; j < s->nr_defs && said < 6; j++) {
		const struct definition *d = s->defs[j];

		if (strcmp(s->wanted->value, "n"))
			why_off(d, config, s->wanted, out, &said);
		else if (d->choice)
			say_choice(d, config, s->wanted->symbol, out, &said);
		else if (!d->prompt)
			say(out, &said, "defined at %s:%u without a prompt",
			    d->path, d->line);
	}
	if (!said)
		strbuf_addf(out, "defined at %s:%u", s->defs[0]->path,
			    s->defs[0]->line);
}

/* Kconfig files of other architectures say nothing about this one. */
static bool other_arch(const char *rel, const char *config)
{
	static const char arch[] = "arch/";
	char *title, *name;
	bool other;

	if (!starts_with(rel, arch) || !strchr(rel + 5, '/'))
		return false;
	/* "# Linux/x86 5.2.1 Kernel Configuration" */
	title = strstr(config, "# Linux/");
	if (!title)
		return false;
	name = xstrndup(title + 8, strcspn(title + 8, " \n"));
	other = strncmp(rel + 5, name, strlen(name)) ||
		rel[5 + strlen(name)] != '/';
	if (!strcmp(name, "x86_64") || !strcmp(name, "i386"))
		other = !starts_with(rel, "arch/x86/");
	free(name);
	return other;
}

void kconfig_why(const struct kbuild *k, const char *config,
		 const struct wanted_list *unmet, struct strvec *whys)
{
	struct kconfig_why *w = kconfig_why_new(unmet);
	char *roots[] = { k->source, NULL };
	struct strbuf text = STRBUF_INIT;
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	size_t skip = strlen(k->source) + 1, i;
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info != FTS_F || !starts_with(e->fts_name, "Kconfig"))
			continue;
		if (other_arch(e->fts_path + skip, config))
			continue;
		strbuf_reset(&text);
		if (!file_read(e->fts_path, &text, NULL))
			kconfig_why_scan(w, e->fts_path + skip, text.buf);
	}
	if (fts)
		fts_close(fts);
	for (i = 0; i < unmet->nr; i++) {
		strbuf_reset(&text);
		kconfig_why_text(w, i, config, &text);
		strvec_push(whys, text.buf);
	}
	strbuf_release(&text);
	kconfig_why_free(w);
}
