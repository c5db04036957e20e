/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "kconfig_edit_priv.h"

#include <stdlib.h>
#include <string.h>

void ked_refuse(struct kc_editor *ed, size_t i, const char *fmt, ...)
{
	const struct kc_line *l = &ed->k.lines[i];
	struct strbuf text = STRBUF_INIT;
	unsigned col = l->arg.len ? l->arg.at - l->all.at : 0;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	ed->refuser->fn(ed->t->origin[l->number - 1], col, text.buf,
			ed->refuser->data);
	strbuf_release(&text);
}

/* ---- edits of lines ---- */

bool ked_is_edited(const struct kc_editor *ed, size_t i)
{
	return ed->e[i].drop || ed->e[i].replace;
}

void ked_drop(struct kc_editor *ed, size_t i)
{
	ed->e[i].drop = true;
}

/* Put @text in the place of a part of line @i. */
void ked_replace(struct kc_editor *ed, size_t i, struct kc_span part,
			 const char *text)
{
	const struct kc_line *l = &ed->k.lines[i];
	struct kconfig_edit_line *e = &ed->e[i];

	strbuf_reset(&e->text);
	strbuf_add(&e->text, ed->k.buf + l->all.at, part.at - l->all.at);
	strbuf_addstr(&e->text, text);
	strbuf_add(&e->text, ed->k.buf + part.at + part.len,
		   l->all.at + l->all.len - part.at - part.len);
	e->replace = true;
}

/* Without its "if ...". */
void ked_drop_condition(struct kc_editor *ed, size_t i)
{
	const struct kc_line *l = &ed->k.lines[i];
	size_t from = l->arg.at + l->arg.len;
	struct kc_span part = { from, l->cond.at + l->cond.len - from };

	ked_replace(ed, i, part, "");
}

/* An entry, what is said about it, and the blank lines that part it. */
void ked_drop_entry(struct kc_editor *ed, size_t i)
{
	const struct kconfig *k = &ed->k;
	size_t end = kc_entry_end(k, i), from = i;

	while (from && k->lines[from - 1].kind == KC_HASH &&
	       !memmem(k->buf + k->lines[from - 1].all.at,
		       k->lines[from - 1].all.len, "SPDX-", 5))
		from--;
	for (size_t n = i; n < end; n++)
		ked_drop(ed, n);
	/* a comment above it is about it if it stands by itself */
	if (from < i && (!from || k->lines[from - 1].kind == KC_BLANK))
		for (size_t n = from; n < i; n++)
			ked_drop(ed, n);
	for (; end < k->nr && k->lines[end].kind == KC_BLANK; end++)
		ked_drop(ed, end);
	if (end < k->nr)
		return;
	while (from-- > 0 && k->lines[from].kind == KC_BLANK)
		ked_drop(ed, from);
}

/* ---- entries ---- */

static bool is_entry_of(const struct kc_editor *ed, size_t i,
			const char *symbol)
{
	return kc_opens(&ed->k, i, symbol);
}

/* Does the entry define the symbol, or only add to it? */
static bool defines(const struct kc_editor *ed, size_t i)
{
	for (size_t n = i + 1; n < ed->k.nr && ed->k.lines[n].entry == i; n++)
		if (ed->k.lines[n].kind == KC_TYPE ||
		    ed->k.lines[n].kind == KC_DEF_TYPE)
			return true;
	return false;
}

/* The last line of entry @i that is of one of three kinds, or @i. */
static size_t last_of(const struct kc_editor *ed, size_t i, enum kc_kind a,
		      enum kc_kind b, enum kc_kind c)
{
	size_t found = i;

	for (size_t n = i + 1; n < ed->k.nr && ed->k.lines[n].entry == i; n++) {
		enum kc_kind kind = ed->k.lines[n].kind;

		if (kind == a || kind == b || kind == c)
			found = n;
	}
	return found;
}

static void add_indent(const struct kc_editor *ed, size_t like, size_t entry,
		       struct strbuf *out)
{
	const struct kc_line *l = &ed->k.lines[like];
	size_t n = 0;

	if (like == entry) {
		/* as its first property has it */
		size_t i = entry + 1;

		while (i < ed->k.nr && ed->k.lines[i].entry == entry &&
		       (ed->k.lines[i].kind == KC_BLANK ||
			ed->k.lines[i].kind == KC_HASH))
			i++;
		if (i == ed->k.nr || ed->k.lines[i].entry != entry) {
			strbuf_addch(out, '\t');
			return;
		}
		l = &ed->k.lines[i];
	}
	while (n < l->all.len && (ed->k.buf[l->all.at + n] == ' ' ||
				  ed->k.buf[l->all.at + n] == '\t'))
		n++;
	strbuf_add(out, ed->k.buf + l->all.at, n);
}

