/* SPDX-License-Identifier: GPL-2.0-only */
/* A symbol goes away: what becomes of each line that names it. */
#include "kconfig_edit_priv.h"

#include <string.h>

static bool has_word(const char *s, size_t n, const char *word)
{
	struct strbuf ignored = STRBUF_INIT;
	bool yes = kexpr_rename(s, n, word, word, &ignored);

	strbuf_release(&ignored);
	return yes;
}

static const char *to_symbol(const struct kc_editor *ed)
{
	return ed->st->symbol;
}

static bool span_mentions(const struct kc_editor *ed, struct kc_span s)
{
	struct kexpr *e;
	bool yes;

	if (!s.len)
		return false;
	e = ked_parse(ed, s);
	yes = e && kexpr_mentions(e, to_symbol(ed));
	kexpr_free(e);
	return yes;
}

static enum kexpr_result resolve_span(struct kc_editor *ed, struct kc_span s,
				      struct strbuf *rest)
{
	struct kexpr *e = ked_parse(ed, s);
	enum kexpr_result r = kexpr_resolve(e, to_symbol(ed), ed->st->mode,
					    rest);

	kexpr_free(e);
	return r;
}

/* The "endif" of the "if" in line @i, or KC_NONE. */
static size_t end_of_block(const struct kc_editor *ed, size_t i)
{
	unsigned depth = 0;

	for (; i < ed->k.nr; i++) {
		depth += ed->k.lines[i].kind == KC_IF;
		if (ed->k.lines[i].kind == KC_ENDIF && !--depth)
			return i;
	}
	return KC_NONE;
}

/* A line, and the blank ones behind it, or before it at the end. */
static void drop_with_blanks(struct kc_editor *ed, size_t i)
{
	const struct kconfig *k = &ed->k;
	size_t n = i + 1;

	ked_drop(ed, i);
	while (n < k->nr && k->lines[n].kind == KC_BLANK)
		n++;
	if (n == k->nr)
		while (i && k->lines[i - 1].kind == KC_BLANK)
			ked_drop(ed, --i);
	else if (!i || k->lines[i - 1].kind == KC_BLANK)
		while (--n > i)
			ked_drop(ed, n);
}

static void unwrap_block(struct kc_editor *ed, size_t i)
{
	size_t end = end_of_block(ed, i);

	if (end == KC_NONE) {
		ked_refuse(ed, i, "this 'if' has no 'endif' in its file");
		return;
	}
	drop_with_blanks(ed, i);
	drop_with_blanks(ed, end);
}

/* A depends, visible or if line that names what goes. */
static void remove_from_condition(struct kc_editor *ed, size_t i)
{
	const struct kc_line *l = &ed->k.lines[i];
	struct strbuf rest = STRBUF_INIT;

	switch (resolve_span(ed, l->arg, &rest)) {
	case KEXPR_SAME:
		break;
	case KEXPR_CHANGED:
		ked_replace(ed, i, l->arg, rest.buf);
		break;
	case KEXPR_Y:
	case KEXPR_EMPTY:
		if (l->kind == KC_IF)
			unwrap_block(ed, i);
		else
			ked_drop(ed, i);
		break;
	case KEXPR_N:
		if (l->kind != KC_IF && l->entry != KC_NONE &&
		    ed->k.lines[l->entry].kind == KC_COMMENT)
			ked_drop_entry(ed, l->entry);
		else
			ked_refuse(ed, i, "without %s this can never be: decide what becomes of what depends on it",
			       to_symbol(ed));
		break;
	case KEXPR_ODD:
		ked_refuse(ed, i, "what a comparison with %s comes to without it cannot be told",
		       to_symbol(ed));
	}
	strbuf_release(&rest);
}

/* Does another default of the same entry follow? */
static bool default_follows(const struct kc_editor *ed, size_t i)
{
	for (size_t n = i + 1; n < ed->k.nr &&
	     ed->k.lines[n].entry == ed->k.lines[i].entry; n++)
		if (ed->k.lines[n].kind == KC_DEFAULT)
			return true;
	return false;
}

