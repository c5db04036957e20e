/* SPDX-License-Identifier: GPL-2.0-only */
#include "kconfig_chain.h"

#include <stdlib.h>
#include <string.h>

#include "kconfig.h"
#include "source_kind.h"

/* A select of something that will have the dependency. */
struct hidden {
	char *symbol;
	char *expr;
};

struct chain {
	struct snapshot *snap;
	const struct strvec *aliases;
	struct hidden *todo;	/* each is looked at once, more may be added */
	size_t nr, alloc;
	struct kconfig_needs *out;
};

static void add_hidden(struct chain *c, const char *symbol, const char *expr)
{
	for (size_t i = 0; i < c->nr; i++)
		if (!strcmp(c->todo[i].symbol, symbol) &&
		    !strcmp(c->todo[i].expr, expr))
			return;
	ALLOC_GROW(c->todo, c->nr + 1, c->alloc);
	c->todo[c->nr].symbol = xstrdup(symbol);
	c->todo[c->nr++].expr = xstrdup(expr);
}

static void add_need(struct kconfig_needs *n, const char *symbol,
		     const char *expr)
{
	ALLOC_GROW(n->v, n->nr + 1, n->alloc);
	n->v[n->nr].symbol = xstrdup(symbol);
	n->v[n->nr++].expr = xstrdup(expr);
}

void kconfig_needs_release(struct kconfig_needs *n)
{
	for (size_t i = 0; i < n->nr; i++) {
		free(n->v[i].symbol);
		free(n->v[i].expr);
	}
	free(n->v);
	memset(n, 0, sizeof(*n));
}

/* Can the entry at line @i be asked for? */
static bool has_prompt(const struct kconfig *k, size_t i)
{
	for (size_t n = i + 1; n < k->nr && k->lines[n].entry == i; n++)
		if (k->lines[n].kind == KC_PROMPT ||
		    (k->lines[n].kind == KC_TYPE && k->lines[n].arg.len))
			return true;
	return false;
}

/* @expr, and what it comes to where the select at line @l does not hold. */
static char *condition_of(const struct kconfig *k, const struct kc_line *l,
			  const char *expr)
{
	struct strbuf text = STRBUF_INIT;
	struct kexpr *e;

	strbuf_addstr(&text, expr);
	if (l->cond.len) {
		e = kexpr_parse(k->buf + l->cond.at, l->cond.len);
		strbuf_addstr(&text, " || ");
		kexpr_is_n(e, &text);
		kexpr_free(e);
	}
	return strbuf_detach(&text, NULL);
}

/*
 * The entries of a text that select @symbol.  @first: it is the symbol itself,
 * which they will depend on anyway; only what hides behind them matters.
 */
static void take_selects(struct chain *c, const struct strbuf *text,
			 const char *symbol, const char *expr, bool first)
{
	struct kconfig k;

	kconfig_parse(&k, text->buf, text->len);
	for (size_t i = 0; i < k.nr; i++) {
		const struct kc_line *l = &k.lines[i];
		char *name, *needed;

		if (l->kind != KC_SELECT || !kc_span_is(&k, l->arg, symbol) ||
		    (k.lines[l->entry].kind != KC_CONFIG &&
		     k.lines[l->entry].kind != KC_MENUCONFIG))
			continue;
		name = xstrndup(k.buf + k.lines[l->entry].arg.at,
				k.lines[l->entry].arg.len);
		needed = condition_of(&k, l, expr);
		if (!strvec_has(c->aliases, name)) {
			if (!first)
				add_need(c->out, name, needed);
			if (!has_prompt(&k, l->entry))
				add_hidden(c, name, needed);
		}
		free(name);
		free(needed);
	}
	kconfig_release(&k);
}

static int search(struct chain *c, const char *symbol, const char *expr,
		  bool first, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(c->snap, symbol, &paths, err);

	for (size_t i = 0; i < paths.nr && !ret; i++) {
		struct strbuf text = STRBUF_INIT;

		if (source_kind(paths.v[i]) == SOURCE_KCONFIG) {
			ret = snapshot_read(c->snap, paths.v[i], &text, err);
			if (!ret)
				take_selects(c, &text, symbol, expr, first);
		}
		strbuf_release(&text);
	}
	strvec_release(&paths);
	return ret;
}

int kconfig_chain(struct snapshot *snap, const char *symbol,
		  const struct strvec *aliases, struct kconfig_needs *out,
		  struct strbuf *err)
{
	struct chain c = { .snap = snap, .aliases = aliases, .out = out };
	int ret = 0;

	for (size_t i = 0; i < aliases->nr && !ret; i++)
		ret = search(&c, aliases->v[i], symbol, true, err);
	for (size_t i = 0; i < c.nr && !ret; i++) {
		char *name = xstrdup(c.todo[i].symbol);
		char *expr = xstrdup(c.todo[i].expr);

		ret = search(&c, name, expr, false, err);
		free(name);
		free(expr);
	}
	for (size_t i = 0; i < c.nr; i++) {
		free(c.todo[i].symbol);
		free(c.todo[i].expr);
	}
	free(c.todo);
	return ret;
}