/* CR LF where the file has that. */
static const char *newline_of(const struct kc_editor *ed, size_t i)
{
	const struct kc_span *s = &ed->k.lines[i].all;

	return s->len > 1 && ed->k.buf[s->at + s->len - 2] == '\r' ?
	       "\r\n" : "\n";
}

static void add_line(struct kc_editor *ed, struct strbuf *to, size_t like,
		     size_t entry, const char *keyword, const char *operand,
		     const char *cond)
{
	add_indent(ed, like, entry, to);
	strbuf_addf(to, "%s %s", keyword, operand);
	if (cond)
		strbuf_addf(to, " if %s", cond);
	strbuf_addstr(to, newline_of(ed, like));
}

/* ---- depends ---- */

struct kexpr *ked_parse(const struct kc_editor *ed, struct kc_span s)
{
	return kexpr_parse(ed->k.buf + s.at, s.len);
}

/* All terms of the entry's depends lines, in normal form. */
static void depends_terms(const struct kc_editor *ed, size_t entry,
			  struct strvec *have)
{
	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++) {
		struct strbuf ignored = STRBUF_INIT;
		struct kexpr *e;

		if (ed->k.lines[n].kind != KC_DEPENDS)
			continue;
		e = ked_parse(ed, ed->k.lines[n].arg);
		kexpr_unique(e, have, &ignored);
		strbuf_release(&ignored);
		kexpr_free(e);
	}
}

static bool has_all_terms(const struct strvec *have, const char *expr)
{
	struct kexpr *e = kexpr_parse(expr, strlen(expr));
	struct strvec terms = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	bool all = true;

	kexpr_terms(e, &terms);
	for (size_t i = 0; i < terms.nr; i++) {
		strbuf_reset(&text);
		kexpr_normal(terms.v[i], strlen(terms.v[i]), &text);
		all &= strvec_has(have, text.buf);
	}
	strbuf_release(&text);
	strvec_release(&terms);
	kexpr_free(e);
	return all;
}

static int compare_span(const struct kc_editor *ed, size_t i, const char *text)
{
	const struct kc_span *s = &ed->k.lines[i].arg;
	int cmp = strncmp(ed->k.buf + s->at, text, s->len);

	return cmp ? cmp : -(int)(strlen(text) > s->len);
}

/* Do the entry's depends lines stand in the order of the alphabet? */
static bool depends_are_sorted(const struct kc_editor *ed, size_t entry)
{
	size_t previous = KC_NONE;

	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++) {
		const struct kc_line *l = &ed->k.lines[n];

		if (l->kind != KC_DEPENDS)
			continue;
		if (previous != KC_NONE) {
			char *text = xstrndup(ed->k.buf + l->arg.at,
					      l->arg.len);
			bool after = compare_span(ed, previous, text) > 0;

			free(text);
			if (after)
				return false;
		}
		previous = n;
	}
	return true;
}

/* The first depends line of the entry that is greater than @expr. */
static size_t first_greater(const struct kc_editor *ed, size_t entry,
			    const char *expr)
{
	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++)
		if (ed->k.lines[n].kind == KC_DEPENDS &&
		    compare_span(ed, n, expr) > 0)
			return n;
	return KC_NONE;
}

/* Lines that are sorted stay so; else the new one is the last. */
static void add_depends(struct kc_editor *ed, size_t entry, const char *expr)
{
	size_t last = last_of(ed, entry, KC_DEPENDS, KC_DEPENDS, KC_DEPENDS);
	size_t place = KC_NONE;
	struct strvec have = STRVEC_INIT;
	bool known;

	depends_terms(ed, entry, &have);
	known = has_all_terms(&have, expr);
	strvec_release(&have);
	if (known)
		return;
	if (last == entry)
		last = last_of(ed, entry, KC_TYPE, KC_DEF_TYPE, KC_PROMPT);
	if (depends_are_sorted(ed, entry))
		place = first_greater(ed, entry, expr);
	if (place != KC_NONE)
		add_line(ed, &ed->e[place].before, place, entry, "depends on",
			 expr, NULL);
	else
		add_line(ed, &ed->e[last].after, last, entry, "depends on",
			 expr, NULL);
}