/* The value of a default that names it. */
static void remove_from_value(struct kc_editor *ed, size_t i)
{
	const struct kc_line *l = &ed->k.lines[i];
	struct strbuf rest = STRBUF_INIT;

	switch (resolve_span(ed, l->arg, &rest)) {
	case KEXPR_SAME:
		break;
	case KEXPR_CHANGED:
		ked_replace(ed, i, l->arg, rest.buf);
		break;
	case KEXPR_Y:
		ked_replace(ed, i, l->arg, "y");
		break;
	case KEXPR_N:
	case KEXPR_EMPTY:
		/* the first default that holds is the one that counts */
		if (l->kind == KC_DEFAULT && !default_follows(ed, i))
			ked_drop(ed, i);
		else
			ked_replace(ed, i, l->arg, "n");
		break;
	case KEXPR_ODD:
		ked_refuse(ed, i, "what a comparison with %s comes to without it cannot be told",
		       to_symbol(ed));
	}
	strbuf_release(&rest);
}

/* The "if" of a select, default, prompt, range. */
static void remove_from_if(struct kc_editor *ed, size_t i)
{
	const struct kc_line *l = &ed->k.lines[i];
	struct strbuf rest = STRBUF_INIT;

	switch (resolve_span(ed, l->cond, &rest)) {
	case KEXPR_SAME:
		break;
	case KEXPR_CHANGED:
		ked_replace(ed, i, l->cond, rest.buf);
		break;
	case KEXPR_Y:
	case KEXPR_EMPTY:
		ked_drop_condition(ed, i);
		break;
	case KEXPR_N:
		if (l->kind == KC_TYPE || l->kind == KC_DEF_TYPE ||
		    l->kind == KC_PROMPT)
			ked_refuse(ed, i, "without %s this is never asked for: decide what becomes of it",
			       to_symbol(ed));
		else
			ked_drop(ed, i);
		break;
	case KEXPR_ODD:
		ked_refuse(ed, i, "what a comparison with %s comes to without it cannot be told",
		       to_symbol(ed));
	}
	strbuf_release(&rest);
}

static void remove_from_line(struct kc_editor *ed, size_t i)
{
	const struct kc_line *l = &ed->k.lines[i];

	switch (l->kind) {
	case KC_SELECT:
	case KC_IMPLY:
		if (kc_span_is(&ed->k, l->arg, to_symbol(ed)))
			ked_drop(ed, i);
		else if (span_mentions(ed, l->cond))
			remove_from_if(ed, i);
		break;
	case KC_DEPENDS:
	case KC_VISIBLE:
	case KC_IF:
		if (span_mentions(ed, l->arg))
			remove_from_condition(ed, i);
		break;
	case KC_DEFAULT:
	case KC_DEF_TYPE:
		if (span_mentions(ed, l->arg) && span_mentions(ed, l->cond))
			ked_refuse(ed, i, "%s stands here twice: part the line",
			       to_symbol(ed));
		else if (span_mentions(ed, l->arg))
			remove_from_value(ed, i);
		else if (span_mentions(ed, l->cond))
			remove_from_if(ed, i);
		break;
	case KC_RANGE:
		if (span_mentions(ed, l->cond))
			remove_from_if(ed, i);
		else if (has_word(ed->k.buf + l->arg.at, l->arg.len,
				  to_symbol(ed)))
			ked_refuse(ed, i, "a range has %s as a bound",
			       to_symbol(ed));
		break;
	case KC_TYPE:
	case KC_PROMPT:
		if (span_mentions(ed, l->cond))
			remove_from_if(ed, i);
		break;
	default:
		break;
	}
}

void ked_remove_symbol(struct kc_editor *ed)
{
	for (size_t i = 0; i < ed->k.nr; i++)
		if (kc_opens(&ed->k, i, to_symbol(ed)))
			ked_drop_entry(ed, i);
	for (size_t i = 0; i < ed->k.nr; i++)
		if (!ked_is_edited(ed, i))
			remove_from_line(ed, i);
}