static void drop_depends(struct kc_editor *ed, size_t entry, const char *term)
{
	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++) {
		const struct kc_line *l = &ed->k.lines[n];
		struct strbuf rest = STRBUF_INIT;
		enum kexpr_result r;
		struct kexpr *e;

		if (l->kind != KC_DEPENDS)
			continue;
		e = ked_parse(ed, l->arg);
		r = kexpr_without(e, term, &rest);
		if (r == KEXPR_EMPTY)
			ked_drop(ed, n);
		else if (r == KEXPR_CHANGED)
			ked_replace(ed, n, l->arg, rest.buf);
		else if (kexpr_mentions(e, term))
			ked_refuse(ed, n, "%s is not a term of its own here: say what is to hold without it",
			       term);
		kexpr_free(e);
		strbuf_release(&rest);
	}
}

/* A term that says again what the entry's lines before it say goes. */
static void unify_depends(struct kc_editor *ed)
{
	struct strvec have = STRVEC_INIT;
	size_t entry = KC_NONE;

	for (size_t n = 0; n < ed->k.nr; n++) {
		const struct kc_line *l = &ed->k.lines[n];
		struct strbuf rest = STRBUF_INIT;
		enum kexpr_result r;
		struct kexpr *e;

		if (l->entry != entry)
			strvec_release(&have);
		entry = l->entry;
		if (l->kind != KC_DEPENDS || ked_is_edited(ed, n))
			continue;
		e = ked_parse(ed, l->arg);
		r = kexpr_unique(e, &have, &rest);
		if (!kexpr_mentions(e, ed->st->term))
			r = KEXPR_SAME;
		if (r == KEXPR_EMPTY)
			ked_drop(ed, n);
		else if (r == KEXPR_CHANGED)
			ked_replace(ed, n, l->arg, rest.buf);
		kexpr_free(e);
		strbuf_release(&rest);
	}
	strvec_release(&have);
}

/* "if A && A" */
static void unify_conditions(struct kc_editor *ed)
{
	for (size_t n = 0; n < ed->k.nr; n++) {
		const struct kc_line *l = &ed->k.lines[n];
		struct strvec have = STRVEC_INIT;
		struct strbuf rest = STRBUF_INIT;
		struct kexpr *e;

		if (!l->cond.len || ked_is_edited(ed, n))
			continue;
		e = ked_parse(ed, l->cond);
		if (kexpr_mentions(e, ed->st->term) &&
		    kexpr_unique(e, &have, &rest) == KEXPR_CHANGED)
			ked_replace(ed, n, l->cond, rest.buf);
		kexpr_free(e);
		strvec_release(&have);
		strbuf_release(&rest);
	}
}

/* ---- select ---- */

static void drop_select(struct kc_editor *ed, size_t entry, const char *symbol)
{
	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++)
		if (ed->k.lines[n].kind == KC_SELECT &&
		    kc_span_is(&ed->k, ed->k.lines[n].arg, symbol))
			ked_drop(ed, n);
}

static void add_select(struct kc_editor *ed, size_t entry, const char *symbol,
		       const char *cond)
{
	size_t place;

	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++) {
		const struct kc_line *l = &ed->k.lines[n];

		if (l->kind != KC_SELECT || !kc_span_is(&ed->k, l->arg, symbol))
			continue;
		if (!l->cond.len ||
		    (cond && kc_span_is(&ed->k, l->cond, cond)))
			return;
		if (!cond) {
			ked_drop_condition(ed, n);
			return;
		}
	}
	place = last_of(ed, entry, KC_SELECT, KC_SELECT, KC_SELECT);
	if (place == entry)
		place = last_of(ed, entry, KC_DEPENDS, KC_DEPENDS, KC_DEPENDS);
	if (place == entry)
		place = last_of(ed, entry, KC_TYPE, KC_DEF_TYPE, KC_PROMPT);
	add_line(ed, &ed->e[place].after, place, entry, "select", symbol, cond);
}

/* The symbols of @list in the place of "select X". */
static void replace_select(struct kc_editor *ed, size_t entry,
			   const char *symbol, const char *list)
{
	struct strvec words = STRVEC_INIT;
	bool found = false;

	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++)
		found |= ed->k.lines[n].kind == KC_SELECT &&
			 kc_span_is(&ed->k, ed->k.lines[n].arg, symbol);
	strvec_split(&words, list);
	for (size_t i = 0; i < words.nr && found; i++)
		add_select(ed, entry, words.v[i], NULL);
	drop_select(ed, entry, symbol);
	strvec_release(&words);
}

static bool mentions(const struct kc_editor *ed, struct kc_span s,
		     const char *symbol)
{
	struct kexpr *e = ked_parse(ed, s);
	bool yes = e && kexpr_mentions(e, symbol);

	kexpr_free(e);
	return yes;
}

/* Does the entry depend on @symbol, by a line of its own or an "if" around it? */
static bool entry_depends(const struct kc_editor *ed, size_t entry,
			  const char *symbol)
{
	unsigned closed = 0;

	for (size_t n = entry + 1;
	     n < ed->k.nr && ed->k.lines[n].entry == entry; n++)
		if (ed->k.lines[n].kind == KC_DEPENDS &&
		    mentions(ed, ed->k.lines[n].arg, symbol))
			return true;
	for (size_t n = entry; n-- > 0; ) {
		if (ed->k.lines[n].kind == KC_ENDIF)
			closed++;
		else if (ed->k.lines[n].kind == KC_IF && closed)
			closed--;
		else if (ed->k.lines[n].kind == KC_IF &&
			 mentions(ed, ed->k.lines[n].arg, symbol))
			return true;
	}
	return false;
}

/*
 * The first symbol of the condition at line @n that itself depends on who
 * selects: KC_NONE, or its entry.  *alone: the condition is that symbol.
 */
static size_t depends_on_selector(const struct kc_editor *ed, size_t n,
				  bool *alone)
{
	const struct kc_line *l = &ed->k.lines[n];
	const struct kc_span who = ed->k.lines[l->entry].arg;
	char *selector = xstrndup(ed->k.buf + who.at, who.len);
	size_t found = KC_NONE;

	for (size_t i = 0; i < ed->k.nr && found == KC_NONE; i++) {
		const struct kc_line *x = &ed->k.lines[i];
		char *symbol;

		if ((x->kind != KC_CONFIG && x->kind != KC_MENUCONFIG) ||
		    !x->arg.len)
			continue;
		symbol = xstrndup(ed->k.buf + x->arg.at, x->arg.len);
		if (mentions(ed, l->cond, symbol) &&
		    entry_depends(ed, i, selector)) {
			found = i;
			*alone = kc_span_is(&ed->k, l->cond, symbol);
		}
		free(symbol);
	}
	free(selector);
	return found;
}

/*
 * "select X if E" becomes "depends on X || E=n"; but where E depends on who
 * selects, that would be a circle: then E depends on X.
 */
static void select_to_depends(struct kc_editor *ed, const char *symbol)
{
	for (size_t n = 0; n < ed->k.nr; n++) {
		const struct kc_line *l = &ed->k.lines[n];
		struct strbuf expr = STRBUF_INIT;
		size_t entry = l->entry, below;
		bool alone = false;

		if (l->kind != KC_SELECT || !kc_span_is(&ed->k, l->arg, symbol))
			continue;
		below = l->cond.len ? depends_on_selector(ed, n, &alone) :
				      KC_NONE;
		if (below != KC_NONE && !alone) {
			ked_refuse(ed, n, "a part of the condition depends on who selects %s: say where %s is to be depended on",
				   symbol, symbol);
			continue;
		}
		strbuf_addstr(&expr, symbol);
		if (below != KC_NONE) {
			entry = below;
		} else if (l->cond.len) {
			struct kexpr *e = ked_parse(ed, l->cond);

			strbuf_addstr(&expr, " || ");
			kexpr_is_n(e, &expr);
			kexpr_free(e);
		}
		ked_drop(ed, n);
		add_depends(ed, entry, expr.buf);
		strbuf_release(&expr);
	}
}

/* ---- rename and merge ---- */

static bool rename_part(struct kc_editor *ed, size_t i, struct kc_span s)
{
	struct strbuf text = STRBUF_INIT;
	bool changed = s.len &&
		kexpr_rename(ed->k.buf + s.at, s.len, ed->st->symbol,
			     ed->st->term, &text);

	if (changed)
		ked_replace(ed, i, s, text.buf);
	strbuf_release(&text);
	return changed;
}

/* From the first operand to the last: both are done at once. */
static void rename_in_line(struct kc_editor *ed, size_t i)
{
	const struct kc_line *l = &ed->k.lines[i];
	struct kc_span s = l->arg;

	if (l->kind == KC_BLANK || l->kind == KC_HASH ||
	    l->kind == KC_HELP || l->kind == KC_HELPTEXT ||
	    l->kind == KC_SOURCE || l->kind == KC_MAINMENU)
		return;
	if (ed->st->what == KCONFIG_MERGE && l->kind == KC_DEPENDS &&
	    kc_span_is(&ed->k, s, ed->st->symbol) &&
	    !kc_is_of(&ed->k, i, ed->st->term) &&
	    depends_are_sorted(ed, l->entry)) {
		ked_drop(ed, i);
		add_depends(ed, l->entry, ed->st->term);
		return;
	}
	if (l->cond.len)
		s.len = l->cond.at + l->cond.len - s.at;
	if (l->kind == KC_MACRO)
		s = l->all;
	if (l->kind == KC_TYPE || l->kind == KC_PROMPT)
		s = l->cond;
	if (!s.len)
		return;
	if (rename_part(ed, i, s) && ed->st->what == KCONFIG_MERGE &&
	    kc_is_of(&ed->k, i, ed->st->term))
		ked_refuse(ed, i, "%s would depend on itself here: drop %s first",
		       ed->st->term, ed->st->symbol);
}

/* "select X" twice, or below "select X": the later one goes. */
static void unify_selects(struct kc_editor *ed)
{
	size_t entry = KC_NONE;
	bool have = false;

	for (size_t n = 0; n < ed->k.nr; n++) {
		const struct kc_line *l = &ed->k.lines[n];

		if (l->entry != entry)
			have = false;
		entry = l->entry;
		if (l->kind != KC_SELECT ||
		    !kc_span_is(&ed->k, l->arg, ed->st->term) || l->cond.len)
			continue;
		if (have)
			ked_drop(ed, n);
		have = true;
	}
}

static void rename_symbol(struct kc_editor *ed)
{
	bool old = false;

	for (size_t i = 0; i < ed->k.nr; i++) {
		old |= is_entry_of(ed, i, ed->st->symbol);
		if (ed->st->what == KCONFIG_MERGE &&
		    is_entry_of(ed, i, ed->st->symbol))
			ked_drop_entry(ed, i);
	}
	for (size_t i = 0; i < ed->k.nr && old; i++)
		if (ed->st->what == KCONFIG_RENAME &&
		    is_entry_of(ed, i, ed->st->term))
			ked_refuse(ed, i, "%s is there already: %s cannot get its name",
			       ed->st->term, ed->st->symbol);
	for (size_t i = 0; i < ed->k.nr; i++)
		if (!ked_is_edited(ed, i))
			rename_in_line(ed, i);
}

/* ---- the statement ---- */

static void edit_entries(struct kc_editor *ed)
{
	const struct kconfig_statement *st = ed->st;

	for (size_t i = 0; i < ed->k.nr; i++) {
		if (!is_entry_of(ed, i, st->symbol))
			continue;
		if (st->what == KCONFIG_DROP_DEPENDS)
			drop_depends(ed, i, st->term);
		else if (st->what == KCONFIG_DROP_SELECT)
			drop_select(ed, i, st->term);
		else if (st->what == KCONFIG_REPLACE_SELECT)
			replace_select(ed, i, st->term, st->cond);
		else if (!defines(ed, i))
			continue;
		else if (st->what == KCONFIG_ADD_DEPENDS)
			add_depends(ed, i, st->term);
		else
			add_select(ed, i, st->term, st->cond);
	}
}

static void begin(struct kc_editor *ed)
{
	kconfig_parse(&ed->k, ed->t->text.buf, ed->t->text.len);
	ed->e = xcalloc(ed->k.nr, sizeof(*ed->e));
	for (size_t i = 0; i < ed->k.nr; i++) {
		strbuf_init(&ed->e[i].text);
		strbuf_init(&ed->e[i].before);
		strbuf_init(&ed->e[i].after);
	}
}

static void finish(struct kc_editor *ed, struct kconfig_text *t)
{
	struct kc_span *spans = xcalloc(ed->k.nr, sizeof(*spans));

	for (size_t i = 0; i < ed->k.nr; i++)
		spans[i] = ed->k.lines[i].all;
	kconfig_text_render(t, spans, ed->e, ed->k.nr);
	free(spans);
	free(ed->e);
	kconfig_release(&ed->k);
}

void kconfig_edit(struct kconfig_text *t, const struct kconfig_statement *st,
		  const struct kconfig_refuser *r)
{
	struct kc_editor ed = { .t = t, .st = st, .refuser = r };

	begin(&ed);
	switch (st->what) {
	case KCONFIG_REMOVE:
		ked_remove_symbol(&ed);
		break;
	case KCONFIG_RENAME:
	case KCONFIG_MERGE:
		rename_symbol(&ed);
		break;
	case KCONFIG_SELECT_TO_DEPENDS:
		select_to_depends(&ed, st->symbol);
		break;
	default:
		edit_entries(&ed);
	}
	finish(&ed, t);
	if (st->what != KCONFIG_MERGE)
		return;
	begin(&ed);
	unify_depends(&ed);
	unify_selects(&ed);
	unify_conditions(&ed);
	finish(&ed, t);
}
